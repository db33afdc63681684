// Kaseya VSA X over TLS, from the simulator: the suite, with the list of devices alone and with the
// assets.

#include "adapters/temporary_file.hpp"
#include "billbyagent/adapters/kaseya_vsax.hpp"
#include "billbyagent/conformance/provider.hpp"
#include "conformance/subjects.hpp"
#include "vsa_simulator/simulator.hpp"

using namespace billbyagent;
using namespace billbyagent::conformance;
namespace simulator = billbyagent::vsa_simulator;

namespace {

/// As the simulator's VSA 9 would list it; VSA X has sites in the place of root groups.
constexpr const char* estate_file = R"({
  "organizations": [{"OrgId": "1001", "OrgName": "Acme", "OrgRef": "acme"},
                    {"OrgId": "1002", "OrgName": "Béta & Sons", "OrgRef": "beta"},
                    {"OrgId": "1003", "OrgName": "Empty", "OrgRef": "empty"}],
  "machine_groups": [
    {"MachineGroupId": "2001", "MachineGroupName": "acme.root", "OrgId": "1001"},
    {"MachineGroupId": "2002", "MachineGroupName": "acme.root.servers", "OrgId": "1001",
     "ParentMachineGroupId": "2001"},
    {"MachineGroupId": "2003", "MachineGroupName": "acme.root.servers.racks", "OrgId": "1001",
     "ParentMachineGroupId": "2002"},
    {"MachineGroupId": "2004", "MachineGroupName": "beta.root", "OrgId": "1002"}],
  "views": [{"ViewDefId": "3001", "ViewDefName": "Everywhere",
             "AgentIds": ["4011", "4012", "4014", "4021"]},
            {"ViewDefId": "3002", "ViewDefName": "Nothing"}]
})";

struct Machine {
  int number;
  const char* group;
  const char* type;
  const char* info;
  const char* system;  ///< As the inventory of VSA X says it.
};
constexpr Machine machines[] = {
    {11, "2001", "11", "Pro 22631", "Microsoft Windows 11 Pro 22631"},
    {12, "2001", "11", "Pro 22631", "Microsoft Windows 11 Pro 22631"},
    {14, "2002", "2022", "Server Standard", "Microsoft Windows Server 2022 Server Standard"},
    {15, "2002", "2019", "Server Standard", "Microsoft Windows Server 2019 Server Standard"},
    {16, "2002", "Linux", "6.1", "Linux 6.1"},
    {17, "2003", "Linux", "6.1", "Linux 6.1"},
    {18, "2003", "11", "Pro 22631", "Microsoft Windows 11 Pro 22631"},
    {21, "2004", "Mac OS X", "14.5", "Mac OS X 14.5"},
    {22, "2004", "11", "Pro 22631", "Microsoft Windows 11 Pro 22631"},
    {23, "2004", "11", "Pro 22631", "Microsoft Windows 11 Pro 22631"}};

simulator::Estate estate_of_vsax() {
  auto estate = simulator::Estate::from_json(estate_file);
  for (const Machine& machine : machines) {
    const std::string digits = std::to_string(machine.number);
    simulator::Agent agent;
    agent.id = "40" + digits;
    agent.machine = "pc" + digits;
    agent.computer_name = agent.machine;
    agent.group_id = machine.group;
    agent.online = simulator::online::no_user;
    agent.os_type = machine.type;
    agent.os_info = machine.info;
    agent.mac_address = "02-00-00-00-00-" + digits;
    agent.serial_number = "SN" + digits;
    agent.last_check_in = "2026-05-29T09:46:40.000Z";
    estate.add_agent(agent);
  }
  // Discovered, without an agent: never one.
  simulator::Asset printer;
  printer.id = "5001";
  printer.name = "printer";
  printer.group_id = "2001";
  printer.type_id = "3";
  estate.add_device(printer);
  return estate;
}

AgentId device(const std::string& number) {
  return AgentId{"5f0d8c1e-7a42-4c8b-8000-0000000040" + number};
}

Sample vsax_sample() {
  const OrganizationId acme{"1001"};
  const OrganizationId beta{"1002"};
  const MachineGroupId site{"site/2001"};
  const MachineGroupId beta_site{"site/2004"};
  Sample sample;
  sample.estate.organizations = {
      {acme, "Acme", ""}, {beta, "Béta & Sons", ""}, {OrganizationId{"1003"}, "Empty", ""}};
  const auto group = [](const char* number, const char* name, const OrganizationId& organization,
                        const MachineGroupId& parent) {
    return MachineGroup{MachineGroupId{std::string{"group/"} + number}, name, organization, parent};
  };
  sample.estate.groups = {{site, "Acme.root", acme, std::nullopt},
                          {beta_site, "Béta & Sons.root", beta, std::nullopt},
                          group("2001", "Acme.root.Default", acme, site),
                          group("2002", "Acme.root.servers", acme, site),
                          group("2003", "Acme.root.servers.racks", acme, site),
                          group("2004", "Béta & Sons.root.Default", beta, beta_site)};
  sample.estate.views = {
      {{ViewId{"3001"}, "Everywhere"}, {device("11"), device("12"), device("14"), device("21")}},
      {{ViewId{"3002"}, "Nothing"}, {}}};
  for (const Machine& machine : machines) {
    const std::string digits = std::to_string(machine.number);
    sample.estate.agents.push_back(
        {device(digits), "pc" + digits, machine.number < 20 ? acme : beta,
         MachineGroupId{std::string{"group/"} + machine.group}, AgentState::offline, machine.system,
         "SN" + digits, "02-00-00-00-00-" + digits, std::nullopt, Instant{1'780'048'000'000}});
    const bool is_mac = std::string_view{machine.type} == "Mac OS X";
    sample.estate.agents.back().device_type = is_mac ? "mac" : "windows";
  }
  sample.first = acme;
  sample.second = beta;
  sample.without = OrganizationId{"1003"};
  sample.top = site;
  sample.middle = MachineGroupId{"group/2002"};
  sample.lowest = MachineGroupId{"group/2003"};
  sample.foreign = beta_site;
  sample.across = ViewId{"3001"};
  sample.nothing = ViewId{"3002"};
  sample.listed = {device("11"), device("14"), device("15"), device("17"),
                   device("18"), device("21"), device("99")};
  sample.system = "windows SERVER";
  return sample;
}

struct Running {
  simulator::Simulator server{estate_of_vsax()};
  billbyagent::tests::TemporaryFile ca{server.ca_pem()};
};

ProviderUnderTest under_test(VsaxDetails details) {
  auto running = std::make_shared<Running>();
  KaseyaVsaxOptions options;
  options.url = running->server.url();
  options.token_id = simulator::VsaxOptions{}.token_id;
  options.token_secret = Secret{simulator::VsaxOptions{}.token_secret};
  options.ca_file = running->ca.path();
  options.page_size = 4;
  options.details = details;
  ProviderQuirks quirks;
  quirks.keeps_details = details == VsaxDetails::assets;
  quirks.break_down = [running] {
    running->server.set_faults({simulator::fault_from_text("pat_revoked")});
  };
  quirks.repeat_an_agent = [running] {
    running->server.set_faults({simulator::fault_from_text("repeated_row,path=/devices")});
  };
  return {running, make_kaseya_vsax(options).value(), quirks};
}

const tests::Subject devices{[] {
  return provider_suite(
      "Kaseya VSA X by its list of devices",
      [](const Estate&) { return under_test(VsaxDetails::none); }, vsax_sample());
}};

const tests::Subject with_assets{[] {
  return provider_suite(
      "Kaseya VSA X with the assets read",
      [](const Estate&) { return under_test(VsaxDetails::assets); }, vsax_sample());
}};

}  // namespace
