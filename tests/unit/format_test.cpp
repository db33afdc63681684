#include "billbyagent/format.hpp"

#include <doctest/doctest.h>

#include "printed_values.hpp"

// GCC 12 has no <format>: the header is then empty, and that is all there is to see.
#ifdef __cpp_lib_format

TEST_CASE("every printable value formats as what to_string says") {
  printed::for_each(
      [](const auto& value, std::string_view text) { CHECK(std::format("{}", value) == text); });
  using namespace billbyagent;
  CHECK(std::format("{:.>12}|{:.4}", Money::from_minor(1'250, usd), Trust::propose) ==
        "...12.50 USD|prop");
}

#else

TEST_CASE("without std::format the header gives nothing") {
  static_assert(billbyagent::Printable<billbyagent::Money>);
}

#endif
