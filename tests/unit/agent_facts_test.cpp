#include "billbyagent/domain/agent_facts.hpp"

#include <doctest/doctest.h>

using namespace billbyagent;

namespace {

AgentFacts facts_of(const std::vector<Agent>& agents) {
  AgentFacts facts;
  facts.add(agents);
  return facts;
}

std::string row(const AgentFacts& facts) {
  return std::to_string(facts.in_service) + (facts.operating_system ? " system" : "") +
         (facts.device_type ? " type" : "") + (facts.last_seen ? " seen" : "") +
         (facts.hardware ? " hardware" : "");
}

Agent offline() { return {.id = AgentId{"1"}, .state = AgentState::offline}; }

}  // namespace

TEST_CASE("what agents tell adds up, but not of those that never reported") {
  Agent full = offline();
  full.operating_system = "Windows 11";
  full.device_type = "server";
  full.last_seen = Instant{0};
  full.mac_address = "00-11-22-33-44-55";
  Agent online = offline();
  online.state = AgentState::online;
  Agent nameless = offline();
  nameless.serial_number = "To be filled by O.E.M.";
  Agent prepared = full;
  prepared.state = AgentState::never_checked_in;
  Agent settings = full;
  settings.state = AgentState::template_account;

  CHECK(row(facts_of({})) == "0");
  CHECK(row(facts_of({offline(), offline()})) == "2");
  CHECK(row(facts_of({full})) == "1 system type seen hardware");
  CHECK(row(facts_of({online, offline()})) == "2 seen");
  CHECK(row(facts_of({nameless})) == "1");
  CHECK(row(facts_of({prepared, settings})) == "0");
}

TEST_CASE("a class is told by one kind of its criteria, and each class has to be") {
  AgentScope scope;
  scope.machine_class = "desk";
  scope.classes = {{"server", {"server"}, {"server"}}, {"desk", {}, {"desktop"}}};
  AgentFacts facts{.in_service = 2};
  CHECK(check_told(scope, facts).error().context ==
        "none of the RMM's 2 machines in service tells its device type, which machine class server "
        "goes by");
  facts.operating_system = true;
  CHECK(check_told(scope, facts).error().context.ends_with("machine class desk goes by"));
  facts.device_type = true;
  CHECK(check_told(scope, facts).has_value());
  scope.machine_class.reset();
  CHECK(check_told(scope, AgentFacts{.in_service = 2}).has_value());
}

TEST_CASE("an RMM without machines in service answers every question with none") {
  AgentScope scope;
  scope.operating_system_contains = "windows";
  scope.rule.seen_within_days = 1;
  scope.rule.duplicate = Counting::left_out;
  CHECK(check_told(scope, AgentFacts{}).has_value());
  CHECK(check_told(scope, AgentFacts{.in_service = 1}).error().code == Errc::invalid_argument);
}
