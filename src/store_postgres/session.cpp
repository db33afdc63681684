#include "store_postgres/session.hpp"

#include "store_postgres/statement.hpp"
#include "store_sql/write.hpp"

namespace billbyagent::postgres {

template <class Read>
auto PostgresSession::together(const Read& read) -> decltype(read()) {
  if (auto known = channel_.foresee([&] { static_cast<void>(read()); }); !known)
    return known.error();
  auto result = read();
  channel_.forget();
  return result;
}

void PostgresSession::lock(const std::string& sql) {
  if (access_ != Access::write) return;
  ChannelStatement statement{channel_, sql};
  statement.put_text(tenant_.text());
  channel_.precede(statement.question());
}

template <class Id>
void PostgresSession::lock(const std::string& sql, std::span<const Id> ids) {
  if (access_ != Access::write || ids.empty()) return;
  std::vector<std::string_view> texts;
  for (const auto& id : ids) texts.push_back(id.text());
  ChannelStatement statement{channel_, sql};
  statement.put_text(tenant_.text());
  statement.put_list(texts);
  channel_.precede(statement.question());
}

namespace {

constexpr const char* lock_contracts =
    "SELECT contract FROM contract WHERE tenant=$1 AND contract = ANY($2) ORDER BY contract "
    "FOR UPDATE";
constexpr const char* lock_contracts_of_batches =
    "SELECT contract FROM contract WHERE tenant=$1 AND contract IN (SELECT contract FROM batch "
    "WHERE tenant=$1 AND batch = ANY($2)) ORDER BY contract FOR UPDATE";
constexpr const char* lock_accounts =
    "SELECT account FROM account WHERE tenant=$1 AND account = ANY($2) ORDER BY account FOR SHARE";
constexpr const char* lock_notices =
    "SELECT notice FROM notice WHERE tenant=$1 AND notice = ANY($2) ORDER BY notice FOR UPDATE";

}  // namespace

Result<std::vector<Dossier>> PostgresSession::load(std::span<const ContractId> ids, Wanted wanted) {
  lock(lock_contracts, ids);
  return together([&] { return Session::load(ids, wanted); });
}

Result<Found> PostgresSession::find(const Keys& keys) {
  lock(lock_contracts_of_batches, std::span<const BatchId>{keys.batches});
  lock(lock_accounts, std::span<const AccountId>{keys.accounts});
  lock(lock_notices, std::span<const NoticeId>{keys.notices});
  return together([&] { return Session::find(keys); });
}

Result<std::vector<Account>> PostgresSession::accounts() {
  lock("SELECT account FROM account WHERE tenant=$1 ORDER BY account FOR SHARE");
  return together([&] { return Session::accounts(); });
}

Result<std::vector<ContractId>> PostgresSession::contract_ids() {
  return together([&] { return Session::contract_ids(); });
}

Result<std::vector<Batch>> PostgresSession::batches(const std::optional<ContractId>& contract) {
  if (contract) lock(lock_contracts, std::span<const ContractId>{&*contract, 1});
  return together([&] { return Session::batches(contract); });
}

Result<std::vector<NoticeOnRecord>> PostgresSession::pending_notices(std::size_t limit) {
  return together([&] { return Session::pending_notices(limit); });
}

Result<std::vector<RunRecord>> PostgresSession::runs(std::size_t limit) {
  return together([&] { return Session::runs(limit); });
}

Result<std::vector<ReadingRecord>> PostgresSession::readings(std::size_t limit) {
  // Who asks for the last one alone gives the next one its number.
  if (limit == 1) lock("SELECT pg_advisory_xact_lock(6447714, hashtext($1))");
  return together([&] { return Session::readings(limit); });
}

Result<void> PostgresSession::write(const Changes& changes) {
  return channel_.commit([&] { return sql::write_changes(tables(), changes); });
}

Result<void> PostgresSession::number_rows() {
  // Rows brought their numbers along; the next ones are beyond them.
  for (const char* table : {"batch", "tombstone", "notice", "run"}) {
    ChannelStatement statement{channel_,
                               "SELECT setval('appended', greatest((SELECT last_value FROM "
                               "appended), (SELECT max(number) FROM " +
                                   std::string{table} + " WHERE tenant=$1)))"};
    statement.put_text(tenant_.text());
    if (auto done = statement.run(); !done) return done;
  }
  return {};
}

}  // namespace billbyagent::postgres
