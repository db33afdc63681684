// Whole accounts: contracts with several services and free charges, taken over, paused, amended,
// moved to another account, ended and taken back, posted by runs that settle by contract or by
// account. What stands and what is held are together what the model says, so nothing that is owed
// is ever lost.

#include "billbyagent/adapters/memory.hpp"
#include "billbyagent/app/amend.hpp"
#include "billbyagent/billbyagent.hpp"
#include "property/world.hpp"

using namespace property;

namespace {

const TenantId tenant{"msp"};
constexpr int contracts = 3;
constexpr int steps = 7;

ContractId id(int number) { return ContractId{"C-" + std::to_string(number)}; }

UnitPrice cents(std::int64_t amount) {
  return UnitPrice::from_millionths(amount * 10'000, usd).value();
}

/// A free charge of a contract: its amount is one unit's at the one price.
Int128 charge_due(const Contract& contract, const Service& service, const Period& period) {
  const auto& terms = service.terms();
  const auto life = contract.life_of(service);
  if (!life) return 0;
  Date first = life->begin();
  for (const auto& through : {contract.terms().billed_through, terms.billed_through})
    if (through) first = std::max(first, through->next());
  const Int128 amount = terms.prices.front().price.millionths() / 10'000;
  const Int128 due = is_credit(terms.charging) ? -amount : amount;
  if (is_once(terms.charging))
    return first == life->begin() && period.contains(first) ? due : Int128{0};
  for (Date day = period.begin(); day < period.end(); day = day.next())
    if (first <= day && day < life->end() && contract.status_on(day) == ContractStatus::active)
      return due;
  return 0;
}

/// Whoever pays first is account 0 of the model, the other one account 1.
std::vector<model::Move> moves_of(const Contract& contract) {
  std::vector<model::Move> moves;
  for (const auto& each : contract.terms().amendments)
    if (each.account)
      moves.push_back({model::number_of(each.effective),
                       *each.account == contract.terms().account ? 0 : 1, false});
  return moves;
}

class Accounts {
 public:
  explicit Accounts(Random& random) : random_(random) {
    Book book;
    for (const std::string name : {"acme", "beta"})
      book.accounts.push_back({AccountId{name}, name, std::nullopt});
    for (int i = 1; i <= contracts; ++i) book.contracts.push_back(draw_contract(i));
    for (const auto& contract : book.contracts)
      for (const auto& service : contract.terms().services)
        if (!random_.one_in(6))
          book.first_units.push_back({{contract.id(), service.id()}, random_.between(0, 12)});
    import_book(desk(), book, "import", ImportMode::write).value();
  }

  std::string live() {
    for (int step = 0; step < steps && problem_.empty(); ++step) {
      advance(static_cast<int>(random_.between(0, 40)));
      for (auto events = random_.between(0, 3); events > 0; --events) happen();
      if (random_.one_in(2))
        post(random_.of({CreditBatches::held, CreditBatches::held, CreditBatches::allowed,
                         CreditBatches::only}));
    }
    // Everything that was dated ahead is reached.
    advance(150);
    check(post(CreditBatches::held));
    const auto paid = post(CreditBatches::only);
    if (problem_.empty() && !paid.owed.empty()) problem_ = "owed after all was paid out";
    check(paid);
    return problem_;
  }

 private:
  Desk desk() { return {store_, tenant, clock_}; }
  void advance(int days) {
    today_ = today_.plus_days(days);
    clock_.set_today(today_);
  }
  Date some_day() { return start_.plus_days(static_cast<int>(random_.between(-5, 160))); }
  ServiceId some_service() { return ServiceId{random_.of({"first", "second", "third"})}; }

  Contract draw_contract(int number);
  Service draw_service(const std::string& name, Date start);
  void happen();
  void amend(const ContractId& contract);
  void amend_service(const ServiceKey& key);
  void take_back();
  PostReport post(CreditBatches credits);
  void check(const PostReport& report);
  void check_contract(const Contract& contract, const PostReport& report);
  void check_owed(const PostReport& report, Settlement settlement);

  Random& random_;
  Date start_{2024, 1, 29};
  Date today_ = start_;
  FixedClock clock_{start_};
  MemoryStore store_;
  std::string problem_;
};

Service Accounts::draw_service(const std::string& name, Date start) {
  Service::Terms terms{.id = ServiceId{name},
                       .name = name,
                       .tax_category = {},
                       .currency = usd,
                       .prices = {{start, cents(random_.between(0, 3'000)), cents(100)}},
                       .unit_source = ManualUnits{},
                       .proration = {},
                       .effective = start};
  terms.proration.day_count =
      random_.of({DayCount::actual_period, DayCount::calendar_months, DayCount::thirty_360});
  if (random_.one_in(4)) terms.proration.minimum_credit_minor = random_.between(1, 2'000);
  if (random_.one_in(4)) terms.quantity.measure = Measure::high_watermark;
  if (random_.one_in(3)) terms.minimum_amount = cents(random_.between(1, 9'000));
  if (random_.one_in(6)) terms.billed_through = start.plus_days(40);
  return Service::create(terms).value();
}

Contract Accounts::draw_contract(int number) {
  const Date start = start_.plus_days(static_cast<int>(random_.between(0, 20)));
  Contract::Terms terms{
      .id = id(number),
      .name = {},
      .account = AccountId{number < contracts ? "acme" : "beta"},
      .currency = usd,
      .cycle = BillingCycle::anchored(
          random_.one_in(4) ? CycleLength::weekly : CycleLength::monthly, start),
      .timing = random_.one_in(4) ? BillingTiming::arrears : BillingTiming::advance,
      .start = start};
  if (random_.one_in(5))
    terms.billed_through = start.plus_days(static_cast<int>(random_.between(0, 50)));
  for (const char* name : {"first", "second", "third"})
    terms.services.push_back(draw_service(name, start));
  return Contract::create(terms).value();
}

void Accounts::happen() {
  const auto contract = id(static_cast<int>(random_.between(1, contracts)));
  switch (random_.between(0, 7)) {
    case 0:
    case 1:
      (void)record_units(desk(), {.key = {contract, some_service()},
                                  .effective = some_day(),
                                  .units = random_.between(0, 20),
                                  .reason = "counted again",
                                  .author = "ann"});
      return;
    case 2:
    case 3:
      return amend(contract);
    case 4:
      return amend_service({contract, some_service()});
    case 5:
      (void)add_charge(
          desk(), contract,
          {.text = "extra",
           .amount = cents(random_.between(0, 20'000)),
           .charging = random_.of({Charging::charge_once, Charging::credit_once,
                                   Charging::charge_each_period, Charging::credit_each_period}),
           .day = some_day()});
      return;
    case 6:
      (void)change_end(desk(), contract,
                       random_.one_in(2) ? std::optional{some_service()} : std::nullopt,
                       random_.one_in(3) ? std::nullopt : std::optional{some_day()});
      return;
    default:
      return take_back();
  }
}

void Accounts::amend(const ContractId& contract) {
  ContractAmendment amendment{.effective = some_day()};
  switch (random_.between(0, 4)) {
    case 0:
    case 1:
      amendment.status = random_.of({ContractStatus::active, ContractStatus::inactive});
      break;
    case 2:
      amendment.discount_basis_points = static_cast<std::int32_t>(random_.between(0, 10'000));
      break;
    case 3:
      amendment.account = AccountId{random_.of({"acme", "beta"})};
      break;
    default:
      amendment.discount_amount = cents(random_.one_in(3) ? 0 : random_.between(1, 30'000));
  }
  (void)amend_contract(desk(), contract, {amendment}, ReachBack::allowed);
}

void Accounts::amend_service(const ServiceKey& key) {
  ServiceAmendment amendment{.effective = some_day()};
  switch (random_.between(0, 5)) {
    case 0:
      amendment.minimum_amount = cents(random_.one_in(3) ? 0 : random_.between(1, 9'000));
      break;
    case 1:
      amendment.discount_amount = cents(random_.one_in(3) ? 0 : random_.between(1, 9'000));
      break;
    case 2:
      amendment.discount_basis_points = static_cast<std::int32_t>(random_.between(0, 10'000));
      break;
    case 3:
      amendment.indexation =
          Indexation{static_cast<std::int32_t>(random_.between(0, 2'000)), some_day(), 2};
      break;
    case 4:
      amendment.measure =
          random_.of({Measure::prorated, Measure::average, Measure::high_watermark});
      break;
    default:
      amendment.minimum = random_.between(0, 8);
      amendment.maximum = 8 + random_.between(0, 8);
  }
  if (random_.one_in(4)) {
    const auto price = cents(random_.between(0, 3'000));
    (void)add_price(desk(), key, {amendment.effective, price, price}, ReachBack::allowed);
    return;
  }
  (void)billbyagent::amend_service(desk(), key, {amendment}, ReachBack::allowed);
}

void Accounts::take_back() {
  const auto batches = store_.begin(tenant, Access::read).value()->batches(std::nullopt).value();
  if (batches.empty()) return;
  const auto at = random_.between(0, static_cast<std::int64_t>(batches.size()) - 1);
  (void)unpost(desk(), batches[static_cast<std::size_t>(at)].id, {"ann", "by mistake"});
}

PostReport Accounts::post(CreditBatches credits) {
  AutomationOptions options{.credit_batches = credits};
  options.most_periods = 0;
  options.batch_limit.believed = true;
  options.settlement = random_.of({Settlement::contract, Settlement::account});
  auto report = post_available(desk(), options).value();
  for (const auto& each : report.contracts)
    if (each.status == BatchStatus::failed)
      problem_ = each.contract.text() + " failed: " + to_string(*each.error);
  if (credits == CreditBatches::held) check_owed(report, options.settlement);
  return report;
}

/// What a run held is what is seen to be owed, line by line and on the list of what is owed.
void Accounts::check_owed(const PostReport& report, Settlement settlement) {
  std::map<ContractId, std::int64_t> held;
  for (const auto& each : report.contracts)
    if (each.status == BatchStatus::held)
      for (const auto& line : each.lines) held[each.contract] -= line.amount.minor();
  std::map<ContractId, std::int64_t> owed;
  for (const auto& each : owed_credits(desk(), {}, settlement).value())
    owed[each.contract] += each.amount.minor();
  if (held != owed) problem_ = "on " + to_string(today_) + " something else is owed than was held";
}

/// Credited less settled is what is owed: due, by the model, less what stands is what is held.
void Accounts::check(const PostReport& report) {
  if (!problem_.empty()) return;
  auto transaction = store_.begin(tenant, Access::read).value();
  for (int i = 1; i <= contracts; ++i) check_contract(transaction->contract(id(i)).value(), report);
}

void Accounts::check_contract(const Contract& contract, const PostReport& report) {
  using Place = std::pair<ServiceId, Date>;
  std::map<Place, Int128> open;
  const auto add = [&](const LineItem& line) {
    open[{line.key.service, line.key.period_begin}] += line.amount.minor();
  };
  auto transaction = store_.begin(tenant, Access::read).value();
  for (const auto& entry : transaction->posted_lines(contract.id()).value())
    if (entry.stands()) add(entry.line);
  for (const auto& each : report.contracts) {
    if (each.contract != contract.id()) continue;
    if (each.status == BatchStatus::held) std::for_each(each.lines.begin(), each.lines.end(), add);
    std::for_each(each.withheld.begin(), each.withheld.end(), add);
  }
  const auto& cycle = contract.terms().cycle;
  for (Period period = cycle.period_at(contract.terms().start.plus_days(-5));
       period.end() <= today_; period = cycle.next(period)) {
    const int begin = model::number_of(period.begin());
    const int end = model::number_of(period.end());
    std::map<int, std::int64_t> taken;
    for (const auto& service : contract.terms().services) {
      const auto history = transaction->unit_history({contract.id(), service.id()}).value();
      if (history.empty()) continue;
      Int128 due = 0;
      if (service.terms().charging == Charging::by_unit) {
        auto as_model = model_of(contract, service, history);
        as_model.taken_before = taken;
        as_model.moves = moves_of(contract);
        for (const int account : {0, 1}) due += model::total(as_model, begin, end, account);
        model::add_taken(as_model, begin, end, taken);
      } else {
        due = charge_due(contract, service, period);
      }
      const Int128 found = open[{service.id(), period.begin()}];
      if (due != found && problem_.empty())
        problem_ = to_string(ServiceKey{contract.id(), service.id()}) + " in " + to_string(period) +
                   " is " + std::to_string(static_cast<std::int64_t>(found)) + " instead of " +
                   std::to_string(static_cast<std::int64_t>(due));
    }
  }
}

}  // namespace

TEST_CASE("what is due stands or is owed, however it was settled") {
  for_histories(60, [](Random& random) { return Accounts{random}.live(); });
}
