// machines.

#include <algorithm>
#include <ostream>

#include "billbyagent/app/get_units_now.hpp"
#include "cli/commands.hpp"
#include "cli/reports_human.hpp"
#include "cli/tables.hpp"
#include "documents/overviews.hpp"
#include "documents/words.hpp"

namespace billbyagent::cli {
namespace {

struct MachinesArguments {
  std::string service;
  bool not_billed = false;
};

Result<Exit> run_machines(Session& session, const MachinesArguments& arguments) {
  auto key = parse_service_key(arguments.service);
  if (!key) return key.error();
  auto desk = open_desk(session);
  if (!desk) return desk.error();
  auto rmms = session.rmms();
  if (!rmms) return rmms.error();
  auto now = machines_now(*desk, **rmms, *key, session.deadline());
  if (!now) return now.error();
  const std::size_t all = now->machines.size();
  if (arguments.not_billed)
    std::erase_if(now->machines,
                  [](const JudgedMachine& machine) { return machine.verdict == Verdict::counted; });
  session.show([&] { return documents::of(*now, desk->clock.today()); },
               [&](std::ostream& out) {
                 out << printable(to_string(*key)) << " on " << to_string(desk->clock.today())
                     << ": " << now->units.counted << " of "
                     << documents::counted(all, "machine is", "machines are")
                     << " billed; the contract has " << text_of(now->units.present) << '\n';
                 print_machines(out, now->machines);
               });
  return Exit::done;
}

}  // namespace

void add_machines_command(Commands& commands) {
  commands.add<MachinesArguments>(
      "machines", "List a service's machines in the RMM: billed, or why not",
      [](CLI::App& sub, MachinesArguments& arguments) {
        sub.add_option("SERVICE", arguments.service, "CONTRACT/SERVICE")->required();
        sub.add_flag("--not-billed", arguments.not_billed, "Only those that are not billed");
      },
      run_machines);
}

}  // namespace billbyagent::cli
