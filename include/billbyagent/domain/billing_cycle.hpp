#pragma once

/// The rhythm of a contract: where its billing periods begin and end. The anchor is kept apart from
/// any period, so that a contract on the 31st bills on 28 February and on 31 March again. Threads:
/// values.

#include <cstddef>
#include <cstdint>
#include <string>

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
    return BillingCycle{length, 1, anchor, anchor.day()};
  }
  /// Periods begin on day `anchor_day` (1 to 31, clamped to shorter months) of `start`'s month and
  /// of every month that is whole lengths away. `out_of_range` otherwise; a weekly cycle has no
  /// such day.
  static constexpr Result<BillingCycle> on_day(CycleLength length, Date start, int anchor_day) {
    if (length == CycleLength::weekly)
      return Error{Errc::invalid_argument, "a weekly cycle takes no anchor day"};
    if (anchor_day < 1 || anchor_day > 31)
      return Error{Errc::out_of_range, "anchor day " + std::to_string(anchor_day)};
    return BillingCycle{length, 1, start, anchor_day};
  }
  /// Calendar weeks (from Monday), months, quarters, half years and years, whenever the contract
  /// began.
  static constexpr BillingCycle calendar(CycleLength length) {
    // 2001 began on a Monday, so one anchor serves weeks and months alike.
    return anchored(length, Date{2001, 1, 1});
  }
  /// The same with periods of `every` lengths, counted from the anchor: every two weeks.
  /// `out_of_range` below one, and where a period is longer than `limits::cycle_months_max`.
  constexpr Result<BillingCycle> times(std::int64_t every) const;
  /// The same with quarters, half years or years that begin in that month (1 to 12): the anchor
  /// moves to the last such month that is not after it. `out_of_range` for another month,
  /// `invalid_argument` for weeks and months.
  constexpr Result<BillingCycle> in_month(std::int64_t month) const;

  constexpr CycleLength length() const noexcept { return length_; }
  constexpr int every() const noexcept { return every_; }  ///< lengths of one period
  constexpr Date anchor() const noexcept { return anchor_; }
  constexpr int anchor_day() const noexcept { return anchor_day_; }
  /// Months of one period; 0 for a weekly cycle.
  constexpr int months() const noexcept { return every_ * months_of(length_); }

  /// The billing period that holds `day`.
  constexpr Period period_at(Date day) const;
  constexpr Period next(const Period& period) const { return period_at(period.end()); }

  friend bool operator==(const BillingCycle&, const BillingCycle&) = default;

 private:
  constexpr BillingCycle(CycleLength length, int every, Date anchor, int anchor_day)
      : length_(length), every_(every), anchor_(anchor), anchor_day_(anchor_day) {}
  static constexpr int months_of(CycleLength length) noexcept;
  constexpr Date begin_of(int index) const {
    return clamped_day(month_index(anchor_) + index * months(), anchor_day_);
  }

  CycleLength length_;
  int every_;
  Date anchor_;
  int anchor_day_;
};

/// `monthly`, `every 2 weeks`.
inline std::string to_string(const BillingCycle& cycle) {
  if (cycle.every() == 1) return std::string{to_string(cycle.length())};
  static constexpr const char* lengths[] = {"weeks", "months", "quarters", "half years", "years"};
  return "every " + std::to_string(cycle.every()) + " " +
         lengths[static_cast<std::size_t>(cycle.length())];
}

constexpr int BillingCycle::months_of(CycleLength length) noexcept {
  switch (length) {
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

constexpr Result<BillingCycle> BillingCycle::times(std::int64_t every) const {
  constexpr int weeks_per_month = 4;
  const int most = length_ == CycleLength::weekly ? limits::cycle_months_max * weeks_per_month
                                                  : limits::cycle_months_max / months_of(length_);
  if (every < 1 || every > most)
    return Error{Errc::out_of_range, std::to_string(every) + ": from 1 to " + std::to_string(most)};
  return BillingCycle{length_, static_cast<int>(every), anchor_, anchor_day_};
}

constexpr Result<BillingCycle> BillingCycle::in_month(std::int64_t month) const {
  if (months_of(length_) < 2)
    return Error{Errc::invalid_argument,
                 "a " + std::string{to_string(length_)} + " cycle takes no anchor month"};
  if (month < 1 || month > 12)
    return Error{Errc::out_of_range, "anchor month " + std::to_string(month)};
  const int back = (anchor_.month() - static_cast<int>(month) + 12) % 12;
  if (month_index(anchor_) - back < limits::first_year * 12)
    return Error{Errc::out_of_range, "begins before " + std::to_string(limits::first_year)};
  return BillingCycle{length_, every_, clamped_day(month_index(anchor_) - back, anchor_day_),
                      anchor_day_};
}

constexpr Period BillingCycle::period_at(Date day) const {
  const auto floor_div = [](int a, int b) { return a / b - (a % b < 0 ? 1 : 0); };
  if (length_ == CycleLength::weekly) {
    const int days = 7 * every_;
    const Date begin = anchor_.plus_days(floor_div(days_between(anchor_, day), days) * days);
    return Period{begin, begin.plus_days(days)};
  }
  int index = floor_div(month_index(day) - month_index(anchor_), months());
  // Within the month of a boundary the day decides.
  if (day < begin_of(index)) --index;
  return Period{begin_of(index), begin_of(index + 1)};
}

}  // namespace billbyagent
