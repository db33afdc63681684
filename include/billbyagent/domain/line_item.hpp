#pragma once

/// What can be billed: `quantity x step of the rate x share of the billing period`, exact, and the
/// amount it rounds to. Threads: plain values.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "billbyagent/base/names.hpp"
#include "billbyagent/domain/contract.hpp"

namespace billbyagent {

enum class LineKind : std::uint8_t {
  recurring,  ///< the units at the beginning of the billed days of a period
  increment,  ///< a later step up, of units or of the price
  decrement,  ///< a later step down: a negative amount
};
template <>
inline constexpr NameTable<3> names_of<LineKind>{"recurring", "increment", "decrement"};

/// What a line is, and so what it is called everywhere (D6). Unique within a tenant. `sequence`
/// counts the lines of one effective date, also those that were posted and taken back.
struct LineKey {
  ContractId contract{};
  ServiceId service{};
  Date period_begin;
  Date effective;
  std::int32_t sequence = 1;

  friend auto operator<=>(const LineKey&, const LineKey&) = default;
  friend bool operator==(const LineKey&, const LineKey&) = default;
};

/// `contract/service/2026-06-01/2026-06-10/1`; `/` and `%` inside ids are written `%2F` and `%25`.
std::string to_string(const LineKey& key);
Result<LineKey> parse_line_key(std::string_view text);

struct LineItem {
  LineKey key;
  LineKind kind = LineKind::recurring;
  Period billing_period;
  Period
      span;  ///< the billed days; starts a day after `key.effective` under EffectiveDay::not_billed
  Units units_before = 0;  ///< of the part; where it is billed at several rates, at this rate
  Units units_after = 0;
  Units quantity = 0;  ///< signed
  std::optional<Rate>
      rate_from{};  ///< set on a price change: the line is the step from it to `rate`
  Rate rate{};
  Fraction share{};  ///< of the billing period
  Money amount;
  Money cost;
  Date available_on;  ///< the first day on which it can be billed
  std::string service_name{};
  std::string tax_category{};
  /// The day of the last reading that showed its units; nothing: typed in, or no reading is on
  /// record.
  std::optional<Date> counted_on{};
  /// How many unit changes of the service were known when it was computed; 0: not recorded.
  std::int32_t unit_changes = 0;
  AccountId account{};  ///< who pays; empty when it was computed without a contract

  /// The price of one unit and whole period that the line bills; negative when a price went down.
  std::int64_t price_millionths() const noexcept {
    return rate.price_millionths - (rate_from ? rate_from->price_millionths : 0);
  }
  std::int64_t cost_millionths() const noexcept {
    return rate.cost_millionths - (rate_from ? rate_from->cost_millionths : 0);
  }
  Currency currency() const noexcept { return amount.currency(); }
  ChargePart part() const noexcept { return rate.part; }

  friend bool operator==(const LineItem&, const LineItem&) = default;
};

/// `2026-06-10..2026-06-30  +1 x 5.00 x 21/30  3.50 USD  increment`; what is not billed for units
/// says for what: `increment overage`.
std::string to_string(const LineItem& line);

}  // namespace billbyagent

template <>
struct std::hash<billbyagent::LineKey> {
  std::size_t operator()(const billbyagent::LineKey& key) const noexcept {
    return billbyagent::detail::hash_of(key.contract, key.service, key.period_begin, key.effective,
                                        key.sequence);
  }
};

// Compiled already for whoever links the library.
#ifndef BILLBYAGENT_LINKED
#include "billbyagent/domain/detail/line_item.hpp"
#endif
