#pragma once

/// What accounts and contracts are called by now, for reports for people: the id where there is no
/// name.

#include <map>
#include <string>
#include <vector>

#include "billbyagent/app/desk.hpp"

namespace billbyagent::cli {

class Names {
 public:
  /// Of all accounts and these contracts. What can't be read has its id: a report does not hang on
  /// its names.
  static Names read(const Desk& desk, const std::vector<ContractId>& contracts = {});

  std::string of(const AccountId& account) const;
  std::string of(const ContractId& contract) const;
  /// One of those that were asked for; null when it could not be read.
  const Contract* find(const ContractId& contract) const;

 private:
  std::map<AccountId, std::string> accounts_{};
  std::map<ContractId, Contract> contracts_{};
  Date today_{1970, 1, 1};
};

}  // namespace billbyagent::cli
