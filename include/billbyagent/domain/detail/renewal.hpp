#pragma once

/// The functions of `renewal.hpp`.

#include <algorithm>
#include <cstdint>
#include <optional>

#include "billbyagent/base/linked.hpp"
#include "billbyagent/domain/renewal.hpp"

namespace billbyagent {

namespace detail {

/// The term that was agreed last by `day`, and since when.
struct AgreedSince {
  Date begin;
  AgreedTerm agreed{};
};

BILLBYAGENT_INLINE std::optional<AgreedSince> agreed_by(const Contract& contract, Date day) {
  const auto& terms = contract.terms();
  std::optional<AgreedSince> last;
  if (terms.agreed_term && terms.start <= day) last = AgreedSince{terms.start, *terms.agreed_term};
  for (const auto& each : terms.amendments)
    if (each.agreed_term && each.effective <= day && (!last || last->begin <= each.effective))
      last = AgreedSince{each.effective, *each.agreed_term};
  return last;
}

/// The next day after `day` on which a term begins that was agreed by itself.
BILLBYAGENT_INLINE std::optional<Date> next_agreed(const Contract& contract, Date day) {
  std::optional<Date> next;
  for (const auto& each : contract.terms().amendments)
    if (each.agreed_term && day < each.effective && (!next || each.effective < *next))
      next = each.effective;
  return next;
}

/// Not beyond the days that are billed.
BILLBYAGENT_INLINE Date months_after(Date day, int months) {
  return (month_index(day) + months) / 12 < limits::last_year ? nth_month_from(day, months)
                                                              : open_end();
}

}  // namespace detail

BILLBYAGENT_INLINE Date term_end(const Contract& contract, Date begin, std::int32_t months) {
  const Date start = contract.terms().start;
  const int before = month_index(begin) - month_index(start);
  return detail::months_after(start, before) == begin ? detail::months_after(start, before + months)
                                                      : detail::months_after(begin, months);
}

BILLBYAGENT_INLINE std::optional<TermOnDay> term_on(const Contract& contract, Date day) {
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

BILLBYAGENT_INLINE std::optional<TermEnd> next_term_end(const Contract& contract, Date today) {
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

BILLBYAGENT_INLINE std::optional<Date> next_renewal(const Contract& contract, Date today) {
  const auto next = next_term_end(contract, today);
  return next && next->what == AtTermEnd::renews ? std::optional{next->day} : std::nullopt;
}

BILLBYAGENT_INLINE std::optional<Date> last_day_by_notice(const Contract& contract, Date today) {
  auto term = term_on(contract, std::max(today, contract.terms().start));
  if (!term) return std::nullopt;
  if (term->agreed.at_end == AtTermEnd::renews && detail::notice_by(*term) < today)
    term = term_on(contract, term->days.end());
  return term->days.last_day();
}

}  // namespace billbyagent
