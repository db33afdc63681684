// Units, the machines behind them and held readings.

#include "store_sqlite/transaction.hpp"

namespace billbyagent::sqlite {
namespace {

UnitChange read_change(Query& row) {
  return {.effective = row.get<Date>(),
          .units = row.get<Units>(),
          .reason = row.get<ChangeReason>(),
          .note = row.get<std::string>(),
          .author = row.get<std::string>(),
          .recorded = row.get<Instant>(),
          .sequence = row.get<std::int32_t>()};
}

Hardware read_hardware(Query& row) { return {row.get<std::string>(), row.get<std::string>()}; }

ServiceKey read_service_key(Query& row) { return {row.get<ContractId>(), row.get<ServiceId>()}; }

MachineEvent read_event(Query& row) {
  return {row.get<Date>(),
          row.get<MachineMove>(),
          row.get<AgentId>(),
          row.get<std::string>(),
          row.get<std::string>(),
          read_hardware(row),
          row.get<std::optional<Date>>()};
}

HeldReading read_held(Query& row) {
  return {.effective = row.get<Date>(),
          .units = row.get<Units>(),
          .cause = row.get<HeldCause>(),
          .proposal = row.get<std::int32_t>(),
          .why = row.get<std::string>(),
          .recorded = row.get<Instant>(),
          .machines = {}};
}

}  // namespace

Result<void> SqliteTransaction::check_service(const ServiceKey& key) {
  auto found = exists("SELECT 1 FROM service WHERE tenant=? AND contract=? AND service=?",
                      key.contract, key.service);
  if (!found) return found.error();
  if (!*found) return Error{Errc::not_found, detail::name_of(key)};
  return {};
}

Result<UnitHistory> SqliteTransaction::load_history(const ServiceKey& key) {
  auto changes = list(read_change,
                      "SELECT effective, units, reason, note, author, recorded, sequence "
                      "FROM unit_change WHERE tenant=? AND contract=? AND service=? "
                      "ORDER BY sequence",
                      key.contract, key.service);
  if (!changes) return changes.error();
  UnitHistory history;
  for (auto& change : *changes) {
    const auto sequence = change.sequence;
    auto recorded = history.record(std::move(change));
    if (recorded && *recorded && history.changes().back().sequence == sequence) continue;
    return Error{Errc::store_failed,
                 detail::name_of(key) + " as stored: unit change " + std::to_string(sequence) +
                     (recorded ? " is out of order" : ": " + to_string(recorded.error()))};
  }
  return history;
}

Result<UnitHistory> SqliteTransaction::unit_history(const ServiceKey& key) {
  return life_.reading([&] { return load_history(key); });
}

Result<PostingOutcome> SqliteTransaction::append_unit_change(const ServiceKey& key,
                                                             const UnitChange& change) {
  return life_.writing([&]() -> Result<PostingOutcome> {
    if (auto known = check_service(key); !known) return known.error();
    auto saved = load_history(key);
    if (!saved) return saved.error();
    auto verdict = detail::judge_unit_change(key, *std::move(saved), change);
    if (!verdict || *verdict != PostingOutcome::created) return verdict;
    auto written =
        run("INSERT INTO unit_change (tenant, contract, service, sequence, effective, units, "
            "reason, note, author, recorded) VALUES (?,?,?,?,?,?,?,?,?,?)",
            key.contract, key.service, change.sequence, change.effective, change.units,
            change.reason, change.note, change.author, change.recorded);
    if (!written) return written.error();
    return PostingOutcome::created;
  });
}

Result<std::vector<Machine>> SqliteTransaction::machines(const ServiceKey& key) {
  return life_.reading([&] {
    return list(
        [](Query& row) {
          return Machine{row.get<AgentId>(), row.get<std::string>(), read_hardware(row)};
        },
        "SELECT agent, name, serial, mac FROM machine WHERE tenant=? AND contract=? AND service=? "
        "ORDER BY agent",
        key.contract, key.service);
  });
}

Result<void> SqliteTransaction::append_event(const ServiceKey& key, std::int64_t number,
                                             const MachineEvent& event) {
  if (auto written =
          run("INSERT INTO machine_event (tenant, contract, service, number, seen, "
              "move, agent, name, detail, serial, mac, since) "
              "VALUES (?,?,?,?,?,?,?,?,?,?,?,?)",
              key.contract, key.service, number, event.seen, event.move, event.agent, event.name,
              event.detail, event.hardware.serial, event.hardware.mac, event.since);
      !written)
    return written;
  if (comes(event.move))
    return run(
        "INSERT INTO machine (tenant, contract, service, agent, name, serial, mac) "
        "VALUES (?,?,?,?,?,?,?) ON CONFLICT DO UPDATE "
        "SET name=excluded.name, serial=excluded.serial, mac=excluded.mac",
        key.contract, key.service, event.agent, event.name, event.hardware.serial,
        event.hardware.mac);
  if (event.move == MachineMove::identified)
    return run(
        "UPDATE machine SET serial=?5, mac=?6 "
        "WHERE tenant=?1 AND contract=?2 AND service=?3 AND agent=?4",
        key.contract, key.service, event.agent, event.hardware.serial, event.hardware.mac);
  if (!goes(event.move)) return {};
  return run("DELETE FROM machine WHERE tenant=? AND contract=? AND service=? AND agent=?",
             key.contract, key.service, event.agent);
}

Result<void> SqliteTransaction::append_machine_events(const ServiceKey& key,
                                                      const std::vector<MachineEvent>& events) {
  return life_.writing([&]() -> Result<void> {
    if (auto known = check_service(key); !known) return known;
    auto last = number(
        "SELECT coalesce(max(number), 0) FROM machine_event "
        "WHERE tenant=? AND contract=? AND service=?",
        key.contract, key.service);
    if (!last) return last.error();
    for (const auto& event : events)
      if (auto appended = append_event(key, ++*last, event); !appended) return appended;
    return {};
  });
}

Result<std::vector<MachineEvent>> SqliteTransaction::machine_events(const ServiceKey& key) {
  return life_.reading([&] {
    return list(read_event,
                "SELECT seen, move, agent, name, detail, serial, mac, since FROM machine_event "
                "WHERE tenant=? AND contract=? AND service=? ORDER BY number",
                key.contract, key.service);
  });
}

Result<std::vector<MachineEvent>> SqliteTransaction::load_held_machines(const ServiceKey& key,
                                                                        std::int64_t number) {
  return list(read_event,
              "SELECT seen, move, agent, name, detail, serial, mac, since FROM held_machine "
              "WHERE tenant=? AND contract=? AND service=? AND number=? ORDER BY position",
              key.contract, key.service, number);
}

Result<std::vector<HeldReading>> SqliteTransaction::held_readings(const ServiceKey& key) {
  return life_.reading([&]() -> Result<std::vector<HeldReading>> {
    std::vector<std::int64_t> numbers;
    auto readings = list(
        [&](Query& row) {
          numbers.push_back(row.get<std::int64_t>());
          return read_held(row);
        },
        "SELECT number, effective, units, cause, proposal, why, recorded FROM held_reading "
        "WHERE tenant=? AND contract=? AND service=? AND ended_how IS NULL ORDER BY number",
        key.contract, key.service);
    if (!readings) return readings;
    for (std::size_t i = 0; i < readings->size(); ++i) {
      auto machines = load_held_machines(key, numbers[i]);
      if (!machines) return machines.error();
      (*readings)[i].machines = *std::move(machines);
    }
    return readings;
  });
}

Result<std::vector<EndedReading>> SqliteTransaction::ended_readings(const ServiceKey& key) {
  return life_.reading([&]() -> Result<std::vector<EndedReading>> {
    std::vector<std::int64_t> numbers;
    auto readings = list(
        [&](Query& row) {
          numbers.push_back(row.get<std::int64_t>());
          return EndedReading{read_held(row),
                              {.how = row.get<HeldEnd>(),
                               .author = row.get<std::string>(),
                               .reason = row.get<std::string>(),
                               .when = row.get<Instant>()}};
        },
        "SELECT number, effective, units, cause, proposal, why, recorded, ended_how, ended_by, "
        "ended_reason, ended_at FROM held_reading "
        "WHERE tenant=? AND contract=? AND service=? AND ended_how IS NOT NULL ORDER BY number",
        key.contract, key.service);
    if (!readings) return readings;
    for (std::size_t i = 0; i < readings->size(); ++i) {
      auto machines = load_held_machines(key, numbers[i]);
      if (!machines) return machines.error();
      (*readings)[i].reading.machines = *std::move(machines);
    }
    return readings;
  });
}

Result<std::vector<ServiceKey>> SqliteTransaction::services_with_machine_events_since(Date day) {
  return life_.reading([&] {
    return list(read_service_key,
                "SELECT DISTINCT contract, service FROM machine_event "
                "WHERE tenant=? AND seen>=? ORDER BY contract, service",
                day);
  });
}

Result<std::vector<ServiceKey>> SqliteTransaction::services_with_held_readings() {
  return life_.reading([&] {
    return list(read_service_key,
                "SELECT DISTINCT contract, service FROM held_reading "
                "WHERE tenant=? AND ended_how IS NULL ORDER BY contract, service");
  });
}

Result<void> SqliteTransaction::append_held_reading(const ServiceKey& key,
                                                    const HeldReading& reading) {
  return life_.writing([&]() -> Result<void> {
    if (auto known = check_service(key); !known) return known;
    auto next = number(
        "SELECT coalesce(max(number), 0) + 1 FROM held_reading "
        "WHERE tenant=? AND contract=? AND service=?",
        key.contract, key.service);
    if (!next) return next.error();
    auto last = number(
        "SELECT coalesce(max(proposal), 0) FROM held_reading "
        "WHERE tenant=? AND contract=? AND service=?",
        key.contract, key.service);
    if (!last) return last.error();
    if (auto good = detail::check_proposal(key, reading, static_cast<std::int32_t>(*last)); !good)
      return good;
    if (auto written =
            run("INSERT INTO held_reading (tenant, contract, service, number, effective, units, "
                "cause, proposal, why, recorded) VALUES (?,?,?,?,?,?,?,?,?,?)",
                key.contract, key.service, *next, reading.effective, reading.units, reading.cause,
                reading.proposal, reading.why, reading.recorded);
        !written)
      return written;
    std::int64_t position = 0;
    for (const auto& event : reading.machines)
      if (auto written =
              run("INSERT INTO held_machine (tenant, contract, service, number, "
                  "position, seen, move, agent, name, detail, serial, mac, since) "
                  "VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)",
                  key.contract, key.service, *next, position++, event.seen, event.move, event.agent,
                  event.name, event.detail, event.hardware.serial, event.hardware.mac, event.since);
          !written)
        return written;
    return {};
  });
}

Result<void> SqliteTransaction::end_held_readings(const ServiceKey& key, const HeldEnding& ending) {
  return life_.writing([&]() -> Result<void> {
    if (auto known = check_service(key); !known) return known;
    return run(
        "UPDATE held_reading SET ended_how=?4, ended_by=?5, ended_at=?6, ended_reason=?7 "
        "WHERE tenant=?1 AND contract=?2 AND service=?3 AND ended_how IS NULL",
        key.contract, key.service, ending.how, ending.author, ending.when, ending.reason);
  });
}

}  // namespace billbyagent::sqlite
