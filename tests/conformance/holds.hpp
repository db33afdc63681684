#pragma once

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "billbyagent/conformance/suite.hpp"

namespace billbyagent::tests {

/// Runs the suite and prints nothing. The component has a doctest of its own, so this can be called
/// in a test.
inline bool holds(const conformance::Suite& suite) {
  const char* const command_line[] = {"holds", "--quiet"};
  return conformance::run(2, command_line, {suite}) == 0;
}

/// That one behaviour alone.
inline bool holds(conformance::Suite suite, const std::string& sentence) {
  std::erase_if(suite.behaviours, [&](const auto& each) { return each.sentence != sentence; });
  REQUIRE_MESSAGE(suite.behaviours.size() == 1, "no behaviour of this name: " << sentence);
  return holds(suite);
}

/// What goes wrong, how, and which behaviour tells.
template <class Fault>
struct Caught {
  std::string what;
  Fault fault;
  std::string by;
};

}  // namespace billbyagent::tests
