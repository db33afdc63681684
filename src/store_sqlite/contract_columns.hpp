#pragma once

/// The columns of a contract and its services; see columns.hpp.

#include <string_view>

#include "billbyagent/domain/contract.hpp"
#include "store_sqlite/query.hpp"

namespace billbyagent::sqlite {

/// A cycle as its three columns: the domain makes one of them, or refuses.
struct CycleColumns {
  CycleLength length{};
  Date anchor = any_day();
  std::int32_t anchor_day = 0;
};

template <>
struct Columns<CycleColumns> {
  static constexpr int count = 3;
  static void each(auto visit, auto& cycle) { visit(cycle.length, cycle.anchor, cycle.anchor_day); }
};

/// All but the cycle, and what has tables of its own.
template <>
struct Columns<Contract::Terms> {
  static constexpr std::string_view names =
      "contract, name, account, currency, timing, status, trust, start_day, end_day, "
      "cycle_length, cycle_anchor, cycle_anchor_day";
  static Contract::Terms blank() {
    return {.currency = usd,
            .cycle = BillingCycle::anchored(CycleLength::monthly, any_day()),
            .start = any_day()};
  }
  static void each(auto visit, auto& terms) {
    visit(terms.id, terms.name, terms.account, terms.currency, terms.timing, terms.status,
          terms.trust, terms.start, terms.end);
  }
};

template <>
struct Columns<ProrationPolicy> {
  static constexpr int count = 7;
  static void each(auto visit, auto& policy) {
    visit(policy.day_count, policy.effective_day, policy.rounding, policy.rounding_step,
          policy.increase, policy.decrease, policy.minimum_credit_minor);
  }
};

template <>
struct Columns<QuantityTerms> {
  static constexpr int count = 5;
  static void each(auto visit, auto& quantity) {
    visit(quantity.measure, quantity.fixed_day, quantity.included, quantity.minimum,
          quantity.maximum);
  }
};

template <>
struct Columns<Indexation> {
  static constexpr int count = 3;
  static Indexation blank() { return {.first = any_day()}; }
  static void each(auto visit, auto& raise) {
    visit(raise.basis_points, raise.first, raise.decimals);
  }
};

/// All but prices and where its units come from; what that is stands in `unit_source`.
template <>
struct Columns<Service::Terms> {
  static constexpr std::string_view names =
      "service, name, tax_category, currency, day_count, effective_day, rounding, rounding_step, "
      "increase, decrease, minimum_credit_minor, effective, end_day, measure, fixed_day, "
      "included_units, minimum_units, maximum_units, price_model, raise_basis_points, "
      "raise_first, raise_decimals, unit_source";
  static Service::Terms blank() { return {.currency = usd, .effective = any_day()}; }
  static void each(auto visit, auto& terms) {
    visit(terms.id, terms.name, terms.tax_category, terms.currency, terms.proration,
          terms.effective, terms.end, terms.quantity, terms.price_model, terms.indexation);
  }
};

/// All but machines listed one by one; classes belong to the contract.
template <>
struct Columns<AgentScope> {
  static constexpr std::string_view names =
      "rmm, organization, machine_group, sub_groups, machine_view, operating_system_contains, "
      "suspended, never_checked_in, template_account, marked_for_deletion, ephemeral, duplicate, "
      "seen_within_days, grace_new_days, grace_gone_days, machine_class";
  static AgentScope blank() { return {}; }
  static void each(auto visit, auto& scope) {
    auto& rule = scope.rule;
    visit(scope.rmm, scope.organization, scope.group, scope.sub_groups, scope.view,
          scope.operating_system_contains, rule.suspended, rule.never_checked_in,
          rule.template_account, rule.marked_for_deletion, rule.ephemeral, rule.duplicate,
          rule.seen_within_days, rule.grace_new_days, rule.grace_gone_days, scope.machine_class);
  }
};

/// A price in a currency that stands elsewhere.
struct PriceColumns {
  Date effective = any_day();
  std::int64_t price = 0;
  std::int64_t cost = 0;
  std::optional<std::int64_t> base_fee{};
};

template <>
struct Columns<PriceColumns> {
  static constexpr std::string_view names =
      "effective, price_millionths, cost_millionths, base_fee_millionths";
  static PriceColumns blank() { return {}; }
  static void each(auto visit, auto& row) {
    visit(row.effective, row.price, row.cost, row.base_fee);
  }
};

struct TierColumns {
  std::int64_t price_position = 0;
  Units from = 0;
  std::optional<Units> to{};
  std::int64_t price = 0;
  std::int64_t cost = 0;
};

template <>
struct Columns<TierColumns> {
  static constexpr std::string_view names =
      "price_position, from_units, to_units, price_millionths, cost_millionths";
  static TierColumns blank() { return {}; }
  static void each(auto visit, auto& row) {
    visit(row.price_position, row.from, row.to, row.price, row.cost);
  }
};

}  // namespace billbyagent::sqlite
