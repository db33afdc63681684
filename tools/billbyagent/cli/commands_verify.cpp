// verify.

#include "billbyagent/app/verify.hpp"

#include <ostream>

#include "cli/commands.hpp"
#include "cli/tables.hpp"
#include "documents/overviews.hpp"

namespace billbyagent::cli {
namespace {

struct VerifyArguments {};

void print_report(std::ostream& out, const VerifyReport& report) {
  for (const auto& [subject, what] : report.findings)
    out << "  ! " << printable(subject) << ": " << printable(what) << '\n';
  out << "Verified " << report.contracts << " contracts of " << report.accounts
      << " accounts: " << report.unit_changes << " unit changes, " << report.held_readings
      << " held readings, " << report.batches << " batches, " << report.lines << " lines, "
      << report.lines_recomputed << " of them computed anew. ";
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
