#include "billbyagent/app/get_units_now.hpp"

#include <string>
#include <utility>

namespace billbyagent {

/// Counts one derived service and takes the count over as the nightly job would, with its guard,
/// its evidence and its notice.
Result<SyncReport> take_over_units_now(const Desk& desk, const RmmSet& rmms, const ServiceKey& key,
                                       NightlyOptions options) {
  options.only = key;
  options.reason = ChangeReason::get_units_now;
  return nightly_sync(desk, rmms, options);
}

namespace {

struct AskedService {
  UnitsNow units{};
  Result<AgentScope> scope;
};

Result<AskedService> asked_service(const Desk& desk, const ServiceKey& key) {
  auto transaction = desk.begin(Access::read);
  if (!transaction) return transaction.error();
  auto contract = (*transaction)->contract(key.contract);
  if (!contract) return contract.error();
  const Service* service = contract->find_service(key.service);
  if (!service)
    return Error{Errc::not_found,
                 "service " + key.service.text() + " of contract " + key.contract.text()};
  if (!service->agent_scope())
    return Error{Errc::invalid_argument,
                 "the units of service " + key.service.text() + " are typed in, not counted"};
  auto account = (*transaction)->account(contract->account_on(desk.clock.today()));
  if (!account) return account.error();
  auto history = (*transaction)->unit_history(key);
  if (!history) return history.error();
  const AgentScope& derived = *service->agent_scope();
  return AskedService{{.key = key, .counted = 0, .present = history->units_on(desk.clock.today())},
                      resolved(derived, account->organization_in(derived.rmm), account->id.text(),
                               contract->terms().machine_classes)};
}

}  // namespace

Result<MachinesNow> machines_now(const Desk& desk, const RmmSet& rmms, const ServiceKey& key,
                                 Deadline deadline) {
  auto asked = asked_service(desk, key);
  if (!asked) return asked.error();
  // What a night would do, so that there is one judgement.
  NightlyOptions options;
  options.deadline = deadline;
  options.dry_run = true;
  options.all_machines = true;
  Desk unwatched = desk;
  unwatched.observer = nullptr;
  auto report = take_over_units_now(unwatched, rmms, key, options);
  if (!report) return report.error();
  if (report->scan_error) return *report->scan_error;
  auto& service = report->services.front();
  if (service.error) return *service.error;
  MachinesNow now{asked->units, std::move(service.judged)};
  now.units.counted = service.counted.value_or(0);
  return now;
}

Result<UnitsNow> get_units_now(const Desk& desk, const RmmSet& rmms, const ServiceKey& key,
                               Deadline deadline) {
  auto asked = asked_service(desk, key);
  if (!asked) return asked.error();
  if (!asked->scope) return asked->scope.error();
  if (!judged_alone(*asked->scope)) {
    auto now = machines_now(desk, rmms, key, deadline);
    if (!now) return now.error();
    return now->units;
  }
  auto provider = rmms.find(asked->scope->rmm);
  if (!provider) return provider.error();
  auto counted = (*provider)->count_agents(*asked->scope, deadline);
  if (!counted) return counted.error();
  asked->units.counted = counted->agents;
  return asked->units;
}

}  // namespace billbyagent
