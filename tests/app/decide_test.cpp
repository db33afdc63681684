// What a night makes of one count, from values to values: no store, no RMM, no clock.

#include "app/nightly/decide.hpp"

#include "app/world.hpp"

using namespace world;

namespace {

const Instant noon{1'781'092'800'000};

std::vector<Machine> machines(int first, int last) {
  std::vector<Machine> all;
  for (int i = first; i <= last; ++i)
    all.push_back({.agent = AgentId{std::to_string(i)}, .name = "pc", .hardware = {}});
  return all;
}

HeldReading waits(Units units, std::int32_t proposal) {
  return {.effective = Date{2026, 6, 9},
          .units = units,
          .cause = proposal > 0 ? HeldCause::proposed : HeldCause::implausible,
          .proposal = proposal,
          .why = "it waits",
          .recorded = noon,
          .machines = {}};
}

EndedReading rejected(Units units) {
  return {waits(units, 1),
          {.how = HeldEnd::rejected, .author = "ann", .reason = "no", .when = noon}};
}

struct Case {
  std::string name;
  Trust trust = Trust::automatic;
  std::optional<int> before{};  ///< the machines that are billed; nothing: never counted
  std::vector<HeldReading> open{};
  std::vector<EndedReading> ended{};
  std::pair<int, int> counted{1, 0};  ///< the first and the last machine that count
  std::string status{};               ///< and the number of the open proposal
  std::string recorded{};             ///< units, `?` those that wait, `end`: what waited is over
  std::string events{};               ///< how many machines move
  std::string notices{};
};

/// The decision on June 10th, in words.
struct Decided {
  std::string status, recorded, events, notices;
};

void add(std::string& text, const std::string& word) { text += (text.empty() ? "" : " ") + word; }

app::ServiceDecision decided(const Case& of) {
  const Contract contract = world::contract({.trust = of.trust});
  UnitHistory history;
  if (of.before)
    REQUIRE(history.record({.effective = june_1,
                            .units = *of.before,
                            .reason = ChangeReason::initial,
                            .note = {},
                            .author = "night",
                            .recorded = noon}));
  const auto counted = machines(of.counted.first, of.counted.second);
  const auto places = app::MachinePlaces::unknown();
  const std::vector<JudgedMachine> not_counted;
  return app::decide({.contract = contract,
                      .service = contract.terms().services.front(),
                      .history = history,
                      .confirmed = app::known_as_billed(machines(1, of.before.value_or(0))),
                      .open = of.open,
                      .ended = of.ended,
                      .counted = counted,
                      .not_counted = not_counted,
                      .places = places},
                     {.today = june_10, .now = noon, .author = "night"})
      .value();
}

Decided in_words(const app::ServiceDecision& decision) {
  Decided words;
  words.status = to_string(decision.row.status);
  if (decision.row.proposal > 0) words.status += " #" + std::to_string(decision.row.proposal);
  const ServiceChanges& writes = decision.writes;
  if (writes.ending) add(words.recorded, std::string{to_string(writes.ending->how)});
  for (const auto& change : writes.units)
    add(words.recorded, to_string(change.effective).substr(8) + ":" + std::to_string(change.units));
  for (const auto& [reading, ending] : writes.held)
    add(words.recorded, to_string(reading.effective).substr(8) + ":" +
                            std::to_string(reading.units) + (ending ? "!" : "?"));
  words.events = std::to_string(writes.events.size());
  for (const auto& notice : decision.notices)
    add(words.notices, std::string{to_string(notice.kind)});
  return words;
}

// The status, what is recorded, how many machines move with it, and what people are told.
const std::vector<Case> cases{
    {"first count", Trust::automatic, {}, {}, {}, {1, 3}, "first_count", "01:3", "3", ""},
    {"nothing new", Trust::automatic, 3, {}, {}, {1, 3}, "unchanged", "", "0", ""},
    {"others", Trust::automatic, 3, {}, {}, {2, 4}, "machines_changed", "", "2", ""},
    {"more", Trust::automatic, 3, {}, {}, {1, 5}, "changed", "10:5", "2", ""},
    {"a believable drop", Trust::automatic, 9, {}, {}, {1, 7}, "changed", "10:7", "2", ""},
    {"a large drop", Trust::automatic, 9, {}, {}, {1, 2}, "held", "10:2?", "0", "drop_held"},
    {"to zero", Trust::automatic, 2, {}, {}, {1, 0}, "held", "10:0?", "0", "drop_held"},
    {"back", Trust::automatic, 9, {waits(0, 0)}, {}, {1, 9}, "unchanged", "dissolved", "0", ""},
    {"rejected", Trust::automatic, 9, {}, {rejected(2)}, {1, 2}, "rejected", "", "0", ""},
    {"over", Trust::automatic, 9, {}, {rejected(2)}, {1, 9}, "unchanged", "10:9!", "0", ""},
    {"first proposal",
     Trust::propose,
     {},
     {},
     {},
     {1, 3},
     "proposed #1",
     "01:3?",
     "0",
     "change_proposed"},
    {"proposed", Trust::propose, 3, {}, {}, {1, 5}, "proposed #1", "10:5?", "0", "change_proposed"},
    {"as proposed",
     Trust::propose,
     3,
     {waits(5, 2)},
     {},
     {1, 3},
     "proposed #3",
     "10:3?",
     "0",
     "change_proposed"},
    {"trusted since",
     Trust::automatic,
     3,
     {waits(5, 2)},
     {},
     {1, 5},
     "changed",
     "confirmed 09:5",
     "2",
     ""},
    {"observed", Trust::observe, 3, {}, {}, {1, 5}, "observed", "", "0", ""},
    {"observed, the same", Trust::observe, 3, {}, {}, {1, 3}, "unchanged", "", "0", ""}};

}  // namespace

TEST_CASE("a decision is a value of what is known and what was counted") {
  for (const Case& each : cases) {
    CAPTURE(each.name);
    const Decided words = in_words(decided(each));
    CHECK(words.status == each.status);
    CHECK(words.recorded == each.recorded);
    CHECK(words.events == each.events);
    CHECK(words.notices == each.notices);
  }
}

TEST_CASE("where the machines are those behind the units, the short way decides the same") {
  const auto all = machines(1, 2);
  const std::vector<JudgedMachine> not_counted{{AgentId{"7"}, "pc", Verdict::suspended, {}},
                                               {AgentId{"8"}, "pc", Verdict::not_in_view, {}},
                                               {AgentId{"9"}, "pc", Verdict::duplicate, "of 1"}};
  for (const auto trust : every<Trust>())
    for (const Units before : {0, 2, 3}) {
      CAPTURE(to_string(trust));
      CAPTURE(before);
      const Contract contract = world::contract({.trust = trust});
      const Service& service = contract.terms().services.front();
      const auto history = UnitHistory::starting(june_1, before).value();
      const app::NightRules night{.today = june_10, .now = noon, .author = "night"};
      const auto brief =
          app::decide_unchanged(contract, service, history, all.size(), not_counted, night);
      CHECK(brief.has_value() == (before == 2 && trust != Trust::propose));
      if (!brief) continue;
      const auto places = app::MachinePlaces::unknown();
      const auto whole = app::decide({.contract = contract,
                                      .service = service,
                                      .history = history,
                                      .confirmed = app::known_as_billed(all),
                                      .counted = all,
                                      .not_counted = not_counted,
                                      .places = places},
                                     night)
                             .value();
      CHECK(brief->row.key == whole.row.key);
      CHECK(brief->row.account == whole.row.account);
      CHECK(brief->row.service_name == whole.row.service_name);
      CHECK(brief->row.status == whole.row.status);
      CHECK(brief->row.before == whole.row.before);
      CHECK(brief->row.counted == whole.row.counted);
      CHECK(brief->row.machines == whole.row.machines);
      CHECK(brief->row.judged == whole.row.judged);
      CHECK(brief->row.held_why == whole.row.held_why);
      CHECK(brief->row.proposal == whole.row.proposal);
      CHECK(whole.writes == ServiceChanges{});
      CHECK(brief->writes == whole.writes);
      CHECK((whole.told.empty() && whole.notices.empty()));
    }
}
