#include <doctest/doctest.h>

#include <billbyagent/domain/discount.hpp>

using namespace billbyagent;

TEST_CASE("a discount is read in hundredths of a percent, from 0 to 100") {
  struct Row {
    const char* text;
    std::optional<std::int32_t> basis_points;
  };
  for (const Row& row : {Row{"0", 0},
                         {"12.5", 1250},
                         {"100", 10'000},
                         {"100.01", {}},
                         {"-1", {}},
                         {"0.001", {}},
                         {"a", {}},
                         {"", {}}}) {
    CAPTURE(row.text);
    const auto read = parse_discount(row.text);
    CHECK(read.has_value() == row.basis_points.has_value());
    if (read && row.basis_points) CHECK(*read == *row.basis_points);
  }
}
