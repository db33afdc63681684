#pragma once

/// From exact values to amounts: a line's amount is the rounded exact total after it less the
/// amounts before it (D2). Threads: plain values.

#include <cstdint>

#include "billbyagent/domain/line_item.hpp"

namespace billbyagent {

/// The exact value of a line as `numerator / denominator` minor units of its currency, before
/// rounding.
struct ExactValue {
  Int128 numerator = 0;
  Int128 denominator = 1;
};
ExactValue exact_amount(const LineItem& line);

namespace detail {

// quantity x millionths x share, in minor units: (quantity * millionths * share.numerator *
// minor_per_major) / (share.denominator * 1'000'000).
inline Int128 value_denominator(const Fraction& share) {
  return Int128{share.denominator} * UnitPrice::millionths_per_major;
}
inline Int128 value_numerator(Units quantity, std::int64_t millionths, const Fraction& share,
                              Currency currency) {
  return Int128{quantity} * millionths * share.numerator * currency.minor_per_major();
}

/// The price of one unit for the span, in whole minor units: what RoundingStep::unit_price bills.
/// The price of the days left in the billing period is rounded, and a span that ends before them is
/// the difference of two such prices; so a span taken back in two parts is worth what it was.
inline Int128 prorated_unit_price(const ProrationPolicy& policy, std::int64_t millionths,
                                  const Period& billing_period, const Period& span,
                                  Currency currency) {
  const auto left_from = [&](Date day) {
    if (day == billing_period.end()) return Int128{0};
    const Fraction share = share_of(policy.day_count, billing_period, {day, billing_period.end()});
    return divide_rounded(value_numerator(1, millionths, share, currency), value_denominator(share),
                          policy.rounding);
  };
  return left_from(span.begin()) - left_from(span.end());
}

/// The running exact total and the running rounded total of one service and billing period.
class RunningTotal {
 public:
  RunningTotal(const ProrationPolicy& policy, const Period& billing_period, Currency currency)
      : policy_(policy), period_(billing_period), currency_(currency) {}

  void add_posted(std::int64_t minor, Units quantity, std::int64_t from, std::int64_t to,
                  const Period& span, const Fraction& share) {
    exact_ += exact(quantity, from, to, span, share);
    rounded_ += minor;
  }
  /// The amount of the next line.
  Result<Money> next(Units quantity, std::int64_t from, std::int64_t to, const Period& span,
                     const Fraction& share) {
    exact_ += exact(quantity, from, to, span, share);
    const Int128 due = total(share);
    const Int128 amount = due - rounded_;
    if (!fits_int64(amount)) return Error{Errc::out_of_range, "amount of a line item"};
    rounded_ = due;
    return Money::from_minor(static_cast<std::int64_t>(amount), currency_);
  }
  /// Whether the amounts so far are the rounded exact total. `share` is any one of the period.
  bool is_settled(const Fraction& share) const { return total(share) == rounded_; }

 private:
  Int128 total(const Fraction& share) const {
    return policy_.rounding_step == RoundingStep::line
               ? divide_rounded(exact_, value_denominator(share), policy_.rounding)
               : exact_;
  }
  Int128 exact(Units quantity, std::int64_t from, std::int64_t to, const Period& span,
               const Fraction& share) const {
    if (policy_.rounding_step == RoundingStep::line)
      return value_numerator(quantity, to - from, share, currency_);
    return quantity * (prorated_unit_price(policy_, to, period_, span, currency_) -
                       prorated_unit_price(policy_, from, period_, span, currency_));
  }

  ProrationPolicy policy_;
  Period period_;
  Currency currency_;
  Int128 exact_ = 0;
  Int128 rounded_ = 0;
};

}  // namespace detail

inline ExactValue exact_amount(const LineItem& line) {
  return {
      detail::value_numerator(line.quantity, line.price_millionths(), line.share, line.currency()),
      detail::value_denominator(line.share)};
}

}  // namespace billbyagent
