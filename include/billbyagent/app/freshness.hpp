#pragma once

/// How old the counts are that are billed: of each RMM that services in force derive from, the last
/// reading that was whole, and the last one that failed since. Threads: plain values; one
/// transaction.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "billbyagent/app/desk.hpp"
#include "billbyagent/domain/contract.hpp"

namespace billbyagent {

struct RmmFreshness {
  RmmId rmm{};
  std::optional<Date> read_on{};    ///< the day of the last whole reading; nothing: there is none
  std::optional<Date> failed_on{};  ///< of the last one that failed, when it is the later one
  std::string failure{};            ///< why it failed
  std::size_t services = 0;         ///< in force, that derive their units from it
  bool stale = false;
};

struct ServiceFreshness {
  ServiceKey key{};
  RmmId rmm{};
  std::optional<Date> counted_on{};  ///< the day of the last whole reading that counted it
  std::optional<Date> failed_on{};   ///< of the last one that did not, when it is the later one
  std::string failure{};             ///< why it did not
  bool stale = false;

  friend bool operator==(const ServiceFreshness&, const ServiceFreshness&) = default;
};

/// By RMM. Stale is an RMM whose last whole reading lies more than `most_days` before today, or
/// that never was read whole although it was tried so long ago; 0: none ever is. Readings that were
/// made before they were on record are not known.
Result<std::vector<RmmFreshness>> freshness(const Desk& desk, std::int32_t most_days);

/// By contract and service, those in force that derive their units. A service is stale as an RMM
/// is: also when its RMM is read each night, but its group is gone, or its view can't be read.
Result<std::vector<ServiceFreshness>> service_freshness(const Desk& desk, std::int32_t most_days);

/// The stale ones among them. Contracts are read only when there is one.
Result<std::vector<RmmFreshness>> stale_rmms(const Desk& desk, std::int32_t most_days);

}  // namespace billbyagent
