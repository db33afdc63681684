#pragma once
#include <cstdint>

#include "vsa_simulator/estate.hpp"

namespace billbyagent::vsa_simulator {

struct EstateOptions {
  std::uint64_t seed = 1;
  std::size_t organizations = 20;  ///< Beside the three that every server has.
  std::size_t agents = 1000;
  std::size_t max_group_depth = 3;  ///< 1: only `root`; 3: `acme.root.leeds.servers`.
  std::size_t devices = 20;         ///< Assets without an agent.
  unsigned suspended_per_mille = 20;
  unsigned never_checked_in_per_mille = 10;
  Date date = parse_date("2026-01-01");
};

/// The same options give the same estate, id by id, on every platform. Organizations differ in
/// size by about 20 to 1. The views are Servers, Workstations, Macs, Suspended (by rule) and
/// "Named machines" (agent by agent).
Estate seeded_estate(const EstateOptions& options);

}  // namespace billbyagent::vsa_simulator
