#pragma once

/// Reports for people.

#include <iosfwd>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "billbyagent/app/billing_automation.hpp"
#include "billbyagent/app/billing_review.hpp"
#include "billbyagent/app/freshness.hpp"
#include "billbyagent/app/import_book.hpp"
#include "billbyagent/app/notices.hpp"
#include "billbyagent/app/owed_credits.hpp"
#include "billbyagent/app/sync_report.hpp"
#include "cli/billed_units.hpp"
#include "cli/names.hpp"

namespace billbyagent::cli {

/// Whether every machine is named, or the first few.
enum class Machines : std::uint8_t { all, first_few };
/// How many the first few are. One more than these is named as well, for `1 more` is as long.
inline constexpr std::size_t few_machines = 5;

/// One row of text per machine; `... and 7 more` after the first few.
std::vector<std::string> rows_of(std::vector<MachineEvent> events, Machines machines);
/// `12`, or `-` for nothing.
std::string text_of(const std::optional<Units>& units);
/// `held on 2026-06-10: fell to zero: 9 -> 0` or `proposal 3, of 2026-06-10: 9 -> 12`
std::string text_of(const HeldReading& reading);
/// What to run about the open readings of a service.
std::string decision_text(const ServiceKey& service, const std::vector<HeldReading>& open);
/// `pc1 (101), pc2 (102) ... and 7 more (-v names all)`
std::string names_of(const std::vector<Machine>& machines, Machines shown);

/// By name, `pc2` before `pc10`, as everything that is printed of machines.
std::vector<Machine> in_order(std::vector<Machine> machines);
/// With a sign: `+3`.
std::string signed_text(Units units);
/// One row for each, billed or why not.
void print_machines(std::ostream& out, std::vector<JudgedMachine> machines);
/// `name: context (meaning)`, then what to do in a second row.
void print_error(std::ostream& out, const std::string& what, const Error& error);
/// What reading an RMM passed over, guessed or recoded.
void print_notes(std::ostream& out, const std::vector<std::string>& notes);
/// How reading each went, unless there is only one, without a name.
void print_rmms(std::ostream& out, const std::vector<RmmOutcome>& rmms);

/// Whether rows say the keys by which commands take them, beside the names.
enum class KeyColumn : std::uint8_t { shown, hidden };
constexpr KeyColumn key_column(bool verbose) noexcept {
  return verbose ? KeyColumn::shown : KeyColumn::hidden;
}

/// How lines are shown.
struct LineView {
  KeyColumn keys = KeyColumn::hidden;
  Date today;  ///< only lines that can be billed later say when
  BilledUnits units{};
};

void print_lines(std::ostream& out, const std::vector<LineItem>& lines, const LineView& view);
/// A row for each credit that nothing settled.
void print_owed(std::ostream& out, const std::vector<OwedCredit>& owed);
void print_totals(std::ostream& out, const TotalsByCurrency& totals);
void print(std::ostream& out, const ImportReport& report, bool dry_run);
void print(std::ostream& out, const SyncReport& report, Machines machines, const Names& names,
           KeyColumn keys);
/// Services with counts that wait for a person.
using Waiting = std::set<ServiceKey>;
void print(std::ostream& out, const BillingReview& review, const Waiting& waiting,
           const Names& names, const LineView& view);
void print(std::ostream& out, const PostReport& report, bool with_lines, const Waiting& waiting,
           const Names& names, const LineView& view);
void print(std::ostream& out, const DeliveryReport& report);

bool any_stale(const std::vector<RmmFreshness>& rmms);
bool any_stale(const std::vector<ServiceFreshness>& services);
/// Those that the last reading did not count.
void print_not_counted(std::ostream& out, const std::vector<ServiceFreshness>& services);
/// A line for each RMM whose counts are stale.
void print_stale(std::ostream& out, const std::vector<RmmFreshness>& rmms);

}  // namespace billbyagent::cli
