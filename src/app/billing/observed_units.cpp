#include "billbyagent/app/observed_units.hpp"

#include <algorithm>
#include <optional>

#include "app/units/held_readings.hpp"
#include "billbyagent/domain/billing.hpp"

namespace billbyagent {
namespace {

Result<Money> amount_of(const Contract& contract, const Service& service,
                        const UnitHistory& history, const Period& period) {
  const auto lines = bill(contract, service, history, period);
  if (!lines) return lines.error();
  Money amount = Money::zero(contract.terms().currency);
  for (const auto& line : *lines) {
    const auto sum = add(amount, line.amount);
    if (!sum) return sum.error();
    amount = *sum;
  }
  return amount;
}

Result<std::optional<ObservedUnits>> observed(Transaction& transaction, const Contract& contract,
                                              const Service& service, Date today) {
  const std::optional<ObservedUnits> nothing;
  const auto life = billed_life(contract, service);
  if (!life || life->end() <= today) return nothing;
  const ServiceKey key{contract.id(), service.id()};
  const auto ended = transaction.ended_readings(key);
  if (!ended) return ended.error();
  const HeldReading* last = app::last_observed(*ended);
  if (!last) return nothing;
  const auto billed = transaction.unit_history(key);
  if (!billed) return billed.error();
  if (billed->units_on(today) == last->units) return nothing;
  const Period period = contract.terms().cycle.period_at(std::max(today, life->begin()));
  const auto history = UnitHistory::starting(life->begin(), last->units);
  if (!history) return history.error();
  const auto amount = amount_of(contract, service, *history, period);
  if (!amount) return amount.error();
  return std::optional{ObservedUnits{contract.terms().account, contract.id(), service.id(),
                                     last->units, last->effective, period, *amount}};
}

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
    for (const auto& service : contract->terms().services) {
      if (!service.agent_scope() || !filter.wants(service)) continue;
      auto found = observed(**transaction, *contract, service, today);
      if (!found) return within("contract " + id.text(), found.error());
      if (*found) all.push_back(**found);
    }
  }
  return all;
}

}  // namespace billbyagent
