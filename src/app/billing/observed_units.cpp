#include "billbyagent/app/observed_units.hpp"

#include <algorithm>
#include <utility>

#include "app/units/held_readings.hpp"
#include "app/units/units_of_contract.hpp"
#include "billbyagent/domain/billing.hpp"

namespace billbyagent {
namespace {

Result<Money> sum_of(const std::vector<LineItem>& lines, Currency currency) {
  Money amount = Money::zero(currency);
  for (const auto& line : lines) {
    const auto sum = add(amount, line.amount);
    if (!sum) return sum.error();
    amount = *sum;
  }
  return amount;
}

/// A service of which other units were seen than those it has.
struct Seen {
  const Service* service;
  Units units = 0;
  Date day;
};

/// One contract as if what was seen held from its first day on.
class Observed {
 public:
  Observed(const Contract& contract, Date today) : contract_(contract), today_(today) {}

  Result<void> read(Transaction& transaction) {
    for (const auto& service : contract_.terms().services)
      if (auto read = read_service(transaction, service); !read) return read;
    return {};
  }
  Result<void> price(const BillingFilter& filter, std::vector<ObservedUnits>& all) const {
    for (const auto& each : seen_) {
      if (!filter.wants(*each.service)) continue;
      auto priced = price_of(each);
      if (!priced) return priced.error();
      all.push_back(*std::move(priced));
    }
    return {};
  }

 private:
  Result<void> read_service(Transaction& transaction, const Service& service) {
    const ServiceKey key{contract_.id(), service.id()};
    auto history = transaction.unit_history(key);
    if (!history) return history.error();
    const auto life = billed_life(contract_, service);
    if (service.agent_scope() && life && today_ < life->end()) {
      const auto ended = transaction.ended_readings(key);
      if (!ended) return ended.error();
      const HeldReading* last = app::last_observed(*ended);
      if (last && history->units_on(today_) != last->units) {
        seen_.push_back({&service, last->units, last->effective});
        history = UnitHistory::starting(life->begin(), last->units);
        if (!history) return history.error();
      }
    }
    histories_.emplace(service.id(), *std::move(history));
    return {};
  }
  Result<ObservedUnits> price_of(const Seen& seen) const {
    const auto life = billed_life(contract_, *seen.service);
    const Date day = std::max(today_, life->begin());
    const Period period = contract_.period_at(day);
    const auto lines = bill(contract_, *seen.service, histories_.at(seen.service->id()), period,
                            app::find_in(histories_));
    if (!lines) return lines.error();
    const auto amount = sum_of(*lines, contract_.terms().currency);
    if (!amount) return amount.error();
    return ObservedUnits{contract_.account_on(day),
                         contract_.id(),
                         seen.service->id(),
                         seen.units,
                         seen.day,
                         period,
                         *amount};
  }

  const Contract& contract_;
  Date today_;
  app::UnitHistories histories_{};  // where something else was seen: that
  std::vector<Seen> seen_{};
};

}  // namespace

Result<std::vector<ObservedUnits>> observed_units(const Desk& desk, const BillingFilter& filter) {
  auto transaction = desk.begin(Access::read);
  if (!transaction) return transaction.error();
  const auto ids = (*transaction)->contract_ids();
  if (!ids) return ids.error();
  const Date today = desk.clock.today();
  std::vector<ObservedUnits> all;
  for (const auto& id : *ids) {
    const auto contract = (*transaction)->contract(id);
    if (!contract) return contract.error();
    if (contract->trust_on(today) != Trust::observe || !filter.wants(*contract)) continue;
    Observed observed{*contract, today};
    auto done = observed.read(**transaction);
    if (done) done = observed.price(filter, all);
    if (!done) return within("contract " + id.text(), done.error());
  }
  return all;
}

}  // namespace billbyagent
