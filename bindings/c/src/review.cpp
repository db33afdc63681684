// Billing review.

#include "billbyagent/app/billing_review.hpp"

#include "documents/reports.hpp"
#include "lines.hpp"
#include "reports.hpp"

using namespace billbyagent;
using namespace billbyagent::capi;

namespace billbyagent::capi {

BillingFilter filter_from(const bba_filter* given) {
  const auto read = read_struct(given, bba_filter BBA_FILTER_INIT, "filter");
  BillingFilter filter{.from = optional_day(read.from, "filter.from"),
                       .through = optional_day(read.through, "filter.through")};
  if (read.account) filter.account = required_id<AccountId>(read.account, "filter.account");
  if (read.contract) filter.contract = required_id<ContractId>(read.contract, "filter.contract");
  if (read.service) filter.service = required_id<ServiceId>(read.service, "filter.service");
  return filter;
}

}  // namespace billbyagent::capi

template <>
inline constexpr std::uint32_t billbyagent::capi::first_size<bba_review_summary> =
    offsetof(bba_review_summary, owed);

struct bba_review {
  BillingReview review;
  bba_lines lines;
  mutable std::string json{};
};

bba_status bba_review_new(bba_review** out, bba_desk* desk, const bba_filter* filter,
                          bba_error** error) {
  return give_handle(error, out, [&] {
    const bba_desk& at = required(desk, "desk");
    auto made = std::make_unique<bba_review>(
        bba_review{billing_review(at.desk(), filter_from(filter)).value(), {}});
    for (const auto& reviewed : made->review.contracts)
      made->lines.items.insert(made->lines.items.end(), reviewed.lines.begin(),
                               reviewed.lines.end());
    return made;
  });
}

bba_status bba_review_get(bba_review_summary* out, const bba_review* review, bba_error** error) {
  return give_struct(error, out, bba_review_summary BBA_REVIEW_SUMMARY_INIT,
                     [&](bba_review_summary& sums) {
                       const bba_review& of = required(review, "review");
                       sums.today = epoch_days(of.review.today);
                       sums.through = epoch_days(of.review.through);
                       sums.contracts = of.review.contracts.size();
                       sums.lines = of.lines.items.size();
                       sums.owed = of.review.owed.size();
                       sums.owed_to_pay_out = count_to_pay_out(of.review.owed);
                       for (const auto& reviewed : of.review.contracts) {
                         sums.failed += reviewed.error ? 1 : 0;
                         sums.units_unknown += reviewed.units_unknown.size();
                         sums.withheld += reviewed.withheld.size();
                         sums.above_maximum += reviewed.above_maximum.size();
                       }
                     });
}

const bba_lines* bba_review_lines(const bba_review* review) {
  return review ? &review->lines : nullptr;
}

bba_status bba_review_json(const char** out, const bba_review* review, bba_error** error) {
  return give_json(error, out, review, [](const bba_review& made) {
    return documents::of(made.review, documents::hint_for);
  });
}

void bba_review_free(bba_review** review) { free_handle(review); }
