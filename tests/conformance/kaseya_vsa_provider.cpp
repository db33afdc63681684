// Kaseya VSA 9 over TLS, from the simulator: the suite, with counts that the server makes and with
// counts that need all agents.

#include "adapters/temporary_file.hpp"
#include "billbyagent/adapters/kaseya_vsa.hpp"
#include "billbyagent/conformance/provider.hpp"
#include "conformance/subjects.hpp"
#include "vsa_simulator/simulator.hpp"

using namespace billbyagent;
using namespace billbyagent::conformance;
namespace simulator = billbyagent::vsa_simulator;

namespace {

std::int64_t online_value(AgentState state) {
  switch (state) {
    case AgentState::offline:
    case AgentState::template_account:
      return simulator::online::offline;
    case AgentState::suspended:
      return simulator::online::suspended;
    case AgentState::never_checked_in:
      return simulator::online::never_checked_in;
    default:
      return simulator::online::user_active;
  }
}

/// As VSA 9 shows an agent: the first word of its system is the type, the rest the description.
simulator::Agent row_of(const Agent& agent) {
  simulator::Agent row;
  row.id = agent.id.text();
  row.machine = row.computer_name = agent.name;
  row.group_id = agent.group.text();
  row.online = online_value(agent.state);
  const std::string& system = agent.operating_system;
  const auto space = system.find(' ');
  row.os_type = system.substr(0, space);
  if (space != std::string::npos) row.os_info = system.substr(space + 1);
  row.serial_number = agent.serial_number;
  row.mac_address = agent.mac_address;
  if (agent.first_seen) row.first_check_in = to_string(*agent.first_seen);
  if (agent.last_seen) row.last_check_in = to_string(*agent.last_seen);
  return row;
}

std::string quoted(const std::string& text) { return "\"" + text + "\""; }

simulator::Estate estate_of_vsa(const Estate& estate) {
  std::string text = "{\"organizations\":[";
  for (const auto& one : estate.organizations)
    text += "{\"OrgId\":" + quoted(one.id.text()) + ",\"OrgName\":" + quoted(one.name) +
            ",\"OrgRef\":" + quoted(one.reference) + "},";
  text.back() = ']';
  text += ",\"machine_groups\":[";
  for (const auto& one : estate.groups)
    text += "{\"MachineGroupId\":" + quoted(one.id.text()) +
            ",\"MachineGroupName\":" + quoted(one.name) +
            ",\"OrgId\":" + quoted(one.organization.text()) +
            (one.parent ? ",\"ParentMachineGroupId\":" + quoted(one.parent->text()) : "") + "},";
  text.back() = ']';
  auto shown = simulator::Estate::from_json(text + "}");
  for (const auto& agent : estate.agents) shown.add_agent(row_of(agent));
  for (const auto& [view, members] : estate.views) {
    simulator::View row;
    row.id = view.id.text();
    row.name = view.name;
    for (const auto& member : members) row.agent_ids.insert(member.text());
    shown.add_view(row);
  }
  return shown;
}

struct Running {
  explicit Running(const Estate& estate) : server(estate_of_vsa(estate)) {}

  /// A page has a hundred rows, so it takes a second page to show a row again.
  void repeat_an_agent() {
    server.with_estate([](simulator::Estate& estate) {
      for (int number = 100; number < 250; ++number) {
        simulator::Agent agent;
        agent.machine = agent.computer_name = "more" + std::to_string(number);
        agent.group_id = estate.groups().begin()->first;
        estate.add_agent(agent);
      }
    });
    server.set_faults({simulator::fault_from_text("repeated_row=1,path=/agents")});
  }

  simulator::Simulator server;
  billbyagent::tests::TemporaryFile ca{server.ca_pem()};
};

ProviderUnderTest under_test(const Estate& estate) {
  auto running = std::make_shared<Running>(estate);
  const simulator::Account account = simulator::ServiceOptions{}.accounts.front();
  KaseyaVsaOptions options;
  options.url = running->server.url();
  options.user = account.user;
  options.token = Secret{account.pat};
  options.ca_file = running->ca.path();
  options.retry_delay = options.retry_delay_max = std::chrono::milliseconds{1};
  ProviderQuirks quirks;
  quirks.break_down = [running] {
    running->server.close_sessions();
    running->server.set_faults({simulator::fault_from_text("pat_revoked")});
  };
  quirks.repeat_an_agent = [running] { running->repeat_an_agent(); };
  return {running, make_kaseya_vsa(options).value(), quirks};
}

/// VSA 9 has no template accounts.
Sample vsa_sample() {
  Sample shown = sample();
  for (auto& agent : shown.estate.agents)
    if (agent.state == AgentState::template_account) agent.state = AgentState::offline;
  return shown;
}

// A system's text across two of its fields, which the server can't search for.
const tests::Subject counted_here{
    [] { return provider_suite("Kaseya VSA 9", under_test, vsa_sample()); }};

const tests::Subject counted_there{[] {
  Sample shown = vsa_sample();
  shown.system = "SERVER";
  return provider_suite("Kaseya VSA 9 that finds a system's text itself", under_test, shown);
}};

}  // namespace
