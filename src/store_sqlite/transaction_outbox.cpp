// Notices waiting for delivery, and the record of runs.

#include <algorithm>
#include <limits>

#include "store_sqlite/transaction.hpp"

namespace billbyagent::sqlite {
namespace {

Notice read_notice(Query& row) {
  return {.id = row.get<NoticeId>(),
          .kind = row.get<NoticeKind>(),
          .contract = row.get<ContractId>(),
          .account = row.get<AccountId>(),
          .recipients = {},
          .subject = row.get<std::string>(),
          .body = row.get<std::string>(),
          .created = row.get<Instant>()};
}

RunRecord read_run(Query& row) {
  return {.id = row.get<RunId>(),
          .job = row.get<std::string>(),
          .day = row.get<Date>(),
          .zone = row.get<std::string>(),
          .started = row.get<Instant>(),
          .ended = row.get<Instant>(),
          .summary = row.get<std::string>(),
          .failures = row.get<std::int32_t>()};
}

std::int64_t limit_of(std::size_t limit) {
  constexpr auto most = static_cast<std::size_t>(std::numeric_limits<std::int64_t>::max());
  return static_cast<std::int64_t>(std::min(limit, most));
}

}  // namespace

Result<Notice> SqliteTransaction::load_notice(const NoticeId& id) {
  auto notice = one("notice " + id.text(), read_notice,
                    "SELECT notice, kind, contract, account, subject, body, created FROM notice "
                    "WHERE tenant=? AND notice=?",
                    id);
  if (!notice) return notice;
  auto recipients = list([](Query& row) { return row.get<std::string>(); },
                         "SELECT recipient FROM notice_recipient WHERE tenant=? AND notice=? "
                         "ORDER BY position",
                         id);
  if (!recipients) return recipients.error();
  notice->recipients = *std::move(recipients);
  return notice;
}

Result<PostingOutcome> SqliteTransaction::append_notice(const Notice& notice) {
  return life_.writing([&]() -> Result<PostingOutcome> {
    if (auto id = detail::check_not_empty(notice.id, "notice"); !id) return id.error();
    auto saved = load_notice(notice.id);
    if (saved)
      return detail::same_notice(*saved, notice) ? PostingOutcome::already_posted
                                                 : PostingOutcome::conflicts;
    if (saved.error().code != Errc::not_found) return saved.error();
    auto next = number("SELECT coalesce(max(number), 0) + 1 FROM notice WHERE tenant=?");
    if (!next) return next.error();
    auto written =
        run("INSERT INTO notice (tenant, notice, number, kind, contract, account, subject, body, "
            "created) VALUES (?,?,?,?,?,?,?,?,?)",
            notice.id, *next, notice.kind, notice.contract, notice.account, notice.subject,
            notice.body, notice.created);
    if (!written) return written.error();
    std::int64_t position = 0;
    for (const auto& recipient : notice.recipients)
      if (auto added = run("INSERT INTO notice_recipient (tenant, notice, position, recipient) "
                           "VALUES (?,?,?,?)",
                           notice.id, position++, recipient);
          !added)
        return added.error();
    return PostingOutcome::created;
  });
}

Result<std::vector<PendingNotice>> SqliteTransaction::pending_notices(std::size_t limit) {
  return life_.reading([&]() -> Result<std::vector<PendingNotice>> {
    auto ids = list([](Query& row) { return row.get<NoticeId>(); },
                    "SELECT notice FROM notice WHERE tenant=? AND delivered IS NULL ORDER BY "
                    "(SELECT count(*) FROM notice_failure AS f "
                    "WHERE f.tenant=notice.tenant AND f.notice=notice.notice), number LIMIT ?",
                    limit_of(limit));
    if (!ids) return ids.error();
    std::vector<PendingNotice> pending;
    for (const auto& id : *ids) {
      auto notice = load_notice(id);
      if (!notice) return notice.error();
      auto failures = number("SELECT count(*) FROM notice_failure WHERE tenant=? AND notice=?", id);
      if (!failures) return failures.error();
      pending.push_back({*std::move(notice), static_cast<std::int32_t>(*failures)});
    }
    return pending;
  });
}

Result<void> SqliteTransaction::mark_delivered(const NoticeId& id, Instant when) {
  return life_.writing([&]() -> Result<void> {
    if (auto known = load_notice(id); !known) return known.error();
    return run("UPDATE notice SET delivered=?3 WHERE tenant=?1 AND notice=?2 AND delivered IS NULL",
               id, when);
  });
}

Result<void> SqliteTransaction::mark_failed(const NoticeId& id, const std::string& why,
                                            Instant when) {
  return life_.writing([&]() -> Result<void> {
    if (auto known = load_notice(id); !known) return known.error();
    return run(
        "INSERT INTO notice_failure (tenant, notice, number, why, recorded) "
        "SELECT ?1, ?2, 1 + count(*), ?3, ?4 FROM notice_failure WHERE tenant=?1 AND notice=?2",
        id, why, when);
  });
}

Result<PostingOutcome> SqliteTransaction::append_run(const RunRecord& record) {
  return life_.writing([&]() -> Result<PostingOutcome> {
    if (auto id = detail::check_not_empty(record.id, "run"); !id) return id.error();
    auto saved = list(read_run,
                      "SELECT run, job, day, zone, started, ended, summary, failures FROM run "
                      "WHERE tenant=? AND run=?",
                      record.id);
    if (!saved) return saved.error();
    if (!saved->empty())
      return saved->front() == record ? PostingOutcome::already_posted : PostingOutcome::conflicts;
    auto next = number("SELECT coalesce(max(number), 0) + 1 FROM run WHERE tenant=?");
    if (!next) return next.error();
    auto written =
        run("INSERT INTO run (tenant, run, number, job, day, zone, started, ended, summary, "
            "failures) VALUES (?,?,?,?,?,?,?,?,?,?)",
            record.id, *next, record.job, record.day, record.zone, record.started, record.ended,
            record.summary, record.failures);
    if (!written) return written.error();
    return PostingOutcome::created;
  });
}

Result<std::vector<RunRecord>> SqliteTransaction::runs(std::size_t limit) {
  return life_.reading([&] {
    return list(read_run,
                "SELECT run, job, day, zone, started, ended, summary, failures FROM run "
                "WHERE tenant=? ORDER BY number DESC LIMIT ?",
                limit_of(limit));
  });
}

}  // namespace billbyagent::sqlite
