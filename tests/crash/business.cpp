#include "crash/business.hpp"

#include "billbyagent/app/raise_prices.hpp"

namespace billbyagent::tests {
namespace {

using world::key;
using world::tenant;

const ContractId counted{"C-1"};
const ContractId typed_in{"C-2"};

template <class T>
Result<void> without_value(const Result<T>& done) {
  return done ? Result<void>{} : done.error();
}

}  // namespace

void Business::set_day(Date day, int machines) {
  clock_.set_today(day);
  rmm_.emplace();
  rmm_->add(Organization{OrganizationId{"acme"}, "Acme Ltd", "acme"});
  rmm_->add(world::group("acme.root", "acme"));
  for (int i = 1; i <= machines; ++i)
    rmm_->add(world::machine(std::to_string(i), "acme", "acme.root"));
}

Result<void> Business::import(Store& store) {
  Book book;
  book.accounts.push_back({AccountId{"acme"}, "Acme Ltd", OrganizationId{"acme"}});
  book.contracts = {world::contract({.id = counted.text()}),
                    world::contract({.id = typed_in.text(),
                                     .services = {{.source = ManualUnits{}, .price = "30.00"}}})};
  book.first_units = {{key(typed_in.text()), 7}};
  const auto report = import_book(desk(store), book, "import", ImportMode::write);
  if (!report) return report.error();
  return report->refused.empty() ? Result<void>{} : report->refused.front();
}

Result<void> Business::night(Store& store) {
  NightlyOptions options;
  options.deadline = Deadline::clock::now() + std::chrono::hours{1};
  const auto report = nightly_sync(desk(store), *rmm_, options);
  if (!report) return report.error();
  for (const auto& service : report->services)
    if (service.error) return *service.error;
  return {};
}

Result<void> Business::post(Store& store) {
  const auto report = post_available(desk(store), {.credit_batches = CreditBatches::allowed});
  if (!report) return report.error();
  for (const auto& contract : report->contracts)
    if (contract.error) return *contract.error;
  return {};
}

Result<void> Business::deliver(Store& store) {
  // Whoever was killed while delivering held its notices for a while.
  clock_.advance_ms(std::chrono::milliseconds{notice_claim_lasts}.count());
  MemoryNotifier notifier;
  const auto report = deliver_notices(desk(store), notifier, 100);
  for (const auto& each : notifier.deliveries()) told_.insert(each.notice.id.text());
  return report ? Result<void>{} : report.error();
}

Result<void> Business::run(std::size_t step, Store& store) {
  const StateChange by_ann{"ann", "because", "request-" + std::to_string(step)};
  const BatchId first{counted.text() + "#1"};
  switch (step) {
    case 0:
      set_day({2026, 6, 1}, 10);
      return import(store);
    case 1:
      return night(store);
    case 2:
      return post(store);
    case 3:
      set_day({2026, 6, 10}, 12);
      return night(store);
    case 4:
      return post(store);
    case 5:
      set_day({2026, 6, 11}, 2);
      return night(store);
    case 6:
      return without_value(confirm_held(desk(store), key(), "ann", {}, by_ann.request));
    case 7:
      return mark_invoiced(desk(store), {first}, "INV-1", by_ann);
    case 8:
      return without_value(void_invoice(desk(store), "INV-1", by_ann));
    case 9:
      return post(store);
    case 10:
      return without_value(
          raise_prices(desk(store), {.basis_points = 1'000, .from = Date{2026, 7, 1}}));
    case 11:
      set_day({2026, 7, 1}, 9);
      if (auto done = night(store); !done) return done;
      return post(store);
    default:
      return deliver(store);
  }
}

Facts facts(Store& store) {
  Facts found;
  auto reading = store.begin(tenant, Access::read).value();
  for (const auto& id : reading->contract_ids().value()) {
    const auto contract = reading->contract(id).value();
    for (const auto& posted : reading->posted_lines(id).value())
      found.lines.insert(to_string(posted.line.key) + " " + to_string(posted.line) + " " +
                         std::string{to_string(posted.state)} + " " + posted.invoice_number);
    for (const auto& service : contract.terms().services) {
      std::string text = to_string(ServiceKey{id, service.id()});
      const auto history = reading->unit_history({id, service.id()}).value();
      for (const auto& change : history.changes())
        text += " " + std::to_string(change.units) + " from " + to_string(change.effective);
      for (const auto& price : service.terms().prices)
        text += " at " + to_decimal(price.price) + " from " + to_string(price.effective);
      text += ", " + std::to_string(reading->machines({id, service.id()}).value().size());
      found.others.push_back(text);
    }
  }
  found.others.push_back(std::to_string(reading->pending_notices(100).value().size()) +
                         " notices wait");
  return found;
}

}  // namespace billbyagent::tests
