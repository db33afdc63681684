#include "store_sql/seals.hpp"

#include <algorithm>

namespace billbyagent::sql {
namespace {

constexpr std::string_view seal_columns = "kind, contract, part, number, count, last";

std::string of_kind(Sealed kind) { return "AND kind='" + std::string{to_string(kind)} + "'"; }

std::string text_of(const SealKey& key) {
  const std::string of = " of contract " + key.contract.text();
  switch (key.kind) {
    case Sealed::account:
      return "account " + key.part;
    case Sealed::contract:
      return "contract " + key.contract.text();
    case Sealed::units:
      return "the units of service " + key.part + of;
    case Sealed::events:
      return "the machine events of service " + key.part + of;
    case Sealed::machines:
      return "the machines of service " + key.part + of;
    case Sealed::held:
      return "held reading " + std::to_string(key.number) + " of service " + key.part + of;
    case Sealed::batch:
      return "batch " + key.part;
    case Sealed::batches:
      return "the list of batches" + of;
    case Sealed::states:
      return "the states of batch " + key.part;
    case Sealed::reading:
      return "reading " + std::to_string(key.number);
    case Sealed::run:
      return "run " + key.part;
  }
  return {};
}

Error damaged(const SealKey& key, std::string_view how, std::string_view place) {
  return {Errc::store_failed, text_of(key) + " as stored: " + std::string{how} + "; " +
                                  std::string{place} + " is damaged"};
}

}  // namespace

void Seals::read(Query& row) {
  SealKey key{row.get<Sealed>(), row.get<ContractId>(), row.get<std::string>(),
              row.get<std::int64_t>()};
  Chain chain{row.get<std::int64_t>(), row.get<Seal>()};
  seals_.emplace(std::move(key), Seen{std::move(chain)});
}

Result<Seals> Seals::of(Group& group, Sealed kind, std::string_view which) {
  Seals seals{group.tables().connection};
  auto read = group.rows("seal", seal_columns, of_kind(kind) + " " + std::string{which},
                         [&](Query& row) { seals.read(row); });
  if (!read) return read.error();
  return seals;
}

Result<Seals> Seals::of_batches(Group& group, Sealed kind, std::string_view batches) {
  Seals seals{group.tables().connection};
  auto read = group.rows_by_batch(
      "seal", batches, seal_columns, of_kind(kind), "", [&](Query& row) { seals.read(row); },
      "contract, part", "contract, batch");
  if (!read) return read.error();
  return seals;
}

Result<Seals> Seals::of(const Tables& tables, const std::vector<ContractId>& contracts,
                        Sealed kind) {
  Seals seals{tables.connection};
  auto read = in_lists(tables, contracts, [&](const InList<ContractId>& some) {
    const auto where = "AND " + some.condition("contract") + " " + of_kind(kind);
    return each_row(
        tables, select(seal_columns, "seal", where), [&](Query& row) { seals.read(row); }, some);
  });
  if (!read) return read.error();
  return seals;
}

template <class Id>
Result<Seals> Seals::of_parts(const Tables& tables, const std::vector<Id>& parts, Sealed kind) {
  Seals seals{tables.connection};
  auto read = in_lists(tables, parts, [&](const InList<Id>& some) {
    const auto where = of_kind(kind) + " AND contract='' AND " + some.condition("part");
    return each_row(
        tables, select(seal_columns, "seal", where), [&](Query& row) { seals.read(row); }, some);
  });
  if (!read) return read.error();
  return seals;
}

Result<Seals> Seals::of_accounts(const Tables& tables, const std::vector<AccountId>& accounts) {
  return of_parts(tables, accounts, Sealed::account);
}

Result<Seals> Seals::of_runs(const Tables& tables, const std::vector<RunId>& runs) {
  return of_parts(tables, runs, Sealed::run);
}

Result<Seals> Seals::of_newest_runs(const Tables& tables, std::int64_t limit) {
  Seals seals{tables.connection};
  const auto where = of_kind(Sealed::run) + " AND contract='' AND part IN (" +
                     select("run", "run", "ORDER BY number DESC LIMIT ?2") + ")";
  auto read = each_row(
      tables, select(seal_columns, "seal", where), [&](Query& row) { seals.read(row); }, limit);
  if (!read) return read.error();
  return seals;
}

Result<Seals> Seals::newest(const Tables& tables, Sealed kind, std::int64_t limit) {
  Seals seals{tables.connection};
  const auto where = of_kind(kind) + " AND contract='' AND part='' ORDER BY number DESC LIMIT ?2";
  auto read = each_row(
      tables, select(seal_columns, "seal", where), [&](Query& row) { seals.read(row); }, limit);
  if (!read) return read.error();
  return seals;
}

Result<Seals> Seals::all(const Tables& tables, Sealed kind) {
  Seals seals{tables.connection};
  auto read = each_row(tables, select(seal_columns, "seal", of_kind(kind)),
                       [&](Query& row) { seals.read(row); });
  if (!read) return read.error();
  return seals;
}

Chain Seals::chain(const SealKey& key) const {
  const auto at = seals_.find(key);
  return at == seals_.end() ? Chain{} : at->second.chain;
}

Result<void> Seals::compare(const SealKey& key, const Chain& found) {
  const auto at = seals_.find(key);
  if (at == seals_.end()) return damaged(key, "it was never sealed", place_);
  at->second.found = true;
  if (at->second.chain != found) return damaged(key, "not what was recorded", place_);
  return {};
}

Result<void> Seals::finish(const Chain& nothing) const {
  for (const auto& [key, seen] : seals_)
    if (!seen.found && seen.chain != nothing)
      return damaged(key, "it was recorded and is not there", place_);
  return {};
}

Result<void> check_accounts(const Tables& tables, const std::vector<Account>& found,
                            Listed listed) {
  std::vector<AccountId> ids;
  for (const auto& account : found) ids.push_back(account.id);
  auto seals =
      listed == Listed::all ? Seals::all(tables, Sealed::account) : Seals::of_accounts(tables, ids);
  if (!seals) return seals.error();
  for (const auto& account : found)
    if (auto same = seals->compare(seal_key(account.id), {1, seal_of(account)}); !same) return same;
  return listed == Listed::all ? seals->finish() : Result<void>{};
}

Result<void> check_contracts(Group& group) {
  auto seals = Seals::of(group, Sealed::contract);
  if (!seals) return seals.error();
  for (const auto& [id, dossier] : group.dossiers)
    if (dossier.contract)
      if (auto same =
              seals->compare(seal_key(Sealed::contract, id), {1, seal_of(*dossier.contract)});
          !same)
        return same;
  return seals->finish();
}

Result<void> check_contract_ids(const Tables& tables, const std::vector<ContractId>& found) {
  const auto sealed = list<ContractId>(
      tables, select("contract", "seal", of_kind(Sealed::contract) + " ORDER BY contract"));
  if (!sealed) return sealed.error();
  if (*sealed == found) return {};
  const auto place = tables.connection.place();
  for (const auto& id : *sealed)
    if (!std::binary_search(found.begin(), found.end(), id))
      return damaged(seal_key(Sealed::contract, id), "it was recorded and is not there", place);
  for (const auto& id : found)
    if (!std::binary_search(sealed->begin(), sealed->end(), id))
      return damaged(seal_key(Sealed::contract, id), "it was never sealed", place);
  return Error{Errc::store_failed, "the list of contracts as stored: out of order"};
}

Result<void> check_units(Group& group) {
  auto seals = Seals::of(group, Sealed::units);
  if (!seals) return seals.error();
  for (const auto& [id, dossier] : group.dossiers)
    for (const auto& [service, of_service] : dossier.services) {
      if (of_service.units.empty()) continue;
      const Chain chain = chain_of(of_service.units.changes());
      if (auto same = seals->compare(seal_key(Sealed::units, ServiceKey{id, service}), chain);
          !same)
        return same;
    }
  return seals->finish();
}

Result<Chain> saved_chain(const Tables& tables, const SealKey& key) {
  Chain chain;
  const auto read = each_row(
      tables,
      select("count, last", "seal", "AND kind=?2 AND contract=?3 AND part=?4 AND number=?5"),
      [&](Query& row) {
        chain = {row.get<std::int64_t>(), row.get<Seal>()};
      },
      key.kind, key.contract, key.part, key.number);
  if (!read) return read.error();
  return chain;
}

Result<void> keep(const Tables& tables, const SealKey& key, const Chain& chain) {
  static constexpr std::string_view replaced[] = {"count", "last"};
  return Query{tables, insert_into("seal", seal_columns) +
                           or_update("kind, contract, part, number", replaced)}
      .run(key.kind, key.contract, key.part, key.number, chain.count, chain.last)
      .end();
}

}  // namespace billbyagent::sql
