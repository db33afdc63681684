// coverage.

#include "billbyagent/app/coverage.hpp"

#include <algorithm>
#include <ostream>

#include "cli/commands.hpp"
#include "cli/reports_human.hpp"
#include "cli/tables.hpp"
#include "documents/reports.hpp"
#include "documents/words.hpp"

namespace billbyagent::cli {

using documents::counted;
namespace {

struct CoverageArguments {};

void print_summary(std::ostream& out, const CoverageReport& report) {
  const std::size_t unbilled = report.unbilled_machines();
  out << unbilled << " of " << counted(report.agents, "machine is", "machines are")
      << " billed by no contract";
  std::string worth;
  for (const auto& [key, amount] : report.totals)
    worth += (worth.empty() ? "" : " and ") + to_decimal(amount) + " " + to_string(key.first) +
             " a " + std::string{to_string(key.second)} + " period";
  if (!worth.empty()) out << "; they would bring " << worth;
  if (report.machines_of_unknown_worth > 0)
    out << "; what " << report.machines_of_unknown_worth << " of them would bring is not known";
  out << '\n';
  print_rmms(out, report.rmms);
  if (!report.uncounted.empty())
    out << "  ! not the whole picture: " << report.uncounted.size() << " of "
        << counted(report.services, "service", "services") << " could not be counted\n";
}

void print_unbilled(std::ostream& out, const CoverageReport& report, Machines shown) {
  if (report.unbilled.empty()) return;
  Table table{{{"Organization"},
               {"Account"},
               {"Unbilled", Align::right},
               {"Would bring", Align::right},
               {"Currency"},
               {"At the price of"}}};
  for (const auto& entry : report.unbilled) {
    table.add({(entry.rmm.empty() ? "" : entry.rmm.text() + ": ") + (entry.organization_name.empty()
                                                                         ? entry.organization.text()
                                                                         : entry.organization_name),
               entry.account ? entry.account->text() : "-", std::to_string(entry.machines.size()),
               entry.worth ? to_decimal(entry.worth->amount) : "unknown",
               entry.worth ? to_string(entry.worth->amount.currency()) : "",
               entry.worth ? to_string(entry.worth->priced_by) + ", " +
                                 std::string{to_string(entry.worth->cycle)}
                           : entry.worth_unknown});
    table.add_note(names_of(entry.machines, shown));
  }
  table.print(out);
}

void print_overlaps(std::ostream& out, const CoverageReport& report, Machines shown) {
  for (const auto& overlap : report.overlaps) {
    const bool refused = overlap.overlaps == Overlaps::refused;
    out << (refused ? "  ! " : "  ") << printable(to_string(overlap.first)) << " and "
        << printable(to_string(overlap.second)) << " both count "
        << counted(overlap.machines.size(), "machine", "machines")
        << (refused ? ", which the account refuses" : " (allowed)") << '\n';
    if (refused || shown == Machines::all)
      out << "      " << printable(names_of(overlap.machines, shown)) << '\n';
  }
}

/// How many machines each service leaves out, by reason; each machine with `-v`.
void print_left_out(std::ostream& out, const CoverageReport& report, Machines shown) {
  std::map<std::pair<ServiceKey, Verdict>, std::vector<Machine>> groups;
  for (const auto& entry : report.left_out)
    groups[{entry.service, entry.why}].push_back(entry.machine);
  for (const auto& [group, machines] : groups) {
    out << "  " << printable(to_string(group.first)) << " holds but does not count "
        << counted(machines.size(), "machine", "machines") << ": " << to_string(group.second)
        << '\n';
    if (shown == Machines::all) out << "      " << printable(names_of(machines, shown)) << '\n';
  }
}

void print_coverage(std::ostream& out, const CoverageReport& report, Machines shown) {
  print_summary(out, report);
  print_unbilled(out, report, shown);
  print_overlaps(out, report, shown);
  for (const auto& entry : report.uncounted) {
    print_error(out, to_string(entry.service), entry.error);
    if (!entry.machines.empty())
      out << "    still billed for " << counted(entry.machines.size(), "machine", "machines")
          << ": " << printable(names_of(entry.machines, shown)) << '\n';
  }
  for (const auto& key : report.never_counted)
    out << "  " << printable(to_string(key))
        << " was never counted; its machines are not billed yet\n";
  for (const auto& entry : report.without_account)
    out << "  organization " << (entry.rmm.empty() ? "" : printable(entry.rmm.text()) + ": ")
        << printable(entry.organization.name) << " (" << printable(entry.organization.id.text())
        << ") has no account; machines: " << entry.machines << '\n';
  print_left_out(out, report, shown);
}

Result<Exit> run_coverage(Session& session, const CoverageArguments&) {
  auto desk = open_desk(session);
  if (!desk) return desk.error();
  auto rmms = session.rmms();
  if (!rmms) return rmms.error();
  auto report = coverage_report(*desk, **rmms, session.reading_time(**rmms));
  if (!report) return report.error();
  session.watch().finish();
  session.show([&] { return documents::of(*report, documents::hint_for); },
               [&](std::ostream& out) {
                 print_coverage(out, *report,
                                session.verbose() ? Machines::all : Machines::first_few);
               });
  return report->needs_a_person() ? Exit::needs_a_person : Exit::done;
}

}  // namespace

void add_coverage_command(Commands& commands) {
  commands.add<CoverageArguments>(
      "coverage", "Show which machines are billed twice, and which by no contract",
      [](CLI::App&, CoverageArguments&) {}, run_coverage);
}

}  // namespace billbyagent::cli
