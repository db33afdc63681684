// decisions, decide.

#include <ostream>

#include "cli/commands.hpp"
#include "cli/decisions.hpp"
#include "cli/refused.hpp"
#include "cli/safe_file.hpp"
#include "cli/tables.hpp"
#include "documents/decisions.hpp"

namespace billbyagent::cli {
namespace {

struct DecideArguments {
  std::string file;
};

struct DecisionsArguments {
  std::string file;
  std::size_t ended = 20;
};

void print_waiting(std::ostream& out, const OpenDecisions& open) {
  if (open.rows.empty()) {
    out << "Nothing waits for a decision.\n";
    return;
  }
  out << "Waiting for a decision, list " << open.digest << '\n';
  Table table{{{"Row", Align::right}, {"About"}, {"Subject"}, {"Customer"}, {"Since"}, {"Why"}}};
  for (std::size_t i = 0; i < open.rows.size(); ++i) {
    const auto& row = open.rows[i];
    table.add({std::to_string(i + 1), std::string{to_string(row.about)}, subject_of(row.key),
               row.account_name, row.since ? to_string(*row.since) : "", row.evidence});
  }
  table.print(out);
  out << "  confirm ROW... --list " << open.digest << ", reject ROW... --list " << open.digest
      << " --reason WHY; or decisions --file FILE, decide FILE\n";
}

void print_ended(std::ostream& out, const std::vector<EndedDecision>& ended) {
  if (ended.empty()) return;
  Table table{{{"Ended"}, {"About"}, {"Subject"}, {"Evidence"}, {"By"}, {"When"}, {"Reason"}}};
  for (const auto& each : ended)
    table.add({std::string{to_string(each.ending.how)}, std::string{to_string(each.about)},
               subject_of(each.key), each.evidence, each.ending.author, to_string(each.ending.when),
               each.ending.reason});
  table.print(out);
}

Result<Exit> run_decisions(Session& session, const DecisionsArguments& arguments) {
  auto desk = open_desk(session);
  if (!desk) return desk.error();
  const auto open = all_open_decisions(*desk, decision_rules(session));
  if (!open) return open.error();
  const auto ended = ended_decisions(*desk, arguments.ended);
  if (!ended) return ended.error();
  if (!arguments.file.empty()) {
    const auto text = documents::decisions_text(desk->tenant, desk->clock.today(), *open);
    if (auto written = write_whole_file(arguments.file, text); !written) return written.error();
  }
  session.show([&] { return documents::of(*open, *ended); },
               [&](std::ostream& out) {
                 print_waiting(out, *open);
                 print_ended(out, *ended);
               });
  return open->rows.empty() ? Exit::done : Exit::needs_a_person;
}

constexpr std::size_t file_bytes_max = 16 * 1'024 * 1'024;

Result<Exit> run_decide(Session& session, const DecideArguments& arguments) {
  const auto text = read_bounded(arguments.file, file_bytes_max, "the file of decisions");
  if (!text) return text.error();
  const auto read = documents::parse_decisions(*text);
  if (!read) return read.error();
  if (!read->refused.empty()) return show_refused(session, read->refused, nothing_decided);
  auto desk = open_desk(session);
  if (!desk) return desk.error();
  if (read->tenant != desk->tenant)
    return Error{Errc::conflicts, "the decisions are of tenant '" + read->tenant.text() + "'"};
  if (read->decisions.empty())
    return Error{Errc::nothing_to_do, "no row of the file has a decision"};
  return decide_and_show(session, *desk, read->decisions, read->left);
}

}  // namespace

void add_decide_command(Commands& commands) {
  commands.add<DecisionsArguments>(
      "decisions", "List what waits for a person, and what was decided by whom",
      [](CLI::App& sub, DecisionsArguments& arguments) {
        sub.add_option("--file", arguments.file,
                       "Write what waits into this file, to be filled in for 'decide'");
        sub.add_option("--ended", arguments.ended, "So many that ended")->capture_default_str();
      },
      run_decisions);
  commands.add<DecideArguments>(
      "decide", "Take a file of decisions as a whole: all valid, or nothing done",
      [](CLI::App& sub, DecideArguments& arguments) {
        sub.add_option("FILE", arguments.file,
                       "A list that 'decisions' or 'review' wrote, with decisions filled in; -: "
                       "standard input")
            ->required();
      },
      run_decide);
}

}  // namespace billbyagent::cli
