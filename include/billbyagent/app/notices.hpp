#pragma once

/// The texts of notices, and their delivery from the outbox.

#include <optional>
#include <string>
#include <vector>

#include "billbyagent/ports/clock.hpp"
#include "billbyagent/ports/notifier.hpp"
#include "billbyagent/ports/store.hpp"

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
std::optional<Notice> drop_held_notice(const Contract& contract, const Service& service,
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
Result<DeliveryReport> deliver_notices(Store& store, const Clock& clock, const TenantId& tenant,
                                       Notifier& notifier, std::size_t limit);

namespace detail {

inline std::string text_of(const MachineEvent& event) {
  std::string text = std::string{"  "} + sign_of(event.move) + " " + event.name + " (" +
                     event.agent.text() + ") " + std::string{to_string(event.move)};
  if (!event.detail.empty()) text += ": " + event.detail;
  return text;
}

inline Notice notice_for(const Contract& contract, NoticeKind kind, Instant now) {
  return Notice{.id = {},
                .kind = kind,
                .contract = contract.id(),
                .account = contract.terms().account,
                .recipients = contract.terms().recipients,
                .subject = {},
                .body = {},
                .created = now};
}

}  // namespace detail

inline std::optional<Notice> units_changed_notice(const Contract& contract,
                                                  const std::vector<ToldChange>& changes,
                                                  Instant now) {
  if (changes.empty() || contract.terms().recipients.empty()) return std::nullopt;
  Notice notice = detail::notice_for(contract, NoticeKind::units_changed, now);
  const auto& first = changes.front();
  notice.id = NoticeId{"units_changed/" + detail::escaped_key_part(contract.id().text()) + "/" +
                       detail::escaped_key_part(first.service.text()) + "/" +
                       std::to_string(first.change.sequence)};
  notice.subject = "Units changed: contract " + contract.id().text() + ", " + contract.terms().name;
  for (const auto& told : changes) {
    notice.body +=
        told.service_name + " (" + told.service.text() +
        "): " + (told.before ? std::to_string(*told.before) : std::string{"not counted"}) + " -> " +
        std::to_string(told.change.units) + " units from " + to_string(told.change.effective) +
        ", " + std::string{to_string(told.change.reason)} + "\n";
    for (const auto& event : told.machines) notice.body += detail::text_of(event) + "\n";
  }
  return notice;
}

inline std::optional<Notice> drop_held_notice(const Contract& contract, const Service& service,
                                              const HeldReading& reading) {
  if (contract.terms().recipients.empty()) return std::nullopt;
  Notice notice = detail::notice_for(contract, NoticeKind::drop_held, reading.recorded);
  notice.id = NoticeId{"drop_held/" + detail::escaped_key_part(contract.id().text()) + "/" +
                       detail::escaped_key_part(service.id().text()) + "/" +
                       to_string(reading.effective) + "/" + std::to_string(reading.units)};
  notice.subject =
      "Count held back: contract " + contract.id().text() + ", " + contract.terms().name;
  notice.body = service.terms().name + " (" + service.id().text() + "): " + reading.why +
                ". The units stay as they are until someone confirms the count.\n";
  for (const auto& event : reading.machines) notice.body += detail::text_of(event) + "\n";
  return notice;
}

inline std::optional<Notice> change_proposed_notice(const Contract& contract,
                                                    const Service& service,
                                                    std::optional<Units> before,
                                                    const std::vector<HeldReading>& readings) {
  if (contract.terms().recipients.empty() || readings.empty()) return std::nullopt;
  const HeldReading& newest = readings.back();
  const std::string number = std::to_string(newest.proposal);
  Notice notice = detail::notice_for(contract, NoticeKind::change_proposed, newest.recorded);
  notice.id = NoticeId{"change_proposed/" + detail::escaped_key_part(contract.id().text()) + "/" +
                       detail::escaped_key_part(service.id().text()) + "/" + number};
  notice.subject =
      "Units proposed: contract " + contract.id().text() + ", " + contract.terms().name;
  notice.body = service.terms().name + " (" + service.id().text() + "): proposal " + number +
                ". The units stay as they are until someone confirms or rejects it.\n";
  for (const auto& reading : readings) {
    notice.body += (before ? std::to_string(*before) : std::string{"not counted"}) + " -> " +
                   std::to_string(reading.units) + " units from " + to_string(reading.effective) +
                   "\n";
    for (const auto& event : reading.machines) notice.body += detail::text_of(event) + "\n";
    before = reading.units;
  }
  return notice;
}

inline Result<DeliveryReport> deliver_notices(Store& store, const Clock& clock,
                                              const TenantId& tenant, Notifier& notifier,
                                              std::size_t limit) {
  std::vector<PendingNotice> pending;
  {
    auto reading = store.begin(tenant, Access::read);
    if (!reading) return reading.error();
    auto listed = (*reading)->pending_notices(limit);
    if (!listed) return listed.error();
    pending = *std::move(listed);
  }
  DeliveryReport report;
  for (const auto& entry : pending) {
    // No transaction is open while a receiver takes its time.
    const auto delivered = notifier.deliver(tenant, entry.notice);
    auto writing = store.begin(tenant, Access::write);
    if (!writing) return writing.error();
    auto marked = delivered ? (*writing)->mark_delivered(entry.notice.id, clock.now())
                            : (*writing)->mark_failed(entry.notice.id, to_string(delivered.error()),
                                                      clock.now());
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
