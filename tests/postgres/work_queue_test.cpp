// The queue of work on both databases: who may claim what, and what becomes of those who lost it.

#include <doctest/doctest.h>

#include <map>
#include <mutex>
#include <random>
#include <set>
#include <thread>

#include "billbyagent/adapters/store_sqlite.hpp"
#include "billbyagent/adapters/work_queue.hpp"
#include "conformance/must.hpp"
#include "conformance/store_file.hpp"
#include "conformance/store_samples.hpp"
#include "postgres/database.hpp"

using namespace billbyagent;
using namespace billbyagent::tests;
using conformance::error_of;
using conformance::must;

namespace {

using std::chrono::hours;
using std::chrono::milliseconds;

const TenantId acme{"acme"};
const TenantId beta{"beta"};
const Night night{acme, Occasion::night, {2026, 6, 1}};
const Night posting{acme, Occasion::posting, {2026, 6, 1}};

/// A database of each kind, with its queue.
struct Databases {
  Schema schema;
  StoreFile file;
  std::unique_ptr<Store> server = schema.open();
  std::unique_ptr<Store> local = file.open();

  template <class Test>
  void each(const Test& test) {
    for (Store* store : {server.get(), local.get()}) {
      CAPTURE(store == server.get());
      const auto queue = must(make_work_queue(*store));
      test(*store, *queue);
    }
    // An engine that passes nobody over waits instead.
    const Schema plain;
    const auto store = plain.open();
    const auto queue = must(make_work_queue(*store, {.skip_locked = false}));
    test(*store, *queue);
  }
};

std::vector<WorkItem> whole_night() {
  return {{.step = WorkStep::read, .part = "", .host = "vsa.example"},
          {.step = WorkStep::read, .part = "mesh", .host = "vsa.example"},
          {.step = WorkStep::do_part, .part = "1", .to_account = "m"},
          {.step = WorkStep::do_part, .part = "2", .from_account = "m"},
          {.step = WorkStep::close},
          {.step = WorkStep::notify}};
}

const std::vector<WorkStep> all_steps{WorkStep::read, WorkStep::do_part, WorkStep::close,
                                      WorkStep::notify};

WorkWish wish(milliseconds lease = hours{1}) {
  return {.tenants = {acme, beta}, .steps = all_steps, .lease = lease};
}

std::string claimed(WorkQueue& queue, const WorkWish& wanted = wish()) {
  const auto claim = must(queue.claim(wanted));
  if (!claim) return "nothing";
  return std::string{to_string(claim->item.step)} + " " + claim->item.part;
}

}  // namespace

TEST_CASE("Queue of work: a night is planned once, and its steps wait for each other") {
  Databases{}.each([](Store&, WorkQueue& queue) {
    CHECK(!must(queue.has_night(acme, Occasion::night, night.day, night.day)));
    CHECK(must(queue.plan(night, whole_night())));
    CHECK(!must(queue.plan(night, whole_night())));
    CHECK(must(queue.plan(posting, {{.step = WorkStep::do_part, .part = "1"}})));
    CHECK(must(queue.has_night(acme, Occasion::night, night.day, night.day)));
    CHECK(!must(
        queue.has_night(acme, Occasion::night, night.day.plus_days(1), night.day.plus_days(9))));
    CHECK(!must(queue.claim({.tenants = {beta}, .steps = all_steps})).has_value());
    // Whoever has one, keeps the others back.
    const auto first = must(queue.claim(wish())).value();
    CHECK(first.item == whole_night()[0]);
    CHECK(first.night == night);
    const auto second = must(queue.claim(wish())).value();
    CHECK(second.item.part == "mesh");
    CHECK(claimed(queue) == "nothing");
    must(queue.finish(first, "one"));
    CHECK(claimed(queue) == "nothing");
    must(queue.finish(second, "two"));
    // A posting waits until the night has taken everything over.
    const auto third = must(queue.claim(wish())).value();
    const auto fourth = must(queue.claim(wish())).value();
    CHECK(third.item.to_account == "m");
    CHECK(fourth.item.from_account == "m");
    CHECK(claimed(queue) == "nothing");
    must(queue.finish(third, {}));
    must(queue.finish(fourth, {}));
    CHECK(std::set<std::string>{claimed(queue), claimed(queue)} ==
          std::set<std::string>{"close ", "do_part 1"});
    CHECK(claimed(queue) == "nothing");
    const auto done = must(queue.done(night));
    REQUIRE(done.size() == 4);
    CHECK(done[0].result == "one");
    CHECK(done[1].item == whole_night()[1]);
    CHECK(must(queue.left({acme, beta})) == 3);
    CHECK(must(queue.left({beta})) == 0);
  });
}

TEST_CASE("Queue of work: who lost a claim writes nothing any more, and can't renew it") {
  Databases{}.each([](Store& store, WorkQueue& queue) {
    {
      auto tx = must(store.begin(acme, Access::write));
      conformance::write_book(*tx);
      must(tx->commit());
    }
    must(queue.plan(night, {{.step = WorkStep::read, .part = "r"}}));
    // Its time is over as soon as it begins.
    const auto late = must(queue.claim(wish(milliseconds{0}))).value();
    const auto mine = must(queue.claim(wish())).value();
    CHECK(mine.item == late.item);
    CHECK(mine.token != late.token);
    CHECK(mine.attempt == late.attempt + 1);
    CHECK(error_of(queue.renew(late, hours{1})).code == Errc::store_busy);
    CHECK(error_of(queue.finish(late, "late")).code == Errc::store_busy);
    CHECK(error_of(queue.put_off(late, {})).code == Errc::store_busy);
    CHECK(error_of(queue.keep(late, 0, {"late"})).code == Errc::store_busy);
    const auto old = queue.fenced(late);
    CHECK(error_of(old->begin(acme, Access::write)).code == Errc::store_busy);
    CHECK(old->begin(acme, Access::read).has_value());
    // Whoever has it writes.
    const auto fenced = queue.fenced(mine);
    auto tx = must(fenced->begin(acme, Access::write));
    must(tx->append_notice(conformance::notice("n")));
    must(tx->commit());
    must(queue.renew(mine, hours{1}));
    must(queue.finish(mine, "mine"));
    CHECK(error_of(queue.fenced(mine)->begin(acme, Access::write)).code == Errc::store_busy);
    CHECK(must(queue.done(night))[0].result == "mine");
  });
}

TEST_CASE("Queue of work: no more readers of a host than it bears, of all workers together") {
  Databases{}.each([](Store&, WorkQueue& queue) {
    std::vector<WorkItem> work;
    for (const std::string part : {"a", "b", "c"})
      work.push_back({.step = WorkStep::read, .part = part, .host = "shared.example"});
    work.push_back({.step = WorkStep::read, .part = "z", .host = "other.example"});
    must(queue.plan(night, work));
    must(queue.plan({beta, Occasion::night, night.day}, work));
    auto two = wish();
    two.readers_per_host = 2;
    const auto first = must(queue.claim(two)).value();
    CHECK(first.item.part == "a");
    CHECK(claimed(queue, two) == "read b");
    CHECK(claimed(queue, two) == "read z");
    CHECK(claimed(queue, two) == "read z");
    CHECK(claimed(queue, two) == "nothing");
    must(queue.finish(first, {}));
    CHECK(claimed(queue, two) == "read c");
    CHECK(claimed(queue, two) == "nothing");
  });
}

TEST_CASE("Queue of work: what is put off waits, and what was read is kept until it is forgotten") {
  Databases{}.each([](Store&, WorkQueue& queue) {
    must(queue.plan(night, {{.step = WorkStep::read, .part = "r"}}));
    auto claim = must(queue.claim(wish())).value();
    must(queue.put_off(claim, {}));
    claim = must(queue.claim(wish())).value();
    CHECK(claim.attempt == 2);
    must(queue.keep(claim, 0, {"lists"}));
    must(queue.keep(claim, 1, {"old", "two"}));
    must(queue.keep(claim, 1, {"one"}));
    using Pages = std::vector<std::string>;
    CHECK(must(queue.kept(night, "r", 0, 9)) == Pages{"lists", "one", "two"});
    CHECK(must(queue.kept(night, "r", 1, 1)) == Pages{"one"});
    CHECK(must(queue.kept(night, "s", 0, 9)).empty());
    must(queue.forget_before(acme, night.day.plus_days(1)));
    CHECK(must(queue.kept(night, "r", 0, 9)).size() == 3);
    must(queue.put_off(claim, hours{1}));
    CHECK(claimed(queue) == "nothing");
    const auto figures = must(queue.figures({acme}));
    CHECK(figures.nights_open == 1);
    CHECK(figures.nights_done == 0);
    CHECK(figures.items_waiting == 1);
    CHECK(figures.items_claimed == 0);
    CHECK(figures.claims_again == 1);
  });
}

TEST_CASE("Queue of work: nights that are done are forgotten with what was read") {
  Databases{}.each([](Store&, WorkQueue& queue) {
    must(queue.plan(night, {{.step = WorkStep::read, .part = "r"}}));
    const auto claim = must(queue.claim(wish())).value();
    must(queue.keep(claim, 0, {"lists"}));
    must(queue.finish(claim, {}));
    must(queue.forget_before(acme, night.day));
    CHECK(must(queue.kept(night, "r", 0, 9)).size() == 1);
    must(queue.forget_before(acme, night.day.plus_days(1)));
    CHECK(must(queue.kept(night, "r", 0, 9)).empty());
    CHECK(must(queue.done(night)).empty());
    // That there was one is not.
    CHECK(!must(queue.plan(night, {})));
    CHECK(must(queue.figures({acme})).nights_done == 1);
  });
}

namespace {

struct Event {
  WorkClaim claim;
  bool lasts = false;  ///< its lease does not end by itself
  bool finished = false;
};

/// What is wrong with a history of claims, or nothing: each piece is finished once, by the last who
/// claimed it, and nobody takes what somebody else has.
std::string fault_in(const std::vector<Event>& history) {
  std::map<std::string, std::map<std::int64_t, Event>> of_piece;
  std::set<std::string> tokens;
  for (const auto& event : history) {
    if (!tokens.insert(event.claim.token).second) return "a token came twice";
    if (!of_piece[event.claim.item.part].emplace(event.claim.attempt, event).second)
      return "two claims have the same number";
  }
  for (const auto& [part, claims] : of_piece) {
    std::int64_t number = 0;
    for (const auto& [attempt, event] : claims) {
      const bool last = attempt == claims.rbegin()->first;
      if (attempt != ++number) return "a claim of " + part + " is missing";
      if (event.finished != last) return part + " was not finished by the last one alone";
      if (event.lasts && !last) return part + " was taken from one who had it";
    }
  }
  return {};
}

/// Claims and finishes until nothing is left; now and then it gives up what has no time left.
void work_all(const Schema& schema, unsigned seed, std::mutex& mutex, std::vector<Event>& history) {
  const auto store = schema.open();
  const auto queue = must(make_work_queue(*store));
  std::mt19937 random{seed};
  while (must(queue->left({acme})) > 0) {
    const bool lasts = random() % 3 != 0;
    auto claim = must(queue->claim(wish(lasts ? milliseconds{hours{1}} : milliseconds{0})));
    if (!claim) continue;
    Event event{*claim, lasts};
    if (lasts || random() % 2 == 0) event.finished = queue->finish(*claim, {}).has_value();
    const std::lock_guard lock{mutex};
    history.push_back(std::move(event));
  }
}

}  // namespace

TEST_CASE("Queue of work: histories of four who claim at once hold together") {
  const char* asked = std::getenv("BILLBYAGENT_SEEDS");
  const int seeds = asked ? std::atoi(asked) : 3;
  for (int seed = 1; seed <= seeds; ++seed) {
    CAPTURE(seed);
    const Schema schema;
    std::vector<WorkItem> work;
    for (int part = 10; part < 40; ++part)
      work.push_back({.step = WorkStep::do_part, .part = std::to_string(part)});
    must(must(make_work_queue(*schema.open()))->plan(night, work));
    std::mutex mutex;
    std::vector<Event> history;
    std::vector<std::thread> workers;
    for (unsigned i = 0; i < 4; ++i)
      workers.emplace_back(
          [&, i] { work_all(schema, static_cast<unsigned>(seed) * 4 + i, mutex, history); });
    for (auto& each : workers) each.join();
    CHECK(history.size() >= work.size());
    CHECK(fault_in(history) == "");
  }
}
