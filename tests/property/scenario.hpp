#pragma once

/// Random contracts and what happens to them.

#include <optional>
#include <vector>

#include "billbyagent/domain/billing.hpp"
#include "property/model.hpp"
#include "property/random.hpp"

namespace property {

using namespace billbyagent;

enum class EventKind {
  change,
  new_price,
  new_end,
  status,
  limits,
  cycle,        ///< the billing cycle, the timing or both
  account,      ///< who pays
  money,        ///< a minimum amount, a discount in money
  conventions,  ///< what changes only where a billing period begins
  raise,        ///< another yearly raise, or none
  post_all,
  post_through,
  post_some,
  take_back
};

struct Event {
  EventKind kind = EventKind::post_all;
  Date day{2000, 1, 1};
  std::int64_t number = 0;     ///< units, price, or which batch
  std::uint64_t choice = 0;    ///< which lines
  bool of_the_service = true;  ///< whose end
  bool open = false;           ///< no end any more
};

struct Scenario {
  ProrationPolicy policy{};
  Currency currency = usd;
  BillingCycle cycle = BillingCycle::calendar(CycleLength::monthly);
  model::Cycle shape{};
  BillingTiming timing = BillingTiming::advance;
  Date start{2000, 1, 1};
  Date effective{2000, 1, 1};
  std::optional<Date> end{};
  std::int64_t price = 0;
  QuantityTerms quantity{};
  PriceModel price_model = PriceModel::per_unit;
  std::vector<Units> tiers_from{1};
  bool has_base_fee = false;
  std::optional<Indexation> indexation{};
  std::optional<Date> billed_through{};
  Date horizon{2000, 1, 1};
  std::vector<Event> events{};
};

inline ProrationPolicy draw_policy(Random& random) {
  return {random.of({DayCount::actual_period, DayCount::calendar_months,
                     DayCount::thirty_day_months, DayCount::thirty_360}),
          random.of({EffectiveDay::billed, EffectiveDay::billed, EffectiveDay::not_billed}),
          random.of({Rounding::half_away_from_zero, Rounding::half_even, Rounding::toward_zero}),
          random.one_in(5) ? RoundingStep::unit_price : RoundingStep::line,
          IncreaseRule::prorated,
          DecreaseRule::credited,
          0};
}

/// Often at the end of a month.
inline Date draw_date(Random& random) {
  const int year = static_cast<int>(random.between(2000, 2030));
  const int month = static_cast<int>(random.one_in(4) ? 2 : random.between(1, 12));
  const int day =
      static_cast<int>(random.one_in(2) ? random.between(28, 31) : random.between(1, 31));
  return clamped_day(year * 12 + month - 1, day);
}

inline std::int64_t draw_price(Random& random) {
  switch (random.between(0, 9)) {
    case 0:
      return 0;
    case 1:
      return random.between(1, 9'999);  // below a cent
    case 2:
      return limits::price_millionths_max - random.between(0, 99);
    default:
      return random.between(1, 9'999) * (random.one_in(2) ? 10'000 : 1'237);
  }
}

inline std::int64_t draw_units(Random& random) {
  switch (random.between(0, 9)) {
    case 0:
      return 0;
    case 1:
      return limits::units_max - random.between(0, 9);
    default:
      return random.between(0, random.one_in(3) ? 300 : 4);
  }
}

inline void draw_quantity(Random& random, Scenario& scenario) {
  auto& quantity = scenario.quantity;
  quantity.measure =
      random.one_in(2) ? Measure::prorated
                       : random.of({Measure::high_watermark, Measure::average, Measure::fixed_day});
  if (quantity.measure == Measure::fixed_day)
    quantity.fixed_day = static_cast<int>(random.between(1, random.one_in(3) ? 366 : 31));
  if (quantity.measure == Measure::prorated && random.one_in(2)) {
    scenario.policy.increase =
        random.of({IncreaseRule::prorated, IncreaseRule::full_period, IncreaseRule::next_period});
    scenario.policy.decrease =
        random.of({DecreaseRule::credited, DecreaseRule::next_period, DecreaseRule::committed});
  }
  if (random.one_in(3)) quantity.included = random.between(1, 5);
  if (random.one_in(3)) quantity.minimum = random.between(1, random.one_in(3) ? 200 : 6);
  if (random.one_in(3))
    quantity.maximum = std::max(quantity.minimum, quantity.included) + random.between(0, 10);
}

inline void draw_pricing(Random& random, Scenario& scenario) {
  scenario.has_base_fee = random.one_in(3);
  scenario.price_model =
      random.of({PriceModel::per_unit, PriceModel::volume, PriceModel::graduated});
  if (scenario.price_model != PriceModel::per_unit)
    for (auto more = random.between(0, 3); more > 0; --more)
      scenario.tiers_from.push_back(scenario.tiers_from.back() + random.between(1, 4));
  if (random.one_in(3))
    scenario.indexation =
        Indexation{static_cast<std::int32_t>(random.between(1, 10'000)),
                   scenario.start.plus_days(static_cast<int>(random.between(-1'500, 300))),
                   static_cast<int>(random.between(0, 6))};
}

/// A cycle as the library and the model have it.
struct DrawnCycle {
  BillingCycle cycle;
  model::Cycle shape;
};

inline int months_of(CycleLength length) {
  return length == CycleLength::weekly        ? 0
         : length == CycleLength::monthly     ? 1
         : length == CycleLength::quarterly   ? 3
         : length == CycleLength::semi_annual ? 6
                                              : 12;
}

/// `way` 0: on the calendar; 1: on a day of the month; 2: from `begin` on.
inline DrawnCycle cycle_from(CycleLength length, int way, int anchor_day, int every, Date begin) {
  const int months = months_of(length);
  if (way == 0 && every == 1)
    return {BillingCycle::calendar(length),
            {months, model::Calendar::get().number_of(2001, 1, 1), 1, 1}};
  const bool on_day = way == 1 && months > 0;
  const auto cycle = on_day ? BillingCycle::on_day(length, begin, anchor_day).value()
                            : BillingCycle::anchored(length, begin);
  return {cycle.times(every).value(),
          {months * every, model::number_of(begin), on_day ? anchor_day : begin.day(), every}};
}

/// What an event says of a cycle that begins around its day.
inline DrawnCycle cycle_of(const Event& event) {
  static constexpr CycleLength lengths[] = {CycleLength::weekly, CycleLength::monthly,
                                            CycleLength::monthly, CycleLength::quarterly};
  const auto length = lengths[event.choice & 3U];
  const int every =
      length == CycleLength::quarterly ? 1 : 1 + static_cast<int>(event.choice >> 2 & 1U);
  return cycle_from(length, static_cast<int>((event.choice >> 3) % 3),
                    1 + static_cast<int>((event.choice >> 8) % 31), every, event.day);
}

/// `A`, `B`, `C`.
inline constexpr int accounts_drawn = 3;
inline AccountId account_of(int number) {
  return AccountId{std::string(1, static_cast<char>('A' + number))};
}

inline void draw_cycle(Random& random, Scenario& scenario) {
  const auto length =
      random.of({CycleLength::weekly, CycleLength::monthly, CycleLength::monthly,
                 CycleLength::monthly, CycleLength::quarterly, CycleLength::semi_annual,
                 random.one_in(4) ? CycleLength::annual : CycleLength::monthly});
  const int way = static_cast<int>(random.between(0, 2));
  const int anchor_day =
      static_cast<int>(random.one_in(2) ? random.between(29, 31) : random.between(1, 31));
  const int every =
      random.one_in(8) ? static_cast<int>(random.between(1, months_of(length) > 3 ? 1 : 3)) : 1;
  const auto drawn = cycle_from(length, way, anchor_day, every, scenario.start);
  scenario.cycle = drawn.cycle;
  scenario.shape = drawn.shape;
  const int months = drawn.shape.months;
  const int days = months == 0 ? 18 : months == 1 ? 75 : 31 * months + 60;
  scenario.horizon = scenario.start.plus_days(days);
}

inline Event draw_event(Random& random, const Scenario& scenario) {
  const int length = days_between(scenario.start, scenario.horizon);
  Event event;
  event.day = scenario.start.plus_days(static_cast<int>(random.between(-3, length)));
  const auto kind = random.between(0, 24);
  event.kind = kind <= 6    ? EventKind::change
               : kind <= 9  ? EventKind::post_all
               : kind == 10 ? EventKind::post_some
               : kind == 11 ? EventKind::take_back
               : kind == 12 ? EventKind::new_price
               : kind == 13 ? EventKind::new_end
               : kind == 14 ? EventKind::limits
               : kind == 15 ? EventKind::post_through
               : kind <= 17 ? EventKind::status
               : kind <= 19 ? EventKind::money
               : kind <= 21 ? EventKind::conventions
               : kind == 22 ? EventKind::raise
               : kind == 23 ? EventKind::cycle
                            : EventKind::account;
  event.number = event.kind == EventKind::new_price ? draw_price(random) : draw_units(random);
  event.choice = random.bits();
  event.of_the_service = random.one_in(2);
  event.open = random.one_in(4);
  return event;
}

inline Scenario draw_scenario(Random& random) {
  static constexpr int events_max = 14;
  Scenario scenario;
  scenario.policy = draw_policy(random);
  scenario.currency = random.of({usd, usd, jpy, kwd});
  scenario.start = draw_date(random);
  draw_cycle(random, scenario);
  scenario.timing = random.one_in(4) ? BillingTiming::arrears : BillingTiming::advance;
  scenario.effective = random.one_in(2)
                           ? scenario.start
                           : scenario.start.plus_days(static_cast<int>(random.between(-10, 20)));
  if (random.one_in(4))
    scenario.end = std::max(scenario.start, scenario.effective)
                       .plus_days(static_cast<int>(random.between(1, 80)));
  if (random.one_in(6))
    scenario.billed_through = scenario.start.plus_days(static_cast<int>(random.between(-20, 60)));
  scenario.price = draw_price(random);
  draw_quantity(random, scenario);
  draw_pricing(random, scenario);
  Event first;
  first.kind = EventKind::change;
  first.day = scenario.effective;
  first.number = draw_units(random);
  scenario.events.push_back(first);
  const auto count = random.between(2, events_max);
  for (std::int64_t i = 0; i < count; ++i) scenario.events.push_back(draw_event(random, scenario));
  scenario.events.push_back(Event{});  // post all
  return scenario;
}

}  // namespace property
