#pragma once

/// How long a contract is agreed for, and what becomes of it then. It bills nothing by itself: a
/// contract that ends with its term has that day as its end. Threads: plain values.

#include <cstdint>
#include <string>

#include "billbyagent/base/limits.hpp"
#include "billbyagent/base/names.hpp"
#include "billbyagent/base/result.hpp"

namespace billbyagent {

enum class AtTermEnd : std::uint8_t {
  renews,  ///< another term of the same length follows, unless somebody ends the contract
  ends,    ///< the contract ends, unless somebody renews it
};
template <>
inline constexpr NameTable<2> names_of<AtTermEnd>{"renews", "ends"};

struct AgreedTerm {
  std::int32_t months = 12;  ///< a year is twelve
  /// Whoever wants the contract to end says so at least so many days before the last one.
  std::int32_t notice_days = 0;
  AtTermEnd at_end = AtTermEnd::renews;

  friend bool operator==(const AgreedTerm&, const AgreedTerm&) = default;
};

/// `12 months, renews, 90 days of notice`
inline std::string to_string(const AgreedTerm& term) {
  std::string text = std::to_string(term.months) + (term.months == 1 ? " month, " : " months, ") +
                     std::string{to_string(term.at_end)};
  if (term.notice_days > 0)
    text += ", " + std::to_string(term.notice_days) +
            (term.notice_days == 1 ? " day of notice" : " days of notice");
  return text;
}

/// `out_of_range` naming the field.
inline Result<void> check(const AgreedTerm& term) {
  const auto refuse = [](const char* field, std::int32_t value) {
    return Error{Errc::out_of_range, std::string{"term: "} + field + ": " + std::to_string(value)};
  };
  if (term.months < 1 || term.months > limits::term_months_max)
    return refuse("months", term.months);
  if (term.notice_days < 0 || term.notice_days > limits::notice_days_max)
    return refuse("notice_days", term.notice_days);
  return {};
}

}  // namespace billbyagent
