#pragma once

/// What the options and their preset say, as the readers want it.

#include "file_provider/estate.hpp"

namespace billbyagent::file_provider {

struct ReadingPlan {
  FileProviderOptions options;  ///< with what the preset adds
  Source machines;              ///< but for name and format
  MachineRules rules;
};

/// `invalid_settings` naming the field.
Result<ReadingPlan> plan_of(FileProviderOptions options);

}  // namespace billbyagent::file_provider
