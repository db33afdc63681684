#pragma once

/// The implementations that a program of this folder checks. Each source names its own, main.cpp
/// runs the suites on all of them.

#include <functional>
#include <utility>
#include <vector>

#include "billbyagent/conformance/suite.hpp"

namespace billbyagent::tests {

using MakeSuite = std::function<conformance::Suite()>;

inline std::vector<MakeSuite>& subjects() {
  static std::vector<MakeSuite> all;
  return all;
}

struct Subject {
  explicit Subject(MakeSuite make) { subjects().push_back(std::move(make)); }
};

}  // namespace billbyagent::tests
