// import.

#include <unistd.h>

#include <filesystem>
#include <iostream>
#include <ostream>

#include "billbyagent/adapters/json.hpp"
#include "billbyagent/adapters/memory/store.hpp"
#include "billbyagent/app/import_book.hpp"
#include "billbyagent/app/import_changes.hpp"
#include "cli/book_file.hpp"
#include "cli/commands.hpp"
#include "cli/reports_human.hpp"
#include "cli/tables.hpp"
#include "documents/changes.hpp"
#include "documents/reports.hpp"

namespace billbyagent::cli {
namespace {

struct ImportArguments {
  std::string file;
  bool dry_run = false;
  bool check_groups = false;
  bool yes = false;
  bool reach_back = false;
};

struct Imported {
  ImportReport report;
  std::vector<TermChange> changes;
  std::vector<BillEffect> effects;
};

Result<Imported> import_into(Store& store, Session& session, const ParsedBook& read,
                             ImportMode mode, const GroupTrees& groups, ReachBack reach_back) {
  auto clock = session.clock();
  if (!clock) return clock.error();
  auto tenant = session.tenant();
  if (!tenant) return tenant.error();
  // What is wrong with the document is reported together with what the store says no to.
  if (!read.refused.empty()) mode = ImportMode::dry_run;
  const Desk desk{store, *tenant, **clock};
  auto changes = import_changes(desk, read.book, session.author());
  if (!changes) return changes.error();
  auto effects = import_effect(desk, read.book, session.author());
  if (!effects) return effects.error();
  auto report = import_book(desk, read.book, session.author(), mode, groups, reach_back);
  if (!report) return report.error();
  report->refused.insert(report->refused.begin(), read.refused.begin(), read.refused.end());
  return Imported{*std::move(report), *std::move(changes), *std::move(effects)};
}

Result<Imported> import(Session& session, const ParsedBook& read, bool dry_run,
                        const GroupTrees& groups, ReachBack reach_back) {
  std::error_code ignored;
  const bool there = session.on_server()
                         ? session.store().has_value()
                         : std::filesystem::exists(session.settings().database, ignored);
  if (!there) {
    // A book that is refused, or only looked at, leaves no new database behind.
    MemoryStore empty;
    auto checked = import_into(empty, session, read, ImportMode::dry_run, groups, reach_back);
    if (!checked || !checked->report.accepted() || dry_run) return checked;
  }
  auto store = session.store(true);
  if (!store) return store.error();
  return import_into(**store, session, read, dry_run ? ImportMode::dry_run : ImportMode::write,
                     groups, reach_back);
}

Result<GroupTrees> read_groups(Session& session) {
  auto rmms = session.rmms();
  if (!rmms) return rmms.error();
  GroupTrees trees;
  for (const auto& [name, provider] : **rmms) {
    auto tree = provider->group_tree(session.deadline());
    if (!tree) return name.empty() ? tree.error() : within(name_of(name), tree.error());
    trees.emplace(name, *std::move(tree));
  }
  return trees;
}

void print_plan(std::ostream& out, const Imported& imported) {
  for (const auto& change : imported.changes) out << "  " << printable(to_string(change)) << '\n';
  if (imported.effects.empty()) return;
  Table table{{{"Next bill of"},
               {"Account"},
               {"Through"},
               {"Was", Align::right},
               {"Becomes", Align::right},
               {"Difference", Align::right}}};
  for (const auto& effect : imported.effects) {
    if (effect.error)
      table.add_note("  ! " + effect.contract.text() + ": " + to_string(*effect.error));
    else
      table.add({effect.contract.text(), effect.account.text(), to_string(effect.through),
                 effect.is_new ? "new" : to_decimal(effect.amount.before),
                 to_decimal(effect.amount.after), to_string(effect.amount.difference)});
  }
  table.print(out);
}

/// Whether a person sits there who can be asked.
bool can_ask(const Session& session) {
  return !session.settings().json && isatty(STDIN_FILENO) != 0 && isatty(STDOUT_FILENO) != 0;
}

bool says_yes(Session& session) {
  session.out() << "Take it? [y/N] " << std::flush;
  std::string answer;
  std::getline(std::cin, answer);
  return answer == "y" || answer == "yes" || answer == "Y";
}

Result<Exit> run_import(Session& session, const ImportArguments& arguments) {
  auto text = read_book_file(arguments.file);
  if (!text) return text.error();
  auto read = parse_book(*text);
  if (!read) return read.error();
  auto groups = arguments.check_groups ? read_groups(session) : Result<GroupTrees>{GroupTrees{}};
  if (!groups) return groups.error();
  const auto reach_back = reach_back_if(arguments.reach_back);
  const bool asks = !arguments.dry_run && !arguments.yes && can_ask(session);
  auto imported = import(session, *read, arguments.dry_run || asks, *groups, reach_back);
  if (!imported) return imported.error();
  if (asks && imported->report.accepted() && !imported->changes.empty()) {
    print_plan(session.out(), *imported);
    if (!says_yes(session)) {
      session.out() << "Nothing was imported.\n";
      return Exit::done;
    }
  }
  if (asks && imported->report.accepted()) {
    imported = import(session, *read, false, *groups, reach_back);
    if (!imported) return imported.error();
  }
  const ImportReport& report = imported->report;
  session.show(
      [&] {
        auto out = documents::of(report, arguments.dry_run, documents::hint_for);
        out["changes"] = documents::of(imported->changes);
        out["next_bills"] = documents::of(imported->effects);
        return out;
      },
      [&](std::ostream& out) {
        if (!asks || !report.accepted()) print_plan(out, *imported);
        print(out, report, arguments.dry_run);
      });
  return report.accepted() ? Exit::done : Exit::refused;
}

}  // namespace

void add_import_command(Commands& commands) {
  commands.add<ImportArguments>(
      "import", "Show what a book changes, and take it: all or nothing",
      [](CLI::App& sub, ImportArguments& arguments) {
        sub.add_option("BOOK", arguments.file, "The file; -: standard input")->required();
        sub.add_flag("--dry-run", arguments.dry_run, "Check all, write nothing");
        sub.add_flag("-y,--yes", arguments.yes, "On a terminal, do not ask before it is taken");
        sub.add_flag("--reach-back", arguments.reach_back,
                     "Also what begins on a day that is posted: it is billed once more");
        sub.add_flag("--check-groups", arguments.check_groups,
                     "Read the RMMs' machine groups to find overlaps of groups and sub-groups");
      },
      run_import);
}

}  // namespace billbyagent::cli
