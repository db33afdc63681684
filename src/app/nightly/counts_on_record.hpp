#pragma once

/// Which reading counted each service last, from the readings on record.

#include <map>
#include <optional>
#include <vector>

#include "billbyagent/app/freshness.hpp"
#include "billbyagent/domain/line_item.hpp"

namespace billbyagent::app {

class CountsOnRecord {
 public:
  static Result<CountsOnRecord> read(Transaction& transaction);

  /// As `service_freshness` says it.
  ServiceFreshness of(const ServiceKey& service, const RmmId& rmm, Date today,
                      std::int32_t most_days) const;
  /// As `freshness` says it, but for the number of services.
  RmmFreshness of(const RmmId& rmm, Date today, std::int32_t most_days) const;
  /// Those that were ever read.
  std::vector<RmmId> rmms() const;

  /// Tells each line of a service that derives its units when those were counted.
  void note(const Contract& contract, std::vector<LineItem>& lines) const;

 private:
  std::map<RmmId, std::vector<ReadingRecord>> newest_first_;
};

}  // namespace billbyagent::app
