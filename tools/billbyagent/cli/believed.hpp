#pragma once

/// Limits that a person lifts for one run, and has to say why.

#include <CLI/App.hpp>
#include <string>

#include "billbyagent/app/day_limit.hpp"

namespace billbyagent::cli {

struct Believed {
  bool day = false;
  bool batch = false;
  std::string reason;
};

/// `--believe-day`, and `--reason`, which it needs.
CLI::Option* add_believed_day(CLI::App& sub, Believed& believed);
/// `--believe-batch` too.
void add_believed_batch(CLI::App& sub, Believed& believed);

/// Why limits are lifted and by whom, for the record; empty: nobody said.
std::string why_lifted(const Believed& believed, const std::string& author);

}  // namespace billbyagent::cli
