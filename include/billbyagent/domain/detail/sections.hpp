#pragma once

/// The functions of `sections.hpp`.

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <vector>

#include "billbyagent/base/linked.hpp"
#include "billbyagent/domain/sections.hpp"

namespace billbyagent {

namespace detail {

BILLBYAGENT_INLINE Period all_days() {
  return {Date{limits::first_year, 1, 1}, Date{limits::last_year, 1, 1}};
}

/// The days from which on one of the amendments says something, ascending.
template <class Says>
std::vector<Date> days_said(const std::vector<ContractAmendment>& amendments, Says says) {
  std::vector<Date> days;
  for (const auto& each : amendments)
    if (says(each) && all_days().contains(each.effective)) days.push_back(each.effective);
  std::sort(days.begin(), days.end());
  days.erase(std::unique(days.begin(), days.end()), days.end());
  return days;
}

/// Whether it is one of the periods of the section's cycle.
BILLBYAGENT_INLINE bool has_period(const Section& section, const Period& period) {
  return section.cycle.period_at(period.begin()) == period;
}

/// The first day on which a billing period begins, of `day` and those after it.
BILLBYAGENT_INLINE Date next_begin(const Sections& sections, Date day) {
  for (;;) {
    const Section& section = section_on(sections, day);
    const Period period = section.cycle.period_at(day);
    // One that goes on in another timing begins nowhere.
    const bool cut = day == section.days.begin() && day != all_days().begin() &&
                     !has_period(section_on(sections, day.previous()), period);
    if (cut || day == period.begin() || !all_days().contains(period.end())) return day;
    day = std::min(period.end(), section.days.end());
  }
}

}  // namespace detail

BILLBYAGENT_INLINE Sections sections_of(const BillingCycle& cycle, BillingTiming timing,
                                        const std::vector<ContractAmendment>& amendments) {
  Sections sections{{detail::all_days(), cycle, timing}};
  const auto days = detail::days_said(
      amendments, [](const ContractAmendment& each) { return each.cycle || each.timing; });
  for (const Date day : days) {
    const auto* later_cycle = amended_on(amendments, &ContractAmendment::cycle, day);
    const auto* later_timing = amended_on(amendments, &ContractAmendment::timing, day);
    Section& last = sections.back();
    Section next{last.days, later_cycle ? *later_cycle : cycle,
                 later_timing ? *later_timing : timing};
    if (next == last) continue;
    if (last.days.begin() < day) {
      next.days = {day, last.days.end()};
      last.days = {last.days.begin(), day};
      sections.push_back(next);
    } else {
      last = next;
    }
  }
  return sections;
}

BILLBYAGENT_INLINE Date account_day(const Sections& sections, const ContractAmendment& amendment) {
  return amendment.account_from == AccountFrom::effective_date
             ? amendment.effective
             : detail::next_begin(sections, amendment.effective);
}

BILLBYAGENT_INLINE DatedAccounts accounts_of(const AccountId& account, const Sections& sections,
                                             const std::vector<ContractAmendment>& amendments) {
  DatedAccounts accounts{{detail::all_days().begin(), account}};
  for (const auto& each : amendments) {
    if (!each.account || !detail::all_days().contains(each.effective)) continue;
    const Date from = account_day(sections, each);
    const auto after =
        std::upper_bound(accounts.begin(), accounts.end(), from,
                         [](Date day, const DatedAccount& other) { return day < other.from; });
    accounts.insert(after, {from, *each.account});
  }
  // Of one day the last one is that which holds.
  for (auto at = accounts.begin(); at != accounts.end();)
    at = std::next(at) != accounts.end() && std::next(at)->from == at->from ? accounts.erase(at)
                                                                            : std::next(at);
  const auto same = [](const DatedAccount& a, const DatedAccount& b) {
    return a.account == b.account;
  };
  accounts.erase(std::unique(accounts.begin(), accounts.end(), same), accounts.end());
  return accounts;
}

BILLBYAGENT_INLINE const Section& section_on(const Sections& sections, Date day) {
  for (const auto& section : sections)
    if (day < section.days.end()) return section;
  return sections.back();
}

BILLBYAGENT_INLINE const AccountId& account_on(const DatedAccounts& accounts, Date day) {
  const AccountId* found = &accounts.front().account;
  for (const auto& each : accounts)
    if (each.from <= day) found = &each.account;
  return *found;
}

BILLBYAGENT_INLINE std::vector<Period> billing_periods(const Sections& sections,
                                                       const Period& days) {
  std::vector<Period> periods;
  for (const auto& section : sections) {
    const auto both = intersect(section.days, days);
    if (!both) continue;
    const std::size_t before = periods.size();
    for (Period period = section.cycle.period_at(both->begin()); period.begin() < both->end();
         period = section.cycle.next(period)) {
      const auto of_others = periods.begin() + static_cast<std::ptrdiff_t>(before);
      if (std::find(periods.begin(), of_others, period) == of_others) periods.push_back(period);
    }
  }
  return periods;
}

BILLBYAGENT_INLINE std::vector<Section> parts_of(const Sections& sections,
                                                 const Period& billing_period) {
  std::vector<Section> parts;
  for (const auto& section : sections) {
    const auto both = intersect(section.days, billing_period);
    if (both && detail::has_period(section, billing_period))
      parts.push_back({*both, section.cycle, section.timing});
  }
  return parts;
}

BILLBYAGENT_INLINE std::vector<Period> days_elsewhere(const Sections& sections,
                                                      const Period& billing_period) {
  std::vector<Period> days;
  for (const auto& section : sections) {
    if (detail::has_period(section, billing_period)) continue;
    if (!days.empty() && days.back().end() == section.days.begin())
      days.back() = {days.back().begin(), section.days.end()};
    else
      days.push_back(section.days);
  }
  return days;
}

}  // namespace billbyagent
