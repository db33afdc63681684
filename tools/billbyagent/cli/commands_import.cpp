// import.

#include <filesystem>
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
};

struct Imported {
  ImportReport report;
  std::vector<TermChange> changes;
};

Result<Imported> import_into(Store& store, Session& session, const ParsedBook& read,
                             ImportMode mode, const GroupTrees& groups) {
  auto clock = session.clock();
  if (!clock) return clock.error();
  auto tenant = session.tenant();
  if (!tenant) return tenant.error();
  // What is wrong with the document is reported together with what the store says no to.
  if (!read.refused.empty()) mode = ImportMode::dry_run;
  const Desk desk{store, *tenant, **clock};
  auto changes = import_changes(desk, read.book, session.author());
  if (!changes) return changes.error();
  auto report = import_book(desk, read.book, session.author(), mode, groups);
  if (!report) return report.error();
  report->refused.insert(report->refused.begin(), read.refused.begin(), read.refused.end());
  return Imported{*std::move(report), *std::move(changes)};
}

Result<Imported> import(Session& session, const ParsedBook& read, bool dry_run,
                        const GroupTrees& groups) {
  std::error_code ignored;
  const bool there = session.on_server()
                         ? session.store().has_value()
                         : std::filesystem::exists(session.settings().database, ignored);
  if (!there) {
    // A book that is refused, or only looked at, leaves no new database behind.
    MemoryStore empty;
    auto checked = import_into(empty, session, read, ImportMode::dry_run, groups);
    if (!checked || !checked->report.accepted() || dry_run) return checked;
  }
  auto store = session.store(true);
  if (!store) return store.error();
  return import_into(**store, session, read, dry_run ? ImportMode::dry_run : ImportMode::write,
                     groups);
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

Result<Exit> run_import(Session& session, const ImportArguments& arguments) {
  auto text = read_book_file(arguments.file);
  if (!text) return text.error();
  auto read = parse_book(*text);
  if (!read) return read.error();
  auto groups = arguments.check_groups ? read_groups(session) : Result<GroupTrees>{GroupTrees{}};
  if (!groups) return groups.error();
  auto imported = import(session, *read, arguments.dry_run, *groups);
  if (!imported) return imported.error();
  const ImportReport& report = imported->report;
  session.show(
      [&] {
        auto out = documents::of(report, arguments.dry_run, documents::hint_for);
        out["changes"] = documents::of(imported->changes);
        return out;
      },
      [&](std::ostream& out) {
        for (const auto& change : imported->changes)
          out << "  " << printable(to_string(change)) << '\n';
        print(out, report, arguments.dry_run);
      });
  return report.accepted() ? Exit::done : Exit::refused;
}

}  // namespace

void add_import_command(Commands& commands) {
  commands.add<ImportArguments>(
      "import", "Take accounts, contracts and services from a book: all or nothing",
      [](CLI::App& sub, ImportArguments& arguments) {
        sub.add_option("BOOK", arguments.file, "The file; -: standard input")->required();
        sub.add_flag("--dry-run", arguments.dry_run, "Check all, write nothing");
        sub.add_flag("--check-groups", arguments.check_groups,
                     "Read the RMMs' machine groups to find overlaps of groups and sub-groups");
      },
      run_import);
}

}  // namespace billbyagent::cli
