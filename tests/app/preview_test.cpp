#include "app/world.hpp"

using namespace world;

namespace {

UnitPrice price(const std::string& text, Currency currency = usd) {
  return UnitPrice::parse(text, currency).value();
}

UnitHistory counted(std::vector<std::pair<Date, Units>> changes) {
  UnitHistory history;
  for (const auto& [day, units] : changes) history.record(day, units).value();
  return history;
}

MachineEvent added(Date seen, const std::string& id) {
  return {seen, MachineMove::added, AgentId{id}, "name-" + id, {}};
}

/// June: 10 agents at 5.00 (cost 2.00) and 4 typed-in seats at 30.00, calendar months.
PreviewSide side() {
  const Date june{2026, 6, 1};
  return {.contract =
              contract({.services = {{.id = "agents"},
                                     {.id = "seats", .source = ManualUnits{}, .price = "30.00"}}}),
          .histories = {{ServiceId{"agents"}, counted({{june, 10}})},
                        {ServiceId{"seats"}, counted({{june, 4}})}},
          .events = {{ServiceId{"agents"}, {added(june, "1"), added(june, "2")}}}};
}

const ServiceId agents{"agents"};
const ServiceId seats{"seats"};
const Date mid_june{2026, 6, 16};

std::vector<std::string> differences(const Preview& preview) {
  std::vector<std::string> shown;
  for (const auto& row : preview.services)
    shown.push_back(to_string(row.billing_period.begin()) + " " + row.service.text() + " " +
                    to_decimal(row.amount.before) + " " + to_decimal(row.amount.after) + " " +
                    to_decimal(row.amount.difference));
  shown.push_back("sum " + to_decimal(preview.amount.difference) + " cost " +
                  to_decimal(preview.cost.difference));
  return shown;
}

std::vector<std::string> ids(const std::vector<Machine>& machines) {
  std::vector<std::string> shown;
  for (const auto& machine : machines) shown.push_back(machine.agent.text());
  return shown;
}

}  // namespace

TEST_CASE("what a change would do to the next two months, worked out by hand") {
  struct Case {
    const char* what;
    std::vector<WhatIf> what_if;
    Texts differences;
  };
  const std::string june = "2026-06-01 ";
  const std::string july = "2026-07-01 ";
  const std::string seats_same = "seats 120.00 120.00 0.00";
  for (const auto& test : std::vector<Case>{
           {"nothing",
            {},
            {june + "agents 50.00 50.00 0.00", june + seats_same, july + "agents 50.00 50.00 0.00",
             july + seats_same, "sum 0.00 cost 0.00"}},
           // 10 x 1.00 x 15/30, then 10 x 1.00
           {"a price from mid-June",
            {NewPrice{agents, mid_june, price("6.00"), {}}},
            {june + "agents 50.00 55.00 5.00", june + seats_same, july + "agents 50.00 60.00 10.00",
             july + seats_same, "sum 15.00 cost 0.00"}},
           // cost 10 x 1.00 x 15/30, then 10 x 1.00
           {"the same with its cost",
            {NewPrice{agents, mid_june, price("6.00"), price("3.00")}},
            {june + "agents 50.00 55.00 5.00", june + seats_same, july + "agents 50.00 60.00 10.00",
             july + seats_same, "sum 15.00 cost 15.00"}},
           // 3 x 5.00 x 15/30, then 3 x 5.00; cost 3 x 2.00 x 15/30, then 3 x 2.00
           {"three more",
            {MoreUnits{agents, mid_june, 3}},
            {june + "agents 50.00 57.50 7.50", june + seats_same, july + "agents 50.00 65.00 15.00",
             july + seats_same, "sum 22.50 cost 9.00"}},
           // -10 x 5.00 x 15/30, then -10 x 5.00
           {"ten fewer: none left",
            {MoreUnits{agents, mid_june, -10}},
            {june + "agents 50.00 25.00 -25.00", june + seats_same,
             july + "agents 50.00 0.00 -50.00", july + seats_same, "sum -75.00 cost -30.00"}},
           // -1 x 30.00
           {"three seats from July on",
            {SetUnits{seats, Date{2026, 7, 1}, 3}},
            {june + "agents 50.00 50.00 0.00", june + seats_same, july + "agents 50.00 50.00 0.00",
             july + "seats 120.00 90.00 -30.00", "sum -30.00 cost -2.00"}},
           // 4 x 30.00 x 20/30 until 20 June
           {"seats end on 20 June",
            {ServiceEnds{seats, Date{2026, 6, 20}}},
            {june + "agents 50.00 50.00 0.00", june + "seats 120.00 80.00 -40.00",
             july + "agents 50.00 50.00 0.00", july + "seats 120.00 0.00 -120.00",
             "sum -160.00 cost -10.67"}},
           // 13 units at 6.00: (3 x 5.00 + 13 x 1.00) x 15/30, then 13 x 6.00 - 50.00
           {"units and price together",
            {MoreUnits{agents, mid_june, 3}, NewPrice{agents, mid_june, price("6.00"), {}}},
            {june + "agents 50.00 64.00 14.00", june + seats_same,
             july + "agents 50.00 78.00 28.00", july + seats_same, "sum 42.00 cost 9.00"}}}) {
    CAPTURE(test.what);
    const auto after = suppose(side(), test.what_if);
    REQUIRE(after);
    const auto made = preview(side(), *after, mid_june, 2);
    REQUIRE(made);
    CHECK(differences(*made) == test.differences);
  }
}

TEST_CASE("terms hold for the supposed units as well, worked out by hand") {
  // Counted: 9. Billed: the high watermark of the month, at least 12; 10 at 5.00, the others
  // at 4.00.
  auto tiered = side();
  auto terms = tiered.contract.terms();
  auto service = terms.services[0].terms();
  const UnitPrice cost = price("0");
  service.price_model = PriceModel::graduated;
  service.quantity.measure = Measure::high_watermark;
  service.quantity.minimum = 12;
  service.prices = {{Date{2026, 6, 1}, price("5.00"), cost}};
  service.prices[0].tiers = {{1, 10, price("5.00"), cost}, {11, {}, price("4.00"), cost}};
  terms.services = {Service::create(service).value()};
  tiered.contract = Contract::create(terms).value();
  tiered.histories = {{agents, counted({{Date{2026, 6, 1}, 9}})}};

  struct Case {
    const char* what;
    Units delta;
    Texts differences;
  };
  for (const auto& test :
       std::vector<Case>{{"up to the minimum", 3, {"58.00 58.00", "58.00 58.00"}},
                         {"above it: 15 for the whole of June", 6, {"58.00 70.00", "58.00 70.00"}},
                         {"below it", -9, {"58.00 58.00", "58.00 58.00"}}}) {
    CAPTURE(test.what);
    const auto after = suppose(tiered, {MoreUnits{agents, mid_june, test.delta}});
    REQUIRE(after);
    const auto made = preview(tiered, *after, mid_june, 2);
    REQUIRE(made);
    Texts shown;
    for (const auto& row : made->services)
      shown.push_back(to_decimal(row.amount.before) + " " + to_decimal(row.amount.after));
    CHECK(shown == test.differences);
  }
  const auto flat = suppose(tiered, {NewPrice{agents, mid_june, price("6.00"), {}}});
  CHECK(flat.error().code == Errc::invalid_argument);
}

TEST_CASE("supposed units hold for the counts after them as well") {
  PreviewSide before = side();
  before.histories[agents] =
      counted({{Date{2026, 6, 1}, 10}, {Date{2026, 6, 11}, 12}, {Date{2026, 6, 21}, 9}});
  const auto units = [&](const WhatIf& what_if) {
    const UnitHistory history = suppose(before, {what_if}).value().histories.at(agents);
    return std::vector<Units>{
        *history.units_on(Date{2026, 6, 5}), *history.units_on(Date{2026, 6, 10}),
        *history.units_on(Date{2026, 6, 15}), *history.units_on(Date{2026, 7, 1})};
  };
  CHECK(units(MoreUnits{agents, Date{2026, 6, 6}, 2}) == std::vector<Units>{10, 12, 14, 11});
  CHECK(units(MoreUnits{agents, Date{2026, 6, 11}, -9}) == std::vector<Units>{10, 10, 3, 0});
  CHECK(units(SetUnits{agents, Date{2026, 6, 6}, 20}) == std::vector<Units>{10, 20, 20, 20});
  CHECK(before.histories[agents].units_on(Date{2026, 6, 15}) == 12);
}

TEST_CASE("other machines: who comes, who goes, and what each is worth") {
  const std::vector<Machine> two{{AgentId{"1"}, "name-1"}, {AgentId{"2"}, "name-2"}};
  auto start = side();
  start.histories[agents] = counted({{Date{2026, 6, 1}, 2}});
  auto four = two;
  four.push_back({AgentId{"8"}, "name-8"});
  four.insert(four.begin(), {AgentId{"9"}, "name-9"});
  const auto after = suppose(start, {OtherMachines{agents, Date{2026, 7, 17}, four}}).value();
  const auto made = preview(start, after, mid_june, 2).value();
  // June is over by then; in July 2 x 5.00 x 15/31 = 4.84 (4.8387).
  CHECK(ids(made.services[0].machines_added).empty());
  CHECK_FALSE(made.services[0].average_per_machine);
  CHECK(ids(made.services[2].machines_added) == Texts{"8", "9"});
  CHECK(made.services[2].machines_removed.empty());
  CHECK(made.services[2].amount.difference == Money::from_minor(484, usd));
  CHECK(made.services[2].average_per_machine == Money::from_minor(242, usd));

  const auto swapped =
      suppose(start, {OtherMachines{agents, mid_june, {two[0], {AgentId{"7"}, "name-7"}}}}).value();
  const auto same_count = preview(start, swapped, mid_june, 1).value().services[0];
  CHECK(ids(same_count.machines_added) == Texts{"7"});
  CHECK(ids(same_count.machines_removed) == Texts{"2"});
  CHECK(same_count.amount.difference.is_zero());
  CHECK_FALSE(same_count.average_per_machine);

  // The machines of a service that ends go with it.
  const auto ended = suppose(start, {ServiceEnds{agents, Date{2026, 6, 20}}}).value();
  CHECK(ids(preview(start, ended, mid_june, 1).value().services[0].machines_removed) ==
        Texts{"1", "2"});
}

TEST_CASE("a whole other contract: services of one side are all difference") {
  const auto before = side();
  auto after = before;
  after.contract =
      contract({.services = {{.id = "agents", .price = "4.00"},
                             {.id = "backup", .source = ManualUnits{}, .price = "7.00"},
                             {.id = "new", .source = ManualUnits{}}}});
  after.histories[ServiceId{"backup"}] = counted({{Date{2026, 6, 1}, 3}});
  const auto made = preview(before, after, Date{2026, 8, 31}, 1).value();
  CHECK(differences(made) == Texts{"2026-08-01 agents 50.00 40.00 -10.00",
                                   "2026-08-01 seats 120.00 0.00 -120.00",
                                   "2026-08-01 backup 0.00 21.00 21.00",
                                   "2026-08-01 new 0.00 0.00 0.00", "sum -109.00 cost -2.00"});
  CHECK(made.units_unknown_before.empty());
  CHECK(made.units_unknown_after == std::vector<ServiceId>{ServiceId{"new"}});
}

TEST_CASE("another rhythm is compared over the same days, period by period") {
  const auto before = side();
  auto after = before;
  after.contract = contract(
      {.services = {{.id = "agents", .price = "14.00"}}, .length = CycleLength::quarterly});
  const auto made = preview(before, after, Date{2026, 7, 15}, 3).value();
  CHECK(differences(made) ==
        Texts{"2026-07-01 agents 50.00 0.00 -50.00", "2026-07-01 seats 120.00 0.00 -120.00",
              "2026-07-01 agents 0.00 140.00 140.00", "2026-08-01 agents 50.00 0.00 -50.00",
              "2026-08-01 seats 120.00 0.00 -120.00", "2026-09-01 agents 50.00 0.00 -50.00",
              "2026-09-01 seats 120.00 0.00 -120.00", "sum -370.00 cost -64.00"});
  CHECK(made.covered_before == made.covered_after);
  CHECK(preview(before, after, Date{2026, 7, 15}, 1).value().covered_after ==
        Period{Date{2026, 7, 1}, Date{2026, 10, 1}});
}

TEST_CASE("what cannot be supposed or compared is named") {
  const auto code = [](std::vector<WhatIf> what_if) { return suppose(side(), what_if).error(); };
  const ServiceId unknown{"x"};
  CHECK(code({MoreUnits{unknown, mid_june, 1}}) ==
        Error{Errc::not_found, "service x of contract C-1"});
  CHECK(code({MoreUnits{agents, mid_june, -11}}) ==
        Error{Errc::invalid_units, "service agents: -1 units on 2026-06-16"});
  CHECK(code({MoreUnits{agents, mid_june, INT64_MAX}}).code == Errc::invalid_units);
  CHECK(code({SetUnits{agents, mid_june, -1}}).code == Errc::invalid_units);
  CHECK(code({NewPrice{agents, mid_june, price("6", jpy), {}}}).code == Errc::currency_mismatch);
  CHECK(code({ServiceEnds{agents, Date{2026, 5, 31}}}).code == Errc::ends_before_start);
  CHECK(code({OtherMachines{seats, mid_june, {}}}).code == Errc::invalid_argument);
  CHECK(code({OtherMachines{agents, mid_june, {{AgentId{"1"}, "a"}, {AgentId{"1"}, "b"}}}}) ==
        Error{Errc::duplicate_id, "service agents: machine 1"});
  auto never = side();
  never.histories.clear();
  CHECK(suppose(never, {MoreUnits{agents, mid_june, 1}}).error().code == Errc::units_unknown);

  auto yen = side();
  yen.contract = contract({.services = {{.currency = jpy}}});
  CHECK(preview(side(), yen, mid_june, 1).error() ==
        Error{Errc::currency_mismatch, "contract C-1 is in USD, what it is compared with in JPY"});
  for (const int periods : {0, -1, 61}) {
    CAPTURE(periods);
    CHECK(preview(side(), side(), mid_june, periods).error().code == Errc::out_of_range);
  }
  CHECK(preview(side(), side(), mid_june, 60).value().periods.size() == 60);
  CHECK(preview(side(), side(), Date{8'990, 1, 1}, 1).error().code == Errc::out_of_range);
  CHECK(preview(side(), side(), Date{1'900, 1, 1}, 1).error().code == Errc::out_of_range);
}

TEST_CASE("a preview can be followed by hand") {
  auto start = side();
  start.histories[agents] = counted({{Date{2026, 6, 1}, 2}, {Date{2026, 6, 11}, 3}});
  start.events[agents].push_back(added(Date{2026, 6, 11}, "3"));
  const std::vector<WhatIf> what_if{OtherMachines{agents,
                                                  Date{2026, 6, 21},
                                                  {{AgentId{"1"}, "name-1"},
                                                   {AgentId{"2"}, "name-2"},
                                                   {AgentId{"3"}, "name-3"},
                                                   {AgentId{"4"}, "name-4"}}},
                                    NewPrice{seats, Date{2026, 7, 1}, price("33.00"), {}}};
  const auto made = preview(start, suppose(start, what_if).value(), Date{2026, 6, 21}, 2).value();
  CHECK(to_text(made) ==
        Texts{"Preview of contract C-1, 2026-06-01..2026-07-31, 2 billing periods",
              "Sum: 268.33 USD -> 287.00 USD, difference +18.67 USD",
              "Cost: 27.33 USD -> 30.00 USD, difference +2.67 USD",
              "2026-06-01..2026-06-30  agents: 13.33 USD -> 15.00 USD, difference +1.67 USD",
              "    2 lines as before, 13.33 USD",
              "  + 2026-06-21..2026-06-30  +1 x 5.00 x 10/30  1.67 USD  increment",
              "  + machine name-4 (4)", "  that is +1.67 USD per machine, on average",
              "2026-06-01..2026-06-30  seats: 120.00 USD, no difference",
              "2026-06-01..2026-06-30  all services: 133.33 USD -> 135.00 USD, difference "
              "+1.67 USD",
              "2026-07-01..2026-07-31  agents: 15.00 USD -> 20.00 USD, difference +5.00 USD",
              "  - 2026-07-01..2026-07-31  3 x 5.00  15.00 USD  recurring",
              "  + 2026-07-01..2026-07-31  4 x 5.00  20.00 USD  recurring",
              "  + machine name-4 (4)", "  that is +5.00 USD per machine, on average",
              "2026-07-01..2026-07-31  seats: 120.00 USD -> 132.00 USD, difference +12.00 USD",
              "  - 2026-07-01..2026-07-31  4 x 30.00  120.00 USD  recurring",
              "  + 2026-07-01..2026-07-31  4 x 33.00  132.00 USD  recurring",
              "2026-07-01..2026-07-31  all services: 135.00 USD -> 152.00 USD, difference "
              "+17.00 USD"});
  const auto short_text = to_text(made, 0);
  CHECK(short_text[6] == "  + machine ... and 1 more");
  CHECK(short_text.size() == to_text(made).size());
  CHECK(to_string(what_if[0]) == "agents: 4 machines from 2026-06-21");
  CHECK(to_string(what_if[1]) == "seats: unit price 33.00 from 2026-07-01");
  CHECK(to_string(WhatIf{MoreUnits{agents, mid_june, -2}}) ==
        "agents: 2 units fewer from 2026-06-16");
}
