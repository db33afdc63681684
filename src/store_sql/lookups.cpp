#include "store_sql/lookups.hpp"

#include "store_sql/batch_seals.hpp"
#include "store_sql/batches.hpp"
#include "store_sql/night_seals.hpp"

namespace billbyagent::sql {
namespace {

/// The same statement for as many of the ids at a time as a list takes. `rest` follows the
/// condition.
template <class Ids, class Read>
Result<void> rows_of(const Tables& tables, const Ids& ids, std::string_view column,
                     std::string_view columns, std::string_view table, std::string_view rest,
                     Read read) {
  return in_lists(tables, ids, [&](const auto& some) {
    const auto where = "AND " + some.condition(column) + " " + std::string{rest};
    return each_row(tables, select(columns, table, where), read, some);
  });
}

constexpr std::string_view link_columns = "account, rmm, organization";

auto linking(std::vector<Account>& accounts) {
  std::map<AccountId, Account*> by_id;
  for (auto& account : accounts) by_id.emplace(account.id, &account);
  return [by_id = std::move(by_id)](Query& row) {
    const auto at = by_id.find(row.get<AccountId>());
    if (at == by_id.end()) return;
    auto rmm = row.get<RmmId>();
    at->second->links.emplace(std::move(rmm), row.get<OrganizationId>());
  };
}

Result<void> add_recipients(const Tables& tables, std::vector<NoticeOnRecord>& notices) {
  std::map<NoticeId, Notice*> by_id;
  std::vector<NoticeId> ids;
  for (auto& row : notices) {
    by_id.emplace(row.notice.id, &row.notice);
    ids.push_back(row.notice.id);
  }
  return rows_of(tables, ids, "notice", "notice, recipient", "notice_recipient",
                 "ORDER BY notice, position", [&](Query& row) {
                   Notice& notice = *by_id.at(row.get<NoticeId>());
                   notice.recipients.push_back(row.get<std::string>());
                 });
}

Result<void> find_accounts(const Tables& tables, const Keys& keys, Found& found) {
  const auto read = rows_of(tables, keys.accounts, "account", columns_of<Account>(), "account", {},
                            [&](Query& row) { found.accounts.push_back(row.get<Account>()); });
  if (!read) return read;
  const auto links = rows_of(tables, keys.accounts, "account", link_columns, "account_link", {},
                             linking(found.accounts));
  return links ? check_accounts(tables, found.accounts, Listed::some) : links;
}

Result<void> find_batches(const Tables& tables, const Keys& keys, Found& found) {
  auto batches = read_batches(tables, keys.batches);
  if (!batches) return batches.error();
  found.batches = *std::move(batches);
  return check_batches(tables, found.batches);
}

Result<void> find_notices(const Tables& tables, const Keys& keys, Found& found) {
  const auto read =
      rows_of(tables, keys.notices, "notice", columns_of<NoticeOnRecord>(), "notice", {},
              [&](Query& row) { found.notices.push_back(row.get<NoticeOnRecord>()); });
  return read ? add_recipients(tables, found.notices) : read;
}

Result<void> find_runs(const Tables& tables, const Keys& keys, Found& found) {
  const auto read = rows_of(tables, keys.runs, "run", columns_of<RunRecord>(), "run", {},
                            [&](Query& row) { found.runs.push_back(row.get<RunRecord>()); });
  return read ? check_runs(tables, keys.runs, found.runs) : read;
}

}  // namespace

Result<std::vector<BatchOnRecord>> read_batches(const Tables& tables,
                                                const std::vector<BatchId>& ids) {
  Batches batches;
  const auto headers = rows_of(tables, ids, "batch", columns_of<Batch>(), "batch", {},
                               [&](Query& row) { batches.read_batch(row); });
  if (!headers) return headers.error();
  const auto states =
      rows_of(tables, ids, "batch", columns_of<StateRecord>(), "state_record",
              "ORDER BY batch, number", [&](Query& row) { batches.read_state(row); });
  if (!states) return states.error();
  const auto lines = rows_of(tables, ids, "batch", line_columns(), "line",
                             "ORDER BY batch, position", [&](Query& row) {
                               auto line = read_line(row);
                               auto* batch = batches.find(row.get<BatchId>());
                               if (!batch) return;
                               line.account = batch->batch.account;
                               batch->lines.push_back(std::move(line));
                             });
  if (!lines) return lines.error();
  return std::move(batches.all());
}

Result<std::vector<Account>> read_accounts(const Tables& tables) {
  auto all = list<Account>(tables, select(columns_of<Account>(), "account", "ORDER BY account"));
  if (!all) return all;
  const auto links = each_row(tables, select(link_columns, "account_link"), linking(*all));
  if (!links) return links.error();
  return all;
}

Result<std::vector<Account>> list_accounts(const Tables& tables) {
  auto all = read_accounts(tables);
  if (!all) return all;
  if (auto same = check_accounts(tables, *all, Listed::all); !same) return same.error();
  return all;
}

Result<std::vector<Batch>> list_batches(const Tables& tables,
                                        const std::optional<ContractId>& contract) {
  const std::string of = contract ? "AND contract=?2 " : "";
  Batches found;
  const auto rows = [&](const std::string& sql, auto read) {
    return contract ? each_row(tables, sql, read, *contract) : each_row(tables, sql, read);
  };
  const auto headers = rows(select(columns_of<Batch>(), "batch", of + "ORDER BY number"),
                            [&](Query& row) { found.read_batch(row); });
  if (!headers) return headers.error();
  const auto ours = "AND batch IN (" + select("batch", "batch", of) + ") ";
  const auto states =
      rows(select(columns_of<StateRecord>(), "state_record", ours + "ORDER BY batch, number"),
           [&](Query& row) { found.read_state(row); });
  if (!states) return states.error();
  if (auto same = check_list(tables, contract, found.all()); !same) return same.error();
  std::vector<Batch> batches;
  for (auto& row : found.all()) batches.push_back(std::move(row.batch));
  return batches;
}

Result<std::vector<NoticeOnRecord>> list_pending(const Tables& tables, std::int64_t limit) {
  auto pending =
      list<NoticeOnRecord>(tables,
                           select(columns_of<NoticeOnRecord>(), "notice",
                                  "AND delivered IS NULL ORDER BY attempts, number LIMIT ?2"),
                           limit);
  if (!pending) return pending;
  if (auto added = add_recipients(tables, *pending); !added) return added.error();
  return pending;
}

Result<Found> find_all(const Tables& tables, const Keys& keys) {
  Found found;
  for (const auto find : {find_accounts, find_batches, find_notices, find_runs})
    if (auto done = find(tables, keys, found); !done) return done.error();
  return found;
}

}  // namespace billbyagent::sql
