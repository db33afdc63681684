#pragma once

/// One SQLite transaction of one tenant. Every function checks before it writes, so that a refusal
/// leaves nothing behind; the database's own constraints are the second line.

#include <concepts>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "billbyagent/adapters/detail/store_rules.hpp"
#include "store_sqlite/query.hpp"
#include "store_sqlite/store.hpp"

namespace billbyagent::sqlite {

class SqliteTransaction final : public Transaction {
 public:
  SqliteTransaction(Lease lease, TenantId tenant, Access access)
      : lease_(std::move(lease)), tenant_(std::move(tenant)), life_(access) {}

  Result<SaveOutcome> save_account(const Account& account) override;
  Result<std::vector<Account>> accounts() override;
  Result<Account> account(const AccountId& id) override;
  Result<SaveOutcome> save_contract(const Contract& contract) override;
  Result<std::vector<ContractId>> contract_ids() override;
  Result<Contract> contract(const ContractId& id) override;

  Result<UnitHistory> unit_history(const ServiceKey& key) override;
  Result<PostingOutcome> append_unit_change(const ServiceKey& key,
                                            const UnitChange& change) override;
  Result<std::vector<Machine>> machines(const ServiceKey& key) override;
  Result<void> append_machine_events(const ServiceKey& key,
                                     const std::vector<MachineEvent>& events) override;
  Result<std::vector<MachineEvent>> machine_events(const ServiceKey& key) override;

  Result<std::vector<HeldReading>> held_readings(const ServiceKey& key) override;
  Result<std::vector<EndedReading>> ended_readings(const ServiceKey& key) override;
  Result<std::vector<ServiceKey>> services_with_machine_events_since(Date day) override;
  Result<std::vector<ServiceKey>> services_with_held_readings() override;
  Result<void> append_held_reading(const ServiceKey& key, const HeldReading& reading) override;
  Result<void> end_held_readings(const ServiceKey& key, const HeldEnding& ending) override;

  Result<std::vector<PostedLine>> posted_lines(const ContractId& contract) override;
  Result<PostedLine> posted_line(const LineKey& key) override;
  Result<PostingOutcome> append_batch(const Batch& batch,
                                      const std::vector<LineItem>& lines) override;
  Result<std::vector<Batch>> batches(const std::optional<ContractId>& contract) override;
  Result<std::size_t> batch_count(const ContractId& contract) override;
  Result<std::vector<PostedLine>> lines_of(const BatchId& batch) override;
  Result<void> append_state(const StateRecord& record) override;
  Result<std::vector<StateRecord>> state_records(const BatchId& batch) override;

  Result<PostingOutcome> append_notice(const Notice& notice) override;
  Result<std::vector<PendingNotice>> pending_notices(std::size_t limit) override;
  Result<void> mark_delivered(const NoticeId& id, Instant when) override;
  Result<void> mark_failed(const NoticeId& id, const std::string& why, Instant when) override;

  Result<PostingOutcome> append_run(const RunRecord& run) override;
  Result<std::vector<RunRecord>> runs(std::size_t limit) override;

  Result<void> commit() override;

 private:
  // Values are bound after the tenant, which is the first parameter of every statement.
  template <class... Values>
  Result<void> run(const char* sql, const Values&... values) {
    return Query{*lease_, sql}.bind(tenant_, values...).run();
  }
  /// Whether the statement has a row.
  template <class... Values>
  Result<bool> exists(const char* sql, const Values&... values) {
    Query query{*lease_, sql};
    const bool found = query.bind(tenant_, values...).next();
    if (auto read = query.end(); !read) return read.error();
    return found;
  }
  /// The integer that the statement's one row holds.
  template <class... Values>
  Result<std::int64_t> number(const char* sql, const Values&... values) {
    Query query{*lease_, sql};
    const auto value = query.bind(tenant_, values...).next() ? query.get<std::int64_t>() : 0;
    if (auto read = query.end(); !read) return read.error();
    return value;
  }
  /// All rows, each read by `read`.
  template <class Read, class... Values>
  auto list(Read read, const std::string& sql, const Values&... values)
      -> Result<std::vector<decltype(read(std::declval<Query&>()))>> {
    std::vector<decltype(read(std::declval<Query&>()))> rows;
    Query query{*lease_, sql};
    query.bind(tenant_, values...);
    while (query.next()) rows.push_back(read(query));
    if (auto done = query.end(); !done) return done.error();
    return rows;
  }
  /// The row or, with `what`, `not_found`.
  template <class Read, class... Values>
  auto one(const std::string& what, Read read, const std::string& sql, const Values&... values)
      -> Result<decltype(read(std::declval<Query&>()))> {
    auto rows = list(read, sql, values...);
    if (!rows) return rows.error();
    if (rows->empty()) return Error{Errc::not_found, what};
    return std::move(rows->front());
  }

  // The unguarded workers behind the functions above; they call each other.
  Result<Account> load_account(const AccountId& id);
  Result<std::map<RmmId, OrganizationId>> load_links(const AccountId& account);
  Result<void> save_links(const Account& account);
  Result<Contract> load_contract(const ContractId& id);
  Result<std::vector<MachineClass>> load_classes(const ContractId& id);
  /// What is not among `saved`.
  Result<void> insert_classes(const Contract::Terms& terms, const std::vector<MachineClass>& saved);
  Result<void> insert_criteria(const ContractId& contract, std::int64_t place,
                               std::string_view criterion, const std::vector<std::string>& texts,
                               std::size_t from);
  Result<std::vector<Service>> load_services(const ContractId& id);
  Result<Service> load_service(const ContractId& contract, Query& row);
  Result<AgentScope> load_scope(const ContractId& contract, const ServiceId& service);
  Result<std::vector<DatedPrice>> load_prices(const ContractId& contract, const ServiceId& service,
                                              Currency currency);
  Result<void> insert_contract(const Contract::Terms& terms);
  Result<void> update_contract(const Contract& saved, const Contract::Terms& terms);
  Result<void> insert_service(const ContractId& contract, const Service::Terms& terms,
                              std::size_t position);
  Result<void> insert_scope(const ContractId& contract, const ServiceId& service,
                            const AgentScope& scope);
  Result<void> insert_prices(const ContractId& contract, const Service::Terms& terms,
                             std::size_t from);
  Result<void> insert_tiers(const ContractId& contract, const ServiceId& service,
                            std::int64_t price_position, const std::vector<PriceTier>& tiers);

  Result<void> check_service(const ServiceKey& key);
  Result<UnitHistory> load_history(const ServiceKey& key);
  Result<std::vector<MachineEvent>> load_held_machines(const ServiceKey& key, std::int64_t number);
  Result<void> append_event(const ServiceKey& key, std::int64_t number, const MachineEvent& event);

  Result<std::vector<Batch>> load_batch(const BatchId& id);
  Result<PostingOutcome> judge_batch(const Batch& batch, const std::vector<LineItem>& lines);
  Result<void> insert_batch(const Batch& batch);
  Result<void> insert_line(const BatchId& batch, std::size_t position, const LineItem& line);
  Result<void> insert_state(const StateRecord& record);
  Result<std::vector<PostedLine>> load_lines(const BatchId& batch);

  Result<Notice> load_notice(const NoticeId& id);

  Lease lease_;
  TenantId tenant_;
  detail::TransactionLife life_;
};

}  // namespace billbyagent::sqlite
