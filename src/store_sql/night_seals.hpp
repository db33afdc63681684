#pragma once

/// The seals of what nights leave: the machines behind units and how they came and went, counts
/// that wait, readings of the RMMs, and runs.

#include <cstddef>
#include <vector>

#include "store_sql/seals.hpp"

namespace billbyagent::sql {

// Compare what was loaded into the group.
Result<void> check_events(Group& group);
Result<void> check_machines(Group& group);
/// Whoever has the digest of a count need not read the machines: it has to be theirs.
Result<void> check_digests(Group& group);

Result<void> seal_machines(const Tables& tables, const ServiceKey& key,
                           const MachinesDigest& machines);

/// As it stands, whether it ended or not.
Chain seal_of_held(const HeldReading& reading, const std::optional<HeldEnding>& ending);
enum class HeldRows : std::uint8_t { open, ended };
/// All of the group that are open, or all that ended.
Result<void> check_held(Group& group, const std::vector<HeldRow>& found, HeldRows rows);
/// Of the open readings of a service, which end now.
Result<void> seal_ending(const Tables& tables, const ServiceKey& key, const HeldEnding& ending);

/// The newest ones, at most `limit`.
Result<void> check_readings(const Tables& tables, const std::vector<ReadingRecord>& found,
                            std::int64_t limit);
Result<void> seal_readings(const Tables& tables,
                           const std::map<std::int64_t, ReadingRecord>& readings);

/// The newest ones, at most `limit`, and whether all that were sealed are there.
Result<void> check_newest_runs(const Tables& tables, const std::vector<RunRecord>& found,
                               std::int64_t limit);
/// All that there are of `asked`.
Result<void> check_runs(const Tables& tables, const std::vector<RunId>& asked,
                        const std::vector<RunRecord>& found);
Result<void> seal_runs(const Tables& tables, const std::vector<RunRecord>& runs);

}  // namespace billbyagent::sql
