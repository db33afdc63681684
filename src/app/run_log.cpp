#include "app/run_log.hpp"

namespace billbyagent::app {

Result<void> record_run(const Desk& desk, RunRecord run) {
  auto transaction = desk.begin(Access::write);
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
