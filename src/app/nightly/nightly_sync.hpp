#pragma once

/// One night at work, from the targets to the report; nightly_trust.cpp is the part that knows
/// proposals.

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "app/machines/grace.hpp"
#include "app/machines/machine_places.hpp"
#include "billbyagent/app/nightly_sync.hpp"
#include "billbyagent/app/notices.hpp"
#include "billbyagent/app/rmm_reading.hpp"
#include "billbyagent/app/standing.hpp"
#include "billbyagent/ports/store.hpp"

namespace billbyagent::app {

/// One derived service on its way through the night.
struct SyncTarget : AskedScope {
  ServiceKey key{};
  AccountId account{};
  std::string service_name{};
};

/// What one service's count is compared with.
struct CountedService {
  const Contract& contract;
  const Service& service;
  const SyncTarget& target;
  Standing confirmed{};                    ///< the machines behind the present units
  const std::vector<Machine>& machines;    ///< those that count now
  std::vector<HeldReading> open{};         ///< what waits for a person
  Standing passed_over{};                  ///< what they would make of the machines
  std::optional<Standing> billed_after{};  ///< what this night makes of them, where that is wanted
};

class NightlySync {
 public:
  NightlySync(Store& store, const RmmSet& rmms, const Clock& clock, const TenantId& tenant,
              const NightlyOptions& options, Observer& observer)
      : store_(store),
        clock_(clock),
        tenant_(tenant),
        options_(options),
        observer_(observer),
        today_(clock.today()),
        readings_(rmms, clock, observer) {}

  Result<SyncReport> run();

 private:
  Result<void> load_targets();
  Result<void> load_contract(Transaction& transaction, const ContractId& id,
                             const std::map<AccountId, Account>& accounts);
  /// As of the day before, so that a night that goes on after a crash tells the same.
  Result<std::vector<Machine>> machines_before_today(Transaction& transaction,
                                                     const ServiceKey& key);
  void read_rmms();
  Result<void> take_over_all(SyncReport& report);
  Result<std::vector<ServiceSync>> take_over_group(std::size_t begin, std::size_t end);
  /// As a group; when that fails, contract by contract, so that one can't stop the others.
  Result<std::vector<ServiceSync>> take_over_isolated(std::size_t begin, std::size_t end);
  std::size_t end_of_contract(std::size_t begin) const;
  Result<ServiceSync> take_over(Transaction& transaction, const Contract& contract,
                                const SyncTarget& target, std::vector<ToldChange>& told);
  /// What becomes of a count: by the contract's trust, what waits, and the guard.
  Result<void> decide(Transaction& transaction, CountedService& counted, UnitHistory& history,
                      ServiceSync& outcome, std::vector<ToldChange>& told);
  Result<void> propose(Transaction& transaction, CountedService& counted, UnitHistory& history,
                       ServiceSync& outcome, std::vector<ToldChange>& told);
  Result<void> append_proposal(Transaction& transaction, CountedService& counted,
                               const std::vector<EndedReading>& ended, ServiceSync& outcome);
  Result<void> take_over_proposal(Transaction& transaction, CountedService& counted,
                                  UnitHistory& history, ServiceSync& outcome,
                                  std::vector<ToldChange>& told);
  /// What makes no difference to the units is recorded also while their count is rejected: days
  /// that began go on.
  Result<void> keep_grace(Transaction& transaction, const ServiceSync& outcome);
  /// The next time that a rejected count is seen, it is news again.
  Result<void> forget_rejection(Transaction& transaction, const ServiceSync& outcome);
  Result<void> accept(Transaction& transaction, const CountedService& counted, UnitHistory& history,
                      ServiceSync& outcome, std::vector<ToldChange>& told);
  Result<void> hold(Transaction& transaction, CountedService& counted, const UnitHistory& history,
                    ServiceSync& outcome);
  Result<void> dissolve_held(Transaction& transaction, const CountedService& counted);
  /// What the machines counted now make of those behind some units: the events, and in `outcome`
  /// and `counted` what is billed then.
  std::vector<MachineEvent> compare(CountedService& counted, const Standing& before, Date seen,
                                    FirstCount first, ServiceSync& outcome) const;
  std::vector<JudgedMachine> judge_machines(const CountedService& counted) const;

  Store& store_;
  const Clock& clock_;
  const TenantId& tenant_;
  const NightlyOptions& options_;
  Observer& observer_;
  Date today_;
  std::set<ServiceKey> has_events_of_today_;
  std::vector<SyncTarget> targets_;  ///< by contract
  std::vector<ServiceSync> unreadable_;
  /// Machines of two RMMs are two, whatever their ids.
  std::map<RmmId, CountedBefore> counted_before_;
  RmmReadings readings_;
};

}  // namespace billbyagent::app
