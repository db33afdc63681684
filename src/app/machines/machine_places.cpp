#include "app/machines/machine_places.hpp"

namespace billbyagent::app {

MachinePlaces places_in(const AgentCensus& census, AgentCensus::ScopeIndex index,
                        const CountedBefore& counted_before, const Customers* customers) {
  const auto now = [&census, index](const AgentId& agent) -> std::optional<std::string> {
    if (const auto entry = census.why_not(index, agent)) return text_of(*entry);
    const std::string* place = census.group_name_of(agent);
    return place ? std::optional{"to " + *place} : std::nullopt;
  };
  const auto on_hardware = [&census](const Machine& machine) -> std::optional<std::string> {
    const auto other = census.other_agent_on(machine);
    if (!other) return std::nullopt;
    return "its hardware is agent " + other->text() + " in " + *census.group_name_of(*other);
  };
  // Another agent on the hardware that counts on is billed for itself.
  const auto counts_no_more = [&census, index](const AgentId& agent) {
    if (!census.group_name_of(agent)) return true;
    const auto entry = census.why_not(index, agent);
    return entry && !is_not_in_scope(entry->verdict);
  };
  const auto before = [&counted_before,
                       counts_no_more](const Machine& machine) -> std::optional<std::string> {
    const ServiceKey* service = counted_before.by_agent(machine.agent);
    if (!service) service = counted_before.by_hardware(machine.hardware, counts_no_more);
    if (!service) return std::nullopt;
    return "from contract " + service->contract.text() + ", service " + service->service.text();
  };
  const auto at_nobodys = [&census, customers](const AgentId& agent) -> std::optional<std::string> {
    const OrganizationId* organization = customers ? census.organization_of(agent) : nullptr;
    if (!organization || customers->contains(*organization)) return std::nullopt;
    return organization->text();
  };
  return {.now = now, .on_hardware = on_hardware, .before = before, .at_nobodys = at_nobodys};
}

}  // namespace billbyagent::app
