#pragma once

/// The terms of a contract one after the other: when the present one is over, and what happens
/// then. Threads: pure functions.

#include <algorithm>
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

/// The term that was agreed last by `day`, and since when.
struct AgreedSince {
  Date begin;
  AgreedTerm agreed{};
};

inline std::optional<AgreedSince> agreed_by(const Contract& contract, Date day) {
  const auto& terms = contract.terms();
  std::optional<AgreedSince> last;
  if (terms.agreed_term && terms.start <= day) last = AgreedSince{terms.start, *terms.agreed_term};
  for (const auto& each : terms.amendments)
    if (each.agreed_term && each.effective <= day && (!last || last->begin <= each.effective))
      last = AgreedSince{each.effective, *each.agreed_term};
  return last;
}

/// The next day after `day` on which a term begins that was agreed by itself.
inline std::optional<Date> next_agreed(const Contract& contract, Date day) {
  std::optional<Date> next;
  for (const auto& each : contract.terms().amendments)
    if (each.agreed_term && day < each.effective && (!next || each.effective < *next))
      next = each.effective;
  return next;
}

inline Date notice_by(const TermOnDay& term) {
  const Date first{limits::first_year, 1, 1};
  const Date last = term.days.last_day();
  return days_between(first, last) < term.agreed.notice_days
             ? first
             : last.plus_days(-term.agreed.notice_days);
}

/// Not beyond the days that are billed.
inline Date months_after(Date day, int months) {
  return (month_index(day) + months) / 12 < limits::last_year ? nth_month_from(day, months)
                                                              : open_end();
}

}  // namespace detail

inline Date term_end(const Contract& contract, Date begin, std::int32_t months) {
  const Date start = contract.terms().start;
  const int before = month_index(begin) - month_index(start);
  return detail::months_after(start, before) == begin ? detail::months_after(start, before + months)
                                                      : detail::months_after(begin, months);
}

inline std::optional<TermOnDay> term_on(const Contract& contract, Date day) {
  const auto last = detail::agreed_by(contract, day);
  if (!last) return std::nullopt;
  Date begin = last->begin;
  Date end = term_end(contract, begin, last->agreed.months);
  // What ends is over then; a contract that goes on all the same is in its last term.
  for (int n = 2; last->agreed.at_end == AtTermEnd::renews && end <= day && begin < end; ++n) {
    begin = end;
    end = term_end(contract, last->begin, n * last->agreed.months);
  }
  const auto next = detail::next_agreed(contract, day);
  if (next && *next < end) end = *next;
  return TermOnDay{Period{begin, end}, last->agreed};
}

inline std::optional<TermEnd> next_term_end(const Contract& contract, Date today) {
  const auto& end = contract.terms().end;
  if (end && *end <= today) return std::nullopt;
  const auto term = term_on(contract, std::max(today, contract.terms().start));
  const auto ends = [&]() -> std::optional<TermEnd> {
    if (!end) return std::nullopt;
    return TermEnd{AtTermEnd::ends, *end,
                   term ? std::optional{detail::notice_by(*term)} : std::nullopt};
  };
  if (!term || (end && *end <= term->days.end())) return ends();
  const bool goes_on = term->agreed.at_end == AtTermEnd::renews ||
                       detail::next_agreed(contract, term->days.begin()) == term->days.end();
  if (!goes_on || term->days.end() <= today) return ends();
  return TermEnd{AtTermEnd::renews, term->days.end(), detail::notice_by(*term)};
}

inline std::optional<Date> next_renewal(const Contract& contract, Date today) {
  const auto next = next_term_end(contract, today);
  return next && next->what == AtTermEnd::renews ? std::optional{next->day} : std::nullopt;
}

inline std::optional<Date> last_day_by_notice(const Contract& contract, Date today) {
  auto term = term_on(contract, std::max(today, contract.terms().start));
  if (!term) return std::nullopt;
  if (term->agreed.at_end == AtTermEnd::renews && detail::notice_by(*term) < today)
    term = term_on(contract, term->days.end());
  return term->days.last_day();
}

}  // namespace billbyagent
