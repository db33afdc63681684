#include "property/world.hpp"

using namespace property;

namespace {

// The Gregorian calendar, weekdays included, repeats itself after this many days.
constexpr int four_hundred_years = 146'097;

Scenario shifted(Scenario scenario) {
  const auto move = [](Date& day) { day = day.plus_days(four_hundred_years); };
  const bool calendar = scenario.cycle.anchor() == Date{2001, 1, 1};
  if (!calendar) {
    const Date anchor = scenario.cycle.anchor().plus_days(four_hundred_years);
    const auto cycle =
        scenario.cycle.length() == CycleLength::weekly
            ? BillingCycle::anchored(CycleLength::weekly, anchor)
            : BillingCycle::on_day(scenario.cycle.length(), anchor, scenario.cycle.anchor_day())
                  .value();
    scenario.cycle = cycle.times(scenario.cycle.every()).value();
  }
  move(scenario.start);
  move(scenario.effective);
  move(scenario.horizon);
  if (scenario.end) move(*scenario.end);
  if (scenario.billed_through) move(*scenario.billed_through);
  if (scenario.indexation) move(scenario.indexation->first);
  for (auto& event : scenario.events) move(event.day);
  return scenario;
}

bool same_shifted(const LineItem& line, LineItem later) {
  const auto back = [](Date day) { return day.plus_days(-four_hundred_years); };
  later.key.period_begin = back(later.key.period_begin);
  later.key.effective = back(later.key.effective);
  later.billing_period = {back(later.billing_period.begin()), back(later.billing_period.end())};
  later.span = {back(later.span.begin()), back(later.span.end())};
  later.available_on = back(later.available_on);
  return line == later;
}

}  // namespace

TEST_CASE("the same events give the same lines, each prefix of them the same beginning") {
  for_histories(8'000, [](Random& random) -> std::string {
    const Scenario scenario = draw_scenario(random);
    World whole{scenario};
    for (const auto& event : scenario.events) whole.apply(event);
    const auto length = random.between(0, static_cast<std::int64_t>(scenario.events.size()));
    World prefix{scenario};
    for (std::int64_t i = 0; i < length; ++i)
      prefix.apply(scenario.events[static_cast<std::size_t>(i)]);
    const auto& lines = prefix.log();
    if (lines.size() > whole.log().size() ||
        !std::equal(lines.begin(), lines.end(), whole.log().begin()))
      return "prefix of " + std::to_string(length) + to_text(scenario) + to_text(lines);
    // No period looks at another one: the other way round gives the same.
    std::vector<LineItem> backwards;
    for (auto book = prefix.books().rbegin(); book != prefix.books().rend(); ++book) {
      const auto open = prefix.open_of(*book);
      backwards.insert(backwards.begin(), open.begin(), open.end());
    }
    return backwards == prefix.open() ? "" : "order of periods" + to_text(scenario);
  });
}

TEST_CASE("a service alone is billed as in a contract of its days") {
  for_histories(4'000, [](Random& random) -> std::string {
    Scenario scenario = draw_scenario(random);
    scenario.effective = scenario.start;
    scenario.timing = BillingTiming::advance;
    scenario.billed_through.reset();
    World world{scenario};
    for (const auto& event : scenario.events)
      if (event.kind == EventKind::change) world.apply(event);
    for (const auto& book : world.books()) {
      auto alone = bill(world.service(), world.history(), book.period).value();
      for (auto& line : alone) {
        line.key.contract = world.contract().id();
        line.account = world.contract().terms().account;
      }
      if (alone != world.open_of(book)) return to_string(book.period) + to_text(scenario);
    }
    return {};
  });
}

TEST_CASE("400 years later the same lines are due") {
  for_histories(8'000, [](Random& random) -> std::string {
    const Scenario scenario = draw_scenario(random);
    const Scenario later = shifted(scenario);
    World world{scenario};
    World later_world{later};
    for (const auto& event : scenario.events) world.apply(event);
    for (const auto& event : later.events) later_world.apply(event);
    const auto& lines = world.log();
    const auto& later_lines = later_world.log();
    if (!std::equal(lines.begin(), lines.end(), later_lines.begin(), later_lines.end(),
                    same_shifted))
      return to_text(lines) + "\nlater" + to_text(later_lines) + to_text(scenario);
    return {};
  });
}
