// backup, restore.

#include <ostream>

#include "cli/commands.hpp"
#include "cli/tables.hpp"

namespace billbyagent::cli {
namespace {

struct BackupArguments {
  std::string file;
  std::string reason;
};

/// Of a server's database its own tools make copies, while it goes on.
Result<void> check_file(const Session& session) {
  if (!session.on_server()) return {};
  return Error{Errc::invalid_argument,
               session.database_name() +
                   " is no SQLite file: back it up and bring it back with PostgreSQL's own tools "
                   "(pg_dump, pg_basebackup), see docs/scaling.md"};
}

Result<Exit> run_backup(Session& session, const BackupArguments& arguments) {
  if (auto file = check_file(session); !file) return file.error();
  if (auto done = backup_sqlite_store(session.store_options(), arguments.file); !done)
    return done.error();
  session.show(
      [&] {
        return boost::json::object{{"backup", arguments.file}};
      },
      [&](std::ostream& out) {
        out << "backed up into " << printable(arguments.file) << ", and read through\n";
      });
  return Exit::done;
}

/// `billbyagent.db.before-20260601T120000.000Z`
std::string name_of_kept(const std::string& database, Instant now) {
  std::string moment = to_string(now);
  std::erase_if(moment, [](char c) { return c == '-' || c == ':'; });
  return database + ".before-" + moment;
}

Result<Exit> run_restore(Session& session, const BackupArguments& arguments) {
  if (auto file = check_file(session); !file) return file.error();
  auto clock = session.clock();
  if (!clock) return clock.error();
  const Instant now = (*clock)->now();
  const std::string& database = session.settings().database;
  const SqliteRestoration restoration{.from = arguments.file,
                                      .kept = name_of_kept(database, now),
                                      .author = session.author(),
                                      .reason = arguments.reason,
                                      .now = now};
  auto options = session.store_options();
  if (auto done = restore_sqlite_store(options, restoration); !done) return done.error();
  session.show(
      [&] {
        return boost::json::object{{"restored", arguments.file}, {"stopped", true}};
      },
      [&](std::ostream& out) {
        out << "restored from " << printable(arguments.file)
            << "; what was there before, if anything, is " << printable(restoration.kept)
            << "\nPosting is stopped until somebody has compared what left since: "
               "'billbyagent reconcile'\n";
      });
  return Exit::needs_a_person;
}

}  // namespace

void add_backup_commands(Commands& commands) {
  commands.add<BackupArguments>(
      "backup", "Copy the database while it is in use, and read the copy through",
      [](CLI::App& sub, BackupArguments& arguments) {
        sub.add_option("FILE", arguments.file, "A file that is not there yet")->required();
      },
      run_backup);
  commands.add<BackupArguments>(
      "restore", "Put a backup in the database's place; posting stops until it is reconciled",
      [](CLI::App& sub, BackupArguments& arguments) {
        sub.add_option("FILE", arguments.file, "What 'backup' made")->required();
        sub.add_option("--reason", arguments.reason, "Why, for the record")->required();
      },
      run_restore);
}

}  // namespace billbyagent::cli
