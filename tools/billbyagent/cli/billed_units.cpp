#include "cli/billed_units.hpp"

namespace billbyagent::cli {

BilledUnits BilledUnits::read(const Desk& desk, const BillingReview& review) {
  BilledUnits units;
  const auto transaction = desk.begin(Access::read);
  if (!transaction) return units;
  for (const auto& reviewed : review.contracts)
    for (const auto& line : reviewed.lines) {
      const Service* service = reviewed.contract.find_service(line.key.service);
      const Date day = line.key.effective;
      // A peak or an average is of no single day.
      if (!service || line.part() != ChargePart::units ||
          service->quantity_on(day).measure != Measure::prorated)
        continue;
      const Units minimum = service->quantity_on(day).minimum;
      if (line.units_after != minimum) continue;
      const auto history = (*transaction)->unit_history({line.key.contract, line.key.service});
      const auto counted = history ? history->units_on(day) : std::nullopt;
      if (counted && *counted < minimum) units.raised_[line.key] = {*counted, minimum};
    }
  return units;
}

std::string BilledUnits::note(const LineItem& line) const {
  const auto at = raised_.find(line.key);
  if (at == raised_.end()) return {};
  return std::to_string(line.units_after) + " (" + std::to_string(at->second.counted) +
         " counted, minimum " + std::to_string(at->second.minimum) + ")";
}

}  // namespace billbyagent::cli
