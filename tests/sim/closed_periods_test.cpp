// The same random years on three stores: two pass over what is closed, one never does. Whatever is
// corrected, amended, taken back or posted ahead, all bill the same lines.

#include "app/world.hpp"
#include "billbyagent/app/amend.hpp"
#include "billbyagent/app/verify.hpp"
#include "conformance/faulty_store.hpp"
#include "conformance/store_file.hpp"
#include "property/world.hpp"

using namespace world;
using property::Random;

namespace {

constexpr int contracts = 3;

/// A contract as the property tests draw them, with a second, plain service.
Contract draw_contract(Random& random, int number, Date start) {
  auto scenario = property::draw_scenario(random);
  scenario.effective = scenario.effective.plus_days(days_between(scenario.start, start));
  scenario.cycle = random.one_in(3) ? BillingCycle::calendar(CycleLength::weekly)
                                    : BillingCycle::calendar(CycleLength::monthly);
  scenario.start = start;
  scenario.horizon = std::max(scenario.horizon, start);
  scenario.currency = usd;
  scenario.price = random.between(1, 900) * 10'000;
  if (scenario.end)
    scenario.end =
        std::max(start, scenario.effective).plus_days(static_cast<int>(random.between(20, 400)));
  if (scenario.billed_through)
    scenario.billed_through = start.plus_days(static_cast<int>(random.between(-20, 60)));
  if (scenario.indexation) scenario.indexation->first = start.plus_days(90);
  auto terms = property::World{scenario}.contract().terms();
  auto priced = terms.services.front().terms();
  if (random.one_in(3)) priced.proration.minimum_credit_minor = random.between(1, 2'000);
  priced.end = scenario.end && random.one_in(2) ? scenario.end : std::nullopt;
  priced.end = priced.end && *priced.end <= priced.effective ? std::nullopt : priced.end;
  terms.services = {
      Service::create(priced).value(),
      service({.id = "plain", .source = ManualUnits{}, .price = "3.33", .effective = start})};
  terms.id = ContractId{"C-" + std::to_string(number)};
  terms.account = AccountId{random.one_in(2) ? "acme" : "beta"};
  return Contract::create(terms).value();
}

/// What a run says, for people.
std::vector<std::string> told(const PostReport& report) {
  std::vector<std::string> texts;
  for (const auto& contract : report.contracts) {
    texts.push_back(contract.contract.text() + " " + std::string{to_string(contract.status)} +
                    (contract.error ? " " + to_string(*contract.error) : ""));
    for (const auto& line : contract.lines)
      texts.push_back(to_string(line.key) + " " + to_string(line));
    for (const auto& line : contract.withheld) texts.push_back("withheld " + to_string(line));
  }
  return texts;
}

class Triplets {
 public:
  explicit Triplets(Random& random) : random_(random) {
    Book book;
    for (const std::string name : {"acme", "beta"})
      book.accounts.push_back({AccountId{name}, name, std::nullopt});
    for (int i = 1; i <= contracts; ++i)
      book.contracts.push_back(draw_contract(random, i, start_.plus_days(7 * i)));
    each([&](const Desk& desk) {
      return import_book(desk, book, "import", ImportMode::write).has_value();
    });
  }

  void live() {
    for (int step = 0; step < 40; ++step) {
      today_ = today_.plus_days(static_cast<int>(random_.between(0, random_.one_in(8) ? 90 : 14)));
      clock_.set_today(today_);
      for (auto events = random_.between(0, 2); events > 0; --events) happen();
      if (random_.one_in(2)) post();
      closed_ += closed() ? 1 : 0;
    }
    post();
    each([&](const Desk& desk) {
      std::vector<std::string> lines;
      for (int i = 1; i <= contracts; ++i) {
        const auto posted = desk.begin(Access::read).value()->posted_lines(id(i)).value();
        for (const auto& entry : posted)
          lines.push_back(to_string(entry.line.key) + " " + to_string(entry.line) + " " +
                          std::string{to_string(entry.state)});
      }
      return lines;
    });
    for (Store* store : {static_cast<Store*>(&memory_), kept_.get()})
      for (const auto& finding : verify({*store, tenant, clock_}).value().findings)
        problem_ = finding.subject + ": " + finding.what;
  }
  const std::string& problem() const { return problem_; }
  /// In how many steps something was closed.
  int closed_steps() const { return closed_; }

 private:
  /// Does it with each store; all have to answer the same.
  template <class Call>
  void each(Call call) {
    const auto expected = call(Desk{forgetful_, tenant, clock_});
    for (Store* store : {static_cast<Store*>(&memory_), kept_.get()}) {
      const auto answer = call(Desk{*store, tenant, clock_});
      if (answer != expected && problem_.empty())
        problem_ = "on " + to_string(today_) + describe(expected, answer);
    }
  }
  template <class T>
  static std::string describe(const T&, const T&) {
    return " another answer";
  }
  static std::string describe(const std::vector<std::string>& a,
                              const std::vector<std::string>& b) {
    std::string all;
    for (const auto& [name, lines] : {std::pair{"\nwithout", &a}, std::pair{"\nclosed", &b}}) {
      all += name;
      for (const auto& line : *lines) all += "\n  " + line;
    }
    return all;
  }

  static ContractId id(int number) { return ContractId{"C-" + std::to_string(number)}; }
  Date some_day() {
    const int age = days_between(start_, today_);
    const int back = static_cast<int>(random_.between(0, random_.one_in(2) ? age : 40));
    return today_.plus_days(random_.one_in(4) ? back : -std::min(back, age));
  }
  bool closed() {
    auto transaction = kept_->begin(tenant, Access::read).value();
    for (int i = 1; i <= contracts; ++i)
      if (transaction->dossier(id(i), Part::closed).value()->closed_end) return true;
    return false;
  }

  void happen();
  void correct(const ContractId& contract);
  void amend(const ContractId& contract);
  void take_back();
  void post();

  static constexpr Date start_{2024, 1, 29};
  Random& random_;
  Date today_ = start_;
  FixedClock clock_{start_};
  MemoryStore memory_;
  billbyagent::tests::FaultyStore forgetful_{
      std::make_shared<MemoryStore>(),
      {.written = [](Changes& changes) { changes.closings.clear(); }}};
  billbyagent::tests::StoreFile file_;
  std::unique_ptr<Store> kept_ = file_.open();
  std::string problem_;
  int closed_ = 0;
  int invoices_ = 0;
};

/// Only the code: what is said beside it may name what a store calls itself.
template <class T>
std::string code_of(const Result<T>& result) {
  return result ? std::string{} : std::string{to_string(result.error().code)};
}

void Triplets::happen() {
  const auto contract = id(static_cast<int>(random_.between(1, contracts)));
  const auto kind = random_.between(0, 9);
  if (kind <= 3) return correct(contract);
  if (kind <= 7) return amend(contract);
  take_back();
}

void Triplets::correct(const ContractId& contract) {
  const UnitsDecision decision{.key = {contract, ServiceId{random_.one_in(2) ? "plain" : "agents"}},
                               .effective = some_day(),
                               .units = random_.between(0, 20),
                               .reason = "counted again",
                               .author = "ann"};
  each([&](const Desk& desk) { return code_of(record_units(desk, decision)); });
}

void Triplets::amend(const ContractId& contract) {
  const ServiceKey key{contract, ServiceId{"agents"}};
  const Date day = some_day();
  const auto number = static_cast<std::int32_t>(random_.between(0, 9));
  const auto kind = random_.between(0, 6);
  each([&](const Desk& desk) {
    switch (kind) {
      case 0:
        return code_of(amend_contract(
            desk, contract,
            {{day, number % 2 ? ContractStatus::active : ContractStatus::inactive}}));
      case 1: {
        ContractAmendment discount{.effective = day};
        if (number < 5) discount.discount_basis_points = number * 300;
        if (number > 3)
          discount.discount_amount = UnitPrice::from_millionths(number * 7'770'000, usd).value();
        return code_of(amend_contract(desk, contract, {discount}, ReachBack::allowed));
      }
      case 2: {
        ServiceAmendment limits{.effective = day, .minimum = number};
        if (number > 6) limits.tax_category = "reduced";
        if (number < 3) limits.discount_basis_points = number * 1'000;
        if (number == 3) limits.day_count = DayCount::calendar_months;
        if (number == 4) limits.rounding = Rounding::toward_zero;
        if (number == 5) limits.minimum_amount = UnitPrice::parse("44.44", usd).value();
        if (number == 6) limits.indexation = Indexation{700, day, 2};
        return code_of(amend_service(desk, key, {limits}, ReachBack::allowed));
      }
      case 3: {
        const auto price = UnitPrice::from_millionths(number * 1'110'000, usd).value();
        return code_of(add_price(desk, {contract, ServiceId{"plain"}}, {day, price, price},
                                 ReachBack::allowed));
      }
      case 4:
        return code_of(change_end(desk, contract,
                                  number % 2 ? std::optional{key.service} : std::nullopt,
                                  number < 4 ? std::nullopt : std::optional{day}));
      case 5:
        return code_of(
            add_charge(desk, contract,
                       {.text = "extra",
                        .amount = UnitPrice::from_millionths(number * 5'000'000, usd).value(),
                        .charging = number % 3 == 0   ? Charging::charge_each_period
                                    : number % 3 == 1 ? Charging::credit_once
                                                      : Charging::charge_once,
                        .day = day}));
      default: {
        auto transaction = desk.begin(Access::read).value();
        Book book{.accounts = transaction->accounts().value()};
        for (const auto& saved : transaction->contract_ids().value()) {
          auto terms = transaction->contract(saved).value().terms();
          terms.name += "!";
          book.contracts.push_back(Contract::create(terms).value());
        }
        transaction.reset();
        return code_of(import_book(desk, book, "import", ImportMode::write));
      }
    }
  });
}

void Triplets::take_back() {
  const auto batches = memory_.begin(tenant, Access::read).value()->batches(std::nullopt).value();
  if (batches.empty()) return;
  const auto& batch =
      batches[static_cast<std::size_t>(random_.between(0, static_cast<int>(batches.size()) - 1))];
  const auto invoice = "I-" + std::to_string(++invoices_);
  const bool invoiced = random_.one_in(2);
  each([&](const Desk& desk) {
    if (!invoiced) return code_of(unpost(desk, batch.id, {"ann", "by mistake"}));
    if (batch.state == LineState::posted)
      return code_of(mark_invoiced(desk, {batch.id}, invoice, {"ann", ""}));
    return code_of(void_invoice(desk, batch.invoice_number, {"ann", "by mistake"}));
  });
}

void Triplets::post() {
  AutomationOptions options{.credit_batches =
                                random_.of({CreditBatches::held, CreditBatches::held,
                                            CreditBatches::allowed, CreditBatches::only})};
  options.most_periods = 0;
  options.batch_limit.believed = true;
  options.settlement = random_.one_in(2) ? Settlement::contract : Settlement::account;
  if (random_.one_in(4)) options.zero_lines = ZeroLines::left;
  if (random_.one_in(4))
    options.filter.through = today_.plus_days(static_cast<int>(random_.between(-40, 60)));
  if (random_.one_in(8)) options.filter.service = ServiceId{"plain"};
  if (random_.one_in(8) && !options.filter.through) options.filter.from = today_.plus_days(-30);
  if (random_.one_in(8)) options.filter.contract = id(1);
  each([&](const Desk& desk) { return told(post_available(desk, options).value()); });
}

}  // namespace

TEST_CASE("what is closed changes no line, whatever happens to it") {
  int closed = 0;
  property::for_histories(80, [&](Random& random) {
    Triplets triplets{random};
    triplets.live();
    closed += triplets.closed_steps();
    return triplets.problem();
  });
  CHECK(closed > 100);
}
