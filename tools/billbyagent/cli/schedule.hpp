#pragma once

/// When a tenant's nights and postings are due, in its zone. Pure.

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "billbyagent/domain/date.hpp"
#include "cli/settings.hpp"

namespace billbyagent::cli {

struct Schedule {
  std::string zone{};
  std::chrono::minutes night_at{};
  std::vector<int> post_on{};  ///< days of the month, ascending
  std::chrono::minutes post_at{};
};

/// `invalid_settings` naming the setting.
Result<Schedule> schedule_of(const Settings& settings);

struct DuePosting {
  Date scheduled;
  bool overdue = false;  ///< since a former day
};

struct Due {
  Date today;
  bool night = false;
  /// The last posting that was due by now, done or not.
  std::optional<DuePosting> posting{};
};

/// What is due at that moment. `as_of`: it is some other day, and everything of it is due.
Result<Due> due_at(const Schedule& schedule, Instant now, const std::optional<Date>& as_of);

}  // namespace billbyagent::cli
