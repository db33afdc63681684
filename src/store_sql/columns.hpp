#pragma once

/// In which columns the fields of a struct lie, made from its description: a field has a column of
/// its own name, a struct within a struct has its columns in that place. What is said here is only
/// what differs. Lists and what a service derives its units from have tables of their own.

#include <array>
#include <concepts>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "billbyagent/described/ports.hpp"

namespace billbyagent::sql {

/// A field under another name, or in quotes where SQL has the word for itself; without one it has
/// no column in the row of the struct.
struct Renamed {
  std::string_view field;
  std::string_view columns;
};

template <class T>
inline constexpr std::array<Renamed, 0> renamed{};

template <>
inline constexpr std::array renamed<Account>{Renamed{"id", "account"},
                                             Renamed{"overlaps", "\"overlaps\""}};
inline constexpr std::string_view cycle_columns =
    "cycle_length, cycle_anchor, cycle_anchor_day, cycle_every";
template <>
inline constexpr std::array renamed<Contract::Terms>{
    Renamed{"id", "contract"}, Renamed{"cycle", cycle_columns}, Renamed{"start", "start_day"},
    Renamed{"end", "end_day"}};
template <>
inline constexpr std::array renamed<Service::Terms>{
    Renamed{"id", "service"}, Renamed{"end", "end_day"},
    Renamed{"minimum_amount", "minimum_amount_millionths"}};
template <>
inline constexpr std::array renamed<ServiceAmendment>{
    Renamed{"minimum_amount", "minimum_amount_millionths"},
    Renamed{"discount_amount", "discount_amount_millionths"}};
template <>
inline constexpr std::array renamed<ContractAmendment>{
    Renamed{"cycle", cycle_columns}, Renamed{"discount_amount", "discount_amount_millionths"}};
template <>
inline constexpr std::array renamed<QuantityTerms>{Renamed{"included", "included_units"},
                                                   Renamed{"minimum", "minimum_units"},
                                                   Renamed{"maximum", "maximum_units"}};
template <>
inline constexpr std::array renamed<Indexation>{Renamed{"basis_points", "raise_basis_points"},
                                                Renamed{"first", "raise_first"},
                                                Renamed{"decimals", "raise_decimals"}};
template <>
inline constexpr std::array renamed<AgreedTerm>{Renamed{"months", "term_months"},
                                                Renamed{"notice_days", "term_notice_days"},
                                                Renamed{"at_end", "term_at_end"}};
template <>
inline constexpr std::array renamed<AgentScope>{Renamed{"group", "machine_group"},
                                                Renamed{"view", "machine_view"}};
template <>
inline constexpr std::array renamed<DatedPrice>{Renamed{"price", "price_millionths"},
                                                Renamed{"cost", "cost_millionths"},
                                                Renamed{"base_fee", "base_fee_millionths"}};
template <>
inline constexpr std::array renamed<PriceTier>{
    Renamed{"from", "from_units"}, Renamed{"to", "to_units"}, Renamed{"price", "price_millionths"},
    Renamed{"cost", "cost_millionths"}};
template <>
inline constexpr std::array renamed<HeldEnding>{
    Renamed{"how", "ended_how"}, Renamed{"author", "ended_by"}, Renamed{"reason", "ended_reason"},
    Renamed{"when", "ended_at"}};
/// Its state and invoice number are those of its state records.
template <>
inline constexpr std::array renamed<Batch>{Renamed{"id", "batch"},
                                           Renamed{"total", "total_minor, currency"},
                                           Renamed{"state", ""}, Renamed{"invoice_number", ""}};
/// A line has one column for the part of both its rates.
template <>
inline constexpr std::array renamed<Rate>{Renamed{"part", ""}};
template <>
inline constexpr std::array renamed<LineItem>{
    Renamed{"billing_period", "billing_begin, billing_end"},
    Renamed{"span", "span_begin, span_end"},
    Renamed{"rate_from", "from_price_millionths, from_cost_millionths"},
    Renamed{"share", "share_numerator, share_denominator"},
    Renamed{"amount", "amount_minor, amount_currency"},
    Renamed{"cost", "cost_minor, cost_currency"},
    Renamed{"account", ""}};  // that of its batch
template <>
inline constexpr std::array renamed<Notice>{Renamed{"id", "notice"}};
/// To be read only.
template <>
inline constexpr std::array renamed<NoticeOnRecord>{
    Renamed{"attempts",
            "(SELECT count(*) FROM notice_failure f WHERE f.tenant=notice.tenant "
            "AND f.notice=notice.notice) AS attempts"},
    Renamed{"delivered", "delivered IS NOT NULL"},
    Renamed{"claimed",
            "(SELECT since FROM notice_claim c WHERE c.tenant=notice.tenant "
            "AND c.notice=notice.notice) AS claimed"}};
/// Its service is empty for a whole contract, so it is read and written by hand.
template <>
inline constexpr std::array renamed<Tombstone>{Renamed{"service", ""}};
template <>
inline constexpr std::array renamed<RunRecord>{Renamed{"id", "run"}};

template <class T>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;

/// The type itself, or that of which there may be one.
template <class T>
struct WithinOf {
  using Type = T;
};
template <class T>
struct WithinOf<std::optional<T>> {
  using Type = T;
};
template <class T>
using Within = typename WithinOf<T>::Type;

/// Whether a field of this type is not in the row of its struct.
template <class T>
inline constexpr bool has_own_table = false;
template <class T>
inline constexpr bool has_own_table<std::vector<T>> = true;
template <class Key, class T>
inline constexpr bool has_own_table<std::map<Key, T>> = true;
template <class... T>
inline constexpr bool has_own_table<std::variant<T...>> = true;

/// What stands for the field in `renamed`, or nothing.
template <class T>
constexpr const Renamed* find_renamed(std::string_view field) {
  for (const auto& each : renamed<T>)
    if (each.field == field) return &each;
  return nullptr;
}

template <class T>
constexpr bool is_left_out(std::string_view field) {
  const Renamed* other = find_renamed<T>(field);
  return other && other->columns.empty();
}

template <class M, class T>
M type_of_member(M T::*);

/// In how many columns a value lies; a struct in those of its fields.
template <class T>
constexpr int column_count() {
  if constexpr (is_optional<T>) {
    return column_count<Within<T>>();
  } else if constexpr (described::Described<T>) {
    int count = 0;
    described::for_each_member<T>([&](std::string_view name, auto member) {
      using Field = decltype(type_of_member(member));
      if constexpr (!has_own_table<Field>)
        if (!is_left_out<T>(name)) count += column_count<Field>();
    });
    return count;
  } else if constexpr (std::same_as<T, Money> || std::same_as<T, Period>) {
    return 2;
  } else {
    return std::same_as<T, BillingCycle> ? 4 : 1;
  }
}

/// `seen, move, agent, name ...`
template <described::Described T>
const std::string& columns_of() {
  static const std::string all = [] {
    std::string list;
    described::for_each_member<T>([&](std::string_view name, auto member) {
      using Field = decltype(type_of_member(member));
      if (has_own_table<Field> || is_left_out<T>(name)) return;
      if (!list.empty()) list += ", ";
      if (const Renamed* other = find_renamed<T>(name))
        list += other->columns;
      else if constexpr (described::Described<Within<Field>>)
        list += columns_of<Within<Field>>();
      else
        list += name;
    });
    return list;
  }();
  return all;
}

}  // namespace billbyagent::sql
