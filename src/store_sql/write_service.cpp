// Units, the machines behind them and held readings into their tables.

#include "store_sql/night_seals.hpp"
#include "store_sql/write.hpp"

namespace billbyagent::sql {
namespace {

constexpr std::string_view of_service = "AND contract=?2 AND service=?3";

std::string insert_for_service(std::string_view table, std::string_view columns) {
  return insert_into(table, "contract, service, " + std::string{columns});
}

Result<void> write_units(const Tables& tables, const ServiceKey& key,
                         const std::vector<UnitChange>& changes) {
  if (changes.empty()) return {};
  Query insert{tables, insert_for_service("unit_change", columns_of<UnitChange>())};
  for (const auto& change : changes) insert.run(key, change);
  if (auto done = insert.end(); !done) return done;
  return append_seals(tables, seal_key(Sealed::units, key), changes);
}

Result<void> write_events(const Tables& tables, const ServiceKey& key,
                          const ServiceChanges& changes) {
  const auto& events = changes.events;
  if (events.empty()) return {};
  ensure(changes.machines.has_value(), "machine events without the machines that they leave");
  auto last = last_number(tables, "machine_event", of_service, key);
  if (!last) return last.error();
  Query insert{tables,
               insert_for_service("machine_event", "number, " + columns_of<MachineEvent>())};
  static constexpr std::string_view replaced[] = {"name", "serial", "mac"};
  Query come{tables, insert_for_service("machine", columns_of<Machine>()) +
                         or_update("contract, service, agent", replaced)};
  Query go{tables, "DELETE FROM machine WHERE tenant=? AND contract=? AND service=? AND agent=?"};
  Query identify{tables,
                 "UPDATE machine SET serial=?5, mac=?6 "
                 "WHERE tenant=?1 AND contract=?2 AND service=?3 AND agent=?4"};
  for (const auto& event : events) {
    insert.run(key, ++*last, event);
    if (comes(event.move))
      come.run(key, Machine{event.agent, event.name, event.hardware});
    else if (goes(event.move))
      go.run(key, event.agent);
    else if (event.move == MachineMove::identified)
      identify.run(key, event.agent, event.hardware);
  }
  if (auto done = end_of(insert, come, go, identify); !done) return done;
  if (auto kept = append_seals(tables, seal_key(Sealed::events, key), events); !kept) return kept;
  return seal_machines(tables, key, *changes.machines);
}

Result<void> write_held(const Tables& tables, const ServiceKey& key,
                        const ServiceChanges& changes) {
  if (!changes.ending && changes.held.empty()) return {};
  const auto columns = static_cast<std::size_t>(column_count<HeldEnding>());
  const std::string end_readings = "UPDATE held_reading SET (" + columns_of<HeldEnding>() +
                                   ") = " + parameters(4, columns) +
                                   " WHERE tenant=?1 AND contract=?2 AND service=?3 "
                                   "AND ended_how IS NULL";
  if (changes.ending) {
    if (auto done = Query{tables, end_readings}.run(key, *changes.ending).end(); !done) return done;
    if (auto kept = seal_ending(tables, key, *changes.ending); !kept) return kept;
  }
  auto last = last_number(tables, "held_reading", of_service, key);
  if (!last) return last.error();
  Query insert{tables, insert_for_service("held_reading", "number, " + columns_of<HeldReading>())};
  Query insert_machine{tables, insert_for_service("held_machine", "number, position, " +
                                                                      columns_of<MachineEvent>())};
  Query end_new{tables, end_readings + " AND number=?" + std::to_string(4 + columns)};
  for (const auto& [reading, ending] : changes.held) {
    insert.run(key, ++*last, reading);
    if (auto kept = keep(tables, seal_key(Sealed::held, key, *last), seal_of_held(reading, ending));
        !kept)
      return kept;
    std::int64_t position = 0;
    for (const auto& event : reading.machines) insert_machine.run(key, *last, position++, event);
    if (ending) end_new.run(key, *ending, *last);
  }
  return end_of(insert, insert_machine, end_new);
}

}  // namespace

Result<void> write_service(const Tables& tables, const ServiceKey& key,
                           const ServiceChanges& changes) {
  if (auto done = write_units(tables, key, changes.units); !done) return done;
  if (auto done = write_events(tables, key, changes); !done) return done;
  if (changes.touch_digest()) {
    Query keep{tables,
               "UPDATE service SET machines_digest=?4 "
               "WHERE tenant=?1 AND contract=?2 AND service=?3"};
    if (auto done = keep.run(key, changes.digest).end(); !done) return done;
  }
  return write_held(tables, key, changes);
}

}  // namespace billbyagent::sql
