#pragma once

/// Delivers notices. Called from the outbox, at least once for each notice: a receiver tells
/// repeats by the notice's id. Threads: `at_once` calls at a time per instance, each on a thread of
/// its own when that is more than one.

#include <chrono>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "billbyagent/base/result.hpp"
#include "billbyagent/domain/notice.hpp"

namespace billbyagent {

class Notifier {
 public:
  virtual ~Notifier() = default;
  Notifier(const Notifier&) = delete;
  Notifier& operator=(const Notifier&) = delete;

  virtual std::string name() const = 0;
  /// Success means that the receiver has it for good. An error (`notice_failed`, `timed_out` ...)
  /// leaves it in the outbox for the next delivery.
  virtual Result<void> deliver(const TenantId& tenant, const Notice& notice) = 0;
  /// How many notices may be under way together, so that one receiver's silence is waited for once.
  virtual std::size_t at_once() const noexcept { return 1; }
  /// Whether the notices of one run may share messages: they are delivered by `deliver_together`
  /// then.
  virtual bool takes_together() const noexcept { return false; }
  /// What became of each, in their order; nothing: it waits for a message that was not begun,
  /// because `time` was over. The first message is always begun.
  virtual std::vector<std::optional<Result<void>>> deliver_together(const TenantId& tenant,
                                                                    std::span<const Notice> notices,
                                                                    std::chrono::milliseconds time);

 protected:
  Notifier() = default;
};

/// One message; the others wait for the next call.
inline std::vector<std::optional<Result<void>>> Notifier::deliver_together(
    const TenantId& tenant, std::span<const Notice> notices, std::chrono::milliseconds) {
  std::vector<std::optional<Result<void>>> outcomes(notices.size());
  if (!notices.empty()) outcomes.front() = deliver(tenant, notices.front());
  return outcomes;
}

}  // namespace billbyagent
