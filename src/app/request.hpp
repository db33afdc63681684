#pragma once

/// A decision that is asked for twice, as its answer was lost, and done once. What was done under a
/// request's id is a run on record, of the same transaction.

#include <optional>
#include <string>

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

}  // namespace billbyagent::app
