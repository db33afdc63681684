#include "app/request.hpp"

#include <utility>

#include "app/run_log.hpp"

namespace billbyagent::app {

Request::Request(Transaction& transaction, const Desk& desk, const std::string& id, std::string job,
                 std::string subject)
    : transaction_(transaction),
      desk_(desk),
      id_(id),
      job_(std::move(job)),
      subject_(std::move(subject)),
      now_(desk.clock.now()) {}

Result<RunId> Request::run_id() const {
  auto id = RunId::parse(std::string{decision_prefix} + id_);
  if (!id) return within("the request's id", id.error());
  return id;
}

Result<std::optional<Instant>> Request::done() const {
  if (id_.empty()) return std::optional<Instant>{};
  auto id = run_id();
  if (!id) return id.error();
  auto before = transaction_.run(*id);
  if (!before) return before.error();
  if (!*before) return std::optional<Instant>{};
  if ((*before)->job == job_ && (*before)->summary == subject_)
    return std::optional{(*before)->started};
  return Error{Errc::conflicts,
               "request " + id_ + " was " + (*before)->job + " " + (*before)->summary};
}

Result<void> Request::record() const {
  if (id_.empty()) return {};
  auto id = run_id();
  if (!id) return id.error();
  auto written = transaction_.append_run({.id = *std::move(id),
                                          .job = job_,
                                          .day = desk_.clock.today(),
                                          .zone = desk_.clock.zone(),
                                          .started = now_,
                                          .ended = now_,
                                          .summary = subject_,
                                          .failures = 0});
  if (!written) return written.error();
  ensure(*written == PostingOutcome::created, "a request is recorded twice");
  return {};
}

}  // namespace billbyagent::app
