#pragma once

/// The texts of notices, and their delivery from the outbox. Threads: all on the calling one, but
/// for what a notifier delivers at once; one delivery at a time per notifier.

#include <chrono>
#include <cstddef>
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

/// How long a notice that is being delivered is nobody else's. After that the other is taken for
/// dead, and the notice is delivered again with the same id.
inline constexpr std::chrono::minutes notice_claim_lasts{10};

/// How long a run that others wait for begins further messages: the rest is left to the next one.
inline constexpr std::chrono::minutes delivery_lasts{5};

struct DeliveryReport {
  std::size_t delivered = 0;
  std::size_t failed = 0;
  std::optional<Error> first_failure{};
  std::size_t left = 0;  ///< not tried, because of `stopped`
  /// `cancelled`, `timed_out` when there was no more time, or what came twice running: `timed_out`
  /// or `unreachable`.
  std::optional<Error> stopped{};
  std::size_t elsewhere = 0;  ///< that another run is delivering now

  std::size_t considered() const noexcept { return delivered + failed + left + elsewhere; }
};

/// Delivers what is in the outbox, at most `limit` notices, oldest first. They are claimed before,
/// so that of several runs at once only one tells each, and marked after. A crash in between
/// delivers again, with the same id, once the claim has ended. A receiver that does not answer
/// twice running is not asked again in this run, and after `lasts` no further message is begun. As
/// many as the notifier takes at once are under
/// way together; the clock, the observer and the store are asked on the calling thread alone.
Result<DeliveryReport> deliver_notices(
    const Desk& desk, Notifier& notifier, std::size_t limit,
    std::chrono::milliseconds lasts = std::chrono::milliseconds::max());

}  // namespace billbyagent
