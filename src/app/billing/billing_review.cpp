#include "billbyagent/app/billing_review.hpp"

#include <utility>

#include "app/nightly/counts_on_record.hpp"

namespace billbyagent {

Result<BillingReview> billing_review(const Desk& desk, const BillingFilter& filter) {
  const Date today = desk.clock.today();
  if (auto checked = check(filter, today); !checked) return checked.error();
  BillingReview review{today, filter.through.value_or(usual_review_end(today)), {}, {}, {}};
  auto transaction = desk.begin(Access::read);
  if (!transaction) return transaction.error();
  auto ids = (*transaction)->contract_ids();
  if (!ids) return ids.error();
  const auto counts = app::CountsOnRecord::read(**transaction);
  if (!counts) return counts.error();
  for (const auto& id : *ids) {
    auto contract = (*transaction)->contract(id);
    if (!contract) return contract.error();
    if (!filter.wants(*contract)) continue;
    ReviewedContract reviewed{*std::move(contract)};
    auto open = open_lines(**transaction, reviewed.contract, filter, review.through);
    if (open) {
      reviewed.lines = std::move(open->lines);
      reviewed.units_unknown = std::move(open->units_unknown);
      reviewed.withheld = std::move(open->withheld);
      reviewed.above_maximum = std::move(open->above_maximum);
      counts->note(reviewed.contract, reviewed.lines);
      counts->note(reviewed.contract, reviewed.withheld);
    } else {
      reviewed.error = open.error();
    }
    for (const auto& line : reviewed.lines)
      if (auto added = add_line(review.totals, line); !added) return added.error();
    if (!reviewed.lines.empty() || !reviewed.units_unknown.empty() || !reviewed.withheld.empty() ||
        !reviewed.above_maximum.empty() || reviewed.error)
      review.contracts.push_back(std::move(reviewed));
  }
  auto owed = owed_credits(desk, filter);
  if (!owed) return owed.error();
  review.owed = *std::move(owed);
  return review;
}

}  // namespace billbyagent
