#pragma once

/// Get Units Now: what a service would count this minute, and on request taking it over at once.

#include "billbyagent/app/nightly_sync.hpp"

namespace billbyagent {

struct UnitsNow {
  ServiceKey key{};
  Units counted = 0;
  std::optional<Units> present{};  ///< the units that hold today; nothing: never counted
};

/// Counts one derived service; writes nothing. Errors: `not_found`, `invalid_argument` for a
/// service with manual units, `rmm_not_configured`, and whatever the service's RMM says.
Result<UnitsNow> get_units_now(Store& store, const RmmSet& rmms, const Clock& clock,
                               const TenantId& tenant, const ServiceKey& key, Deadline deadline);

/// Counts one derived service and takes the count over as the nightly job would, with its guard,
/// its evidence and its notice.
inline Result<SyncReport> take_over_units_now(Store& store, const RmmSet& rmms, const Clock& clock,
                                              const TenantId& tenant, const ServiceKey& key,
                                              NightlyOptions options, Observer& observer) {
  options.only = key;
  options.reason = ChangeReason::get_units_now;
  return nightly_sync(store, rmms, clock, tenant, options, observer);
}

inline Result<UnitsNow> get_units_now(Store& store, const RmmSet& rmms, const Clock& clock,
                                      const TenantId& tenant, const ServiceKey& key,
                                      Deadline deadline) {
  UnitsNow units{.key = key, .counted = 0, .present = {}};
  auto scope = Result<AgentScope>{AgentScope{}};
  {
    auto transaction = store.begin(tenant, Access::read);
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
    auto account = (*transaction)->account(contract->terms().account);
    if (!account) return account.error();
    const AgentScope& derived = *service->agent_scope();
    scope = resolved(derived, account->organization_in(derived.rmm), account->id.text());
    auto history = (*transaction)->unit_history(key);
    if (!history) return history.error();
    units.present = history->units_on(clock.today());
  }
  if (!scope) return scope.error();
  auto provider = rmms.find(scope->rmm);
  if (!provider) return provider.error();
  auto counted = (*provider)->count_agents(*scope, deadline);
  if (!counted) return counted.error();
  units.counted = counted->agents;
  return units;
}

}  // namespace billbyagent
