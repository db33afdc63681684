#pragma once

/// A group of contracts in one transaction of a night: loaded in a trip or two, decided one by one,
/// written as one value.

#include <map>
#include <span>
#include <vector>

#include "app/nightly/night_readings.hpp"
#include "app/nightly/services.hpp"

namespace billbyagent::app {

/// The services of one contract: what stands or falls together.
using OfContract = std::span<const NightService>;

/// A night whose RMMs have been read. All of it outlives the work.
struct NightAtWork {
  const NightlyOptions& options;
  Date today;
  const RmmReadings& readings;
  const std::map<RmmId, CountedBefore>& counted_before;
  const std::map<RmmId, Customers>& customers;
  const NightReadings& records;
};

/// The rows of the report, by contract and service. An error: nothing of the group was written.
Result<std::vector<ServiceSync>> take_over(const Desk& desk, std::span<const OfContract> contracts,
                                           const NightAtWork& night);

}  // namespace billbyagent::app
