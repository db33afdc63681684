#include "billbyagent/conformance/provider.hpp"

namespace billbyagent::conformance {

Sample sample() {
  const OrganizationId acme{"1001"};
  const OrganizationId beta{"1002"};
  const MachineGroupId root{"2001"};
  const MachineGroupId servers{"2002"};
  const MachineGroupId racks{"2003"};
  const MachineGroupId beta_root{"2004"};
  Estate estate;
  estate.organizations = {{acme, "Acme", "acme"},
                          {beta, "B\xC3\xA9ta & Sons", "beta"},
                          {OrganizationId{"1003"}, "Empty", "empty"}};
  estate.groups = {{root, "acme.root", acme, std::nullopt},
                   {servers, "acme.root.servers", acme, root},
                   {racks, "acme.root.servers.racks", acme, servers},
                   {beta_root, "beta.root", beta, std::nullopt}};
  const auto add = [&](int number, const OrganizationId& organization, const MachineGroupId& group,
                       AgentState state, const char* system) {
    const std::string digits = std::to_string(number);
    estate.agents.push_back({AgentId{"40" + digits}, "pc" + digits, organization, group, state,
                             system, "SN" + digits, "00:00:5E:00:53:" + digits,
                             Instant{1'700'000'000'000}, Instant{1'780'000'000'000}});
  };
  using enum AgentState;
  add(11, acme, root, online, "Windows 11");
  add(12, acme, root, offline, "Windows 11");
  add(13, acme, root, suspended, "Windows 11");
  add(14, acme, servers, online, "Windows Server 2022");
  add(15, acme, servers, never_checked_in, "Windows Server 2022");
  add(16, acme, racks, online, "Linux");
  add(17, acme, racks, template_account, "Linux");
  add(18, acme, racks, offline, "Windows Server 2019");
  add(21, beta, beta_root, online, "Windows 10");
  add(22, beta, beta_root, suspended, "macOS 14");
  add(23, beta, beta_root, never_checked_in, "Windows 10");
  estate.views = {{{ViewId{"3001"}, "Everywhere"},
                   {AgentId{"4011"}, AgentId{"4014"}, AgentId{"4016"}, AgentId{"4021"}}},
                  {{ViewId{"3002"}, "Nothing"}, {}}};
  return {.estate = std::move(estate),
          .first = acme,
          .second = beta,
          .without = OrganizationId{"1003"},
          .top = root,
          .middle = servers,
          .lowest = racks,
          .foreign = beta_root,
          .across = ViewId{"3001"},
          .nothing = ViewId{"3002"},
          .listed = {AgentId{"4011"}, AgentId{"4015"}, AgentId{"4018"}, AgentId{"4021"},
                     AgentId{"9999"}},
          .system = "windows SERVER"};
}

}  // namespace billbyagent::conformance
