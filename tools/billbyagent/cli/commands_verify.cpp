// verify.

#include "billbyagent/app/verify.hpp"

#include <ostream>

#include "cli/commands.hpp"
#include "cli/tables.hpp"
#include "documents/overviews.hpp"
#include "documents/words.hpp"

namespace billbyagent::cli {
namespace {

struct VerifyArguments {};

void print_report(std::ostream& out, const VerifyReport& report) {
  for (const auto& [subject, what] : report.findings)
    out << "  ! " << printable(subject) << ": " << printable(what) << '\n';
  documents::Counts seen;
  seen.add(report.unit_changes, "unit change", "unit changes")
      .add(report.held_readings, "held reading", "held readings")
      .add(report.batches, "batch", "batches")
      .add(report.lines, "line", "lines")
      .add(report.lines_recomputed, "of them computed anew");
  out << "Verified " << documents::counted(report.contracts, "contract", "contracts") << " of "
      << documents::counted(report.accounts, "account", "accounts")
      << (seen.empty() ? "" : ": " + seen.text()) << ". ";
  if (report.sound())
    out << "All as they were recorded.\n";
  else
    out << report.findings.size() << " found damaged or wrong. Restore a backup; post nothing "
        << "before.\n";
}

Result<Exit> run_verify(Session& session, const VerifyArguments&) {
  auto desk = open_desk(session);
  if (!desk) return desk.error();
  const auto report = verify(*desk);
  if (!report) return report.error();
  session.show([&] { return documents::of(*report); },
               [&](std::ostream& out) { print_report(out, *report); });
  return report->sound() ? Exit::done : Exit::store;
}

}  // namespace

void add_verify_command(Commands& commands) {
  commands.add<VerifyArguments>(
      "verify", "Compare all that money comes from with what was recorded",
      [](CLI::App&, VerifyArguments&) {}, run_verify);
}

}  // namespace billbyagent::cli
