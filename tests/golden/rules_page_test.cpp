#include <doctest/doctest.h>

#include <fstream>

#include "golden/scenario.hpp"

using namespace golden;

/// A block fenced with `scenario` names a file of this folder in its first line and shows what
/// becomes of it.
TEST_CASE("docs/billing-rules.md shows what the engine does") {
  std::ifstream page{RULES_PAGE};
  REQUIRE(page);
  int shown = 0;
  std::string line;
  while (std::getline(page, line)) {
    if (line != "```scenario") continue;
    std::string name;
    REQUIRE(std::getline(page, name));
    std::string text;
    while (std::getline(page, line) && line != "```") text += line + "\n";
    CAPTURE(name);
    CHECK(text == play(read_scenario(std::string{GOLDEN_FOLDER} + "/" + name + ".json")).text);
    ++shown;
  }
  CHECK(shown >= 10);
}
