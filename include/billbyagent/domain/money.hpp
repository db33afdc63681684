#pragma once

/// Exact money (D1). `Money` is a whole number of minor units; `UnitPrice` is the price of one unit
/// for one whole billing period in millionths of the currency, so that 0.0025 a unit can be kept
/// exactly. Nothing here can be made from a floating-point number. Threads: plain values.

#include <concepts>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

#include "billbyagent/base/limits.hpp"
#include "billbyagent/base/muldiv.hpp"
#include "billbyagent/base/result.hpp"
#include "billbyagent/domain/currency.hpp"

namespace billbyagent {

class Money {
 public:
  static constexpr Money from_minor(std::int64_t minor_units, Currency currency) noexcept {
    return Money{minor_units, currency};
  }
  template <std::floating_point T>
  static Money from_minor(T, Currency) = delete;
  static constexpr Money zero(Currency currency) noexcept { return Money{0, currency}; }
  /// Decimal text such as `12.50` or `-3`; refuses more decimals than the currency has (zeros at
  /// the end are none), exponents, grouping signs and white space.
  static constexpr Result<Money> parse(std::string_view text, Currency currency);

  constexpr std::int64_t minor() const noexcept { return minor_; }
  constexpr Currency currency() const noexcept { return currency_; }
  constexpr bool is_zero() const noexcept { return minor_ == 0; }
  constexpr bool is_negative() const noexcept { return minor_ < 0; }

  friend bool operator==(const Money&, const Money&) = default;

 private:
  constexpr Money(std::int64_t minor, Currency currency) noexcept
      : minor_(minor), currency_(currency) {}
  std::int64_t minor_;
  Currency currency_;
};

/// `currency_mismatch` or `out_of_range` instead of a wrong sum.
constexpr Result<Money> add(const Money& a, const Money& b);
constexpr Result<Money> subtract(const Money& a, const Money& b);

/// `12.50`; the currency is not part of it.
std::string to_decimal(const Money& money);
/// `12.50 USD`
std::string to_string(const Money& money);

/// The price (or cost) of one unit for one whole billing period. Never negative.
class UnitPrice {
 public:
  static constexpr std::int64_t millionths_per_major = 1'000'000;

  /// `out_of_range` below zero or above `limits::price_millionths_max`.
  static constexpr Result<UnitPrice> from_millionths(std::int64_t millionths, Currency currency);
  /// Decimal text with at most six decimals, not counting zeros at the end.
  static constexpr Result<UnitPrice> parse(std::string_view text, Currency currency);
  template <std::floating_point T>
  static Result<UnitPrice> from_millionths(T, Currency) = delete;

  constexpr std::int64_t millionths() const noexcept { return millionths_; }
  constexpr Currency currency() const noexcept { return currency_; }

  friend bool operator==(const UnitPrice&, const UnitPrice&) = default;

 private:
  constexpr UnitPrice(std::int64_t millionths, Currency currency) noexcept
      : millionths_(millionths), currency_(currency) {}
  std::int64_t millionths_;
  Currency currency_;
};

/// As many decimals as the currency has, more only where the price needs them: `5.00`, `0.0025`.
std::string to_decimal(const UnitPrice& price);
/// `5.00 USD`
std::string to_string(const UnitPrice& price);
/// The same for a bare number of millionths, which may be negative (the step of a price change).
std::string price_to_decimal(std::int64_t millionths, Currency currency);

namespace detail {

/// Decimal text as an integer of 10^-decimals.
constexpr Result<std::int64_t> parse_scaled(std::string_view text, int decimals) {
  const auto fail = [&](Errc code, const std::string& why = {}) {
    return Error{code, "'" + std::string{text.substr(0, 40)} + "'" + why};
  };
  std::size_t at = 0;
  const bool negative = !text.empty() && text[0] == '-';
  if (negative) at = 1;
  std::int64_t value = 0;
  std::size_t whole_digits = 0;
  int decimals_seen = -1;
  for (; at < text.size(); ++at) {
    if (text[at] == '.' && decimals_seen < 0 && whole_digits > 0) {
      decimals_seen = 0;
      continue;
    }
    if (text[at] < '0' || text[at] > '9') return fail(Errc::invalid_money);
    if (decimals_seen < 0) {
      ++whole_digits;
    } else if (++decimals_seen > decimals) {
      if (text[at] == '0') continue;  // of 5.500 the last zero says nothing
      return fail(Errc::too_many_decimals,
                  " has more than " + std::to_string(decimals) + " decimals");
    }
    const int digit = text[at] - '0';
    if (value > (std::numeric_limits<std::int64_t>::max() - digit) / 10)
      return fail(Errc::out_of_range);
    value = value * 10 + digit;
  }
  if (whole_digits == 0 || decimals_seen == 0) return fail(Errc::invalid_money);
  for (int i = decimals_seen < 0 ? 0 : decimals_seen; i < decimals; ++i) {
    if (value > std::numeric_limits<std::int64_t>::max() / 10) return fail(Errc::out_of_range);
    value *= 10;
  }
  return negative ? -value : value;
}

inline std::string scaled_to_decimal(std::int64_t value, int decimals) {
  const bool negative = value < 0;
  auto magnitude = static_cast<std::uint64_t>(value);
  if (negative) magnitude = 0 - magnitude;
  std::string digits = std::to_string(magnitude);
  const auto places = static_cast<std::size_t>(decimals);
  if (digits.size() <= places) digits.insert(0, places + 1 - digits.size(), '0');
  if (places > 0) digits.insert(digits.size() - places, 1, '.');
  return negative ? "-" + digits : digits;
}

}  // namespace detail

constexpr Result<Money> Money::parse(std::string_view text, Currency currency) {
  auto minor = detail::parse_scaled(text, currency.exponent());
  if (!minor) return within(currency.code(), minor.error());
  return Money{*minor, currency};
}

constexpr Result<Money> add(const Money& a, const Money& b) {
  if (a.currency() != b.currency())
    return Error{Errc::currency_mismatch, to_string(a) + " and " + to_string(b)};
  const Int128 sum = Int128{a.minor()} + b.minor();
  if (!fits_int64(sum))
    return Error{Errc::out_of_range, "sum of " + to_string(a) + " and " + to_string(b)};
  return Money::from_minor(static_cast<std::int64_t>(sum), a.currency());
}

constexpr Result<Money> subtract(const Money& a, const Money& b) {
  if (b.minor() == std::numeric_limits<std::int64_t>::min())
    return Error{Errc::out_of_range, to_string(b)};
  return add(a, Money::from_minor(-b.minor(), b.currency()));
}

inline std::string to_decimal(const Money& money) {
  return detail::scaled_to_decimal(money.minor(), money.currency().exponent());
}

inline std::string to_string(const Money& money) {
  return to_decimal(money) + " " + to_string(money.currency());
}

constexpr Result<UnitPrice> UnitPrice::from_millionths(std::int64_t millionths, Currency currency) {
  if (millionths < 0 || millionths > limits::price_millionths_max)
    return Error{Errc::out_of_range, "unit price " + price_to_decimal(millionths, currency)};
  return UnitPrice{millionths, currency};
}

constexpr Result<UnitPrice> UnitPrice::parse(std::string_view text, Currency currency) {
  auto millionths = detail::parse_scaled(text, 6);
  if (!millionths) return within("unit price", millionths.error());
  return from_millionths(*millionths, currency);
}

inline std::string price_to_decimal(std::int64_t millionths, Currency currency) {
  std::string text = detail::scaled_to_decimal(millionths, 6);
  auto needless = static_cast<std::size_t>(6 - currency.exponent());
  while (needless > 0 && text.back() == '0') {
    text.pop_back();
    --needless;
  }
  if (text.back() == '.') text.pop_back();
  return text;
}

inline std::string to_decimal(const UnitPrice& price) {
  return price_to_decimal(price.millionths(), price.currency());
}

inline std::string to_string(const UnitPrice& price) {
  return to_decimal(price) + " " + to_string(price.currency());
}

}  // namespace billbyagent
