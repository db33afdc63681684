#pragma once

/// The record that a run leaves in the store, for `status` and the audit.

#include <cstdint>
#include <string>
#include <string_view>

#include "billbyagent/app/desk.hpp"

namespace billbyagent::app {

/// `Report` has the day, zone and moments of the run and a `summary`.
template <class Report>
RunRecord run_record(const std::string& job, const Report& report, std::size_t failures) {
  return {.id = {},
          .job = job,
          .day = report.day,
          .zone = report.zone,
          .started = report.started,
          .ended = report.ended,
          .summary = summary(report),
          .failures = static_cast<std::int32_t>(failures)};
}

/// What a person decided is a run too, but for no day of its own: it begins the id.
inline constexpr std::string_view decision_prefix = "decision/";

/// The job of a decision that a day is believed: runs go on from it.
inline constexpr std::string_view believed_day_job = "believe-day";

/// Its id is made from the job and the moment it began.
Result<void> record_run(const Desk& desk, RunRecord run);

}  // namespace billbyagent::app
