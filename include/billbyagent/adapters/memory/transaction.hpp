#pragma once

/// A transaction of `MemoryStore`: works on a copy of the tenant's state and publishes it at
/// commit.

#include <algorithm>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "billbyagent/adapters/detail/store_rules.hpp"
#include "billbyagent/adapters/detail/writer_gate.hpp"
#include "billbyagent/adapters/memory/state.hpp"

namespace billbyagent::detail {

class MemoryTransaction final : public Transaction {
 public:
  using State = std::shared_ptr<const MemoryTenant>;

  MemoryTransaction(State base, Access access, std::function<void(State)> publish,
                    WriterGate::Pass pass)
      : pass_(std::move(pass)),
        base_(std::move(base)),
        state_(*base_),
        publish_(std::move(publish)),
        life_(access) {}

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
  Result<std::vector<ServiceKey>> services_with_machine_events_since(Date day) override;

  Result<std::vector<HeldReading>> held_readings(const ServiceKey& key) override;
  Result<std::vector<EndedReading>> ended_readings(const ServiceKey& key) override;
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

  Result<void> commit() override {
    return life_.committing([&]() -> Result<void> {
      if (pass_) publish_(std::make_shared<const MemoryTenant>(std::move(state_)));
      pass_ = {};
      return {};
    });
  }

 private:
  const MemoryContract* find(const ContractId& id) const;
  const MemoryService* find(const ServiceKey& key) const;
  const MemoryBatch* find(const BatchId& id) const;
  const MemoryNotice* find(const NoticeId& id) const;
  /// By contract and service.
  template <class Wanted>
  std::vector<ServiceKey> services_where(Wanted wanted) const;
  /// For editing; the thing must exist.
  MemoryContract& edit(const ContractId& id) { return state_.contracts.edit().at(id).edit(); }
  MemoryService& edit(const ServiceKey& key) {
    return edit(key.contract).services.at(key.service).edit();
  }
  MemoryNotice& edit(const NoticeId& id) {
    return state_.notices.edit()[state_.notice_places->at(id)].edit();
  }
  static Error unknown(const char* what, const std::string& id) {
    return Error{Errc::not_found, std::string{what} + " " + id};
  }

  WriterGate::Pass pass_;
  State base_;
  MemoryTenant state_;
  std::function<void(State)> publish_;
  TransactionLife life_;
};

inline const MemoryContract* MemoryTransaction::find(const ContractId& id) const {
  const auto at = state_.contracts->find(id);
  return at == state_.contracts->end() ? nullptr : &*at->second;
}

inline const MemoryService* MemoryTransaction::find(const ServiceKey& key) const {
  const MemoryContract* contract = find(key.contract);
  if (!contract) return nullptr;
  const auto at = contract->services.find(key.service);
  return at == contract->services.end() ? nullptr : &*at->second;
}

inline const MemoryBatch* MemoryTransaction::find(const BatchId& id) const {
  const auto at = state_.batches->find(id);
  if (at == state_.batches->end()) return nullptr;
  const auto& [contract, place] = at->second;
  return &*find(contract)->batches[place];
}

inline const MemoryNotice* MemoryTransaction::find(const NoticeId& id) const {
  const auto at = state_.notice_places->find(id);
  return at == state_.notice_places->end() ? nullptr : &*(*state_.notices)[at->second];
}

}  // namespace billbyagent::detail

// The functions, by subject.
#include "billbyagent/adapters/memory/transaction_book.hpp"
#include "billbyagent/adapters/memory/transaction_lines.hpp"
#include "billbyagent/adapters/memory/transaction_units.hpp"
