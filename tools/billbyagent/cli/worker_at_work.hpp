#pragma once

/// What the steps of a worker have in common.

#include <algorithm>
#include <memory>
#include <optional>
#include <vector>

#include "billbyagent/app/account_range.hpp"
#include "cli/ledger_stop.hpp"
#include "cli/prepared_night.hpp"
#include "cli/worker_steps.hpp"

namespace billbyagent::cli {

struct WorkerSteps::AtWork {
  AtWork(const TenantSettings& settings, std::unique_ptr<Store> store)
      : tenant(settings), fenced(std::move(store)) {}

  Session& session() { return tenant.session(); }
  /// A server's backups bring no generation along: without a ledger there is nothing to look at.
  bool has_ledger() { return !session().on_server() || !session().settings().ledger.empty(); }
  Result<void> check() { return has_ledger() ? check_ledger(session(), *desk) : Result<void>{}; }
  Result<void> record() {
    return has_ledger() ? record_in_ledger(session(), *desk) : Result<void>{};
  }

  TenantAtWork tenant;
  std::unique_ptr<Store> fenced;
  std::optional<Desk> desk{};
};

inline AccountRange accounts_of(const WorkItem& item) {
  return {AccountId{item.from_account}, AccountId{item.to_account}};
}

inline Instant last_of(const std::vector<WorkDone>& done, Instant planned) {
  Instant last = planned;
  for (const auto& one : done) last = std::max(last, one.done);
  return last;
}

}  // namespace billbyagent::cli
