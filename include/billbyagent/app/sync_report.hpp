#pragma once

/// What a night found and did, service by service. Threads: plain values.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "billbyagent/app/judged_machine.hpp"
#include "billbyagent/app/rmm_outcome.hpp"
#include "billbyagent/base/names.hpp"
#include "billbyagent/domain/evidence.hpp"
#include "billbyagent/domain/line_item.hpp"

namespace billbyagent {

enum class SyncStatus : std::uint8_t {
  unchanged,
  machines_changed,  ///< as many units, but other machines, or machines in their grace days
  first_count,       ///< counted for the first time, from the service's effective date on
  changed,
  held,       ///< not believed; the units stay until a person confirms
  proposed,   ///< the contract has changes proposed; the units stay until a person confirms
  rejected,   ///< still the count that a person rejected; the units stay
  observed,   ///< another count or other machines, but the contract is only observed
  failed,     ///< no count; the units stay, `error` says why
  overtaken,  ///< another reading began later and is whole: its count holds, not this one
};
template <>
inline constexpr NameTable<10> names_of<SyncStatus>{
    "unchanged", "machines_changed", "first_count", "changed", "held",
    "proposed",  "rejected",         "observed",    "failed",  "overtaken"};

struct ServiceSync {
  ServiceKey key{};
  AccountId account{};
  std::string service_name{};
  SyncStatus status = SyncStatus::failed;
  std::optional<Units> before{};   ///< nothing: never counted
  std::optional<Units> counted{};  ///< the units by this night's count; nothing: no count
  std::vector<MachineEvent> machines{};
  /// The machines of the scope that do not count by its rules, or count by grace days alone, with
  /// the reason, by agent id; with `NightlyOptions::all_machines` all machines of its organization
  /// or group.
  std::vector<JudgedMachine> judged{};
  std::string held_why{};     ///< what the guard says against the count
  std::int32_t proposal = 0;  ///< the number of the open proposal; 0: none is open
  std::optional<Error> error{};
};

struct SyncReport {
  Date day;
  std::string zone{};
  Instant started{};
  Instant ended{};
  bool dry_run = false;
  std::size_t agents = 0;               ///< in the scans of all RMMs
  std::vector<RmmOutcome> rmms{};       ///< how reading each one went, by name
  std::optional<Error> scan_error{};    ///< no RMM could be read: what the first one said
  std::vector<ServiceSync> services{};  ///< every derived service in force, by contract and service
  /// The store failed before the end: what is told here stands, the next run does the rest.
  std::optional<Error> stopped{};

  /// The RMMs that could not be read; their services keep their units.
  std::size_t rmms_failed() const noexcept { return count_failed(rmms); }
  std::size_t count(SyncStatus status) const noexcept {
    std::size_t matching = 0;
    for (const auto& service : services)
      if (service.status == status) ++matching;
    return matching;
  }
  /// Machines of no class, each once, however many services for a class would bill it: none does
  /// until a person says what it is. By agent id.
  std::vector<Machine> unclassified() const;
};

/// `12 services: 3 changed, 1 held, 0 failed ...`, for people and for the record of the run.
std::string summary(const SyncReport& report);

}  // namespace billbyagent
