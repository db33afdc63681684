// Units, the machines behind them and held readings into their tables.

#include "store_sqlite/columns.hpp"
#include "store_sqlite/sql.hpp"
#include "store_sqlite/write.hpp"

namespace billbyagent::sqlite {
namespace {

constexpr const char* of_service = "AND contract=?2 AND service=?3";

std::string insert_for_service(std::string_view table, std::string_view columns) {
  return insert_into(table, "contract, service, " + std::string{columns});
}

Result<std::int64_t> last_number(Connection& connection, const TenantId& tenant,
                                 const ServiceKey& key, std::string_view table) {
  auto last = list<std::int64_t>(connection, tenant,
                                 select("coalesce(max(number), 0)", table, of_service), key);
  if (!last) return last.error();
  return last->front();
}

Result<void> write_units(Connection& connection, const TenantId& tenant, const ServiceKey& key,
                         const std::vector<UnitChange>& changes) {
  if (changes.empty()) return {};
  Query insert{connection, insert_for_service("unit_change", columns_of<UnitChange>)};
  for (const auto& change : changes) insert.run(tenant, key, change);
  return insert.end();
}

Result<void> write_events(Connection& connection, const TenantId& tenant, const ServiceKey& key,
                          const std::vector<MachineEvent>& events) {
  if (events.empty()) return {};
  auto last = last_number(connection, tenant, key, "machine_event");
  if (!last) return last.error();
  Query insert{connection, insert_for_service("machine_event",
                                              "number, " + std::string{columns_of<MachineEvent>})};
  Query come{connection, insert_for_service("machine", columns_of<Machine>) +
                             " ON CONFLICT DO UPDATE "
                             "SET name=excluded.name, serial=excluded.serial, mac=excluded.mac"};
  Query go{connection,
           "DELETE FROM machine WHERE tenant=? AND contract=? AND service=? AND agent=?"};
  Query identify{connection,
                 "UPDATE machine SET serial=?5, mac=?6 "
                 "WHERE tenant=?1 AND contract=?2 AND service=?3 AND agent=?4"};
  for (const auto& event : events) {
    insert.run(tenant, key, ++*last, event);
    if (comes(event.move))
      come.run(tenant, key, Machine{event.agent, event.name, event.hardware});
    else if (goes(event.move))
      go.run(tenant, key, event.agent);
    else if (event.move == MachineMove::identified)
      identify.run(tenant, key, event.agent, event.hardware);
  }
  for (const auto* query : {&insert, &come, &go, &identify})
    if (auto done = query->end(); !done) return done;
  return {};
}

Result<void> write_held(Connection& connection, const TenantId& tenant, const ServiceKey& key,
                        const ServiceChanges& changes) {
  if (!changes.ending && changes.held.empty()) return {};
  const std::string end_readings =
      "UPDATE held_reading SET ended_how=?4, ended_by=?5, ended_at=?6, ended_reason=?7 "
      "WHERE tenant=?1 AND contract=?2 AND service=?3 AND ended_how IS NULL";
  Query end_open{connection, end_readings};
  if (changes.ending)
    if (auto done = end_open.run(tenant, key, *changes.ending).end(); !done) return done;
  auto last = last_number(connection, tenant, key, "held_reading");
  if (!last) return last.error();
  Query insert{connection, insert_for_service("held_reading",
                                              "number, " + std::string{columns_of<HeldReading>})};
  Query insert_machine{
      connection, insert_for_service("held_machine",
                                     "number, position, " + std::string{columns_of<MachineEvent>})};
  Query end_new{connection, end_readings + " AND number=?8"};
  for (const auto& [reading, ending] : changes.held) {
    insert.run(tenant, key, ++*last, reading);
    std::int64_t position = 0;
    for (const auto& event : reading.machines)
      insert_machine.run(tenant, key, *last, position++, event);
    if (ending) end_new.run(tenant, key, *ending, *last);
  }
  for (const auto* query : {&insert, &insert_machine, &end_new})
    if (auto done = query->end(); !done) return done;
  return {};
}

}  // namespace

Result<void> write_service(Connection& connection, const TenantId& tenant, const ServiceKey& key,
                           const ServiceChanges& changes) {
  if (auto done = write_units(connection, tenant, key, changes.units); !done) return done;
  if (auto done = write_events(connection, tenant, key, changes.events); !done) return done;
  if (changes.touch_digest()) {
    Query keep{connection,
               "UPDATE service SET machines_digest=?4 "
               "WHERE tenant=?1 AND contract=?2 AND service=?3"};
    if (auto done = keep.run(tenant, key, changes.digest).end(); !done) return done;
  }
  return write_held(connection, tenant, key, changes);
}

}  // namespace billbyagent::sqlite
