// delete.

#include <ostream>

#include "billbyagent/app/amend.hpp"
#include "cli/commands.hpp"
#include "cli/contracts_human.hpp"
#include "cli/tables.hpp"
#include "documents/overviews.hpp"

namespace billbyagent::cli {
namespace {

struct DeleteArguments {
  std::string target;
  std::string reason;
  bool dry_run = false;
};

std::string path_of(const Tombstone& tombstone) {
  return tombstone.service ? to_string(ServiceKey{tombstone.contract, *tombstone.service})
                           : tombstone.contract.text();
}

Result<Exit> run_delete(Session& session, const DeleteArguments& arguments) {
  auto target = parse_target(arguments.target);
  if (!target) return target.error();
  auto desk = open_desk(session);
  if (!desk) return desk.error();
  auto gone =
      delete_unposted(*desk, target->contract, target->service, session.author(), arguments.reason,
                      arguments.dry_run ? DeleteMode::dry_run : DeleteMode::write);
  if (!gone) return gone.error();
  session.show(
      [&] {
        auto document = documents::of_deleted({*gone});
        document["dry_run"] = arguments.dry_run;
        return document;
      },
      [&](std::ostream& out) {
        out << printable(path_of(*gone))
            << (arguments.dry_run ? " could be deleted: nothing of it was posted\n"
                                  : " is deleted; its id is not used again\n");
      });
  return Exit::done;
}

}  // namespace

Result<Exit> show_deleted(Session& session, const Desk& desk, const std::string& contract) {
  auto all = deleted(desk);
  if (!all) return all.error();
  if (!contract.empty())
    std::erase_if(*all, [&](const Tombstone& each) { return each.contract.text() != contract; });
  session.show([&] { return documents::of_deleted(*all); },
               [&](std::ostream& out) {
                 for (const auto& each : *all)
                   out << printable(path_of(each)) << "  deleted by " << printable(each.author)
                       << " at " << to_string(each.deleted) << ": " << printable(each.reason)
                       << '\n';
                 if (all->empty()) out << "Nothing was deleted.\n";
               });
  return Exit::done;
}

void add_delete_command(Commands& commands) {
  commands.add<DeleteArguments>(
      "delete", "Delete a contract or a service of which nothing was ever posted",
      [](CLI::App& sub, DeleteArguments& arguments) {
        sub.add_option("TARGET", arguments.target, "CONTRACT or CONTRACT/SERVICE")->required();
        sub.add_option("--reason", arguments.reason, "Why, for the record")->required();
        sub.add_flag("--dry-run", arguments.dry_run, "Only say whether it can be");
      },
      run_delete);
}

}  // namespace billbyagent::cli
