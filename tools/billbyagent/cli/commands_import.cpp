// import.

#include <filesystem>
#include <ostream>

#include "billbyagent/adapters/json.hpp"
#include "billbyagent/adapters/memory/store.hpp"
#include "billbyagent/app/import_book.hpp"
#include "cli/book_file.hpp"
#include "cli/commands.hpp"
#include "cli/reports_human.hpp"
#include "documents/reports.hpp"

namespace billbyagent::cli {
namespace {

struct ImportArguments {
  std::string file;
  bool dry_run = false;
  bool check_groups = false;
};

Result<ImportReport> import_into(Store& store, Session& session, const ParsedBook& read,
                                 ImportMode mode, const GroupTrees& groups) {
  auto clock = session.clock();
  if (!clock) return clock.error();
  auto tenant = session.tenant();
  if (!tenant) return tenant.error();
  // What is wrong with the document is reported together with what the store says no to.
  if (!read.refused.empty()) mode = ImportMode::dry_run;
  auto report = import_book({store, *tenant, **clock}, read.book, session.author(), mode, groups);
  if (!report) return report.error();
  report->refused.insert(report->refused.begin(), read.refused.begin(), read.refused.end());
  return report;
}

Result<ImportReport> import(Session& session, const ParsedBook& read, bool dry_run,
                            const GroupTrees& groups) {
  std::error_code ignored;
  if (!std::filesystem::exists(session.settings().database, ignored)) {
    // A book that is refused, or only looked at, leaves no new database behind.
    MemoryStore empty;
    auto checked = import_into(empty, session, read, ImportMode::dry_run, groups);
    if (!checked || !checked->accepted() || dry_run) return checked;
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
  auto report = import(session, *read, arguments.dry_run, *groups);
  if (!report) return report.error();
  session.show([&] { return documents::of(*report, arguments.dry_run, documents::hint_for); },
               [&](std::ostream& out) { print(out, *report, arguments.dry_run); });
  return report->accepted() ? Exit::done : Exit::refused;
}

}  // namespace

void add_import_command(Commands& commands) {
  commands.add<ImportArguments>(
      "import", "Take accounts, contracts and services from a JSON book, all of it or nothing",
      [](CLI::App& sub, ImportArguments& arguments) {
        sub.add_option("BOOK", arguments.file, "The file; -: standard input")->required();
        sub.add_flag("--dry-run", arguments.dry_run, "Check all, write nothing");
        sub.add_flag("--check-groups", arguments.check_groups,
                     "Read the RMMs' machine groups to find overlaps of groups and sub-groups");
      },
      run_import);
}

}  // namespace billbyagent::cli
