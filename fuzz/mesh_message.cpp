// A list as a MeshCentral server may send it, and what becomes of it under each rule.

#include <algorithm>
#include <set>

#include "fuzz.hpp"
#include "meshcentral/estate.hpp"

using namespace billbyagent;
using namespace billbyagent::meshcentral;

namespace {

void check(const Estate& estate) {
  std::set<AgentId> agents;
  for (const auto& agent : estate.agents) {
    must(agents.insert(agent.id).second);
    must(std::any_of(estate.groups.begin(), estate.groups.end(), [&](const auto& group) {
      return group.id == agent.group && group.organization == agent.organization;
    }));
    must(std::any_of(estate.organizations.begin(), estate.organizations.end(),
                     [&](const auto& one) { return one.id == agent.organization; }));
  }
  must(estate.views.size() == estate.members.size());
  for (const auto& [view, members] : estate.members)
    for (const auto at : members) must(at < estate.agents.size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto message = parse_message(as_text(data, size), "the fuzzer");
  if (!message) return 0;
  std::vector<Device> devices;
  const auto page = read_devices(*message, devices);
  if (!page) must(page.error().code == Errc::protocol_error);
  if (const auto times = read_last_connects(*message))
    for (auto& device : devices)
      if (const auto time = times->find(device.id); time != times->end())
        device.last_seen = time->second;
  const auto groups = read_groups(*message);
  if (!groups || !page) return 0;
  MeshCentralOptions options;
  options.now = [] { return Instant{0}; };
  options.devices = {Counting::counted, Counting::counted, Counting::counted, Counting::counted};
  options.organization = "all";
  using enum MeshCentralOrganizations;
  for (const auto rule : {by_group_name, by_device_tag, fixed}) {
    options.organizations = rule;
    if (const auto estate = arranged(*groups, devices, options)) check(*estate);
  }
  return 0;
}
