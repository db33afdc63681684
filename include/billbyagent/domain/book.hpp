#pragma once

/// A book of accounts and contracts, as it is imported. Threads: plain values.

#include <map>
#include <set>
#include <string>
#include <vector>

#include "billbyagent/domain/contract.hpp"

namespace billbyagent {

/// Units that a person counted, for a service with manual units. Taken only while the service has
/// none: later changes are decisions of their own (app/record_units.hpp).
struct FirstUnits {
  ServiceKey key{};
  Units units = 0;
};

/// The keys that a document names: what it does not name stays as it is saved. A key within an
/// object or a list is a path: `services/backup/quantity/minimum`,
/// `services/backup/prices[0]/unit_cost`; `/` and `%` inside an id are written `%2F` and `%25`.
using NamedKeys = std::set<std::string>;

struct Book {
  std::vector<Account> accounts{};
  std::vector<Contract> contracts{};
  std::vector<FirstUnits> first_units{};
  /// Of what was read from a document; of all else everything is named.
  std::map<AccountId, NamedKeys> named_of_accounts{};
  std::map<ContractId, NamedKeys> named_of_contracts{};
};

}  // namespace billbyagent
