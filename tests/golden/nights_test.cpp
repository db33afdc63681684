#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <set>

#include "golden/night_scenario.hpp"

using namespace golden;

TEST_CASE("every scenario of nights counts what it states and leads to its lines") {
  std::set<std::string> files;
  for (const auto& entry :
       std::filesystem::directory_iterator{std::string{GOLDEN_FOLDER} + "/nights"})
    files.insert(entry.path().string());
  CHECK(files.size() >= 4);
  for (const auto& file : files) {
    CAPTURE(file);
    const auto steps = play_nights(file);
    INFO(text_of(steps));
    for (const auto& step : steps) {
      CAPTURE(step.happens);
      CHECK(step.found == step.expected);
    }
  }
}

/// As the blocks fenced with `scenario`, for files of nights/.
TEST_CASE("docs/billing-rules.md shows what nights make of machines") {
  std::ifstream page{RULES_PAGE};
  REQUIRE(page);
  int shown = 0;
  std::string line;
  while (std::getline(page, line)) {
    if (line != "```nights") continue;
    std::string name;
    REQUIRE(std::getline(page, name));
    std::string text;
    while (std::getline(page, line) && line != "```") text += line + "\n";
    CAPTURE(name);
    CHECK(text == text_of(play_nights(std::string{GOLDEN_FOLDER} + "/nights/" + name + ".json")));
    ++shown;
  }
  CHECK(shown >= 4);
}
