#pragma once

/// A decision that is asked for twice, as its answer was lost, and done once. What was done under a
/// request's id is a run on record, of the same transaction.

#include <optional>
#include <string>
#include <utility>

#include "billbyagent/app/desk.hpp"

namespace billbyagent::app {

class Request {
 public:
  /// `job` and `subject` say what is asked for. An empty `id` is never done before.
  Request(Transaction& transaction, const Desk& desk, const std::string& id, std::string job,
          std::string subject);

  /// When it was done; nothing when it was not. `conflicts` when the id was used for something
  /// else.
  Result<std::optional<Instant>> done() const;
  /// Of what the decision writes, and what it is known by later.
  Instant now() const noexcept { return now_; }
  /// Before the commit.
  Result<void> record() const;

 private:
  Result<RunId> run_id() const;

  Transaction& transaction_;
  const Desk& desk_;
  const std::string& id_;
  std::string job_;
  std::string subject_;
  Instant now_;
};

/// What a person asks for, and under which id.
struct Asked {
  const std::string& request;
  std::string job;
  std::string subject;
};

/// What `decide` does in a transaction at a moment, on disk; for a request that was done before,
/// what `again` finds of the moment when it was.
template <class Decide, class Again>
auto decided_once(const Desk& desk, Asked asked, Decide decide, Again again)
    -> decltype(again(std::declval<Transaction&>(), Instant{})) {
  auto transaction = desk.begin(Access::write);
  if (!transaction) return transaction.error();
  const Request request{**transaction, desk, asked.request, std::move(asked.job),
                        std::move(asked.subject)};
  auto done = request.done();
  if (!done) return done.error();
  if (*done) return again(**transaction, **done);
  auto decided = decide(**transaction, request.now());
  if (!decided) return decided;
  if (auto noted = request.record(); !noted) return noted.error();
  if (auto committed = (*transaction)->commit(); !committed) return committed.error();
  return decided;
}

}  // namespace billbyagent::app
