#pragma once

/// Scenarios that begin with machines instead of units (README.md says how they are written): what
/// nights count, and the lines that follow.

#include <string>
#include <vector>

#include "billbyagent/ports/store.hpp"

namespace golden {

/// One step and what the file expects of it, as the page of the rules shows both.
struct NightStep {
  std::string happens;
  std::vector<std::string> expected{};
  std::vector<std::string> found{};
};

/// Plays the file. Throws std::runtime_error naming the file and what is wrong with it.
std::vector<NightStep> play_nights(const std::string& file);
/// On an empty store.
std::vector<NightStep> play_nights(const std::string& file, billbyagent::Store& store);

/// What happened, as text.
std::string text_of(const std::vector<NightStep>& steps);

}  // namespace golden
