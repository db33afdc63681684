#pragma once

/// ISO 4217 currencies with their number of decimals (the standard's "minor unit", list of 2024).
/// Threads: plain values.

#include <array>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "billbyagent/base/result.hpp"

namespace billbyagent {

class Currency {
 public:
  /// Three capital letters out of ISO 4217; anything else is `unknown_currency`. `out_of_range` for
  /// those that ISO 4217 has with four decimals: amounts have at most three.
  static constexpr Result<Currency> parse(std::string_view code);

  constexpr std::string_view code() const noexcept { return {code_.data(), code_.size()}; }
  /// Decimals of the minor unit: 0 (JPY), 2 (USD), 3 (KWD).
  constexpr int exponent() const noexcept { return exponent_; }
  /// Minor units in one unit of the currency: 1, 100 or 1000.
  constexpr std::int64_t minor_per_major() const noexcept {
    std::int64_t scale = 1;
    for (int i = 0; i < exponent_; ++i) scale *= 10;
    return scale;
  }

  friend auto operator<=>(const Currency&, const Currency&) = default;
  friend bool operator==(const Currency&, const Currency&) = default;

  constexpr Currency(std::array<char, 3> code, std::int8_t exponent) noexcept
      : code_(code), exponent_(exponent) {}

 private:
  std::array<char, 3> code_;
  std::int8_t exponent_;
};

inline constexpr Currency usd{{'U', 'S', 'D'}, 2};
inline constexpr Currency eur{{'E', 'U', 'R'}, 2};
inline constexpr Currency gbp{{'G', 'B', 'P'}, 2};
inline constexpr Currency jpy{{'J', 'P', 'Y'}, 0};
inline constexpr Currency kwd{{'K', 'W', 'D'}, 3};

inline std::string to_string(const Currency& currency) { return std::string{currency.code()}; }

namespace detail {
// Codes by number of decimals; a code that is in none of them is unknown. The X.. metals and test
// codes are units of account that no invoice is written in.
inline constexpr std::string_view iso4217_no_decimals =
    "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF ";
inline constexpr std::string_view iso4217_three_decimals = "BHD IQD JOD KWD LYD OMR TND ";
// Units of account: known, so that the refusal says the truth.
inline constexpr std::string_view iso4217_four_decimals = "CLF UYW ";
inline constexpr std::string_view iso4217_two_decimals =
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD "
    "CAD CDF CHF CNY COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD "
    "GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD "
    "MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP "
    "PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS "
    "TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD YER ZAR ZMW ZWG ";

constexpr bool lists_code(std::string_view list, std::string_view code) {
  for (std::size_t at = 0; at + 3 <= list.size(); at += 4)
    if (list[at] == code[0] && list[at + 1] == code[1] && list[at + 2] == code[2]) return true;
  return false;
}
}  // namespace detail

constexpr Result<Currency> Currency::parse(std::string_view code) {
  if (code.size() == 3) {
    const std::array<char, 3> letters{code[0], code[1], code[2]};
    if (detail::lists_code(detail::iso4217_two_decimals, code)) return Currency{letters, 2};
    if (detail::lists_code(detail::iso4217_no_decimals, code)) return Currency{letters, 0};
    if (detail::lists_code(detail::iso4217_three_decimals, code)) return Currency{letters, 3};
    if (detail::lists_code(detail::iso4217_four_decimals, code))
      return Error{Errc::out_of_range,
                   std::string{code} + " has four decimals; amounts have at most three here"};
  }
  return Error{Errc::unknown_currency, "'" + std::string{code.substr(0, 20)} + "'"};
}

}  // namespace billbyagent
