#include "store_sqlite/session.hpp"

#include <algorithm>
#include <limits>

#include "store_sqlite/batches.hpp"
#include "store_sqlite/group.hpp"
#include "store_sqlite/write.hpp"

namespace billbyagent::sqlite {
namespace {

struct PartLoader {
  Part part;
  Result<void> (*load)(Group&);
};
constexpr PartLoader part_loaders[] = {
    {Part::units, load_units},       {Part::digest, load_digests},
    {Part::machines, load_machines}, {Part::events, load_events},
    {Part::held, load_held},         {Part::ended, load_ended},
    {Part::lines, load_lines},       {Part::batch_count, load_batch_counts}};

std::int64_t limit_of(std::size_t limit) {
  constexpr auto most = static_cast<std::size_t>(std::numeric_limits<std::int64_t>::max());
  return static_cast<std::int64_t>(std::min(limit, most));
}

struct LinkRow {
  AccountId account{};
  RmmId rmm{};
  OrganizationId organization{};
};

}  // namespace

template <>
struct Columns<LinkRow> {
  static constexpr std::string_view names = "account, rmm, organization";
  static LinkRow blank() { return {}; }
  static void each(auto visit, auto& link) { visit(link.account, link.rmm, link.organization); }
};

namespace {

Result<void> add_links(std::vector<Account>& accounts, Result<std::vector<LinkRow>> links) {
  if (!links) return links.error();
  std::map<AccountId, Account*> by_id;
  for (auto& account : accounts) by_id.emplace(account.id, &account);
  for (auto& link : *links)
    if (const auto at = by_id.find(link.account); at != by_id.end())
      at->second->links.emplace(std::move(link.rmm), std::move(link.organization));
  return {};
}

}  // namespace

Result<std::vector<Dossier>> SqliteSession::load(std::span<const ContractId> ids, Wanted wanted) {
  std::vector<Dossier> all;
  const auto loaded = in_lists(ids, [&](InList<ContractId> some) -> Result<void> {
    Group group{*lease_, tenant_, some};
    if (auto there = wanted.has(Part::contract) ? load_contracts(group) : load_ids(group); !there)
      return there;
    for (const auto& [part, load_part] : part_loaders)
      if (wanted.has(part))
        if (auto read = load_part(group); !read) return read;
    for (auto& [id, dossier] : group.dossiers) {
      dossier.id = id;
      all.push_back(std::move(dossier));
    }
    return {};
  });
  if (!loaded) return loaded.error();
  return all;
}

Result<Found> SqliteSession::find(const Keys& keys) {
  Found found;
  if (auto read = find_accounts(keys.accounts, found); !read) return read.error();
  if (auto read = find_batches(keys.batches, found); !read) return read.error();
  if (auto read = find_notices(keys.notices, found); !read) return read.error();
  if (auto read = find_runs(keys.runs, found); !read) return read.error();
  return found;
}

Result<void> SqliteSession::find_accounts(const std::vector<AccountId>& ids, Found& found) {
  return in_lists(std::span{ids}, [&](InList<AccountId> some) -> Result<void> {
    const auto ours = "AND " + some.condition("account");
    auto accounts =
        list<Account>(*lease_, tenant_, select(columns_of<Account>, "account", ours), some);
    if (!accounts) return accounts.error();
    if (auto linked = add_links(
            *accounts, list<LinkRow>(*lease_, tenant_,
                                     select(columns_of<LinkRow>, "account_link", ours), some));
        !linked)
      return linked;
    std::move(accounts->begin(), accounts->end(), std::back_inserter(found.accounts));
    return {};
  });
}

Result<void> SqliteSession::find_batches(const std::vector<BatchId>& ids, Found& found) {
  return in_lists(std::span{ids}, [&](InList<BatchId> some) -> Result<void> {
    const auto ours = "AND " + some.condition("batch");
    Batches batches;
    const auto headers = each_row(
        *lease_, tenant_, select(columns_of<Batch>, "batch", ours),
        [&](Query& row) { batches.read_batch(row); }, some);
    if (!headers) return headers;
    const auto states = each_row(
        *lease_, tenant_,
        select(columns_of<StateRecord>, "state_record", ours + " ORDER BY batch, number"),
        [&](Query& row) { batches.read_state(row); }, some);
    if (!states) return states;
    const auto lines = each_row(
        *lease_, tenant_,
        select(std::string{columns_of<LineItem>} + ", batch", "line",
               ours + " ORDER BY batch, position"),
        [&](Query& row) {
          auto line = read_line(row);
          if (auto* batch = batches.find(row.get<BatchId>()))
            batch->lines.push_back(std::move(line));
        },
        some);
    if (!lines) return lines;
    std::move(batches.all().begin(), batches.all().end(), std::back_inserter(found.batches));
    return {};
  });
}

Result<void> SqliteSession::add_recipients(std::vector<NoticeOnRecord>& notices) {
  std::map<NoticeId, Notice*> by_id;
  std::vector<NoticeId> ids;
  for (auto& row : notices) {
    by_id.emplace(row.notice.id, &row.notice);
    ids.push_back(row.notice.id);
  }
  return in_lists(std::span<const NoticeId>{ids}, [&](InList<NoticeId> some) {
    return each_row(
        *lease_, tenant_,
        select("notice, recipient", "notice_recipient",
               "AND " + some.condition("notice") + " ORDER BY notice, position"),
        [&](Query& row) {
          auto& recipients = by_id.at(row.get<NoticeId>())->recipients;
          recipients.push_back(row.get<std::string>());
        },
        some);
  });
}

Result<void> SqliteSession::find_notices(const std::vector<NoticeId>& ids, Found& found) {
  const auto read = in_lists(std::span{ids}, [&](InList<NoticeId> some) {
    return each_row(
        *lease_, tenant_,
        select(columns_of<NoticeOnRecord>, "notice", "AND " + some.condition("notice")),
        [&](Query& row) { found.notices.push_back(row.get<NoticeOnRecord>()); }, some);
  });
  return read ? add_recipients(found.notices) : read;
}

Result<void> SqliteSession::find_runs(const std::vector<RunId>& ids, Found& found) {
  return in_lists(std::span{ids}, [&](InList<RunId> some) {
    return each_row(
        *lease_, tenant_, select(columns_of<RunRecord>, "run", "AND " + some.condition("run")),
        [&](Query& row) { found.runs.push_back(row.get<RunRecord>()); }, some);
  });
}

Result<std::vector<Account>> SqliteSession::accounts() {
  auto all =
      list<Account>(*lease_, tenant_, select(columns_of<Account>, "account", "ORDER BY account"));
  if (!all) return all;
  auto linked = add_links(
      *all, list<LinkRow>(*lease_, tenant_, select(columns_of<LinkRow>, "account_link", "")));
  if (!linked) return linked.error();
  return all;
}

Result<std::vector<ContractId>> SqliteSession::contract_ids() {
  return list<ContractId>(*lease_, tenant_, select("contract", "contract", "ORDER BY contract"));
}

Result<std::vector<ServiceKey>> SqliteSession::services_with(std::optional<Date> events_since) {
  const std::string_view columns = "DISTINCT contract, service";
  if (!events_since)
    return list<ServiceKey>(
        *lease_, tenant_,
        select(columns, "held_reading", "AND ended_how IS NULL ORDER BY contract, service"));
  return list<ServiceKey>(
      *lease_, tenant_, select(columns, "machine_event", "AND seen>=? ORDER BY contract, service"),
      *events_since);
}

Result<std::vector<Batch>> SqliteSession::batches(const std::optional<ContractId>& contract) {
  Batches found;
  // The parameter is null for all contracts.
  const auto headers = each_row(
      *lease_, tenant_,
      select(columns_of<Batch>, "batch",
             contract ? "AND contract=?2 ORDER BY number" : "AND ?2 IS NULL ORDER BY number"),
      [&](Query& row) { found.read_batch(row); }, contract);
  if (!headers) return headers.error();
  const auto states = each_row(
      *lease_, tenant_,
      select(columns_of<StateRecord>, "state_record",
             contract ? "AND batch IN (SELECT batch FROM batch WHERE tenant=?1 AND contract=?2) "
                        "ORDER BY batch, number"
                      : "AND ?2 IS NULL ORDER BY batch, number"),
      [&](Query& row) { found.read_state(row); }, contract);
  if (!states) return states.error();
  std::vector<Batch> batches;
  for (auto& row : found.all()) batches.push_back(std::move(row.batch));
  return batches;
}

Result<std::vector<NoticeOnRecord>> SqliteSession::pending_notices(std::size_t limit) {
  auto pending =
      list<NoticeOnRecord>(*lease_, tenant_,
                           select(columns_of<NoticeOnRecord>, "notice",
                                  "AND delivered IS NULL ORDER BY failures, number LIMIT ?2"),
                           limit_of(limit));
  if (!pending) return pending;
  if (auto added = add_recipients(*pending); !added) return added.error();
  return pending;
}

Result<std::vector<RunRecord>> SqliteSession::runs(std::size_t limit) {
  return list<RunRecord>(*lease_, tenant_,
                         select(columns_of<RunRecord>, "run", "ORDER BY number DESC LIMIT ?2"),
                         limit_of(limit));
}

Result<void> SqliteSession::write(const Changes& changes) {
  if (auto written = write_changes(*lease_, tenant_, changes); !written) return written;
  return lease_->execute("COMMIT");
}

}  // namespace billbyagent::sqlite
