#include "store_sql/write.hpp"

#include <map>

#include "store_sql/batch_seals.hpp"
#include "store_sql/closed_periods.hpp"
#include "store_sql/night_seals.hpp"

namespace billbyagent::sql {
namespace {

Result<void> write_accounts(const Tables& tables, const std::map<AccountId, Account>& accounts) {
  if (accounts.empty()) return {};
  static constexpr std::string_view replaced[] = {"name", "organization", "\"overlaps\""};
  Query save{tables,
             insert_into("account", columns_of<Account>()) + or_update("account", replaced)};
  Query clear{tables, "DELETE FROM account_link WHERE tenant=? AND account=?"};
  Query link{tables, insert_into("account_link", "account, rmm, organization")};
  for (const auto& [id, account] : accounts) {
    save.run(account);
    clear.run(id);
    for (const auto& [rmm, organization] : account.links) link.run(id, rmm, organization);
  }
  if (auto done = end_of(save, clear, link); !done) return done;
  for (const auto& [id, account] : accounts)
    if (auto kept = keep_seal(tables, seal_key(id), account); !kept) return kept;
  return {};
}

/// Rows that are numbered in the order of appending. What fails, such as a key that is taken, says
/// of which.
template <class T, class Id>
Result<void> write_numbered(const Tables& tables, std::string_view table,
                            const std::vector<T>& rows, Id T::*id) {
  if (rows.empty()) return {};
  const auto told = [&](const T& row, const Result<void>& done) -> Result<void> {
    if (done) return done;
    return within(std::string{table} + " " + (row.*id).text(), done.error());
  };
  if (tables.connection.numbers_rows()) {
    Query insert{tables, insert_into(table, columns_of<T>())};
    for (const auto& row : rows)
      if (auto done = told(row, insert.run(row).end()); !done) return done;
    return {};
  }
  auto last = last_number(tables, table);
  if (!last) return last.error();
  Query insert{tables, insert_into(table, columns_of<T>() + ", number")};
  for (const auto& row : rows)
    if (auto done = told(row, insert.run(row, ++*last).end()); !done) return done;
  return {};
}

Result<void> write_batches(const Tables& tables, const std::vector<NewBatch>& added) {
  std::vector<Batch> batches;
  for (const auto& [batch, lines] : added) batches.push_back(batch);
  if (auto done = write_numbered(tables, "batch", batches, &Batch::id); !done) return done;
  Query insert{tables, insert_into("line", columns_of<LineItem>() + ", part, batch, position")};
  for (const auto& [batch, lines] : added) {
    std::int64_t position = 0;
    for (const auto& line : lines)
      if (auto done = insert.run(line, line.part(), batch.id, position++).end(); !done)
        return within("line " + to_string(line.key), done.error());
  }
  return seal_batches(tables, added);
}

Result<void> write_states(const Tables& tables, const std::vector<StateRecord>& states,
                          const std::vector<NewBatch>& batches) {
  std::map<BatchId, std::int64_t> last_of;
  for (const auto& each : batches) last_of.emplace(each.batch.id, 0);
  for (const auto& record : states) {
    if (last_of.contains(record.batch)) continue;
    auto last = last_number(tables, "state_record", "AND batch=?2", record.batch);
    if (!last) return last.error();
    last_of.emplace(record.batch, *last);
  }
  Query insert{tables, insert_into("state_record", columns_of<StateRecord>() + ", number")};
  for (const auto& record : states) insert.run(record, ++last_of[record.batch]);
  if (auto done = insert.end(); !done) return done;
  return seal_states(tables, states, batches);
}

Result<void> write_notices(const Tables& tables, const std::vector<Notice>& notices) {
  if (auto done = write_numbered(tables, "notice", notices, &Notice::id); !done) return done;
  Query insert{tables, insert_into("notice_recipient", "notice, position, recipient")};
  for (const auto& notice : notices) {
    std::int64_t position = 0;
    for (const auto& recipient : notice.recipients) insert.run(notice.id, position++, recipient);
  }
  return insert.end();
}

Result<void> write_claims(const Tables& tables, const std::vector<NoticeClaim>& claims) {
  if (claims.empty()) return {};
  static constexpr std::string_view replaced[] = {"since"};
  Query take{tables, insert_into("notice_claim", "notice, since") + or_update("notice", replaced)};
  Query give_back{tables, "DELETE FROM notice_claim WHERE tenant=?1 AND notice=?2"};
  for (const auto& claim : claims) {
    if (claim.since)
      take.run(claim.notice, *claim.since);
    else
      give_back.run(claim.notice);
  }
  return end_of(take, give_back);
}

Result<void> write_deliveries(const Tables& tables, const std::vector<DeliveryMark>& marks) {
  if (marks.empty()) return {};
  Query deliver{tables,
                "UPDATE notice SET delivered=?3 "
                "WHERE tenant=?1 AND notice=?2 AND delivered IS NULL"};
  Query fail{tables,
             "INSERT INTO notice_failure (tenant, notice, recorded, why, number) VALUES "
             "(?1,?2,?3,?4, (SELECT 1 + count(*) FROM notice_failure "
             "WHERE tenant=?1 AND notice=?2))"};
  Query unclaim{tables, "DELETE FROM notice_claim WHERE tenant=?1 AND notice=?2"};
  for (const auto& mark : marks) {
    unclaim.run(mark.notice);
    if (mark.failure)
      fail.run(mark.notice, mark.when, *mark.failure);
    else
      deliver.run(mark.notice, mark.when);
  }
  return end_of(deliver, fail, unclaim);
}

/// What is deleted is sealed no more; its contract is as it stands without it.
Result<void> unseal_deleted(const Tables& tables, const Tombstone& tombstone) {
  if (!tombstone.service)
    return Query{tables, "DELETE FROM seal WHERE tenant=?1 AND contract=?2"}
        .run(tombstone.contract)
        .end();
  const auto gone = Query{tables,
                          "DELETE FROM seal WHERE tenant=?1 AND contract=?2 AND part=?3 "
                          "AND kind IN ('units', 'events', 'machines', 'held')"}
                        .run(tombstone.contract, *tombstone.service)
                        .end();
  if (!gone) return gone;
  Group group{tables, InList<ContractId>{tables.connection, {&tombstone.contract, 1}}};
  if (auto read = load_contracts(group); !read) return read;
  const auto& contract = group.dossiers[tombstone.contract].contract;
  if (!contract) return {};
  return keep_seal(tables, seal_key(Sealed::contract, tombstone.contract), *contract);
}

Result<void> write_readings(const Tables& tables,
                            const std::map<std::int64_t, ReadingRecord>& readings) {
  if (readings.empty()) return {};
  static constexpr std::string_view replaced[] = {"state", "ended", "agents", "failure", "shown"};
  Query save{tables,
             insert_into("reading", columns_of<ReadingRecord>()) + or_update("number", replaced)};
  Query uncounted{tables, insert_into("uncounted_service", "number, contract, service, why")};
  for (const auto& [number, reading] : readings) {
    save.run(reading);
    for (const auto& service : reading.uncounted)
      uncounted.run(number, service.key.contract, service.key.service, service.why);
  }
  if (auto done = end_of(save, uncounted); !done) return done;
  return seal_readings(tables, readings);
}

Result<void> write_tombstones(const Tables& tables, const std::vector<Tombstone>& tombstones) {
  if (tombstones.empty()) return {};
  const std::string columns = columns_of<Tombstone>() + ", service";
  const auto service_of = [](const Tombstone& each) {
    return each.service ? each.service->text() : std::string{};
  };
  if (tables.connection.numbers_rows()) {
    Query insert{tables, insert_into("tombstone", columns)};
    for (const auto& each : tombstones) insert.run(each, service_of(each));
    if (auto done = insert.end(); !done) return done;
  } else {
    auto last = last_number(tables, "tombstone");
    if (!last) return last.error();
    Query insert{tables, insert_into("tombstone", columns + ", number")};
    for (const auto& each : tombstones) insert.run(each, service_of(each), ++*last);
    if (auto done = insert.end(); !done) return done;
  }
  tables.connection.forget();
  for (const auto& each : tombstones)
    if (auto done = unseal_deleted(tables, each); !done) return done;
  return {};
}

}  // namespace

Result<void> write_changes(const Tables& tables, const Changes& changes) {
  if (auto done = write_accounts(tables, changes.accounts); !done) return done;
  for (const auto& [id, change] : changes.contracts)
    if (auto done = write_contract(tables, change); !done)
      return within("contract " + id.text(), done.error());
  for (const auto& [key, changed] : changes.services)
    if (auto done = write_service(tables, key, changed); !done)
      return within(name_of(key), done.error());
  if (auto done = write_batches(tables, changes.batches); !done) return done;
  if (auto done = write_states(tables, changes.states, changes.batches); !done) return done;
  if (auto done = write_notices(tables, changes.notices); !done) return done;
  if (auto done = write_claims(tables, changes.claims); !done) return done;
  if (auto done = write_deliveries(tables, changes.deliveries); !done) return done;
  if (auto done = write_readings(tables, changes.readings); !done) return done;
  if (auto done = write_tombstones(tables, changes.tombstones); !done) return done;
  if (tables.connection.keeps_closed_periods())
    if (auto done = write_closings(tables, changes.closings); !done) return done;
  if (auto done = write_numbered(tables, "run", changes.runs, &RunRecord::id); !done) return done;
  return seal_runs(tables, changes.runs);
}

}  // namespace billbyagent::sql
