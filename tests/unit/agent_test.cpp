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
