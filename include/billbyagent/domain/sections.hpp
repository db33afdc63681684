#pragma once

/// A contract's timeline, cut where its billing cycle or timing changes: each section has billing
/// periods of its own, and a change in the middle of one leaves a stub on both sides. And who pays
/// on which day. Both are pure functions of what was recorded. Threads: plain values.

#include <optional>
#include <vector>

#include "billbyagent/domain/amendment.hpp"

namespace billbyagent {

/// Days with one cycle and one timing.
struct Section {
  Period days;
  BillingCycle cycle;
  BillingTiming timing = BillingTiming::advance;

  friend bool operator==(const Section&, const Section&) = default;
};
/// Ascending, without gaps, from the first supported day to the last.
using Sections = std::vector<Section>;

/// Who pays from a day on.
struct DatedAccount {
  Date from;
  AccountId account{};

  friend bool operator==(const DatedAccount&, const DatedAccount&) = default;
};
/// Ascending, the first from the first supported day on.
using DatedAccounts = std::vector<DatedAccount>;

/// `cycle` and `timing` are what holds until an amendment says otherwise.
Sections sections_of(const BillingCycle& cycle, BillingTiming timing,
                     const std::vector<ContractAmendment>& amendments);
/// `account` is who pays until an amendment says otherwise.
DatedAccounts accounts_of(const AccountId& account, const Sections& sections,
                          const std::vector<ContractAmendment>& amendments);

/// The day on which the account of the amendment begins to pay.
Date account_day(const Sections& sections, const ContractAmendment& amendment);

const Section& section_on(const Sections& sections, Date day);
const AccountId& account_on(const DatedAccounts& accounts, Date day);

/// The billing periods that hold one of `days`, each once, in the order in which they are reached.
std::vector<Period> billing_periods(const Sections& sections, const Period& days);

/// What of a billing period lies in the sections that have it; empty when none has it any more.
std::vector<Section> parts_of(const Sections& sections, const Period& billing_period);

/// The days of the sections that have no such billing period, ascending: none of it is billed on
/// them.
std::vector<Period> days_elsewhere(const Sections& sections, const Period& billing_period);

}  // namespace billbyagent

// Compiled already for whoever links the library.
#ifndef BILLBYAGENT_LINKED
#include "billbyagent/domain/detail/sections.hpp"
#endif
