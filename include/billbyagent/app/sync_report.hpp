#pragma once

/// What a night found and did, service by service. Plain values.

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "billbyagent/domain/evidence.hpp"
#include "billbyagent/ports/store.hpp"

namespace billbyagent {

enum class SyncStatus : std::uint8_t {
  unchanged,
  machines_changed,  ///< as many units, but other machines, or machines in their grace days
  first_count,       ///< counted for the first time, from the service's effective date on
  changed,
  held,    ///< not believed; the units stay until a person confirms
  failed,  ///< no count; the units stay, `error` says why
};

constexpr std::string_view to_string(SyncStatus status) noexcept {
  switch (status) {
    case SyncStatus::unchanged:
      return "unchanged";
    case SyncStatus::machines_changed:
      return "machines_changed";
    case SyncStatus::first_count:
      return "first_count";
    case SyncStatus::changed:
      return "changed";
    case SyncStatus::held:
      return "held";
    case SyncStatus::failed:
      return "failed";
  }
  return "unknown";
}

struct ServiceSync {
  ServiceKey key{};
  AccountId account{};
  std::string service_name{};
  SyncStatus status = SyncStatus::failed;
  std::optional<Units> before{};   ///< nothing: never counted
  std::optional<Units> counted{};  ///< the units by this night's count; nothing: no count
  std::vector<MachineEvent> machines{};
  /// Machines that the service would count if they were of one of the contract's classes. They are
  /// billed by nobody until a person says what they are.
  std::vector<Machine> unclassified{};
  std::string held_why{};
  std::optional<Error> error{};
};

struct SyncReport {
  Date day;
  std::string zone{};
  Instant started{};
  Instant ended{};
  bool dry_run = false;
  std::size_t agents = 0;               ///< in the scan
  std::optional<Error> scan_error{};    ///< the RMM as a whole could not be read
  std::vector<ServiceSync> services{};  ///< every derived service in force, by contract and service

  std::size_t count(SyncStatus status) const noexcept {
    std::size_t matching = 0;
    for (const auto& service : services)
      if (service.status == status) ++matching;
    return matching;
  }
  /// Machines of no class, each once, however many services would count it.
  std::size_t unclassified() const {
    std::set<AgentId> machines;
    for (const auto& service : services)
      for (const auto& machine : service.unclassified) machines.insert(machine.agent);
    return machines.size();
  }
};

/// `12 services: 3 changed, 1 held, 0 failed ...`, for people and for the record of the run.
inline std::string summary(const SyncReport& report) {
  std::string text = std::to_string(report.services.size()) + " services, " +
                     std::to_string(report.agents) + " agents";
  for (const auto status :
       {SyncStatus::first_count, SyncStatus::changed, SyncStatus::machines_changed,
        SyncStatus::unchanged, SyncStatus::held, SyncStatus::failed})
    text += ", " + std::to_string(report.count(status)) + " " + std::string{to_string(status)};
  if (const auto machines = report.unclassified(); machines > 0)
    text += ", " + std::to_string(machines) + " machines of no class";
  return text;
}

}  // namespace billbyagent
