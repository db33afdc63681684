#include "app/book/name_organizations.hpp"

#include <utility>

namespace billbyagent::app {

Result<Contract> with_named_organizations(
    const Contract& wanted, const Contract* saved,
    const std::function<Result<Account>(const AccountId&)>& find_account) {
  if (wanted.accounts().size() == 1) return wanted;
  Contract::Terms terms = wanted.terms();
  for (auto& service : terms.services) {
    const AgentScope* scope = service.agent_scope();
    if (!scope || scope->organization) continue;
    const Service* before = saved ? saved->find_service(service.id()) : nullptr;
    AgentScope named = *scope;
    // What was named in an earlier move is what a book without it means.
    if (const AgentScope* named_before = before ? before->agent_scope() : nullptr)
      named.organization = named_before->organization;
    if (!named.organization) {
      const auto account = find_account(detail::account_of_scope(wanted, saved, service));
      if (!account) return account.error();
      named.organization = account->organization_in(scope->rmm);
      if (!named.organization)
        return Error{Errc::organization_not_linked,
                     "contract " + terms.id.text() + ", service " + service.id().text() +
                         ": account " + account->id.text() +
                         " is linked to no organization that it could go on counting"};
    }
    Service::Terms service_terms = service.terms();
    service_terms.unit_source = std::move(named);
    auto made = Service::create(std::move(service_terms));
    if (!made) return made.error();
    service = *std::move(made);
  }
  return Contract::create(std::move(terms));
}

}  // namespace billbyagent::app
