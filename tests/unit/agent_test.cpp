#include "billbyagent/domain/agent.hpp"

#include <doctest/doctest.h>

using namespace billbyagent;

TEST_CASE("the states of an agent have names") {
  CHECK(to_string(AgentState::online) == "online");
  CHECK(to_string(AgentState::offline) == "offline");
  CHECK(to_string(AgentState::suspended) == "suspended");
  CHECK(to_string(AgentState::never_checked_in) == "never_checked_in");
  CHECK(to_string(AgentState::template_account) == "template_account");
}

TEST_CASE("two readings of an agent differ in any field") {
  const Agent agent{.id = AgentId{"1"}, .name = "pc01"};
  Agent other = agent;
  CHECK(agent == other);
  other.last_seen = Instant{1};
  CHECK_FALSE(agent == other);
}

TEST_CASE("hardware is known by its serial number, or else by its MAC address") {
  struct Row {
    const char* serial;
    const char* mac;
    const char* hardware;
  };
  for (const auto& row :
       {Row{"abc-1", "00-11-22-33-44-55", "serial:ABC-1"}, Row{"  ab 1 ", "", "serial:AB 1"},
        Row{"", "00-1a-22-33-44-55", "mac:00-1A-22-33-44-55"}, Row{"", "", ""},
        Row{"To Be Filled By O.E.M.", "aa", "mac:AA"}, Row{"default string", "", ""},
        Row{"0", "00:00:00:00:00:00", ""}, Row{"  ", " ", ""}}) {
    CAPTURE(row.serial);
    Agent agent;
    agent.serial_number = row.serial;
    agent.mac_address = row.mac;
    CHECK(hardware_of(agent) == row.hardware);
  }
}
