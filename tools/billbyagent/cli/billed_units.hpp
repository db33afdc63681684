#pragma once

/// The units of a line in words: `5 (3 counted, minimum 5)` where the minimum is billed.

#include <map>
#include <string>

#include "billbyagent/app/billing_review.hpp"

namespace billbyagent::cli {

class BilledUnits {
 public:
  /// All as they are billed.
  BilledUnits() = default;
  /// What can't be read is told as it is billed.
  static BilledUnits read(const Desk& desk, const BillingReview& review);

  std::string text(const LineItem& line) const;

 private:
  struct Raised {
    Units counted = 0;
    Units minimum = 0;
  };
  std::map<LineKey, Raised> raised_{};
};

}  // namespace billbyagent::cli
