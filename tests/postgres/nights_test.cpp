#include <doctest/doctest.h>

#include <filesystem>

#include "golden/night_scenario.hpp"
#include "postgres/database.hpp"

TEST_CASE("PostgreSQL: every scenario of nights counts what it states and leads to its lines") {
  int played = 0;
  for (const auto& entry :
       std::filesystem::directory_iterator{std::string{GOLDEN_FOLDER} + "/nights"}) {
    const auto file = entry.path().string();
    CAPTURE(file);
    const billbyagent::tests::Schema schema;
    const auto store = schema.open();
    const auto steps = golden::play_nights(file, *store);
    INFO(golden::text_of(steps));
    for (const auto& step : steps) {
      CAPTURE(step.happens);
      CHECK(step.found == step.expected);
    }
    ++played;
  }
  CHECK(played >= 4);
}
