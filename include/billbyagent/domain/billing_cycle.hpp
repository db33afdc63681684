#pragma once

/// The rhythm of a contract: where its billing periods begin and end. The anchor is kept apart from
/// any period, so that a contract on the 31st bills on 28 February and on 31 March again. Threads:
/// values.

#include <cstdint>

#include "billbyagent/base/names.hpp"
#include "billbyagent/domain/period.hpp"

namespace billbyagent {

enum class CycleLength : std::uint8_t { weekly, monthly, quarterly, semi_annual, annual };
template <>
inline constexpr NameTable<5> names_of<CycleLength>{"weekly", "monthly", "quarterly", "semi_annual",
                                                    "annual"};

class BillingCycle {
 public:
  /// Periods begin on `anchor` and every length before and after it.
  static constexpr BillingCycle anchored(CycleLength length, Date anchor) {
    return BillingCycle{length, anchor, anchor.day()};
  }
  /// Periods begin on day `anchor_day` (1 to 31, clamped to shorter months) of `start`'s month and
  /// of every month that is whole lengths away. `out_of_range` otherwise; a weekly cycle has no
  /// such day.
  static constexpr Result<BillingCycle> on_day(CycleLength length, Date start, int anchor_day) {
    if (length == CycleLength::weekly)
      return Error{Errc::invalid_argument, "a weekly cycle takes no anchor day"};
    if (anchor_day < 1 || anchor_day > 31)
      return Error{Errc::out_of_range, "anchor day " + std::to_string(anchor_day)};
    return BillingCycle{length, start, anchor_day};
  }
  /// Calendar weeks (from Monday), months, quarters, half years and years, whenever the contract
  /// began.
  static constexpr BillingCycle calendar(CycleLength length) {
    // 2001 began on a Monday, so one anchor serves weeks and months alike.
    return anchored(length, Date{2001, 1, 1});
  }

  constexpr CycleLength length() const noexcept { return length_; }
  constexpr Date anchor() const noexcept { return anchor_; }
  constexpr int anchor_day() const noexcept { return anchor_day_; }
  /// Months of one period; 0 for a weekly cycle.
  constexpr int months() const noexcept;

  /// The billing period that holds `day`.
  constexpr Period period_at(Date day) const;
  constexpr Period next(const Period& period) const { return period_at(period.end()); }

  friend bool operator==(const BillingCycle&, const BillingCycle&) = default;

 private:
  constexpr BillingCycle(CycleLength length, Date anchor, int anchor_day)
      : length_(length), anchor_(anchor), anchor_day_(anchor_day) {}
  constexpr Date begin_of(int index) const {
    return clamped_day(month_index(anchor_) + index * months(), anchor_day_);
  }

  CycleLength length_;
  Date anchor_;
  int anchor_day_;
};

constexpr int BillingCycle::months() const noexcept {
  switch (length_) {
    case CycleLength::weekly:
      return 0;
    case CycleLength::monthly:
      return 1;
    case CycleLength::quarterly:
      return 3;
    case CycleLength::semi_annual:
      return 6;
    case CycleLength::annual:
      return 12;
  }
  return 0;
}

constexpr Period BillingCycle::period_at(Date day) const {
  const auto floor_div = [](int a, int b) { return a / b - (a % b < 0 ? 1 : 0); };
  if (length_ == CycleLength::weekly) {
    const Date begin = anchor_.plus_days(floor_div(days_between(anchor_, day), 7) * 7);
    return Period{begin, begin.plus_days(7)};
  }
  int index = floor_div(month_index(day) - month_index(anchor_), months());
  // Within the month of a boundary the day decides.
  if (day < begin_of(index)) --index;
  return Period{begin_of(index), begin_of(index + 1)};
}

}  // namespace billbyagent
