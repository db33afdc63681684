// Notices.

#include "billbyagent/app/notices.hpp"

#include <array>

#include "bba/records.h"
#include "handles.hpp"
#include "rmm.hpp"
#include "structs.hpp"

using namespace billbyagent;
using namespace billbyagent::capi;

struct bba_notices {
  struct Entry {
    PendingNotice pending;
    std::vector<const char*> recipients;
  };
  std::vector<Entry> entries;
};

template <>
inline constexpr std::uint32_t billbyagent::capi::first_size<bba_delivery> = offsetof(bba_delivery,
                                                                                      left);

namespace {

static_assert(static_cast<int>(NoticeKind::units_changed) == BBA_NOTICE_UNITS_CHANGED &&
              static_cast<int>(NoticeKind::drop_held) == BBA_NOTICE_DROP_HELD &&
              static_cast<int>(NoticeKind::change_proposed) == BBA_NOTICE_CHANGE_PROPOSED &&
              static_cast<int>(NoticeKind::rise_held) == BBA_NOTICE_RISE_HELD &&
              static_cast<int>(NoticeKind::first_zero_held) == BBA_NOTICE_FIRST_ZERO_HELD);

std::vector<const char*> recipients_of(const Notice& notice) {
  std::vector<const char*> recipients;
  for (const auto& recipient : notice.recipients) recipients.push_back(recipient.c_str());
  return recipients;
}

void fill(bba_notice& out, const Notice& notice, const std::vector<const char*>& recipients) {
  out.kind = code_of(notice.kind, NoticeKind::first_zero_held);
  out.id = notice.id.text().c_str();
  out.contract = notice.contract.text().c_str();
  out.account = notice.account.text().c_str();
  out.subject = notice.subject.c_str();
  out.body = notice.body.c_str();
  out.recipients = recipients.data();
  out.recipients_count = recipients.size();
  out.created = notice.created.ms;
}

/// A host's function as a notifier.
class HostNotifier final : public Notifier {
 public:
  HostNotifier(bba_deliver host, void* payload) : deliver_(host), payload_(payload) {}

  std::string name() const override { return "host"; }

  Result<void> deliver(const TenantId& tenant, const Notice& notice) override {
    const auto recipients = recipients_of(notice);
    bba_notice given = BBA_NOTICE_INIT;
    fill(given, notice, recipients);
    std::array<char, 512> reason{};
    const bba_status status =
        deliver_(tenant.text().c_str(), &given, reason.data(), reason.size(), payload_);
    reason.back() = '\0';
    if (status == BBA_OK) return {};
    return Error{errc_of(status).value_or(Errc::notice_failed), reason.data()};
  }

 private:
  bba_deliver deliver_;
  void* payload_;
};

/// Marks one notice in a transaction of its own.
template <class Mark>
void mark(bba_desk* desk, const char* id, Mark how) {
  const bba_desk& at = required(desk, "desk");
  const auto notice = required_id<NoticeId>(id, "id");
  auto transaction = at.desk().begin(Access::write).value();
  how(*transaction, notice, at.clock->now()).value();
  transaction->commit().value();
}

}  // namespace

bba_status bba_notices_pending(bba_notices** out, bba_desk* desk, size_t limit, bba_error** error) {
  return give_handle(error, out, [&] {
    auto notices = std::make_unique<bba_notices>();
    for (auto& pending : reading(desk)->pending_notices(limit).value())
      notices->entries.push_back({std::move(pending), {}});
    for (auto& entry : notices->entries) entry.recipients = recipients_of(entry.pending.notice);
    return notices;
  });
}

size_t bba_notices_count(const bba_notices* notices) {
  return notices ? notices->entries.size() : 0;
}

bba_status bba_notices_get(bba_notice* out, const bba_notices* notices, size_t index,
                           bba_error** error) {
  return give_struct(error, out, bba_notice BBA_NOTICE_INIT, [&](bba_notice& made) {
    const auto& entry = item_of(required(notices, "notices").entries, index, "notice");
    fill(made, entry.pending.notice, entry.recipients);
    made.attempts = entry.pending.attempts;
  });
}

void bba_notices_free(bba_notices** notices) { free_handle(notices); }

bba_status bba_notice_delivered(bba_desk* desk, const char* id, bba_error** error) {
  return guard(error, [&] {
    mark(desk, id, [](Transaction& transaction, const NoticeId& notice, Instant now) {
      return transaction.mark_delivered(notice, now);
    });
  });
}

bba_status bba_notice_failed(bba_desk* desk, const char* id, const char* why, bba_error** error) {
  return guard(error, [&] {
    const std::string reason = text_or(why, "", "why");
    mark(desk, id, [&](Transaction& transaction, const NoticeId& notice, Instant now) {
      return transaction.mark_failed(notice, reason, now);
    });
  });
}

bba_status bba_notices_deliver(bba_delivery* out, bba_desk* desk, size_t limit, bba_deliver deliver,
                               void* payload, bba_error** error) {
  return guard(error, [&] {
    const bba_desk& at = required(desk, "desk");
    if (!deliver) refuse(Errc::invalid_argument, "deliver is NULL");
    if (out) (void)size_of_struct(out, "out", first_size<bba_delivery>);
    HostNotifier notifier{deliver, payload};
    const auto report = deliver_notices(at.desk(), notifier, limit, delivery_lasts).value();
    if (!out) return;
    bba_delivery sums = BBA_DELIVERY_INIT;
    sums.delivered = report.delivered;
    sums.failed = report.failed;
    sums.left = report.left;
    sums.elsewhere = report.elsewhere;
    write_struct(out, sums);
  });
}
