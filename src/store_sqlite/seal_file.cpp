// The seals of a file that was made before there were any: what it holds now is what is trusted.

#include "store_sql/batch_seals.hpp"
#include "store_sql/lookups.hpp"
#include "store_sql/night_seals.hpp"
#include "store_sqlite/schema.hpp"

namespace billbyagent::sqlite {
namespace {

using namespace sql;

Result<void> seal_service(const Tables& tables, const ServiceKey& key,
                          const ServiceDossier& service) {
  const auto& changes = service.units.changes();
  if (!changes.empty())
    if (auto kept = append_seals(tables, seal_key(Sealed::units, key), changes); !kept) return kept;
  if (!service.events.empty())
    if (auto kept = append_seals(tables, seal_key(Sealed::events, key), service.events); !kept)
      return kept;
  if (service.events.empty() && service.machines.empty()) return {};
  return seal_machines(tables, key, digest_of(service.machines));
}

Result<void> seal_group(Group& group, const Tables& tables) {
  if (auto read = load_contracts(group); !read) return read;
  for (const auto load : {load_units, load_events, load_machines})
    if (auto read = load(group); !read) return read;
  for (const auto& [id, dossier] : group.dossiers) {
    if (dossier.contract)
      if (auto kept = keep_seal(tables, seal_key(Sealed::contract, id), *dossier.contract); !kept)
        return kept;
    for (const auto& [service, of_service] : dossier.services)
      if (auto kept = seal_service(tables, {id, service}, of_service); !kept) return kept;
  }
  const auto readings = load_readings(group);
  if (!readings) return readings.error();
  for (const auto& row : *readings)
    if (auto kept = keep(tables, seal_key(Sealed::held, row.key, row.number),
                         seal_of_held(row.reading, row.ending));
        !kept)
      return kept;
  return {};
}

Result<void> seal_all_runs(const Tables& tables) {
  const auto runs = list<RunRecord>(tables, select(columns_of<RunRecord>(), "run"));
  return runs ? seal_runs(tables, *runs) : runs.error();
}

/// In the order of posting.
Result<void> seal_all_batches(const Tables& tables) {
  const auto ids = list<BatchId>(tables, select("batch", "batch", "ORDER BY number"));
  if (!ids) return ids.error();
  for (const auto& id : *ids) {
    const auto found = read_batches(tables, {id});
    if (!found) return found.error();
    for (const auto& [batch, lines, states] : *found) {
      const std::vector<NewBatch> one{{batch, lines}};
      if (auto kept = seal_batches(tables, one); !kept) return kept;
      if (auto kept = seal_states(tables, states, one); !kept) return kept;
    }
  }
  return {};
}

Result<void> seal_tenant(const Tables& tables) {
  const auto accounts = read_accounts(tables);
  if (!accounts) return accounts.error();
  for (const auto& account : *accounts)
    if (auto kept = keep_seal(tables, seal_key(account.id), account); !kept) return kept;
  const auto contracts = list<ContractId>(tables, select("contract", "contract"));
  if (!contracts) return contracts.error();
  const auto sealed = in_lists(tables, *contracts, [&](const InList<ContractId>& some) {
    Group group{tables, some};
    return seal_group(group, tables);
  });
  if (!sealed) return sealed;
  if (auto batches = seal_all_batches(tables); !batches) return batches;
  return seal_all_runs(tables);
}

}  // namespace

Result<void> seal_everything(sql::Connection& connection) {
  std::vector<TenantId> tenants;
  Query query{connection,
              "SELECT tenant FROM account UNION SELECT tenant FROM contract UNION SELECT tenant "
              "FROM run ORDER BY tenant"};
  while (query.next()) tenants.push_back(query.get<TenantId>());
  if (auto read = query.end(); !read) return read;
  for (const auto& tenant : tenants)
    if (auto sealed = seal_tenant({connection, tenant}); !sealed)
      return within("tenant " + tenant.text(), sealed.error());
  return {};
}

}  // namespace billbyagent::sqlite
