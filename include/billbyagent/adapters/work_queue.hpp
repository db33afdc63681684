#pragma once

/// The queue of work in the database of a store. Link what the store is of. Threads: a queue may be
/// shared.

#include <memory>

#include "billbyagent/ports/work_queue.hpp"

namespace billbyagent {

struct WorkQueueOptions {
  /// Whoever claims passes over what others are claiming at the moment. An engine that takes no
  /// `SKIP LOCKED` waits for them instead, which is as correct.
  bool skip_locked = true;
};

/// `store` must outlive the queue. `invalid_argument` for a store that is no SQL database.
Result<std::unique_ptr<WorkQueue>> make_work_queue(Store& store, WorkQueueOptions options = {});

}  // namespace billbyagent
