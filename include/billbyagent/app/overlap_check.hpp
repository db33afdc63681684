#pragma once

/// Whether two services could bill the same machine, as far as that shows without counting.
/// Threads: pure functions.

#include <map>
#include <vector>

#include "billbyagent/domain/contract.hpp"

namespace billbyagent {

/// Whether no machine can ever be in both scopes at once: different RMMs (their ids have nothing to
/// do with each other), different organizations, machine lists without a common machine, different
/// ones of the same machine classes, machine groups of which neither holds the other. Without the
/// RMM's `groups` different groups are taken for separate ones. Views, operating systems and states
/// prove nothing: what they hold changes.
bool provably_disjoint(const AgentScope& a, const AgentScope& b, const GroupTree* groups);

/// The machine groups of each RMM that was asked for them.
using GroupTrees = std::map<RmmId, GroupTree>;

/// Two services whose scopes are not provably disjoint on days that both are in force.
struct ScopeOverlap {
  ServiceKey first{};
  ServiceKey second{};
};

/// Among the services of these contracts, which belong to this account. By place in the list;
/// contracts that are not active and services with manual units are left out.
std::vector<ScopeOverlap> possible_overlaps(const std::vector<Contract>& contracts,
                                            const Account& account, const GroupTrees& groups);

}  // namespace billbyagent
