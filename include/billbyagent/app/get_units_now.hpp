#pragma once

/// Get Units Now: what a service would count this minute, and on request taking it over at once.

#include "billbyagent/app/nightly_sync.hpp"

namespace billbyagent {

struct UnitsNow {
  ServiceKey key{};
  Units counted = 0;
  std::optional<Units> present{};  ///< the units that hold today; nothing: never counted
};

/// Counts one derived service; writes nothing. The figure is the one a night would take over now,
/// grace days included. Where a server can count the scope, it is asked; otherwise all agents are
/// read. Errors: `not_found`, `invalid_argument` for a
/// service with manual units, and whatever the provider says.
Result<UnitsNow> get_units_now(Store& store, RmmProvider& provider, const Clock& clock,
                               const TenantId& tenant, const ServiceKey& key, Deadline deadline);

/// Counts one derived service and takes the count over as the nightly job would, with its guard,
/// its evidence and its notice.
inline Result<SyncReport> take_over_units_now(Store& store, RmmProvider& provider,
                                              const Clock& clock, const TenantId& tenant,
                                              const ServiceKey& key, NightlyOptions options,
                                              Observer& observer) {
  options.only = key;
  options.reason = ChangeReason::get_units_now;
  return nightly_sync(store, provider, clock, tenant, options, observer);
}

inline Result<UnitsNow> get_units_now(Store& store, RmmProvider& provider, const Clock& clock,
                                      const TenantId& tenant, const ServiceKey& key,
                                      Deadline deadline) {
  UnitsNow units{.key = key, .counted = 0, .present = {}};
  auto scope = Result<AgentScope>{AgentScope{}};
  Standing standing;
  FirstCount first = FirstCount::no;
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
    scope = resolved(*service->agent_scope(), account->organization, account->id.text(),
                     contract->terms().machine_classes);
    auto history = (*transaction)->unit_history(key);
    if (!history) return history.error();
    units.present = history->units_on(clock.today());
    if (history->empty()) first = FirstCount::yes;
    auto known = detail::load_standing(**transaction, key, service->agent_scope()->rule);
    if (!known) return known.error();
    standing = *std::move(known);
  }
  if (!scope) return scope.error();
  if (judged_alone(*scope)) {
    auto counted = provider.count_agents(*scope, deadline);
    if (!counted) return counted.error();
    units.counted = counted->agents;
    return units;
  }
  auto scan = scan_scope(provider, *scope, clock.today(), deadline);
  if (!scan) return scan.error();
  // Names of places are for the evidence, which is not wanted here.
  const auto nowhere = [](const AgentId&) { return std::optional<std::string>{}; };
  const auto events = changes_with_grace(standing, scan->census->counted(scan->index), scope->rule,
                                         clock.today(), first, {.now = nowhere, .before = nowhere});
  units.counted = static_cast<Units>(billed(standing_after(std::move(standing), events)).size());
  return units;
}

}  // namespace billbyagent
