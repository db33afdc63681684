#include "billbyagent/app/notices.hpp"

#include <algorithm>
#include <utility>

namespace billbyagent {

namespace {

std::string lines_of(const std::vector<MachineEvent>& events) {
  std::string text;
  for (const auto& event : events) text += "  " + text_of(event, " ", ": ") + "\n";
  return text;
}

/// A line break in a name or an address would begin another header of a mail.
std::string one_line(std::string text) {
  for (char& c : text)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = ' ';
  return text;
}

std::vector<std::string> one_line_each(std::vector<std::string> texts) {
  for (auto& text : texts) text = one_line(std::move(text));
  return texts;
}

/// Whom it is for and what things are called is as on the later of the day it tells of and that of
/// writing: who left does not hear of what became known afterwards.
Date day_of(Date told, Instant now) {
  const auto written = Date::from_epoch_days(now.ms / day_ms);
  return written ? std::max(told, *written) : told;
}

Notice notice_for(const Contract& contract, NoticeKind kind, Date day, std::string subject,
                  Instant now) {
  return Notice{.id = {},
                .kind = kind,
                .contract = contract.id(),
                .account = contract.account_on(day),
                .recipients = one_line_each(contract.recipients_on(day)),
                .subject = std::move(subject) + ": contract " + contract.id().text() + ", " +
                           one_line(contract.name_on(day)),
                .body = {},
                .created = now};
}

}  // namespace

std::optional<Notice> units_changed_notice(const Contract& contract,
                                           const std::vector<ToldChange>& changes, Instant now) {
  if (changes.empty()) return std::nullopt;
  const Date day = day_of(changes.front().change.effective, now);
  if (contract.recipients_on(day).empty()) return std::nullopt;
  Notice notice = notice_for(contract, NoticeKind::units_changed, day, "Units changed", now);
  const auto& first = changes.front();
  notice.id = NoticeId{"units_changed/" + detail::escaped_key_part(contract.id().text()) + "/" +
                       detail::escaped_key_part(first.service.text()) + "/" +
                       std::to_string(first.change.sequence)};
  for (const auto& told : changes) {
    notice.body +=
        told.service_name + " (" + told.service.text() +
        "): " + (told.before ? std::to_string(*told.before) : std::string{"not counted"}) + " -> " +
        std::to_string(told.change.units) + " units from " + to_string(told.change.effective) +
        ", " + std::string{to_string(told.change.reason)} + "\n";
    notice.body += lines_of(told.machines);
  }
  return notice;
}

namespace {

NoticeKind kind_of(HeldCause cause) {
  if (cause == HeldCause::rise) return NoticeKind::rise_held;
  return cause == HeldCause::first_zero ? NoticeKind::first_zero_held : NoticeKind::drop_held;
}

}  // namespace

std::optional<Notice> count_held_notice(const Contract& contract, const Service& service,
                                        const HeldReading& reading) {
  const Date day = day_of(reading.effective, reading.recorded);
  if (contract.recipients_on(day).empty()) return std::nullopt;
  const NoticeKind kind = kind_of(reading.cause);
  Notice notice = notice_for(contract, kind, day, "Count held back", reading.recorded);
  notice.id =
      NoticeId{std::string{to_string(kind)} + "/" + detail::escaped_key_part(contract.id().text()) +
               "/" + detail::escaped_key_part(service.id().text()) + "/" +
               to_string(reading.effective) + "/" + std::to_string(reading.units)};
  notice.body = service.name_on(day) + " (" + service.id().text() + "): " + reading.why +
                ". The units stay as they are until someone confirms the count.\n";
  notice.body += lines_of(reading.machines);
  return notice;
}

std::optional<Notice> change_proposed_notice(const Contract& contract, const Service& service,
                                             std::optional<Units> before,
                                             const std::vector<HeldReading>& readings) {
  if (readings.empty()) return std::nullopt;
  const HeldReading& newest = readings.back();
  const Date day = day_of(newest.effective, newest.recorded);
  if (contract.recipients_on(day).empty()) return std::nullopt;
  const std::string number = std::to_string(newest.proposal);
  Notice notice =
      notice_for(contract, NoticeKind::change_proposed, day, "Units proposed", newest.recorded);
  notice.id = NoticeId{"change_proposed/" + detail::escaped_key_part(contract.id().text()) + "/" +
                       detail::escaped_key_part(service.id().text()) + "/" + number};
  notice.body = service.name_on(day) + " (" + service.id().text() + "): proposal " + number +
                ". The units stay as they are until someone confirms or rejects it.\n";
  for (const auto& reading : readings) {
    notice.body += (before ? std::to_string(*before) : std::string{"not counted"}) + " -> " +
                   std::to_string(reading.units) + " units from " + to_string(reading.effective) +
                   "\n";
    notice.body += lines_of(reading.machines);
    before = reading.units;
  }
  return notice;
}

}  // namespace billbyagent
