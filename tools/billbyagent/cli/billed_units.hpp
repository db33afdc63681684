#pragma once

/// Which lines bill a minimum, and what was counted.

#include <map>
#include <string>

#include "billbyagent/app/billing_review.hpp"

namespace billbyagent::cli {

class BilledUnits {
 public:
  BilledUnits() = default;
  /// What can't be read has no note.
  static BilledUnits read(const Desk& desk, const BillingReview& review);

  /// `5 (3 counted, minimum 5)`; empty where the units are those that were counted.
  std::string note(const LineItem& line) const;

 private:
  struct Raised {
    Units counted = 0;
    Units minimum = 0;
  };
  std::map<LineKey, Raised> raised_{};
};

}  // namespace billbyagent::cli
