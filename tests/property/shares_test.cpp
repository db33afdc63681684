#include "property/world.hpp"

using namespace property;

TEST_CASE("the shares of any partition of a period add up to one, and are the model's") {
  for_histories(10'000, [](Random& random) -> std::string {
    const Scenario scenario = draw_scenario(random);
    const Period period = scenario.cycle.period_at(scenario.horizon);
    const DayCount day_count = scenario.policy.day_count;
    const auto weights =
        model::weights(day_count, model::number_of(period.begin()), model::number_of(period.end()));
    Int128 whole = 0;
    for (const auto weight : weights) whole += weight;
    Fraction sum;
    Date begin = period.begin();
    while (begin < period.end()) {
      const int left = days_between(begin, period.end());
      const Date end = begin.plus_days(static_cast<int>(random.between(1, left)));
      const Fraction share = share_of(day_count, period, {begin, end});
      Int128 days = 0;
      for (Date day = begin; day < end; day = day.next())
        days += weights[static_cast<std::size_t>(days_between(period.begin(), day))];
      if (days * share.denominator != whole * share.numerator)
        return to_string(Period{begin, end}) + " is " + to_string(share) + to_text(scenario);
      sum = {sum.numerator + share.numerator, share.denominator};
      begin = end;
    }
    return sum.numerator == sum.denominator ? "" : "sum " + to_string(sum) + to_text(scenario);
  });
}
