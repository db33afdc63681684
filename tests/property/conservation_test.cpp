#include "property/world.hpp"

using namespace property;

namespace {

/// The standing lines of a period and account against the model.
std::string check_totals(const World& world, const Books& book, int account) {
  Int128 amount = 0;
  Int128 cost = 0;
  for (const auto& entry : book.posted) {
    if (!entry.stands() || entry.line.account != account_of(account)) continue;
    amount += entry.line.amount.minor();
    cost += entry.line.cost.minor();
  }
  // Where the price of one unit is rounded first, that of its discount is rounded for itself.
  const bool each_by_itself =
      proration_in(world.contract(), world.service(), book.period).rounding_step ==
      RoundingStep::unit_price;
  if (!world.rearranged() && !each_by_itself && amount < 0)
    return "a negative total in " + to_string(book.period);
  const auto as_model = world.as_model();
  const int begin = model::number_of(book.period.begin());
  const int end = model::number_of(book.period.end());
  const auto say = [&](const char* what, Int128 due, Int128 posted) {
    return std::string{what} + " of " + to_string(book.period) + " is " +
           std::to_string(static_cast<std::int64_t>(posted)) + " instead of " +
           std::to_string(static_cast<std::int64_t>(due));
  };
  const Int128 due = model::total(as_model, begin, end, account);
  if (due != amount) return say("amount", due, amount);
  const Int128 due_cost = model::total(world.as_model(true), begin, end, account);
  if (due_cost != cost) return say("cost", due_cost, cost);
  return {};
}

std::string check_line(const LineItem& line) {
  if (line.quantity == 0) return "a line without quantity: " + to_string(line);
  if (line.units_after - line.units_before != (line.rate_from ? 0 : line.quantity))
    return "units before and after do not fit: " + to_string(line);
  if (line.kind == LineKind::decrement && line.price_millionths() > 0 && line.quantity > 0)
    return "a decrement that goes up: " + to_string(line);
  if (!line.billing_period.contains(line.span.begin()) ||
      line.span.end() > line.billing_period.end())
    return "a line outside its period: " + to_string(line);
  return {};
}

std::string check_books(const World& world) {
  if (!world.open().empty()) return "posting again gives" + to_text(world.open());
  for (const auto& book : world.books())
    for (int account = 0; account < accounts_drawn; ++account)
      if (auto problem = check_totals(world, book, account); !problem.empty()) return problem;
  std::set<LineKey> keys;
  for (const auto& line : world.log()) {
    if (!keys.insert(line.key).second) return "key used twice: " + to_string(line.key);
    if (auto problem = check_line(line); !problem.empty()) return problem;
  }
  return {};
}

}  // namespace

TEST_CASE("whatever happens, the standing lines of a period are its exact total rounded once") {
  for_histories(100'000, [](Random& random) -> std::string {
    const Scenario scenario = draw_scenario(random);
    World world{scenario};
    for (const auto& event : scenario.events) {
      world.apply(event);
      if (event.kind == EventKind::post_through)
        for (const auto& book : world.books())
          if (const auto again = world.open_through(book, event.day); !again.empty())
            return "posting again through " + to_string(event.day) + " gives" + to_text(again) +
                   to_text(scenario) + to_text(world.log());
      if (event.kind != EventKind::post_all) continue;
      if (auto problem = check_books(world); !problem.empty())
        return problem + to_text(scenario) + to_text(world.log());
    }
    return {};
  });
}

TEST_CASE("the periods are the model's") {
  for_histories(10'000, [](Random& random) -> std::string {
    const Scenario scenario = draw_scenario(random);
    const Date day = scenario.start.plus_days(static_cast<int>(random.between(-800, 800)));
    int begin = model::number_of(day);
    while (!scenario.shape.begins_on(begin)) --begin;
    int end = model::number_of(day) + 1;
    while (!scenario.shape.begins_on(end)) ++end;
    const Period period = scenario.cycle.period_at(day);
    if (model::number_of(period.begin()) != begin || model::number_of(period.end()) != end)
      return to_string(day) + " is in " + to_string(period) + to_text(scenario);
    return {};
  });
}

TEST_CASE("a line whose predecessor is taken back for good keeps no cent of it") {
  for_histories(4'000, [](Random& random) -> std::string {
    Scenario scenario = draw_scenario(random);
    scenario.events.clear();
    World world{scenario};
    const auto first = random.between(1, 50);
    const auto more = random.between(1, 50);
    const Date begin = scenario.effective;
    const Date later = begin.plus_days(static_cast<int>(random.between(1, 25)));
    const auto change = [](Date day, std::int64_t units) {
      return Event{.kind = EventKind::change, .day = day, .number = units};
    };
    const Event post{};
    const Event take_back{.kind = EventKind::take_back};  // the first batch
    // Without the first units, the line of the second ones is exactly what is due.
    for (const auto& event : {change(begin, first), post, change(later, first + more), post,
                              take_back, change(begin, 0), change(later, more), post}) {
      world.apply(event);
      if (event.kind != EventKind::post_all) continue;
      if (auto problem = check_books(world); !problem.empty())
        return problem + to_text(scenario) + to_text(world.log());
    }
    return {};
  });
}
