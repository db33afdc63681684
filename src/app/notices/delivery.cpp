#include <algorithm>
#include <future>
#include <iterator>
#include <optional>
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

  /// Those that were written at the moment of the next one, by one run, which are next now.
  std::vector<Notice> of_one_run() {
    const auto next = notices_.begin() + static_cast<std::ptrdiff_t>(next_);
    const Instant written = next->notice.created;
    const auto end = std::stable_partition(next, notices_.end(), [&](const PendingNotice& entry) {
      return entry.notice.created == written;
    });
    std::vector<Notice> notices;
    std::transform(next, end, std::back_inserter(notices),
                   [](const PendingNotice& entry) { return entry.notice; });
    return notices;
  }
  /// The next one that waits goes on waiting, behind the others.
  void pass_over() {
    const auto next = notices_.begin() + static_cast<std::ptrdiff_t>(next_);
    std::rotate(next, next + 1, notices_.end());
  }
  /// Goes on holding those that wait, in time.
  Result<void> keep() {
    const Instant now = desk_.clock.now();
    if (!is_half_over(now)) return {};
    return written([&](Transaction& writing) -> Result<void> {
      claimed_at_ = now;
      return writing.renew_claims(ids(), now);
    });
  }
  /// The next one that waits.
  Result<void> mark(const Result<void>& delivered) {
    const Instant now = desk_.clock.now();
    const NoticeId id = notices_[next_].notice.id;
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

using Outcomes = std::vector<std::optional<Result<void>>>;

/// What became of each, in their order.
Outcomes deliver_at_once(const TenantId& tenant, Notifier& notifier,
                         std::span<const PendingNotice> notices) {
  Outcomes outcomes(notices.size());
  if (notices.size() == 1) {
    outcomes[0] = notifier.deliver(tenant, notices[0].notice);
    return outcomes;
  }
  std::vector<std::future<Result<void>>> under_way;
  for (const auto& each : notices)
    under_way.push_back(std::async(std::launch::async, [&notifier, &tenant, &each] {
      return notifier.deliver(tenant, each.notice);
    }));
  for (std::size_t i = 0; i < notices.size(); ++i) outcomes[i] = under_way[i].get();
  return outcomes;
}

/// Of the next ones that wait. No transaction is open while receivers take their time.
Outcomes deliver_some(const TenantId& tenant, Notifier& notifier, Round& round,
                      std::chrono::milliseconds time) {
  if (notifier.takes_together())
    return notifier.deliver_together(
        tenant, round.of_one_run(),
        std::min<std::chrono::milliseconds>(time, notice_claim_lasts / 2));
  const std::size_t at_once = std::max<std::size_t>(notifier.at_once(), 1);
  const auto some = round.waiting().first(std::min(at_once, round.waiting().size()));
  return deliver_at_once(tenant, notifier, some);
}

/// Takes down what became of those that were tried together.
class Tally {
 public:
  explicit Tally(DeliveryReport& report) : report_(report) {}

  Result<void> add(Round& round, const Result<void>& delivered) {
    if (auto marked = round.mark(delivered); !marked) return marked;
    if (delivered) {
      ++report_.delivered;
      answered_ = true;
      return {};
    }
    ++report_.failed;
    if (!report_.first_failure) report_.first_failure = delivered.error();
    const bool silent = no_answer(delivered.error());
    if (silent && !answered_ && !round.waiting().empty()) report_.stopped = delivered.error();
    answered_ = !silent;
    return {};
  }

 private:
  DeliveryReport& report_;
  bool answered_ = true;
};

}  // namespace

Result<DeliveryReport> deliver_notices(const Desk& desk, Notifier& notifier, std::size_t limit,
                                       std::chrono::milliseconds lasts) {
  const Instant began = desk.clock.now();
  Round round{desk};
  auto elsewhere = round.claim(limit);
  if (!elsewhere) return elsewhere.error();
  DeliveryReport report;
  report.elsewhere = *elsewhere;
  Tally tally{report};
  while (!round.waiting().empty() && !report.stopped) {
    if (desk.cancelled()) {
      report.stopped = Error{Errc::cancelled, "notices"};
      break;
    }
    const std::chrono::milliseconds passed{
        std::max<std::int64_t>(desk.clock.now().ms - began.ms, 0)};
    if (passed >= lasts) {
      report.stopped = Error{Errc::timed_out, "no more time for notices"};
      break;
    }
    if (auto kept = round.keep(); !kept) return kept.error();
    const auto outcomes = deliver_some(desk.tenant, notifier, round, lasts - passed);
    // Those that were told are marked, whatever became of those before them.
    std::optional<Error> cancelled;
    for (const auto& outcome : outcomes) {
      const bool was_cancelled = outcome && !*outcome && outcome->error().code == Errc::cancelled;
      if (was_cancelled) cancelled = outcome->error();
      if (!outcome || was_cancelled) {
        round.pass_over();
        continue;
      }
      if (auto marked = tally.add(round, *outcome); !marked) return marked.error();
    }
    if (cancelled) report.stopped = std::move(cancelled);
  }
  report.left = round.waiting().size();
  return report;
}

}  // namespace billbyagent
