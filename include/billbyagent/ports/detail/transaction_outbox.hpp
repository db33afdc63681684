#pragma once

/// Notices, runs and readings of a transaction.

#include <limits>

#include "billbyagent/base/linked.hpp"
#include "billbyagent/ports/transaction.hpp"

namespace billbyagent {

namespace detail {
/// Whether two instants, in any order, are less than that apart.
BILLBYAGENT_INLINE bool within(Instant a, Instant b, std::chrono::milliseconds apart) {
  const auto [early, late] = std::minmax(a.ms, b.ms);
  // Unsigned, since the difference of two of them may be longer than one.
  return static_cast<std::uint64_t>(late) - static_cast<std::uint64_t>(early) <
         static_cast<std::uint64_t>(apart.count());
}
}  // namespace detail

BILLBYAGENT_INLINE Result<PostingOutcome> Transaction::append_notice(const Notice& notice) {
  return life_.writing([&]() -> Result<PostingOutcome> {
    if (auto id = detail::check_not_empty(notice.id, "notice"); !id) return id.error();
    auto saved = find(notice.id);
    if (!saved) return saved.error();
    if (*saved)
      return detail::same_notice((*saved)->notice, notice) ? PostingOutcome::already_posted
                                                           : PostingOutcome::conflicts;
    // After all that the store has.
    const auto number = std::numeric_limits<std::int64_t>::max() / 2 +
                        static_cast<std::int64_t>(changes_.notices.size());
    notices_[notice.id] = NoticeOnRecord{notice, 0, false, number, {}};
    changes_.notices.push_back(notice);
    return PostingOutcome::created;
  });
}

BILLBYAGENT_INLINE Result<std::vector<NoticeOnRecord>> Transaction::waiting(std::size_t limit) {
  // As many more as those that are delivered, or fall behind, in this transaction.
  const auto marked = changes_.deliveries.size();
  auto listed = session_->pending_notices(limit > limit + marked ? limit : limit + marked);
  if (!listed) return listed.error();
  for (auto& entry : *listed)
    if (const auto at = notices_.find(entry.notice.id); at != notices_.end() && at->second)
      entry = *at->second;
  for (const auto& added : changes_.notices) listed->push_back(*notices_.at(added.id));
  std::erase_if(*listed, [](const NoticeOnRecord& entry) { return entry.delivered; });
  if (!changes_.notices.empty() || marked > 0)
    std::sort(listed->begin(), listed->end(), [](const NoticeOnRecord& a, const NoticeOnRecord& b) {
      return std::tie(a.attempts, a.number) < std::tie(b.attempts, b.number);
    });
  if (listed->size() > limit)
    listed->erase(listed->begin() + static_cast<std::ptrdiff_t>(limit), listed->end());
  return listed;
}

BILLBYAGENT_INLINE Result<std::vector<PendingNotice>> Transaction::pending_notices(
    std::size_t limit) {
  return life_.reading([&]() -> Result<std::vector<PendingNotice>> {
    auto listed = waiting(limit);
    if (!listed) return listed.error();
    std::vector<PendingNotice> pending;
    for (auto& entry : *listed) pending.push_back({std::move(entry.notice), entry.attempts});
    return pending;
  });
}

BILLBYAGENT_INLINE Result<ClaimedNotices> Transaction::claim_notices(
    std::size_t limit, Instant now, std::chrono::milliseconds lasts) {
  return life_.writing([&]() -> Result<ClaimedNotices> {
    auto listed = waiting(limit);
    if (!listed) return listed.error();
    std::vector<NoticeId> ids;
    for (const auto& entry : *listed) ids.push_back(entry.notice.id);
    // Once more by their ids: where several write at once, that keeps the others out.
    if (auto known = fetch(Keys{.accounts = {}, .batches = {}, .notices = ids, .runs = {}}); !known)
      return known.error();
    ClaimedNotices claimed;
    std::vector<NoticeId> taken;
    for (const auto& id : ids) {
      const auto& entry = notices_.at(id);
      if (!entry || entry->delivered) continue;
      if (entry->claimed && detail::within(*entry->claimed, now, lasts)) {
        ++claimed.elsewhere;
        continue;
      }
      taken.push_back(id);
      claimed.ours.push_back({entry->notice, entry->attempts});
    }
    if (auto done = claim(taken, now); !done) return done.error();
    return claimed;
  });
}

BILLBYAGENT_INLINE Result<void> Transaction::claim(const std::vector<NoticeId>& ids,
                                                   std::optional<Instant> since) {
  if (auto loaded = fetch(Keys{.accounts = {}, .batches = {}, .notices = ids, .runs = {}}); !loaded)
    return loaded;
  for (const auto& id : ids) {
    auto found = find(id);
    if (!found) return found.error();
    if (!*found) return detail::unknown("notice", id.text());
    if ((*found)->delivered) continue;
    (*found)->claimed = since;
    changes_.claims.push_back({id, since});
  }
  return {};
}

BILLBYAGENT_INLINE Result<void> Transaction::renew_claims(const std::vector<NoticeId>& ids,
                                                          Instant now) {
  return life_.writing([&] { return claim(ids, now); });
}
BILLBYAGENT_INLINE Result<void> Transaction::give_back(const std::vector<NoticeId>& ids) {
  return life_.writing([&] { return claim(ids, std::nullopt); });
}

BILLBYAGENT_INLINE Result<void> Transaction::mark(const NoticeId& id, Instant when,
                                                  std::optional<std::string> failure) {
  return life_.writing([&]() -> Result<void> {
    auto found = find(id);
    if (!found) return found.error();
    if (!*found) return detail::unknown("notice", id.text());
    if ((*found)->delivered) return {};
    if (failure)
      ++(*found)->attempts;
    else
      (*found)->delivered = true;
    (*found)->claimed.reset();
    changes_.deliveries.push_back({id, when, std::move(failure)});
    return {};
  });
}

BILLBYAGENT_INLINE Result<void> Transaction::mark_delivered(const NoticeId& id, Instant when) {
  return mark(id, when, std::nullopt);
}
BILLBYAGENT_INLINE Result<void> Transaction::mark_failed(const NoticeId& id, const std::string& why,
                                                         Instant when) {
  return mark(id, when, why);
}

BILLBYAGENT_INLINE Result<PostingOutcome> Transaction::append_run(const RunRecord& run) {
  return life_.writing([&]() -> Result<PostingOutcome> {
    if (auto id = detail::check_not_empty(run.id, "run"); !id) return id.error();
    auto saved = find(run.id);
    if (!saved) return saved.error();
    if (*saved) return **saved == run ? PostingOutcome::already_posted : PostingOutcome::conflicts;
    runs_[run.id] = run;
    changes_.runs.push_back(run);
    return PostingOutcome::created;
  });
}

BILLBYAGENT_INLINE Result<std::optional<RunRecord>> Transaction::run(const RunId& id) {
  return life_.reading([&]() -> Result<std::optional<RunRecord>> {
    auto saved = find(id);
    if (!saved) return saved.error();
    return *saved ? std::optional{**saved} : std::nullopt;
  });
}

BILLBYAGENT_INLINE Result<std::vector<RunRecord>> Transaction::runs(std::size_t limit) {
  return life_.reading([&]() -> Result<std::vector<RunRecord>> {
    auto listed = session_->runs(limit);
    if (!listed || changes_.runs.empty()) return listed;
    listed->insert(listed->begin(), changes_.runs.rbegin(), changes_.runs.rend());
    if (listed->size() > limit)
      listed->erase(listed->begin() + static_cast<std::ptrdiff_t>(limit), listed->end());
    return listed;
  });
}

BILLBYAGENT_INLINE Result<std::vector<ReadingRecord>> Transaction::readings(std::size_t limit) {
  return life_.reading([&]() -> Result<std::vector<ReadingRecord>> {
    auto listed = session_->readings(limit);
    if (!listed || changes_.readings.empty()) return listed;
    std::erase_if(*listed, [&](const ReadingRecord& reading) {
      return changes_.readings.contains(reading.number);
    });
    for (const auto& [number, reading] : changes_.readings) listed->push_back(reading);
    std::sort(listed->begin(), listed->end(),
              [](const ReadingRecord& a, const ReadingRecord& b) { return a.number > b.number; });
    if (listed->size() > limit)
      listed->erase(listed->begin() + static_cast<std::ptrdiff_t>(limit), listed->end());
    return listed;
  });
}

BILLBYAGENT_INLINE Result<ReadingRecord> Transaction::begin_reading(ReadingRecord reading) {
  auto last = readings(1);
  if (!last) return last.error();
  return life_.writing([&]() -> Result<ReadingRecord> {
    reading.number = last->empty() ? 1 : last->front().number + 1;
    reading.state = ReadingState::begun;
    changes_.readings.insert_or_assign(reading.number, reading);
    return reading;
  });
}

BILLBYAGENT_INLINE Result<void> Transaction::end_reading(const ReadingRecord& reading) {
  // One that ends is among the last: there are not so many at once.
  static constexpr std::size_t enough = 1'000;
  auto known = readings(enough);
  if (!known) return known.error();
  return life_.writing([&]() -> Result<void> {
    const std::string name = "reading " + std::to_string(reading.number);
    const auto at = std::find_if(known->begin(), known->end(), [&](const ReadingRecord& one) {
      return one.number == reading.number;
    });
    if (at == known->end()) return Error{Errc::not_found, name};
    if (at->state != ReadingState::begun || reading.state == ReadingState::begun)
      return Error{Errc::wrong_state, name + " is " + std::string{to_string(at->state)}};
    changes_.readings.insert_or_assign(reading.number, reading);
    return {};
  });
}

}  // namespace billbyagent
