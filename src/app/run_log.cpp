#include "app/run_log.hpp"

namespace billbyagent::app {

Result<void> record_run(Store& store, const TenantId& tenant, RunRecord run) {
  auto transaction = store.begin(tenant, Access::write);
  if (!transaction) return transaction.error();
  const std::string id = run.job + "/" + to_string(run.started);
  run.id = RunId{id};
  auto written = (*transaction)->append_run(run);
  // Another run of this job began at the same instant.
  for (int number = 2; written && *written == PostingOutcome::conflicts; ++number) {
    run.id = RunId{id + "/" + std::to_string(number)};
    written = (*transaction)->append_run(run);
  }
  if (!written) return written.error();
  return (*transaction)->commit();
}

}  // namespace billbyagent::app
