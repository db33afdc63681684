#include "billbyagent/domain/evidence.hpp"

#include <doctest/doctest.h>

using namespace billbyagent;

TEST_CASE("machines come and go by their moves") {
  struct Row {
    MachineMove move;
    const char* name;
    bool comes;
    bool goes;
    char sign;
  };
  for (const auto& row : {Row{MachineMove::added, "added", true, false, '+'},
                          Row{MachineMove::removed, "removed", false, true, '-'},
                          Row{MachineMove::moved_in, "moved_in", true, false, '+'},
                          Row{MachineMove::moved_out, "moved_out", false, true, '-'},
                          Row{MachineMove::waiting, "waiting", false, false, '~'},
                          Row{MachineMove::missing, "missing", false, false, '~'},
                          Row{MachineMove::returned, "returned", false, false, '~'},
                          Row{MachineMove::identified, "identified", false, false, '~'}}) {
    CHECK(to_string(row.move) == row.name);
    CHECK(comes(row.move) == row.comes);
    CHECK(goes(row.move) == row.goes);
    CHECK(sign_of(row.move) == row.sign);
  }
}

TEST_CASE("evidence compares by value") {
  const MachineEvent event{Date{2026, 6, 1}, MachineMove::added, AgentId{"1"}, "pc01", ""};
  MachineEvent other = event;
  other.detail = "to beta.root";
  CHECK_FALSE(event == other);
  const HeldReading held{
      .effective = Date{2026, 6, 1}, .why = "zero", .recorded = Instant{1}, .machines = {event}};
  HeldReading changed = held;
  changed.machines = {other};
  CHECK_FALSE(held == changed);
}

TEST_CASE("why a count waits and how that ends have names") {
  CHECK(to_string(HeldCause::implausible) == "implausible");
  CHECK(to_string(HeldCause::proposed) == "proposed");
  CHECK(to_string(static_cast<HeldCause>(9)) == "unknown");
  CHECK(to_string(HeldEnd::confirmed) == "confirmed");
  CHECK(to_string(HeldEnd::dissolved) == "dissolved");
  CHECK(to_string(HeldEnd::rejected) == "rejected");
  CHECK(to_string(static_cast<HeldEnd>(9)) == "unknown");
}
