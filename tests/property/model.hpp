#pragma once

/// What a service owes for a billing period, computed a second time and in another way: day by day,
/// from a calendar that is counted up one day at a time, with one division at the end. It shares no
/// arithmetic with the library, only the words for the conventions.

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "billbyagent/domain/billing_cycle.hpp"
#include "billbyagent/domain/price_terms.hpp"
#include "billbyagent/domain/proration_policy.hpp"

namespace model {

using billbyagent::DayCount;
using billbyagent::EffectiveDay;
using billbyagent::Int128;
using billbyagent::Rounding;

struct Day {
  int year, month, day, month_length;
};

/// Days are numbers since 1970-01-01 everywhere in the model.
class Calendar {
 public:
  static const Calendar& get() {
    static const Calendar calendar;
    return calendar;
  }
  const Day& at(int number) const { return days_[static_cast<std::size_t>(number - first_)]; }
  int number_of(int year, int month, int day) const {
    const auto& starts = month_starts_;
    return starts[static_cast<std::size_t>((year - first_year) * 12 + month - 1)] + day - 1;
  }

 private:
  static constexpr int first_year = 1900;
  static constexpr int last_year = 2110;
  Calendar() {
    int number = first_;
    for (int year = first_year; year <= last_year; ++year)
      for (int month = 1; month <= 12; ++month) {
        const bool leap = year % 400 == 0 || (year % 4 == 0 && year % 100 != 0);
        const bool thirty = month == 4 || month == 6 || month == 9 || month == 11;
        const int length = month == 2 ? (leap ? 29 : 28) : (thirty ? 30 : 31);
        month_starts_.push_back(number);
        for (int day = 1; day <= length; ++day, ++number)
          days_.push_back({year, month, day, length});
      }
  }
  static constexpr int first_ = -25'567;  ///< 1900-01-01
  std::vector<Day> days_;
  std::vector<int> month_starts_;
};

inline int number_of(billbyagent::Date date) {
  return Calendar::get().number_of(date.year(), date.month(), date.day());
}

/// `months` 0 means so many weeks from the anchor.
struct Cycle {
  int months = 1;
  int anchor_number = 0;
  int anchor_day = 1;
  int weeks = 1;

  bool begins_on(int number) const {
    if (months == 0) return (number - anchor_number) % (7 * weeks) == 0;
    const Day& day = Calendar::get().at(number);
    const Day& anchor = Calendar::get().at(anchor_number);
    const int apart = (day.year - anchor.year) * 12 + day.month - anchor.month;
    return apart % months == 0 && day.day == std::min(anchor_day, day.month_length);
  }
  bool has_period(int begin, int end) const {
    for (int number = begin + 1; number < end; ++number)
      if (begins_on(number)) return false;
    return begins_on(begin) && begins_on(end);
  }
};

/// A cycle from a day on.
struct Section {
  int from;
  Cycle cycle;
};

/// Another account pays, from the day on or from the next billing period that begins by then.
struct Move {
  int from;
  int account;
  bool next_period;
};

struct Dated {
  int number;
  std::int64_t value;
};

/// Millionths for the units from `from` on.
struct Tier {
  std::int64_t from;
  std::int64_t value;
};

struct Price {
  int number;
  std::vector<Tier> tiers{};  ///< one for a price that all units have
  std::int64_t base_fee = 0;
};

struct Raise {
  int first;
  std::int32_t basis_points;
  int decimals;
  int number = -1'000'000;  ///< from this day on it is the one that raises
};

/// Limits of the quantity from a day on; nothing: they go on.
struct Limits {
  int number;
  std::optional<std::int64_t> included{}, minimum{}, maximum{};
};

/// What whole periods are computed with, from the first one on that begins on the day or later.
struct Conventions {
  int number;
  std::optional<billbyagent::DayCount> day_count{};
  std::optional<billbyagent::EffectiveDay> effective_day{};
  std::optional<billbyagent::Rounding> rounding{};
  std::optional<billbyagent::RoundingStep> rounding_step{};
  std::optional<billbyagent::IncreaseRule> increase{};
  std::optional<billbyagent::DecreaseRule> decrease{};
  std::optional<billbyagent::Measure> measure{};
  std::optional<int> fixed_day{};
};

struct Service {
  billbyagent::ProrationPolicy policy{};
  billbyagent::QuantityTerms quantity{};
  std::vector<Limits> limits{};                             ///< in the order of recording
  std::vector<Dated> discounts{}, discounts_of_contract{};  ///< hundredths of a percent, likewise
  /// Millionths for a whole period, likewise.
  std::vector<Dated> minimums{}, amounts_off{}, amounts_off_contract{};
  /// What the services before it take of the last of these on a day, by the day.
  std::map<int, std::int64_t> taken_before{};
  bool volume = false;
  std::vector<Conventions> conventions{};  ///< in the order of recording
  std::vector<Raise> raises{};             ///< of prices, likewise; costs have none
  std::int64_t minor_per_major = 100;
  int life_begin = 0;
  int life_end = 0;             ///< the first day no longer billed
  int billed_from = 0;          ///< another system billed what lies before it
  std::vector<Dated> active{};  ///< 1 or 0, in the order of recording; before: active
  std::vector<Dated> units{};   ///< in the order of recording; the later one wins on one day
  std::vector<Price> prices{};  ///< likewise
  Cycle cycle{};
  std::vector<Section> sections{};  ///< later ones, in the order of recording
  std::vector<Move> moves{};        ///< likewise; before: account 0
};

inline const Cycle& cycle_on(const Service& service, int number) {
  const Section* last = nullptr;
  for (const auto& each : service.sections)
    if (each.from <= number && (!last || last->from <= each.from)) last = &each;
  return last ? last->cycle : service.cycle;
}

/// Whether a billing period begins on the day: by its cycle, or since another one ends there.
inline bool is_begin(const Service& service, int number) {
  const Cycle& cycle = cycle_on(service, number);
  if (cycle.begins_on(number)) return true;
  int begin = number;
  while (!cycle.begins_on(begin)) --begin;
  int end = number + 1;
  while (!cycle.begins_on(end)) ++end;
  return !cycle_on(service, number - 1).has_period(begin, end);
}

/// The accounts, each from its day on, in the order of recording.
inline std::vector<Dated> payers(const Service& service) {
  std::vector<Dated> found;
  for (const auto& move : service.moves) {
    int from = move.from;
    while (move.next_period && !is_begin(service, from)) ++from;
    found.push_back({from, move.account});
  }
  return found;
}

inline std::int64_t payer_on(const std::vector<Dated>& payers, int number) {
  const Dated* last = nullptr;
  for (const auto& each : payers)
    if (each.number <= number && (!last || last->number <= each.number)) last = &each;
  return last ? last->value : 0;
}

inline std::map<int, std::int64_t> by_day(const std::vector<Dated>& entries) {
  std::map<int, std::int64_t> days;
  for (const auto& entry : entries) days[entry.number] = entry.value;
  return days;
}

inline std::int64_t value_on(const std::map<int, std::int64_t>& days, int number) {
  const auto after = days.upper_bound(number);
  return after == days.begin() ? 0 : std::prev(after)->second;
}

/// How much each day of [begin, end) weighs.
inline std::vector<std::int64_t> weights(DayCount day_count, int begin, int end) {
  std::vector<std::int64_t> result;
  const auto& calendar = Calendar::get();
  if (end - begin < 28) day_count = DayCount::actual_period;
  const int month_day = std::max(calendar.at(begin).day, calendar.at(end).day);
  int since_month = 0;
  for (int number = begin; number < end; ++number, ++since_month) {
    const Day& day = calendar.at(number);
    const Day& next = calendar.at(number + 1);
    const bool last_of_month = day.day == day.month_length;
    if (day.day == std::min(month_day, day.month_length)) since_month = 0;
    switch (day_count) {
      case DayCount::actual_period:
        result.push_back(1);
        break;
      case DayCount::calendar_months:
        result.push_back(std::int64_t{28} * 29 * 30 * 31 / day.month_length);
        break;
      case DayCount::thirty_day_months: {
        // Thirty to a month: the days after them are free, a short month's last one is longer.
        const bool last = next.day == std::min(month_day, next.month_length);
        const std::int64_t own = since_month < 30 ? 1 : 0;
        result.push_back(last && since_month < 29 ? 30 - since_month : own);
        break;
      }
      case DayCount::thirty_360:
        // The month's last day reaches to the 30th; a 30th with a 31st behind it takes no time,
        // as the 31st is taken for it.
        if (last_of_month)
          result.push_back(31 - std::min(day.day, 30));
        else
          result.push_back(day.day == 30 ? 0 : 1);
        break;
    }
  }
  return result;
}

inline Int128 rounded(Int128 numerator, Int128 denominator, Rounding rounding) {
  const Int128 size = numerator < 0 ? -numerator : numerator;
  Int128 whole = size / denominator;
  const Int128 twice = 2 * (size - whole * denominator);
  const bool tie_up = rounding == Rounding::half_away_from_zero || whole % 2 != 0;
  if (rounding != Rounding::toward_zero &&
      (twice > denominator || (twice == denominator && tie_up)))
    ++whole;
  return numerator < 0 ? -whole : whole;
}

inline const Price& price_on(const Service& service, int number) {
  const Price* found = nullptr;
  for (const auto& price : service.prices)
    if (price.number <= number && (!found || price.number >= found->number)) found = &price;
  return *found;
}

/// Whether prices are raised on the day.
inline bool raises_on(const Raise& raise, int number) {
  const Day& day = Calendar::get().at(number);
  const Day& first = Calendar::get().at(raise.first);
  return number >= raise.first && day.month == first.month &&
         day.day == std::min(first.day, day.month_length);
}

inline std::int64_t raised(const Service& service, const Price& price, std::int64_t value,
                           int number) {
  static constexpr std::int64_t most = 100'000'000'000'000;
  if (service.raises.empty()) return value;
  for (int day = price.number + 1; day <= number; ++day) {
    const Raise* raise = nullptr;
    for (const auto& each : service.raises)
      if (each.number <= day && (!raise || raise->number <= each.number)) raise = &each;
    if (!raise || raise->basis_points == 0 || !raises_on(*raise, day)) continue;
    std::int64_t unit = 1;
    for (int i = raise->decimals; i < 6; ++i) unit *= 10;
    const Int128 more = Int128{value} * (10'000 + raise->basis_points);
    value = static_cast<std::int64_t>(
        rounded(more, Int128{10'000} * unit, Rounding::half_away_from_zero) * unit);
    if (value > most) return most;
  }
  return value;
}

inline bool is_active(const Service& service, int number) {
  const Dated* last = nullptr;
  for (const auto& entry : service.active)
    if (entry.number <= number && (!last || last->number <= entry.number)) last = &entry;
  return !last || last->value != 0;
}

/// The days of the billing period [begin, end) that are billed in it.
inline std::vector<int> billed_days(const Service& service, int begin, int end) {
  std::vector<int> days;
  const int from = std::max({begin, service.life_begin, service.billed_from});
  const Cycle* known = nullptr;
  bool has_it = false;
  for (int number = from; number < std::min(end, service.life_end); ++number) {
    const Cycle& cycle = cycle_on(service, number);
    // Of one cycle there is no other period to be asked for.
    if (&cycle != known) has_it = service.sections.empty() || cycle.has_period(begin, end);
    known = &cycle;
    if (has_it && is_active(service, number)) days.push_back(number);
  }
  return days;
}

inline int first_billed_day(const Service& service) {
  int number = std::max(service.life_begin, service.billed_from);
  while (number < service.life_end && !is_active(service, number)) ++number;
  return number;
}

inline billbyagent::QuantityTerms quantity_on(const Service& service, int number) {
  auto quantity = service.quantity;
  auto limits = service.limits;
  std::stable_sort(limits.begin(), limits.end(),
                   [](const Limits& a, const Limits& b) { return a.number < b.number; });
  for (const auto& each : limits) {
    if (each.number > number) break;
    quantity.included = each.included.value_or(quantity.included);
    quantity.minimum = each.minimum.value_or(quantity.minimum);
    if (each.maximum) quantity.maximum = each.maximum;
  }
  return quantity;
}

inline std::int64_t discount_on(const Service& service, int number) {
  const auto own = value_on(by_day(service.discounts), number);
  return std::min<std::int64_t>(own + value_on(by_day(service.discounts_of_contract), number),
                                10'000);
}

/// Millionths and how many units have them.
using Charges = std::vector<std::pair<std::int64_t, std::int64_t>>;

inline void add_percents(Charges& found, std::int64_t percents, billbyagent::RoundingStep step) {
  const auto part = [&](Int128 of) {
    return rounded(of * percents, 10'000, Rounding::half_away_from_zero);
  };
  if (step == billbyagent::RoundingStep::unit_price) {
    const auto whole = found;
    for (const auto& [each, count] : whole)
      found.emplace_back(-static_cast<std::int64_t>(part(each)), count);
    return;
  }
  Int128 sum = 0;
  for (const auto& [each, count] : found) sum += Int128{each} * count;
  static constexpr std::int64_t large = 1'000'000'000'000'000'000;
  found.emplace_back(-large, static_cast<std::int64_t>(part(sum) / large));
  found.emplace_back(-static_cast<std::int64_t>(part(sum) % large), 1);
}

/// Of `day`, on which so many units are billed, by the terms of `number`. `taken`: of the
/// contract's amount.
inline Charges charges(const Service& service, std::int64_t billed, int number, int day,
                       std::int64_t* taken = nullptr) {
  const Price& price = price_on(service, number);
  const auto value = [&](std::int64_t listed) { return raised(service, price, listed, number); };
  Charges found{{value(price.base_fee), 1}};
  const std::int64_t included = quantity_on(service, number).included;
  const std::int64_t charged = billed > included ? billed - included : 0;
  for (std::size_t i = 0; i < price.tiers.size(); ++i) {
    const std::int64_t before = price.tiers[i].from - 1;
    const bool last = i + 1 == price.tiers.size();
    const std::int64_t next = last ? charged + 1 : price.tiers[i + 1].from;
    if (service.volume) {
      if (charged > before && (last || charged < next))
        found.emplace_back(value(price.tiers[i].value), charged);
    } else if (const std::int64_t inside = std::min(charged, next - 1) - before; inside > 0) {
      found.emplace_back(value(price.tiers[i].value), inside);
    }
  }
  const auto sum = [&found] {
    Int128 all = 0;
    for (const auto& [each, count] : found) all += Int128{each} * count;
    return all;
  };
  if (const Int128 least = value_on(by_day(service.minimums), number); sum() < least)
    found.emplace_back(static_cast<std::int64_t>(least - sum()), 1);
  add_percents(found, discount_on(service, number), service.policy.rounding_step);
  const std::int64_t own = value_on(by_day(service.amounts_off), number);
  const std::int64_t left =
      value_on(by_day(service.amounts_off_contract), number) - value_on(service.taken_before, day);
  const Int128 off = std::min<Int128>(own + std::max<std::int64_t>(left, 0), sum());
  if (off > 0) found.emplace_back(-static_cast<std::int64_t>(off), 1);
  if (taken) *taken = static_cast<std::int64_t>(std::max<Int128>(off - own, 0));
  return found;
}

/// The day whose counts and terms are billed on `number`.
inline int known_day(const Service& service, int number, int first_billed) {
  const bool shifted = service.policy.effective_day == EffectiveDay::not_billed;
  return shifted && number > first_billed ? number - 1 : number;
}

/// The billed units of each of the billed days of the period [begin, end).
inline std::vector<std::int64_t> billed_units(const Service& service, int begin, int end,
                                              const std::vector<int>& days) {
  using namespace billbyagent;
  const auto units = by_day(service.units);
  const int first = first_billed_day(service);
  std::vector<std::int64_t> counts;
  for (const int number : days)
    counts.push_back(value_on(units, known_day(service, number, first)));
  const auto& quantity = service.quantity;
  if (quantity.measure == Measure::high_watermark) {
    counts.assign(counts.size(), *std::max_element(counts.begin(), counts.end()));
  } else if (quantity.measure == Measure::average) {
    std::int64_t sum = 0;
    for (const auto count : counts) sum += count;
    const auto number = static_cast<std::int64_t>(counts.size());
    counts.assign(counts.size(), (2 * sum + number) / (2 * number));
  } else if (quantity.measure == Measure::fixed_day) {
    const int day = std::min(begin + quantity.fixed_day, end) - 1;
    std::size_t nearest = 0;
    for (std::size_t i = 1; i < days.size(); ++i)
      if (std::abs(days[i] - day) < std::abs(days[nearest] - day)) nearest = i;
    counts.assign(counts.size(), counts[nearest]);
  }
  if (service.policy.decrease == DecreaseRule::committed)
    for (auto& count : counts) count = std::max(count, value_on(units, service.life_begin));
  const auto seen = counts;
  for (std::size_t i = 0; i < seen.size(); ++i) {
    const auto so_far = seen.begin() + static_cast<std::ptrdiff_t>(i) + 1;
    const bool kept = service.policy.decrease == DecreaseRule::next_period;
    if (service.policy.increase == IncreaseRule::full_period)
      counts[i] = *std::max_element(kept ? seen.begin() : so_far - 1, seen.end());
    else if (service.policy.increase == IncreaseRule::next_period)
      counts[i] = kept ? seen.front() : *std::min_element(seen.begin(), so_far);
    else if (kept)
      counts[i] = *std::max_element(seen.begin(), so_far);
  }
  for (std::size_t i = 0; i < counts.size(); ++i) {
    const auto limits = quantity_on(service, known_day(service, days[i], first));
    counts[i] = std::max(counts[i], limits.minimum);
    if (limits.maximum) counts[i] = std::min(counts[i], *limits.maximum);
  }
  return counts;
}

/// The service as the period computes that begins on `begin`, or where another cycle makes room for
/// it.
inline Service in_period(Service service, int begin, int end) {
  int first = begin;
  while (!service.sections.empty() && first < end &&
         !cycle_on(service, first).has_period(begin, end))
    ++first;
  first = std::max(first, service.life_begin);
  auto recorded = service.conventions;
  std::stable_sort(recorded.begin(), recorded.end(),
                   [](const Conventions& a, const Conventions& b) { return a.number < b.number; });
  const auto set = [](auto& value, const auto& other) {
    if (other) value = *other;
  };
  for (const auto& each : recorded) {
    if (each.number > first) break;
    set(service.policy.day_count, each.day_count);
    set(service.policy.effective_day, each.effective_day);
    set(service.policy.rounding, each.rounding);
    set(service.policy.rounding_step, each.rounding_step);
    set(service.policy.increase, each.increase);
    set(service.policy.decrease, each.decrease);
    set(service.quantity.measure, each.measure);
    set(service.quantity.fixed_day, each.fixed_day);
  }
  std::erase_if(service.raises, [&](const Raise& raise) { return raise.number > first; });
  return service;
}

/// What a service takes of its contract's amount, by the day: so much from it on.
inline void add_taken(const Service& as_saved, int begin, int end,
                      std::map<int, std::int64_t>& sum) {
  const Service service = in_period(as_saved, begin, end);
  const auto days = billed_days(service, begin, end);
  const auto units =
      days.empty() ? std::vector<std::int64_t>{} : billed_units(service, begin, end, days);
  const int first = first_billed_day(service);
  std::map<int, std::int64_t> both;
  for (int number = begin; number < end; ++number) {
    const auto at = std::lower_bound(days.begin(), days.end(), number);
    std::int64_t own = 0;
    if (at != days.end() && *at == number)
      charges(service, units[static_cast<std::size_t>(at - days.begin())],
              known_day(service, number, first), number, &own);
    both[number] = value_on(sum, number) + own;
  }
  sum = std::move(both);
}

/// What an account owes for the period in minor units. Rounding step `line`: exact, rounded once.
/// Step `unit_price`: each unit on each day costs what the rounded price of the days left loses
/// that day.
inline Int128 total(const Service& as_saved, int begin, int end, int account) {
  const Service service = in_period(as_saved, begin, end);
  const auto weight = weights(service.policy.day_count, begin, end);
  const auto days = billed_days(service, begin, end);
  if (days.empty()) return 0;
  const auto units = billed_units(service, begin, end, days);
  const int first = first_billed_day(service);
  const bool of_lines = service.policy.rounding_step == billbyagent::RoundingStep::line;
  Int128 whole = 0;
  for (const std::int64_t share : weight) whole += share;
  const Int128 denominator = whole * 1'000'000;
  Int128 exact = 0;
  Int128 stepwise = 0;
  Int128 left = whole;
  const auto accounts = payers(service);
  for (int number = begin; number < end; ++number) {
    const std::int64_t share = weight[static_cast<std::size_t>(number - begin)];
    left -= share;
    const auto at = std::lower_bound(days.begin(), days.end(), number);
    if (at == days.end() || *at != number || payer_on(accounts, number) != account) continue;
    const int known = known_day(service, number, first);
    const auto billed = units[static_cast<std::size_t>(at - days.begin())];
    for (const auto& [value, count] : charges(service, billed, known, number)) {
      const Int128 price = Int128{value} * service.minor_per_major;
      exact += count * price * share;
      if (of_lines) continue;
      stepwise += count * (rounded(price * (left + share), denominator, service.policy.rounding) -
                           rounded(price * left, denominator, service.policy.rounding));
    }
  }
  return of_lines ? rounded(exact, denominator, service.policy.rounding) : stepwise;
}

}  // namespace model
