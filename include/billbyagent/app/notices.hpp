#pragma once

/// The texts of notices, and their delivery from the outbox. Threads: all on the calling one; one
/// delivery at a time per notifier.

#include <optional>
#include <string>
#include <vector>

#include "billbyagent/app/desk.hpp"
#include "billbyagent/ports/notifier.hpp"

namespace billbyagent {

/// A change of one service, as a notice tells it.
struct ToldChange {
  ServiceId service{};
  std::string service_name{};
  std::optional<Units> before{};
  UnitChange change;
  std::vector<MachineEvent> machines{};
};

/// The notice about the changed units of a contract, or nothing when nobody is to be told. Its id
/// comes from the first change, which no other notice tells of.
std::optional<Notice> units_changed_notice(const Contract& contract,
                                           const std::vector<ToldChange>& changes, Instant now);

/// The notice that a count is held back until a person confirms it.
std::optional<Notice> count_held_notice(const Contract& contract, const Service& service,
                                        const HeldReading& reading);

/// The notice that a changed count waits for a person: the whole proposal, `readings`, of which the
/// last one is new. `before`: the units that hold; nothing when never counted.
std::optional<Notice> change_proposed_notice(const Contract& contract, const Service& service,
                                             std::optional<Units> before,
                                             const std::vector<HeldReading>& readings);

struct DeliveryReport {
  std::size_t delivered = 0;
  std::size_t failed = 0;
  std::optional<Error> first_failure{};
};

/// Delivers what is in the outbox, at most `limit` notices, oldest first. Each is marked after its
/// delivery; a crash in between delivers it again with the same id.
Result<DeliveryReport> deliver_notices(const Desk& desk, Notifier& notifier, std::size_t limit);

}  // namespace billbyagent
