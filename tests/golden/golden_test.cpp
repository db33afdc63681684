#include <doctest/doctest.h>

#include <filesystem>
#include <set>

#include "golden/scenario.hpp"

using namespace golden;

namespace {

std::set<std::string> scenario_files() {
  std::set<std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator{GOLDEN_FOLDER})
    if (entry.path().extension() == ".json") files.insert(entry.path().string());
  return files;
}

}  // namespace

TEST_CASE("every scenario file gives the lines and totals that it states") {
  const auto files = scenario_files();
  CHECK(files.size() >= 45);
  for (const auto& file : files) {
    CAPTURE(file);
    const Scenario scenario = read_scenario(file);
    CHECK((scenario.figure == "printed" || scenario.figure == "computed"));
    CHECK_FALSE(scenario.source.empty());
    const Outcome outcome = play(scenario);
    INFO(outcome.text);
    std::size_t posting = 0;
    for (const auto& step : scenario.steps) {
      if (step.kind != Event::Kind::post_through) continue;
      const Posting& made = outcome.postings.at(posting++);
      CHECK(made.lines == step.lines);
      CHECK(made.total == step.total);
    }
    CHECK(posting > 0);
    CHECK(outcome.total == scenario.total);
  }
}
