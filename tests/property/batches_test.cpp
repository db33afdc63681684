#include "property/world.hpp"

using namespace property;

TEST_CASE("posting each change at once gives the lines of posting once") {
  for_histories(10'000, [](Random& random) -> std::string {
    Scenario scenario = draw_scenario(random);
    scenario.events.clear();
    World step_by_step{scenario};
    World at_once{scenario};
    Date day = scenario.effective;
    for (int i = 0; i < 8; ++i) {
      const auto units = draw_units(random);
      step_by_step.history().record(day, units).value();
      at_once.history().record(day, units).value();
      step_by_step.post();
      day = day.plus_days(static_cast<int>(random.between(1, 20)));
    }
    at_once.post();
    auto lines = step_by_step.log();
    std::sort(lines.begin(), lines.end(),
              [](const auto& a, const auto& b) { return a.key < b.key; });
    // Posted in advance, a later period is billed whole first and changed afterwards.
    std::map<Date, Int128> difference;
    for (const auto& line : lines) difference[line.key.period_begin] += line.amount.minor();
    for (const auto& line : at_once.log()) difference[line.key.period_begin] -= line.amount.minor();
    for (const auto& [begin, minor] : difference)
      if (minor != 0) return "in " + to_string(begin) + to_text(scenario);
    const auto of_first = [&](const std::vector<LineItem>& all) {
      std::vector<LineItem> first;
      for (const auto& line : all)
        if (line.billing_period.contains(std::max(scenario.effective, scenario.start)))
          first.push_back(line);
      return first;
    };
    // What is measured over the period, or costs more from a later day on, is said in other lines.
    const bool day_by_day = scenario.quantity.measure == Measure::prorated &&
                            scenario.policy.increase == IncreaseRule::prorated &&
                            scenario.policy.decrease != DecreaseRule::next_period &&
                            !scenario.indexation;
    if (day_by_day && scenario.effective >= scenario.start && !scenario.billed_through &&
        of_first(lines) != of_first(at_once.log()))
      return "the first period" + to_text(lines) + "\nand at once" + to_text(at_once.log()) +
             to_text(scenario);
    return {};
  });
}

TEST_CASE("a change that is undone leaves nothing") {
  for_histories(10'000, [](Random& random) -> std::string {
    const Scenario scenario = draw_scenario(random);
    World world{scenario};
    for (const auto& event : scenario.events) world.apply(event);
    auto change = draw_event(random, scenario);
    change.number = draw_units(random);
    if (change.day < scenario.effective) return {};
    const auto before = world.history().units_on(change.day).value_or(0);
    world.history().record(change.day, change.number).value();
    const auto there = world.post();
    world.history().record(change.day, before).value();
    const auto back = world.post();
    std::map<Date, Int128> total;
    for (const auto& line : there) total[line.key.period_begin] += line.amount.minor();
    for (const auto& line : back) total[line.key.period_begin] += line.amount.minor();
    for (const auto& [begin, minor] : total)
      if (minor != 0)
        return to_string(begin) + to_text(scenario) + to_text(there) + "\nundone" + to_text(back);
    // With several prices for one day, there and back can take another number of steps. What is
    // raised to a minimum or taken off has as many prices as there are totals.
    const auto& amendments = world.service().terms().amendments;
    const bool one_price = scenario.price_model == PriceModel::per_unit && !scenario.indexation &&
                           std::none_of(amendments.begin(), amendments.end(), [](const auto& each) {
                             return each.indexation.has_value();
                           });
    const auto is_of_total = [](const LineItem& line) {
      return line.part() == ChargePart::minimum || line.part() == ChargePart::discount ||
             line.part() == ChargePart::discount_amount;
    };
    const bool of_totals = std::any_of(there.begin(), there.end(), is_of_total) ||
                           std::any_of(back.begin(), back.end(), is_of_total);
    return !one_price || of_totals || there.size() == back.size()
               ? ""
               : "lines" + to_text(there) + "\n" + to_text(back);
  });
}
