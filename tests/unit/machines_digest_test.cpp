#include "billbyagent/domain/machines_digest.hpp"

#include <doctest/doctest.h>

using namespace billbyagent;

namespace {

Machine machine(const std::string& agent, const std::string& serial = {},
                const std::string& mac = {}) {
  return {AgentId{agent}, "name of " + agent, {serial, mac}};
}

MachineEvent event(MachineMove move, const std::string& agent, const std::string& serial = {}) {
  return {
      .seen = Date{2026, 6, 10}, .move = move, .agent = AgentId{agent}, .hardware = {serial, {}}};
}

const std::vector<Machine> two{machine("a", "S1", "M1"), machine("b", "S2", "M2")};

}  // namespace

TEST_CASE("equal machines have an equal digest, which never changes") {
  CHECK(digest_of(two) == digest_of({machine("a", "S1", "M1"), machine("b", "S2", "M2")}));
  // Kept in files: another value would read every machine again, once.
  CHECK(digest_of({}).text() == "6c62272e07bb014262b821756295c58d");
  CHECK(digest_of(two).text() == "013df6c09bc795b290b566c2277e98d4");
}

TEST_CASE("every difference that a night would see makes another digest") {
  const std::vector<std::vector<Machine>> others{
      {},
      {two[0]},
      {two[1]},
      {two[0], two[1], machine("c")},
      {machine("A", "S1", "M1"), two[1]},
      {machine("a", "S9", "M1"), two[1]},
      {machine("a", "S1", "M9"), two[1]},
      {machine("a", "", "M1"), two[1]},
      {machine("a", "M1", "S1"), two[1]},
      {machine("a", "S1M1", ""), two[1]},
      {machine("aS1", "", "M1"), two[1]},
      {machine("a", "S1", std::string{"M1\0", 3}), two[1]},
      {machine("a", "S1", "M1\1b"), two[1]}};
  for (std::size_t i = 0; i < others.size(); ++i) {
    CAPTURE(i);
    CHECK(digest_of(others[i]) != digest_of(two));
    for (std::size_t j = 0; j < i; ++j) CHECK(digest_of(others[i]) != digest_of(others[j]));
  }
}

TEST_CASE("a renamed machine is the same one") {
  auto renamed = two;
  renamed[0].name = "another name";
  CHECK(digest_of(renamed) == digest_of(two));
}

TEST_CASE("events move the machines along") {
  using enum MachineMove;
  const auto left = machines_after(
      {machine("b"), machine("d"), machine("f")},
      {event(added, "e"), event(moved_in, "a"), event(removed, "b"), event(moved_out, "x"),
       event(waiting, "w"), event(missing, "d"), event(returned, "d", "S"), event(added, "f", "S3"),
       event(identified, "e", "S4"), event(identified, "y", "S5")});
  std::vector<std::string> shown;
  for (const auto& each : left) shown.push_back(each.agent.text() + ":" + each.hardware.serial);
  CHECK(shown == std::vector<std::string>{"a:", "d:", "e:S4", "f:S3"});
}

TEST_CASE("machines that wait or are missing are not settled until they come, go or return") {
  using enum MachineMove;
  const auto unsettled = unsettled_after(
      {AgentId{"old"}}, {event(waiting, "a"), event(waiting, "b"), event(missing, "c"),
                         event(missing, "d"), event(missing, "e"), event(added, "b"),
                         event(removed, "d"), event(returned, "e"), event(identified, "c")});
  CHECK(unsettled == std::set<AgentId>{AgentId{"a"}, AgentId{"c"}, AgentId{"old"}});
}
