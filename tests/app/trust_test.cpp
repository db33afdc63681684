#include "app/world.hpp"
#include "billbyagent/app/billing_review.hpp"
#include "billbyagent/app/observed_units.hpp"
#include "billbyagent/app/open_decisions.hpp"

using namespace world;

namespace {

Date june(int day) { return Date{2026, 6, day}; }

std::string day_text(Date day) { return to_string(day).substr(8); }

/// One contract with one service, told by short texts: `01:10 09:12` are days of June with units.
struct Story : World {
  Trust trust = Trust::automatic;

  explicit Story(Trust first) { set_trust(first); }

  void set_trust(Trust next) {
    trust = next;
    save({ContractSpec{.trust = next}});
  }
  void set_machines(int first, int last) {
    remove_machines(1, 30);
    add_machines(first, last);
  }
  std::string run(int day) {
    const auto report = run_night(june(day));
    REQUIRE(report.services.size() == 1);
    const auto& service = report.services[0];
    return std::string{to_string(service.status)} +
           (service.proposal > 0 ? " #" + std::to_string(service.proposal) : "");
  }
  std::string confirm(std::optional<std::int32_t> proposal = {}) {
    const auto taken = confirm_held({store, tenant, clock}, key(), "ann", proposal);
    return taken ? std::to_string(taken->size()) + " changes"
                 : std::string{to_string(taken.error().code)};
  }
  std::string reject() {
    const auto ended = reject_held({store, tenant, clock}, key(), "ann", "not agreed");
    return ended ? std::to_string(ended->size()) + " readings"
                 : std::string{to_string(ended.error().code)};
  }
  std::string units() {
    std::string text;
    const auto changes = history();
    for (const auto& entry : changes.timeline())
      text +=
          (text.empty() ? "" : " ") + day_text(entry.effective) + ":" + std::to_string(entry.units);
    return text;
  }
  std::vector<HeldReading> open() {
    return store.begin(tenant, Access::read).value()->held_readings(key()).value();
  }
  std::vector<EndedReading> ended() {
    return store.begin(tenant, Access::read).value()->ended_readings(key()).value();
  }
  std::vector<Machine> machines() {
    return store.begin(tenant, Access::read).value()->machines(key()).value();
  }
  std::string waiting() {
    std::string text;
    for (const auto& reading : open())
      text += (text.empty() ? "" : " ") + day_text(reading.effective) + ":" +
              std::to_string(reading.units) + (reading.cause == HeldCause::implausible ? "!" : "");
    return text;
  }
  std::size_t told(NoticeKind kind) {
    std::size_t count = 0;
    for (const auto& pending : notices())
      if (pending.notice.kind == kind) ++count;
    return count;
  }
};

enum class Do { night, confirm, reject, automatic, propose, observe };

struct Step {
  Do what;
  int day = 1;
  int first = 1, last = 0;  ///< the machines there are that night
  std::string says{};       ///< the night's status and proposal, or what came of the decision
  std::string units{};
  std::string waiting{};  ///< `!` after an implausible reading
};

struct Told {
  std::string name;
  Trust trust;
  std::vector<Step> steps;
};

void play(Story& w, const Step& step) {
  switch (step.what) {
    case Do::night:
      w.set_machines(step.first, step.last);
      CHECK(w.run(step.day) == step.says);
      break;
    case Do::confirm:
      CHECK(w.confirm() == step.says);
      break;
    case Do::reject:
      CHECK(w.reject() == step.says);
      break;
    case Do::automatic:
      return w.set_trust(Trust::automatic);
    case Do::propose:
      return w.set_trust(Trust::propose);
    case Do::observe:
      return w.set_trust(Trust::observe);
  }
  CHECK(w.units() == step.units);
  CHECK(w.waiting() == step.waiting);
}

const std::vector<Told> stories{
    {"the first count is a proposal too, as of the service's effective date",
     Trust::propose,
     {{Do::night, 9, 1, 10, "proposed #1", "", "01:10"},
      {Do::night, 9, 1, 10, "proposed #1", "", "01:10"},
      {Do::night, 10, 1, 12, "proposed #2", "", "01:10 10:12"},
      {Do::confirm, 0, 0, 0, "2 changes", "01:10 10:12", ""},
      {Do::night, 11, 1, 12, "unchanged", "01:10 10:12", ""},
      {Do::confirm, 0, 0, 0, "nothing_to_do", "01:10 10:12", ""}}},
    {"the count comes back: the days in between stay in the proposal",
     Trust::propose,
     {{Do::night, 1, 1, 10, "proposed #1", "", "01:10"},
      {Do::confirm, 0, 0, 0, "1 changes", "01:10", ""},
      {Do::night, 9, 1, 12, "proposed #2", "01:10", "09:12"},
      {Do::night, 11, 1, 10, "proposed #3", "01:10", "09:12 11:10"},
      {Do::night, 12, 1, 10, "proposed #3", "01:10", "09:12 11:10"},
      {Do::confirm, 0, 0, 0, "2 changes", "01:10 09:12 11:10", ""}}},
    {"a drop that is not believed is a proposal like any other",
     Trust::propose,
     {{Do::night, 1, 1, 10, "proposed #1", "", "01:10"},
      {Do::confirm, 0, 0, 0, "1 changes", "01:10", ""},
      {Do::night, 9, 1, 0, "proposed #2", "01:10", "09:0"},
      {Do::night, 10, 1, 10, "proposed #3", "01:10", "09:0 10:10"}}},
    {"other machines: recorded at once while nothing waits, else part of the proposal",
     Trust::propose,
     {{Do::night, 1, 1, 3, "proposed #1", "", "01:3"},
      {Do::confirm, 0, 0, 0, "1 changes", "01:3", ""},
      {Do::night, 8, 2, 4, "machines_changed", "01:3", ""},
      {Do::night, 9, 2, 5, "proposed #2", "01:3", "09:4"},
      {Do::night, 10, 3, 6, "proposed #3", "01:3", "09:4 10:4"},
      {Do::confirm, 0, 0, 0, "1 changes", "01:3 09:4", ""},
      {Do::night, 11, 3, 6, "unchanged", "01:3 09:4", ""}}},
    {"what was rejected is proposed again when it is another count, or news again",
     Trust::propose,
     {{Do::night, 1, 1, 10, "proposed #1", "", "01:10"},
      {Do::confirm, 0, 0, 0, "1 changes", "01:10", ""},
      {Do::night, 9, 1, 12, "proposed #2", "01:10", "09:12"},
      {Do::reject, 0, 0, 0, "1 readings", "01:10", ""},
      {Do::reject, 0, 0, 0, "nothing_to_do", "01:10", ""},
      {Do::night, 10, 1, 12, "rejected", "01:10", ""},
      {Do::night, 11, 1, 12, "rejected", "01:10", ""},
      {Do::night, 12, 1, 13, "proposed #3", "01:10", "12:13"},
      {Do::reject, 0, 0, 0, "1 readings", "01:10", ""},
      {Do::night, 13, 1, 13, "rejected", "01:10", ""},
      {Do::night, 14, 1, 10, "unchanged", "01:10", ""},
      {Do::night, 15, 1, 10, "unchanged", "01:10", ""},
      {Do::night, 16, 1, 13, "proposed #4", "01:10", "16:13"}}},
    {"a rejected drop is not held again every night",
     Trust::automatic,
     {{Do::night, 1, 1, 10, "first_count", "01:10", ""},
      {Do::night, 9, 1, 2, "held", "01:10", "09:2!"},
      {Do::reject, 0, 0, 0, "1 readings", "01:10", ""},
      {Do::night, 10, 1, 2, "rejected", "01:10", ""},
      {Do::night, 11, 1, 1, "held", "01:10", "11:1!"}}},
    {"observed: nothing is recorded",
     Trust::observe,
     {{Do::night, 1, 1, 10, "observed", "", ""},
      {Do::night, 2, 1, 0, "observed", "", ""},
      {Do::automatic},
      {Do::night, 3, 1, 10, "first_count", "01:10", ""},
      {Do::observe},
      {Do::night, 4, 1, 10, "unchanged", "01:10", ""},
      {Do::night, 5, 2, 11, "observed", "01:10", ""},
      {Do::night, 6, 1, 0, "observed", "01:10", ""}}},
    {"trusted again: the proposal is taken over day by day, then the night's count",
     Trust::propose,
     {{Do::night, 5, 1, 10, "proposed #1", "", "01:10"},
      {Do::night, 9, 1, 12, "proposed #2", "", "01:10 09:12"},
      {Do::automatic},
      {Do::night, 11, 1, 13, "first_count", "01:10 09:12 11:13", ""},
      {Do::night, 12, 1, 13, "unchanged", "01:10 09:12 11:13", ""}}},
    {"trusted again: a drop in the proposal still needs a person",
     Trust::propose,
     {{Do::night, 1, 1, 10, "proposed #1", "", "01:10"},
      {Do::confirm, 0, 0, 0, "1 changes", "01:10", ""},
      {Do::night, 9, 1, 2, "proposed #2", "01:10", "09:2"},
      {Do::automatic},
      {Do::night, 10, 1, 3, "proposed #3", "01:10", "09:2 10:3"},
      {Do::confirm, 0, 0, 0, "2 changes", "01:10 09:2 10:3", ""},
      {Do::night, 11, 1, 4, "changed", "01:10 09:2 10:3 11:4", ""}}},
    {"trusted again: what the night itself sees may still be held",
     Trust::propose,
     {{Do::night, 1, 1, 10, "proposed #1", "", "01:10"},
      {Do::automatic},
      {Do::night, 2, 1, 1, "held", "01:10", "02:1!"}}},
    {"trusted less: a held drop waits on, and a plausible count settles it",
     Trust::automatic,
     {{Do::night, 1, 1, 10, "first_count", "01:10", ""},
      {Do::night, 9, 1, 2, "held", "01:10", "09:2!"},
      {Do::propose},
      {Do::night, 10, 1, 2, "held", "01:10", "09:2!"},
      {Do::night, 11, 1, 3, "proposed #1", "01:10", "09:2! 11:3"},
      {Do::confirm, 0, 0, 0, "2 changes", "01:10 09:2 11:3", ""},
      {Do::automatic},
      {Do::night, 12, 1, 0, "held", "01:10 09:2 11:3", "12:0!"},
      {Do::propose},
      {Do::night, 13, 1, 4, "proposed #2", "01:10 09:2 11:3", "13:4"}}},
    {"observed with a proposal open: it waits on",
     Trust::propose,
     {{Do::night, 1, 1, 10, "proposed #1", "", "01:10"},
      {Do::observe},
      {Do::night, 2, 1, 12, "observed #1", "", "01:10"},
      {Do::propose},
      {Do::night, 3, 1, 12, "proposed #2", "", "01:10 03:12"}}},
};

}  // namespace

TEST_CASE("night by night: what is recorded, and what waits for a person") {
  for (const auto& story : stories) {
    CAPTURE(story.name);
    Story w{story.trust};
    for (const auto& step : story.steps) {
      CAPTURE(step.day);
      CAPTURE(static_cast<int>(step.what));
      play(w, step);
      // Whatever was taken over, its machines came with it.
      if (w.history().empty())
        CHECK(w.machines().empty());
      else
        CHECK(static_cast<Units>(w.machines().size()) == w.history().timeline().back().units);
    }
  }
}

TEST_CASE("a proposal tells once, all of it, and confirming names what was seen") {
  Story w{Trust::propose};
  w.set_machines(1, 2);
  w.run(1);
  w.run(2);
  w.set_machines(2, 4);
  w.run(9);
  w.run(10);
  const auto notices = w.notices();
  REQUIRE(notices.size() == 2);
  CHECK(notices[0].notice.id.text() == "change_proposed/C-1/agents/1");
  CHECK(notices[1].notice.id.text() == "change_proposed/C-1/agents/2");
  CHECK(notices[1].notice.kind == NoticeKind::change_proposed);
  CHECK(notices[1].notice.body ==
        "Service agents (agents): proposal 2. The units stay as they are until someone confirms or "
        "rejects it.\n"
        "not counted -> 2 units from 2026-06-01\n"
        "  + name-1 (1) added\n"
        "  + name-2 (2) added\n"
        "2 -> 3 units from 2026-06-09\n"
        "  - name-1 (1) removed\n"
        "  + name-3 (3) added\n"
        "  + name-4 (4) added\n");
  const auto old = confirm_held(w.desk(), key(), "ann", 1);
  REQUIRE_FALSE(old);
  CHECK(old.error().code == Errc::conflicts);
  CHECK(old.error().context == "proposal 1 of service agents is not the newest; that is 2");
  CHECK(w.waiting() == "01:2 09:3");
  CHECK(w.confirm(2) == "2 changes");
  const auto last = w.history().changes().back();
  CHECK(last.reason == ChangeReason::confirmed_proposal);
  CHECK(last.author == "ann");
  CHECK(last.note == "2 -> 3");
  CHECK(w.told(NoticeKind::units_changed) == 2);
  const auto ended = w.ended();
  REQUIRE(ended.size() == 2);
  CHECK(ended[0].reading.proposal == 1);
  CHECK(ended[1].reading.proposal == 2);
  CHECK(ended[1].ending.how == HeldEnd::confirmed);
  CHECK(ended[1].ending.author == "ann");
}

TEST_CASE("a held drop is no proposal that could be named") {
  Story w{Trust::automatic};
  w.set_machines(1, 10);
  w.run(1);
  w.set_machines(1, 1);
  w.run(9);
  CHECK(w.confirm(1) == "conflicts");
  CHECK(w.confirm() == "1 changes");
  CHECK(w.history().changes().back().reason == ChangeReason::confirmed_drop);
}

TEST_CASE("rejecting is on record, takes nothing over and needs a reason") {
  Story w{Trust::propose};
  w.set_machines(1, 2);
  w.run(9);
  const auto refused = reject_held(w.desk(), key(), "ann", "");
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == Errc::invalid_argument);
  CHECK(w.reject() == "1 readings");
  CHECK(w.history().empty());
  REQUIRE(w.ended().size() == 1);
  CHECK(w.ended()[0].ending == HeldEnding{HeldEnd::rejected, "ann", "not agreed", w.clock.now()});
  CHECK(reject_held(w.desk(), key("C-1", "x"), "ann", "r").error().code == Errc::not_found);
}

TEST_CASE("an observed contract tells nobody and bills nothing") {
  Story w{Trust::observe};
  w.set_machines(1, 5);
  const auto report = w.run_night(june_1);
  CHECK_FALSE(report.services[0].before);
  CHECK(report.services[0].counted == 5);
  CHECK(report.services[0].machines.size() == 5);
  CHECK(w.notices().empty());
  CHECK(w.machines().empty());
  const auto posted = w.post(june_1);
  REQUIRE(posted.contracts.size() == 1);
  CHECK(posted.contracts[0].units_unknown == std::vector{ServiceId{"agents"}});
  CHECK(summary(report).ends_with(", 1 observed"));
  // The review prices what was seen last, and bills nothing of it.
  const auto observed = [&] {
    CHECK(billing_review(w.desk(), {}).value().totals.empty());
    return observed_units(w.desk(), {}).value();
  };
  const Period june = Period::make({2026, 6, 1}, {2026, 7, 1}).value();
  const auto units_of_5 = observed();
  REQUIRE(units_of_5.size() == 1);
  CHECK(units_of_5[0].service == ServiceId{"agents"});
  CHECK(units_of_5[0].units == 5);
  CHECK(units_of_5[0].seen == june_1);
  CHECK(units_of_5[0].billing_period == june);
  CHECK(units_of_5[0].amount.minor() > 0);
  w.run_night(june_1.next());
  CHECK(observed() == units_of_5);
  w.set_machines(1, 7);
  w.run_night({2026, 6, 3});
  REQUIRE(observed().size() == 1);
  CHECK(observed()[0].units == 7);
  CHECK(observed()[0].seen == Date{2026, 6, 3});
  CHECK(observed()[0].amount.minor() * 5 == units_of_5[0].amount.minor() * 7);
  CHECK(w.ended().size() == 2);
  CHECK(w.open().empty());
  // Nobody decided on what was only seen.
  CHECK(ended_decisions(w.desk(), 10).value().empty());
  // Once it is billed there is nothing to add.
  w.set_trust(Trust::automatic);
  CHECK(observed_units(w.desk(), {}).value().empty());
}
