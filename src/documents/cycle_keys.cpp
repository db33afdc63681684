#include "documents/cycle_keys.hpp"

namespace billbyagent::documents {

Result<BillingCycle> cycle_of(const CycleKeys& keys, Date begin, std::string_view& wrong) {
  Result<BillingCycle> cycle = keys.on_calendar ? BillingCycle::calendar(keys.cycle)
                                                : BillingCycle::anchored(keys.cycle, begin);
  if (keys.anchor_day) {
    wrong = "anchor_day";
    if (keys.on_calendar)
      return Error{Errc::invalid_argument, "calendar periods take no anchor day"};
    cycle = BillingCycle::on_day(keys.cycle, begin, *keys.anchor_day);
    if (!cycle) return cycle;
  }
  if (keys.anchor_month) {
    wrong = "anchor_month";
    cycle = cycle->in_month(*keys.anchor_month);
    if (!cycle) return cycle;
  }
  // On the calendar, several lengths are counted from the one that holds the day.
  if (keys.on_calendar && keys.every > 1)
    cycle = BillingCycle::anchored(keys.cycle, cycle->period_at(begin).begin());
  wrong = "every";
  return cycle->times(keys.every);
}

std::optional<CycleKeys> keys_of(const BillingCycle& cycle, Date begin) {
  const bool by_months = cycle.months() > 0;
  for (const bool on_calendar : {true, false})
    for (const bool with_day : {false, true})
      for (int month = 0; month <= (by_months ? 12 : 0); ++month) {
        CycleKeys keys{cycle.length(), cycle.every(), on_calendar, {}, {}};
        if (with_day) keys.anchor_day = cycle.anchor_day();
        if (month > 0) keys.anchor_month = month;
        std::string_view wrong;
        const auto made = cycle_of(keys, begin, wrong);
        if (made && *made == cycle) return keys;
      }
  return std::nullopt;
}

}  // namespace billbyagent::documents
