#include "app/derived_services.hpp"

namespace billbyagent::app {

std::vector<DerivedService> derived_in_force(const Contract& contract,
                                             const std::map<AccountId, Account>& accounts,
                                             Date day) {
  const auto& terms = contract.terms();
  std::vector<DerivedService> found;
  if (!contract.was_active_by(day)) return found;
  const AccountId& payer = contract.account_on(day);
  const auto account = accounts.find(payer);
  for (const auto& service : terms.services) {
    const AgentScope* scope = service.agent_scope();
    const auto life = contract.life_of(service);
    if (!scope || !life || !life->contains(day)) continue;
    const auto link =
        account == accounts.end() ? std::nullopt : account->second.organization_in(scope->rmm);
    found.push_back(
        {{scope->rmm, resolved(*scope, link, payer.text(), terms.machine_classes), std::nullopt},
         &service});
  }
  return found;
}

}  // namespace billbyagent::app
