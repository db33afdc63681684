#include "store_sqlite/write.hpp"

#include "store_sqlite/columns.hpp"
#include "store_sqlite/sql.hpp"

namespace billbyagent::sqlite {
namespace {

Result<std::int64_t> last_number(Connection& connection, const TenantId& tenant,
                                 std::string_view table) {
  auto last = list<std::int64_t>(connection, tenant, select("coalesce(max(number), 0)", table, ""));
  if (!last) return last.error();
  return last->front();
}

Result<void> write_accounts(Connection& connection, const TenantId& tenant,
                            const std::map<AccountId, Account>& accounts) {
  if (accounts.empty()) return {};
  Query save{connection, insert_into("account", columns_of<Account>) +
                             " ON CONFLICT DO UPDATE SET name=excluded.name, "
                             "organization=excluded.organization, overlaps=excluded.overlaps"};
  Query clear{connection, "DELETE FROM account_link WHERE tenant=? AND account=?"};
  Query link{connection, insert_into("account_link", "account, rmm, organization")};
  for (const auto& [id, account] : accounts) {
    save.run(tenant, account);
    clear.run(tenant, id);
    for (const auto& [rmm, organization] : account.links) link.run(tenant, id, rmm, organization);
  }
  for (const auto* query : {&save, &clear, &link})
    if (auto done = query->end(); !done) return done;
  return {};
}

Result<void> write_batches(Connection& connection, const TenantId& tenant,
                           const std::vector<NewBatch>& batches) {
  if (batches.empty()) return {};
  auto last = last_number(connection, tenant, "batch");
  if (!last) return last.error();
  Query insert{connection, insert_into("batch", std::string{columns_of<Batch>} + ", number")};
  Query insert_line{connection,
                    insert_into("line", std::string{columns_of<LineItem>} + ", batch, position")};
  for (const auto& [batch, lines] : batches) {
    if (auto done = insert.run(tenant, batch, ++*last).end(); !done)
      return within("batch " + batch.id.text(), done.error());
    std::int64_t position = 0;
    for (const auto& line : lines)
      if (auto done = insert_line.run(tenant, line, batch.id, position++).end(); !done)
        return within("line " + to_string(line.key), done.error());
  }
  return {};
}

Result<void> write_states(Connection& connection, const TenantId& tenant,
                          const std::vector<StateRecord>& states) {
  if (states.empty()) return {};
  Query insert{connection, "INSERT INTO state_record (tenant, " +
                               std::string{columns_of<StateRecord>} +
                               ", number) VALUES (?1,?2,?3,?4,?5,?6,?7, (SELECT 1 + count(*) FROM "
                               "state_record WHERE tenant=?1 AND batch=?2))"};
  for (const auto& record : states) insert.run(tenant, record);
  return insert.end();
}

Result<void> write_notices(Connection& connection, const TenantId& tenant,
                           const std::vector<Notice>& notices) {
  if (notices.empty()) return {};
  auto last = last_number(connection, tenant, "notice");
  if (!last) return last.error();
  Query insert{connection, insert_into("notice", std::string{columns_of<Notice>} + ", number")};
  Query insert_recipient{connection,
                         insert_into("notice_recipient", "notice, position, recipient")};
  for (const auto& notice : notices) {
    if (auto done = insert.run(tenant, notice, ++*last).end(); !done)
      return within("notice " + notice.id.text(), done.error());
    std::int64_t position = 0;
    for (const auto& recipient : notice.recipients)
      insert_recipient.run(tenant, notice.id, position++, recipient);
  }
  return insert_recipient.end();
}

Result<void> write_deliveries(Connection& connection, const TenantId& tenant,
                              const std::vector<DeliveryMark>& marks) {
  if (marks.empty()) return {};
  Query deliver{connection,
                "UPDATE notice SET delivered=?3 "
                "WHERE tenant=?1 AND notice=?2 AND delivered IS NULL"};
  Query fail{connection,
             "INSERT INTO notice_failure (tenant, notice, recorded, why, number) VALUES "
             "(?1,?2,?3,?4, (SELECT 1 + count(*) FROM notice_failure "
             "WHERE tenant=?1 AND notice=?2))"};
  for (const auto& mark : marks) {
    if (mark.failure)
      fail.run(tenant, mark.notice, mark.when, *mark.failure);
    else
      deliver.run(tenant, mark.notice, mark.when);
  }
  if (auto done = deliver.end(); !done) return done;
  return fail.end();
}

Result<void> write_runs(Connection& connection, const TenantId& tenant,
                        const std::vector<RunRecord>& runs) {
  if (runs.empty()) return {};
  auto last = last_number(connection, tenant, "run");
  if (!last) return last.error();
  Query insert{connection, insert_into("run", std::string{columns_of<RunRecord>} + ", number")};
  for (const auto& run : runs)
    if (auto done = insert.run(tenant, run, ++*last).end(); !done)
      return within("run " + run.id.text(), done.error());
  return {};
}

}  // namespace

Result<void> write_changes(Connection& connection, const TenantId& tenant, const Changes& changes) {
  if (auto done = write_accounts(connection, tenant, changes.accounts); !done) return done;
  for (const auto& [id, change] : changes.contracts)
    if (auto done = write_contract(connection, tenant, change); !done)
      return within("contract " + id.text(), done.error());
  for (const auto& [key, changed] : changes.services)
    if (auto done = write_service(connection, tenant, key, changed); !done)
      return within(name_of(key), done.error());
  if (auto done = write_batches(connection, tenant, changes.batches); !done) return done;
  if (auto done = write_states(connection, tenant, changes.states); !done) return done;
  if (auto done = write_notices(connection, tenant, changes.notices); !done) return done;
  if (auto done = write_deliveries(connection, tenant, changes.deliveries); !done) return done;
  return write_runs(connection, tenant, changes.runs);
}

}  // namespace billbyagent::sqlite
