#pragma once

/// The terms of a contract one after the other: when the present one is over, and what happens
/// then. Threads: pure functions.

#include <optional>

#include "billbyagent/domain/contract.hpp"

namespace billbyagent {

struct TermOnDay {
  Period days;  ///< from its first day to the first one of what follows
  AgreedTerm agreed{};

  friend bool operator==(const TermOnDay&, const TermOnDay&) = default;
};

/// The term that holds the day, whether the contract goes on to its end or not; nothing before the
/// first one, or when none was agreed.
std::optional<TermOnDay> term_on(const Contract& contract, Date day);

/// What becomes of a contract next.
struct TermEnd {
  AtTermEnd what = AtTermEnd::renews;
  Date day;                         ///< the first day of the next term, or after the last one
  std::optional<Date> notice_by{};  ///< the last day for notice; nothing: no term was agreed

  friend bool operator==(const TermEnd&, const TermEnd&) = default;
};

/// As it is known on `today`: the end of the contract where it comes first, otherwise the next
/// term. Nothing when it is over, or goes on without an end.
std::optional<TermEnd> next_term_end(const Contract& contract, Date today);

/// The first day on which a price for the next term holds: the next one on which the contract
/// renews, after `today`. Nothing when it does not.
std::optional<Date> next_renewal(const Contract& contract, Date today);

/// The last day of a contract of which notice is given on `today`: that of the present term, or of
/// the next one when it is too late for that. Nothing without a term.
std::optional<Date> last_day_by_notice(const Contract& contract, Date today);

/// Where a term ends that begins on the day. Months are counted from the contract's start where
/// they can be, so that a contract of the 31st stays one (D3).
Date term_end(const Contract& contract, Date begin, std::int32_t months);

namespace detail {

inline Date notice_by(const TermOnDay& term) {
  const Date first{limits::first_year, 1, 1};
  const Date last = term.days.last_day();
  return days_between(first, last) < term.agreed.notice_days
             ? first
             : last.plus_days(-term.agreed.notice_days);
}

}  // namespace detail

}  // namespace billbyagent

// Compiled already for whoever links the library.
#ifndef BILLBYAGENT_LINKED
#include "billbyagent/domain/detail/renewal.hpp"
#endif
