// explain.

#include <ostream>
#include <utility>

#include "billbyagent/app/explain.hpp"
#include "cli/commands.hpp"
#include "cli/reports_human.hpp"
#include "cli/tables.hpp"
#include "documents/reports.hpp"
#include "documents/words.hpp"

namespace billbyagent::cli {
namespace {

struct ExplainArguments {
  std::string line;
};

constexpr std::size_t counted_shown = 20;

void print_counted(std::ostream& out, const std::vector<Machine>& unordered, bool all) {
  const auto machines = in_order(unordered);
  if (machines.empty()) return;
  out << documents::counted(machines.size(), "machine", "machines") << " counted:\n";
  std::size_t shown = 0;
  for (const auto& machine : machines) {
    if (!all && shown == counted_shown && machines.size() > counted_shown + 1) {
      out << "  ... and " << machines.size() - shown << " more (-v names all)\n";
      return;
    }
    ++shown;
    out << "  " << printable(machine.name) << " (" << printable(machine.agent.text()) << ")\n";
  }
}

void print_explanation(Session& session, std::ostream& out, Explanation explanation) {
  const bool all = session.verbose();
  const auto events = std::exchange(explanation.events, {});
  const auto recorded =
      explanation.change ? session.local_time(explanation.change->recorded) : std::string{};
  for (const auto& row : to_text(explanation, recorded)) out << printable(row) << '\n';
  for (const auto& row : rows_of(events, all ? Machines::all : Machines::first_few))
    out << "  " << printable(row) << '\n';
  print_counted(out, explanation.machines, all);
}

Result<Exit> run_explain(Session& session, const ExplainArguments& arguments) {
  auto key = parse_line_key(arguments.line);
  if (!key) return key.error();
  auto desk = open_desk(session);
  if (!desk) return desk.error();
  auto explanation = explain_line(*desk, *key);
  if (!explanation) return explanation.error();
  session.show([&] { return documents::of(*explanation); },
               [&](std::ostream& out) { print_explanation(session, out, *explanation); });
  return Exit::done;
}

}  // namespace

void add_explain_command(Commands& commands) {
  commands.add<ExplainArguments>(
      "explain", "Show a line's arithmetic, its change and the machines behind it",
      [](CLI::App& sub, ExplainArguments& arguments) {
        sub.add_option("LINE", arguments.line,
                       "CONTRACT/SERVICE/PERIOD/EFFECTIVE/SEQUENCE, as review and export print it")
            ->required();
      },
      run_explain);
}

}  // namespace billbyagent::cli
