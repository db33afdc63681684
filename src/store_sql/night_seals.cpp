#include "store_sql/night_seals.hpp"

#include <algorithm>
#include <string>

namespace billbyagent::sql {
namespace {

Chain seal_of_machines(const MachinesDigest& digest) { return {1, Seal{digest.text()}}; }
Chain no_machines() { return seal_of_machines(digest_of({})); }

SealKey key_of_run(const RunId& run) { return {Sealed::run, {}, run.text()}; }
SealKey key_of_reading(std::int64_t number) { return {Sealed::reading, {}, {}, number}; }

Result<void> compare_runs(Seals& seals, const std::vector<RunRecord>& found) {
  for (const auto& run : found)
    if (auto same = seals.compare(key_of_run(run.id), {1, seal_of(run)}); !same) return same;
  return seals.finish();
}

/// There are more or fewer than were sealed.
Result<void> name_odd_run(const Tables& tables) {
  auto seals = Seals::all(tables, Sealed::run);
  if (!seals) return seals.error();
  const auto runs = list<RunRecord>(tables, select(columns_of<RunRecord>(), "run"));
  if (!runs) return runs.error();
  return compare_runs(*seals, *runs);
}

}  // namespace

Result<void> check_events(Group& group) {
  auto seals = Seals::of(group, Sealed::events);
  if (!seals) return seals.error();
  for (const auto& [id, dossier] : group.dossiers)
    for (const auto& [service, of_service] : dossier.services) {
      if (of_service.events.empty()) continue;
      const auto key = seal_key(Sealed::events, ServiceKey{id, service});
      if (auto same = seals->compare(key, chain_of(of_service.events)); !same) return same;
    }
  return seals->finish();
}

Result<void> check_machines(Group& group) {
  auto seals = Seals::of(group, Sealed::machines);
  if (!seals) return seals.error();
  for (const auto& [id, dossier] : group.dossiers)
    for (const auto& [service, of_service] : dossier.services) {
      if (of_service.machines.empty()) continue;
      const auto key = seal_key(Sealed::machines, ServiceKey{id, service});
      const auto found = seal_of_machines(digest_of(of_service.machines));
      if (auto same = seals->compare(key, found); !same) return same;
    }
  return seals->finish(no_machines());
}

Result<void> check_digests(Group& group) {
  auto seals = Seals::of(group, Sealed::machines);
  if (!seals) return seals.error();
  for (const auto& [id, dossier] : group.dossiers)
    for (const auto& [service, of_service] : dossier.services) {
      if (!of_service.digest) continue;
      const auto key = seal_key(Sealed::machines, ServiceKey{id, service});
      const auto found = seal_of_machines(*of_service.digest);
      // Of none there need not be a seal.
      if (seals->chain(key) == Chain{} && found == no_machines()) continue;
      if (auto same = seals->compare(key, found); !same) return same;
    }
  return {};
}

Result<void> seal_machines(const Tables& tables, const ServiceKey& key,
                           const MachinesDigest& machines) {
  return keep(tables, seal_key(Sealed::machines, key), seal_of_machines(machines));
}

Chain seal_of_held(const HeldReading& reading, const std::optional<HeldEnding>& ending) {
  Chain chain{1, seal_of(reading)};
  if (ending) chain.append(*ending);
  return chain;
}

Result<void> check_held(Group& group, const std::vector<HeldRow>& found, HeldRows rows) {
  auto seals =
      Seals::of(group, Sealed::held, rows == HeldRows::open ? "AND count=1" : "AND count<>1");
  if (!seals) return seals.error();
  for (const auto& row : found)
    if (auto same = seals->compare(seal_key(Sealed::held, row.key, row.number),
                                   seal_of_held(row.reading, row.ending));
        !same)
      return same;
  return seals->finish();
}

Result<void> seal_ending(const Tables& tables, const ServiceKey& key, const HeldEnding& ending) {
  std::vector<std::pair<std::int64_t, Seal>> open;
  const auto read = each_row(
      tables, select("number, last", "seal", "AND kind=?2 AND contract=?3 AND part=?4 AND count=1"),
      [&](Query& row) {
        const auto number = row.get<std::int64_t>();
        open.emplace_back(number, row.get<Seal>());
      },
      Sealed::held, key.contract, key.service);
  if (!read) return read;
  for (auto& [number, seal] : open) {
    Chain chain{1, std::move(seal)};
    chain.append(ending);
    if (auto kept = keep(tables, seal_key(Sealed::held, key, number), chain); !kept) return kept;
  }
  return {};
}

Result<void> check_readings(const Tables& tables, const std::vector<ReadingRecord>& found,
                            std::int64_t limit) {
  auto seals = Seals::newest(tables, Sealed::reading, limit);
  if (!seals) return seals.error();
  const auto is_sealed = [&](const ReadingRecord& reading) {
    return seals->chain(key_of_reading(reading.number)) != Chain{};
  };
  const auto compare = [&](const ReadingRecord& reading) {
    return seals->compare(key_of_reading(reading.number), {1, seal_of(reading)});
  };
  for (const auto& reading : found)
    if (is_sealed(reading))
      if (auto same = compare(reading); !same) return same;
  // In the place of one that is missing stands an older one, which is no newest one.
  if (auto all = seals->finish(); !all) return all;
  for (const auto& reading : found)
    if (!is_sealed(reading)) return compare(reading);
  return {};
}

Result<void> seal_readings(const Tables& tables,
                           const std::map<std::int64_t, ReadingRecord>& readings) {
  for (auto [number, reading] : readings) {
    // In the order in which they are read.
    std::sort(reading.uncounted.begin(), reading.uncounted.end(),
              [](const auto& a, const auto& b) { return a.key < b.key; });
    if (auto kept = keep_seal(tables, key_of_reading(number), reading); !kept) return kept;
  }
  return {};
}

Result<void> check_newest_runs(const Tables& tables, const std::vector<RunRecord>& found,
                               std::int64_t limit) {
  auto seals = Seals::of_newest_runs(tables, limit);
  if (!seals) return seals.error();
  if (auto same = compare_runs(*seals, found); !same) return same;
  const auto runs = list<std::int64_t>(tables, select("count(*)", "run"));
  if (!runs) return runs.error();
  const auto sealed = list<std::int64_t>(tables, select("count(*)", "seal", "AND kind='run'"));
  if (!sealed) return sealed.error();
  return *runs == *sealed ? Result<void>{} : name_odd_run(tables);
}

Result<void> check_runs(const Tables& tables, const std::vector<RunId>& asked,
                        const std::vector<RunRecord>& found) {
  auto seals = Seals::of_runs(tables, asked);
  if (!seals) return seals.error();
  return compare_runs(*seals, found);
}

Result<void> seal_runs(const Tables& tables, const std::vector<RunRecord>& runs) {
  for (const auto& run : runs)
    if (auto kept = keep_seal(tables, key_of_run(run.id), run); !kept) return kept;
  return {};
}

}  // namespace billbyagent::sql
