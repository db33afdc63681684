#pragma once

/// A service of a contract as the model sees it.

#include "billbyagent/domain/billing.hpp"
#include "property/model.hpp"

namespace property {

using namespace billbyagent;

namespace detail {

inline void add_amendments(model::Service& of, const Contract& contract, bool cost) {
  for (const auto& amendment : contract.terms().amendments) {
    const int number = model::number_of(amendment.effective);
    if (amendment.status)
      of.active.push_back({number, *amendment.status == ContractStatus::active ? 1 : 0});
    if (amendment.discount_basis_points && !cost)
      of.discounts_of_contract.push_back({number, *amendment.discount_basis_points});
    if (amendment.discount_amount && !cost)
      of.amounts_off_contract.push_back({number, amendment.discount_amount->millionths()});
  }
}

inline void add_amendments(model::Service& of, const Service& service, bool cost) {
  for (const auto& each : service.terms().amendments) {
    const int number = model::number_of(each.effective);
    of.limits.push_back({number, each.included, each.minimum, each.maximum});
    of.conventions.push_back({number, each.day_count, each.effective_day, each.rounding,
                              each.rounding_step, each.increase, each.decrease, each.measure,
                              each.fixed_day});
    if (cost) continue;
    if (each.discount_basis_points) of.discounts.push_back({number, *each.discount_basis_points});
    if (each.minimum_amount) of.minimums.push_back({number, each.minimum_amount->millionths()});
    if (each.discount_amount)
      of.amounts_off.push_back({number, each.discount_amount->millionths()});
    if (each.indexation)
      of.raises.push_back({model::number_of(each.indexation->first), each.indexation->basis_points,
                           each.indexation->decimals, number});
  }
}

inline void add_prices(model::Service& of, const Service& service, bool cost) {
  for (const auto& price : service.terms().prices) {
    model::Price listed{model::number_of(price.effective), {}, 0};
    for (const auto& tier : price.tiers)
      listed.tiers.push_back({tier.from, (cost ? tier.cost : tier.price).millionths()});
    if (listed.tiers.empty())
      listed.tiers.push_back({1, (cost ? price.cost : price.price).millionths()});
    if (price.base_fee && !cost) listed.base_fee = price.base_fee->millionths();
    of.prices.push_back(std::move(listed));
  }
}

}  // namespace detail

/// Its amounts, or what it costs.
inline model::Service model_of(const Contract& contract, const Service& service,
                               const UnitHistory& history, bool cost = false) {
  static constexpr int never = 1'000'000;
  const auto& terms = service.terms();
  const auto& around = contract.terms();
  model::Service of;
  of.policy = terms.proration;
  of.minor_per_major = terms.currency.minor_per_major();
  of.life_begin = model::number_of(std::max(around.start, terms.effective));
  of.life_end = never;
  for (const auto& end : {around.end, terms.end})
    if (end) of.life_end = std::min(of.life_end, model::number_of(*end));
  for (const auto& through : {around.billed_through, terms.billed_through})
    if (through) of.billed_from = std::max(of.billed_from, model::number_of(*through) + 1);
  for (const auto& change : history.changes())
    of.units.push_back({model::number_of(change.effective), change.units});
  of.quantity = terms.quantity;
  of.volume = terms.price_model == PriceModel::volume;
  if (terms.indexation && !cost)
    of.raises.push_back({model::number_of(terms.indexation->first), terms.indexation->basis_points,
                         terms.indexation->decimals});
  if (terms.minimum_amount && !cost)
    of.minimums.push_back({-never, terms.minimum_amount->millionths()});
  detail::add_amendments(of, contract, cost);
  detail::add_amendments(of, service, cost);
  detail::add_prices(of, service, cost);
  return of;
}

}  // namespace property
