#include "store_sql/session.hpp"

#include <algorithm>
#include <limits>

#include "store_sql/group.hpp"
#include "store_sql/lookups.hpp"
#include "store_sql/night_seals.hpp"

namespace billbyagent::sql {
namespace {

struct PartLoader {
  Part part;
  Result<void> (*load)(Group&);
};
/// Loads, and compares with the seals.
template <Result<void> (*load)(Group&), Result<void> (*check)(Group&)>
Result<void> checked(Group& group) {
  const auto loaded = load(group);
  return loaded ? check(group) : loaded;
}
constexpr PartLoader part_loaders[] = {{Part::units, checked<load_units, check_units>},
                                       {Part::digest, checked<load_digests, check_digests>},
                                       {Part::machines, checked<load_machines, check_machines>},
                                       {Part::events, checked<load_events, check_events>},
                                       {Part::held, load_held},
                                       {Part::ended, load_ended},
                                       {Part::batch_count, load_batch_counts}};

Result<void> load_lines_or_closed(Group& group, Wanted wanted) {
  const bool closed = wanted.has(Part::closed) && group.tables().connection.keeps_closed_periods();
  if (wanted.has(Part::lines)) return closed ? load_open_lines(group) : load_lines(group);
  return closed ? load_closed(group) : Result<void>{};
}

std::int64_t limit_of(std::size_t limit) {
  constexpr auto most = static_cast<std::size_t>(std::numeric_limits<std::int64_t>::max());
  return static_cast<std::int64_t>(std::min(limit, most));
}

}  // namespace

Result<std::vector<Dossier>> Session::load(std::span<const ContractId> ids, Wanted wanted) {
  std::vector<Dossier> all;
  const auto loaded = in_lists(tables(), ids, [&](const InList<ContractId>& some) -> Result<void> {
    Group group{tables(), some};
    if (auto there = wanted.has(Part::contract) ? checked<load_contracts, check_contracts>(group)
                                                : load_ids(group);
        !there)
      return there;
    for (const auto& [part, load_part] : part_loaders)
      if (wanted.has(part))
        if (auto read = load_part(group); !read) return read;
    if (auto read = load_lines_or_closed(group, wanted); !read) return read;
    if (auto left = leave_out_deleted(group); !left) return left;
    for (auto& [id, dossier] : group.dossiers) {
      dossier.id = id;
      all.push_back(std::move(dossier));
    }
    return {};
  });
  if (!loaded) return loaded.error();
  return all;
}

Result<Found> Session::find(const Keys& keys) { return find_all(tables(), keys); }

Result<std::vector<Account>> Session::accounts() { return list_accounts(tables()); }

Result<std::vector<ContractId>> Session::contract_ids() {
  auto ids = list<ContractId>(
      tables(), select("contract", "contract", not_deleted("contract") + " ORDER BY contract"));
  if (!ids) return ids;
  if (auto same = check_contract_ids(tables(), *ids); !same) return same.error();
  return ids;
}

Result<std::vector<ServiceKey>> Session::services_with(std::optional<Date> events_since) {
  const std::string_view columns = "DISTINCT contract, service";
  if (!events_since)
    return list<ServiceKey>(
        tables(), select(columns, "held_reading",
                         "AND ended_how IS NULL " + not_deleted("held_reading", "service") +
                             " ORDER BY contract, service"));
  return list<ServiceKey>(tables(),
                          select(columns, "machine_event",
                                 "AND seen>=?2 " + not_deleted("machine_event", "service") +
                                     " ORDER BY contract, service"),
                          *events_since);
}

Result<std::vector<Batch>> Session::batches(const std::optional<ContractId>& contract) {
  return list_batches(tables(), contract);
}

Result<std::vector<NoticeOnRecord>> Session::pending_notices(std::size_t limit) {
  return list_pending(tables(), limit_of(limit));
}

Result<std::vector<RunRecord>> Session::runs(std::size_t limit) {
  auto newest = list<RunRecord>(
      tables(), select(columns_of<RunRecord>(), "run", "ORDER BY number DESC LIMIT ?2"),
      limit_of(limit));
  if (!newest) return newest;
  if (auto same = check_newest_runs(tables(), *newest, limit_of(limit)); !same) return same.error();
  return newest;
}

Result<std::vector<ReadingRecord>> Session::readings(std::size_t limit) {
  auto newest = list<ReadingRecord>(
      tables(), select(columns_of<ReadingRecord>(), "reading", "ORDER BY number DESC LIMIT ?2"),
      limit_of(limit));
  if (!newest) return newest;
  // Their numbers have no gaps.
  const auto read = each_row(
      tables(),
      select("number, contract, service, why", "uncounted_service",
             "AND number>(SELECT coalesce(max(number), 0) FROM reading WHERE tenant=?1)-?2 "
             "ORDER BY number, contract, service"),
      [&](Query& row) {
        const auto number = row.get<std::int64_t>();
        const auto at = std::lower_bound(
            newest->begin(), newest->end(), number,
            [](const ReadingRecord& one, std::int64_t wanted) { return one.number > wanted; });
        if (at != newest->end() && at->number == number)
          at->uncounted.push_back(row.get<UncountedService>());
      },
      limit_of(limit));
  if (!read) return read.error();
  if (auto same = check_readings(tables(), *newest, limit_of(limit)); !same) return same.error();
  return newest;
}

Result<std::vector<Tombstone>> Session::tombstones() {
  std::vector<Tombstone> all;
  const auto read = each_row(
      tables(), select(columns_of<Tombstone>() + ", service", "tombstone", "ORDER BY number"),
      [&](Query& row) {
        all.push_back(row.get<Tombstone>());
        if (auto service = row.get<std::string>(); !service.empty())
          all.back().service = ServiceId{std::move(service)};
      });
  if (!read) return read.error();
  return all;
}

}  // namespace billbyagent::sql
