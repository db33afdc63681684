#include <algorithm>
#include <iterator>
#include <span>
#include <utility>

#include "billbyagent/app/notices.hpp"

namespace billbyagent {
namespace {

/// The notices of one run, of which those that were not told are given back at the end.
class Round {
 public:
  explicit Round(const Desk& desk) : desk_(desk) {}
  Round(const Round&) = delete;
  Round& operator=(const Round&) = delete;
  /// Best effort: a claim that stays ends by itself.
  ~Round() {
    if (!waiting().empty())
      (void)written([&](Transaction& writing) { return writing.give_back(ids()); });
  }

  Result<std::size_t> claim(std::size_t limit) {
    std::size_t elsewhere = 0;
    auto done = written([&](Transaction& writing) -> Result<void> {
      claimed_at_ = desk_.clock.now();
      auto claimed = writing.claim_notices(limit, claimed_at_, notice_claim_lasts);
      if (!claimed) return claimed.error();
      notices_ = std::move(claimed->ours);
      elsewhere = claimed->elsewhere;
      return {};
    });
    if (!done) return done.error();
    return elsewhere;
  }

  std::span<const PendingNotice> waiting() const { return std::span{notices_}.subspan(next_); }
  const Notice& next() const { return notices_[next_].notice; }

  Result<void> mark(const Result<void>& delivered) {
    const Instant now = desk_.clock.now();
    const NoticeId id = next().id;
    auto marked = written([&](Transaction& writing) -> Result<void> {
      auto done = delivered ? writing.mark_delivered(id, now)
                            : writing.mark_failed(id, to_string(delivered.error()), now);
      if (!done || !is_half_over(now)) return done;
      claimed_at_ = now;
      return writing.renew_claims(ids(), now);
    });
    if (marked) ++next_;
    return marked;
  }

 private:
  bool is_half_over(Instant now) const {
    const std::chrono::milliseconds half = notice_claim_lasts / 2;
    return now.ms < claimed_at_.ms || now.ms - claimed_at_.ms >= half.count();
  }
  std::vector<NoticeId> ids() const {
    std::vector<NoticeId> ids;
    std::ranges::transform(waiting(), std::back_inserter(ids),
                           [](const PendingNotice& entry) { return entry.notice.id; });
    return ids;
  }
  template <class Work>
  Result<void> written(Work work) {
    auto writing = desk_.begin(Access::write);
    if (!writing) return writing.error();
    if (auto done = work(**writing); !done) return done;
    return (*writing)->commit();
  }

  const Desk& desk_;
  std::vector<PendingNotice> notices_{};
  std::size_t next_ = 0;
  Instant claimed_at_{};
};

bool no_answer(const Error& error) {
  return error.code == Errc::timed_out || error.code == Errc::unreachable;
}

}  // namespace

Result<DeliveryReport> deliver_notices(const Desk& desk, Notifier& notifier, std::size_t limit) {
  Round round{desk};
  auto elsewhere = round.claim(limit);
  if (!elsewhere) return elsewhere.error();
  DeliveryReport report;
  report.elsewhere = *elsewhere;
  bool answered = true;
  while (!round.waiting().empty() && !report.stopped) {
    if (desk.cancelled()) {
      report.stopped = Error{Errc::cancelled, "notices"};
      break;
    }
    // No transaction is open while a receiver takes its time.
    const auto delivered = notifier.deliver(desk.tenant, round.next());
    if (!delivered && delivered.error().code == Errc::cancelled) {
      report.stopped = delivered.error();
      break;
    }
    if (auto marked = round.mark(delivered); !marked) return marked.error();
    if (delivered) {
      ++report.delivered;
      answered = true;
      continue;
    }
    ++report.failed;
    if (!report.first_failure) report.first_failure = delivered.error();
    const bool silent = no_answer(delivered.error());
    if (silent && !answered && !round.waiting().empty()) report.stopped = delivered.error();
    answered = !silent;
  }
  report.left = round.waiting().size();
  return report;
}

}  // namespace billbyagent
