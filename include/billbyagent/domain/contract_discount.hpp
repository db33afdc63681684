#pragma once

/// A discount in money of a contract is taken off its services together: in their order, by each as
/// far as it reaches. So what one of them owes follows from the units of those before it. Threads:
/// pure functions.

#include <functional>
#include <optional>
#include <set>
#include <vector>

#include "billbyagent/domain/proration.hpp"

namespace billbyagent {

/// The unit histories of a contract's services, by which they share its discount in money. Null for
/// one that was never counted.
using FindUnits = std::function<const UnitHistory*(const ServiceId&)>;

namespace detail {

inline void add_taken(std::vector<DatedMillionths>& sum, const std::vector<DatedMillionths>& more) {
  std::set<Date> days;
  for (const auto& each : sum) days.insert(each.from);
  for (const auto& each : more) days.insert(each.from);
  std::vector<DatedMillionths> both;
  for (const Date day : days) both.push_back({day, value_on(sum, day) + value_on(more, day)});
  sum = std::move(both);
}

/// What the services before this one take of the contract's discount in money.
inline Result<std::vector<DatedMillionths>> taken_before(const Contract& contract,
                                                         const Service& service,
                                                         const Period& period, Date seen,
                                                         const FindUnits& units) {
  std::vector<DatedMillionths> taken;
  const auto& amendments = contract.terms().amendments;
  const auto takes_off = [&](const ContractAmendment& each) {
    return each.discount_amount && each.discount_amount->millionths() > 0 &&
           each.effective < period.end() && each.effective <= seen;
  };
  if (service.terms().charging != Charging::by_unit ||
      std::none_of(amendments.begin(), amendments.end(), takes_off))
    return taken;
  for (const auto& other : contract.terms().services) {
    if (other.id() == service.id()) return taken;
    const auto life = billed_life(contract, other, period);
    if (!life || other.terms().charging != Charging::by_unit || !intersect(life->whole, period))
      continue;
    if (!units)
      return Error{Errc::invalid_argument,
                   "contract " + contract.id().text() +
                       ": its discount in money needs the units of all its services"};
    const UnitHistory* history = units(other.id());
    if (!history || history->empty()) continue;
    std::vector<DatedMillionths> own;
    split_as_is(as_in(other, life, first_day_of(contract, period), seen), *history, period, *life,
                seen, {amendments, taken}, contract.accounts(), &own);
    add_taken(taken, own);
  }
  return taken;
}

}  // namespace detail

}  // namespace billbyagent
