#pragma once

/// Accounts from one id on up to another, so that several can share the work on a book. What
/// settles each other stays together: the contracts of an account, and the accounts that a contract
/// moved between, which are where the first of them is. Threads: plain values.

#include <cstddef>
#include <vector>

#include "billbyagent/app/desk.hpp"

namespace billbyagent {

struct AccountRange {
  AccountId from{};  ///< the first one; empty: from the first of all on
  AccountId to{};    ///< the one behind the last; empty: to the last of all

  bool contains(const AccountId& id) const { return !(id < from) && (to.empty() || id < to); }
  /// What can't be read has no account, and belongs to the first range.
  bool contains_unknown() const { return from.empty(); }
  friend bool operator==(const AccountRange&, const AccountRange&) = default;
};

/// Ranges that hold every account once, those to come too, with about so many contracts each, at
/// least one range. Errors: what the store says.
Result<std::vector<AccountRange>> account_ranges(const Desk& desk, std::size_t contracts_each);

}  // namespace billbyagent
