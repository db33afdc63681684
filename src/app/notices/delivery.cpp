#include "billbyagent/app/notices.hpp"

#include <utility>

namespace billbyagent {

Result<DeliveryReport> deliver_notices(const Desk& desk, Notifier& notifier, std::size_t limit) {
  std::vector<PendingNotice> pending;
  {
    auto reading = desk.begin(Access::read);
    if (!reading) return reading.error();
    auto listed = (*reading)->pending_notices(limit);
    if (!listed) return listed.error();
    pending = *std::move(listed);
  }
  DeliveryReport report;
  for (const auto& entry : pending) {
    // No transaction is open while a receiver takes its time.
    const auto delivered = notifier.deliver(desk.tenant, entry.notice);
    auto writing = desk.begin(Access::write);
    if (!writing) return writing.error();
    auto marked = delivered ? (*writing)->mark_delivered(entry.notice.id, desk.clock.now())
                            : (*writing)->mark_failed(entry.notice.id, to_string(delivered.error()),
                                                      desk.clock.now());
    if (!marked) return marked.error();
    if (auto committed = (*writing)->commit(); !committed) return committed.error();
    if (delivered) {
      ++report.delivered;
    } else {
      ++report.failed;
      if (!report.first_failure) report.first_failure = delivered.error();
    }
  }
  return report;
}

}  // namespace billbyagent
