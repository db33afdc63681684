// Units, the machines behind them and held readings out of their tables.

#include "store_sql/group.hpp"
#include "store_sql/night_seals.hpp"

namespace billbyagent::sql {
namespace {

constexpr std::string_view by_number = "ORDER BY contract, service, number";

/// Readings, as they were sealed.
Result<std::vector<HeldRow>> load_checked(Group& group, HeldRows rows) {
  auto readings = load_readings(
      group, rows == HeldRows::open ? "AND ended_how IS NULL" : "AND ended_how IS NOT NULL");
  if (!readings) return readings;
  if (auto same = check_held(group, *readings, rows); !same) return same.error();
  return readings;
}

/// Rows of one struct each, in a list of the service.
template <class T>
Result<void> load_list(Group& group, std::string_view table, std::string_view order,
                       std::vector<T> ServiceDossier::*list) {
  return group.service_rows(table, columns_of<T>(), order,
                            [&](const ServiceKey&, ServiceDossier& service, Query& row) {
                              (service.*list).push_back(row.get<T>());
                            });
}

}  // namespace

Result<std::vector<HeldRow>> load_readings(Group& group, const std::string& which) {
  std::vector<HeldRow> readings;
  const std::string there = which + " " + not_deleted("held_reading", "service");
  const auto read = group.rows(
      "held_reading",
      "contract, service, number, " + columns_of<HeldReading>() + ", " + columns_of<HeldEnding>(),
      there + " " + std::string{by_number}, [&](Query& row) {
        readings.push_back({row.get<ServiceKey>(), row.get<std::int64_t>(), row.get<HeldReading>(),
                            row.get<std::optional<HeldEnding>>()});
      });
  if (!read) return read.error();
  if (readings.empty()) return readings;
  const std::string key = "contract, service, number";
  auto at = readings.begin();
  const auto events =
      group.rows("held_machine", key + ", " + columns_of<MachineEvent>(),
                 "AND (" + key + ") IN (" + group.keys(key, "held_reading", there) + ") " +
                     std::string{by_number} + ", position",
                 [&](Query& row) {
                   const auto service = row.get<ServiceKey>();
                   const auto number = row.get<std::int64_t>();
                   while (at != readings.end() && (at->key != service || at->number != number))
                     ++at;
                   if (at != readings.end())
                     at->reading.machines.push_back(row.get<MachineEvent>());
                 });
  if (!events) return events.error();
  return readings;
}

Result<void> load_units(Group& group) {
  std::map<ServiceKey, std::vector<UnitChange>> changes;
  const auto read = group.service_rows("unit_change", columns_of<UnitChange>(),
                                       "ORDER BY contract, service, sequence",
                                       [&](const ServiceKey& key, ServiceDossier&, Query& row) {
                                         changes[key].push_back(row.get<UnitChange>());
                                       });
  if (!read) return read;
  for (auto& [key, of_service] : changes) {
    auto history = history_of(key, std::move(of_service));
    if (!history) return history.error();
    group.dossiers[key.contract].services[key.service].units = *std::move(history);
  }
  return {};
}

Result<void> load_digests(Group& group) {
  return group.service_rows("service", "machines_digest", {},
                            [](const ServiceKey&, ServiceDossier& service, Query& row) {
                              service.digest = row.get<std::optional<MachinesDigest>>();
                            });
}

Result<void> load_machines(Group& group) {
  return load_list(group, "machine", "ORDER BY contract, service, agent",
                   &ServiceDossier::machines);
}

Result<void> load_events(Group& group) {
  return load_list(group, "machine_event", by_number, &ServiceDossier::events);
}

Result<void> load_held(Group& group) {
  auto readings = load_checked(group, HeldRows::open);
  if (!readings) return readings.error();
  for (auto& row : *readings)
    group.dossiers[row.key.contract].services[row.key.service].held.push_back(
        std::move(row.reading));
  return group.service_rows("held_reading", "max(proposal)",
                            "AND proposal > 0 GROUP BY contract, service",
                            [](const ServiceKey&, ServiceDossier& service, Query& row) {
                              service.last_proposal = row.get<std::int32_t>();
                            });
}

Result<void> load_ended(Group& group) {
  auto readings = load_checked(group, HeldRows::ended);
  if (!readings) return readings.error();
  for (auto& row : *readings)
    group.dossiers[row.key.contract].services[row.key.service].ended.push_back(
        {std::move(row.reading), row.ending.value_or(HeldEnding{})});
  return {};
}

}  // namespace billbyagent::sql
