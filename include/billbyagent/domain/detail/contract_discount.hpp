#pragma once

/// The functions of `contract_discount.hpp`.

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include "billbyagent/base/linked.hpp"
#include "billbyagent/domain/contract_discount.hpp"
#include "billbyagent/domain/detail/proration.hpp"

namespace billbyagent {

namespace detail {

BILLBYAGENT_INLINE void add_taken(std::vector<DatedMillionths>& sum,
                                  const std::vector<DatedMillionths>& more) {
  std::set<Date> days;
  for (const auto& each : sum) days.insert(each.from);
  for (const auto& each : more) days.insert(each.from);
  std::vector<DatedMillionths> both;
  for (const Date day : days) both.push_back({day, value_on(sum, day) + value_on(more, day)});
  sum = std::move(both);
}

/// What the services before this one take of the contract's discount in money.
BILLBYAGENT_INLINE Result<std::vector<DatedMillionths>> taken_before(const Contract& contract,
                                                                     const Service& service,
                                                                     const Period& period,
                                                                     Date seen,
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
