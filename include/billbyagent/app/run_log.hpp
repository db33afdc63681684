#pragma once

/// The record that a run leaves in the store, for `status` and the audit.

#include <cstdint>
#include <string>

#include "billbyagent/ports/store.hpp"

namespace billbyagent::detail {

/// `Report` has the day, zone and moments of the run and a `summary`.
template <class Report>
Result<void> record_run(Store& store, const TenantId& tenant, const std::string& job,
                        const Report& report, std::size_t failures) {
  auto transaction = store.begin(tenant, Access::write);
  if (!transaction) return transaction.error();
  const std::string id = job + "/" + to_string(report.started);
  RunRecord run{.id = RunId{id},
                .job = job,
                .day = report.day,
                .zone = report.zone,
                .started = report.started,
                .ended = report.ended,
                .summary = summary(report),
                .failures = static_cast<std::int32_t>(failures)};
  auto written = (*transaction)->append_run(run);
  // Another run of this job began at the same instant.
  for (int number = 2; written && *written == PostingOutcome::conflicts; ++number) {
    run.id = RunId{id + "/" + std::to_string(number)};
    written = (*transaction)->append_run(run);
  }
  if (!written) return written.error();
  return (*transaction)->commit();
}

}  // namespace billbyagent::detail
