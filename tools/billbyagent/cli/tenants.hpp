#pragma once

/// The tenants that a worker works for: `tenants.d/NAME.toml` has the settings of tenant NAME, as
/// far as they differ from the worker's own.

#include <string>
#include <vector>

#include "cli/schedule.hpp"
#include "cli/settings.hpp"

namespace billbyagent::cli {

struct TenantSettings {
  TenantId tenant{};
  Settings settings{};
  Schedule schedule{};
};

struct RefusedTenant {
  std::string file{};
  Error error;
};

struct Tenants {
  std::vector<TenantSettings> all{};     ///< by name
  std::vector<RefusedTenant> refused{};  ///< the others go on without them
};

/// Without the folder there is one tenant, that of the settings. `file_failed` for a folder that
/// can't be read.
Result<Tenants> read_tenants(const Settings& common, const std::string& folder);

}  // namespace billbyagent::cli
