#include "billbyagent/domain/proration_policy.hpp"

#include <doctest/doctest.h>

using namespace billbyagent;

TEST_CASE("the default policy, and every value's name") {
  const ProrationPolicy policy;
  CHECK(to_string(policy.day_count) == "actual_period");
  CHECK(to_string(policy.effective_day) == "billed");
  CHECK(to_string(policy.rounding) == "half_away_from_zero");
  CHECK(to_string(policy.rounding_step) == "line");
  CHECK(to_string(DayCount::calendar_months) == "calendar_months");
  CHECK(to_string(DayCount::thirty_day_months) == "thirty_day_months");
  CHECK(to_string(DayCount::thirty_360) == "thirty_360");
  CHECK(to_string(EffectiveDay::not_billed) == "not_billed");
  CHECK(to_string(Rounding::half_even) == "half_even");
  CHECK(to_string(Rounding::toward_zero) == "toward_zero");
  CHECK(to_string(RoundingStep::unit_price) == "unit_price");
}
