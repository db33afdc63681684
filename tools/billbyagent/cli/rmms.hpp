#pragma once

/// The RMMs of a run, made from the settings.

#include <memory>
#include <vector>

#include "billbyagent/app/rmm_set.hpp"
#include "cli/settings.hpp"

namespace billbyagent::cli {

struct Rmms {
  RmmSet set{};
  std::vector<std::unique_ptr<RmmProvider>> providers{};  ///< those of the set
};

/// The RMMs but for that of the settings `vsa-...`, as file, environment and options describe them.
Result<RmmSettings> described_rmms(const Settings& settings);

/// `invalid_settings` naming the setting. One of several that can't be made, such as for a file
/// with a token that can't be read, answers every call with that error instead: the others go on.
Result<Rmms> make_rmms(const Settings& settings);

}  // namespace billbyagent::cli
