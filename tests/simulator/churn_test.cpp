#include "vsa_simulator/churn.hpp"

#include <doctest/doctest.h>

#include "vsa_simulator/generator.hpp"

namespace billbyagent::vsa_simulator {
namespace {

ChurnOptions quarter() {
  ChurnOptions options;
  options.from = parse_date("2026-01-02");
  options.until = parse_date("2026-03-31");
  options.changes_per_day = 25;
  return options;
}

TEST_CASE("churn plays three months without a problem and leaves other agents behind") {
  Estate estate = seeded_estate({});
  const Estate start = estate;
  estate.schedule(churn(estate, quarter()));
  CHECK(estate.scheduled() == 89 * 25);
  const Advanced advanced = estate.advance_to(parse_date("2026-03-31"));
  CHECK(advanced.problems.empty());
  CHECK(advanced.applied == 89 * 25);
  CHECK(start.agents().size() == 1000);
  CHECK(estate.agents().size() > 1100);
  std::size_t gone = 0;
  for (const auto& [id, row] : start.agents()) gone += estate.agents().contains(id) ? 0U : 1U;
  CHECK(gone > 200);
}

TEST_CASE("churn is the same for the same seed and has every kind of change") {
  const Estate estate = seeded_estate({});
  ChurnOptions options = quarter();
  const std::string first = to_json(churn(estate, options));
  CHECK(to_json(churn(estate, options)) == first);
  CHECK(to_json(events_from_json(first)) == first);
  options.seed = 2;
  CHECK(to_json(churn(estate, options)) != first);
  for (const char* action : {"add_agent", "delete_agent", "move_agent", "suspend_agent",
                             "resume_agent", "rename_agent"}) {
    CHECK(first.find(action) != std::string::npos);
  }
}

TEST_CASE("churn suspends who is not suspended and resumes who is") {
  Estate estate = seeded_estate({});
  for (const Event& event : churn(estate, quarter())) {
    if (event.action == "suspend_agent" || event.action == "resume_agent") {
      const bool suspended = estate.agent(event.agent).online == online::suspended;
      CHECK(suspended == (event.action == "resume_agent"));
    }
    apply(estate, event);
  }
}

TEST_CASE("churn can be a share of the machines") {
  ChurnOptions options = quarter();
  options.until = options.from;
  options.changes_per_day = 0;
  options.changes_per_million_agents = 5000;
  CHECK(churn(seeded_estate({}), options).size() == 5);
}

}  // namespace
}  // namespace billbyagent::vsa_simulator
