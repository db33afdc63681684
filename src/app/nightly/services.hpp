#pragma once

/// The services that a night counts: loaded before the RMMs are read, and, once they have been,
/// with where each machine was counted before.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "app/machines/machine_places.hpp"
#include "billbyagent/app/nightly_sync.hpp"
#include "billbyagent/app/rmm_reading.hpp"

namespace billbyagent::app {

/// A derived service in force today.
struct NightService : AskedScope {
  ServiceKey key{};
  AccountId account{};
  std::string name{};
  bool asked = true;        ///< otherwise only the machines that it counted before are wanted
  bool seen_today = false;  ///< a night of today has recorded machines
  std::optional<MachinesDigest> before{};   ///< of the machines behind its units
  std::optional<MachinesDigest> counted{};  ///< of those that count now, once it was counted
};

struct NightBook {
  std::vector<Account> accounts{};
  std::vector<NightService> services{};   ///< by contract, each contract's in its order
  std::vector<ServiceSync> unreadable{};  ///< a row for each contract that can't be read
};

ServiceSync failed_row(const ServiceKey& key, const AccountId& account, const std::string& name,
                       const Error& error);

/// `not_found` when the one service that is asked for derives no units today.
Result<NightBook> load_night(const Desk& desk, Date today, const NightlyOptions& options);

/// Which service counted each machine, as of the day before, so that a night that goes on after a
/// crash tells the same. Machines of two RMMs are two, whatever their ids. Of a service whose
/// machines did not change it is the census that says so; the rows of the others are read. A
/// contract that can't be read fails.
Result<std::map<RmmId, CountedBefore>> counted_before(const Desk& desk, Date today,
                                                      const RmmReadings& readings,
                                                      std::vector<NightService>& services,
                                                      std::size_t contracts_per_group);

}  // namespace billbyagent::app
