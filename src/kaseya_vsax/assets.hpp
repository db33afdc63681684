#pragma once

/// What the list of assets adds to a device.

#include <optional>
#include <string>

#include "billbyagent/domain/agent.hpp"
#include "kaseya_vsax/format.hpp"
#include "odata/pages.hpp"

namespace billbyagent::kaseya_vsax {

/// Records are large: fewer of them at once.
inline constexpr std::size_t asset_rows_max = 50;

struct Asset {
  AgentId id;
  std::string operating_system;
  bool has_system = false;  ///< Otherwise `operating_system` is its type alone.
  std::string type;         ///< `windows`, `mac` or `linux`.
  std::string serial_number;
  std::string mac_address;
  std::optional<Instant> last_seen;
};

odata::DecodePage<Asset> as_assets();

void add(const Asset& asset, Agent& agent);

}  // namespace billbyagent::kaseya_vsax
