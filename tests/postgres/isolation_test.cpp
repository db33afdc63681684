// Two sessions that meet, in every order of their steps: what is left is what one after the other
// leaves, whichever came first.

#include <doctest/doctest.h>

#include <optional>

#include "billbyagent/adapters/work_queue.hpp"
#include "conformance/must.hpp"
#include "conformance/store_samples.hpp"
#include "postgres/permutations.hpp"
#include "store_postgres/dialect.hpp"
#include "store_sql/work_sql.hpp"

using namespace billbyagent;
using namespace billbyagent::tests;
using conformance::batch;
using conformance::change;
using conformance::derived_key;
using conformance::held;
using conformance::line;
using conformance::must;
using conformance::state;

namespace {

const TenantId tenant{"t1"};

/// One of the two: a transaction that its steps share.
struct Actor {
  std::unique_ptr<Store> store;
  std::unique_ptr<Transaction> tx{};
  bool failed = false;  ///< busy: it would be tried again
  bool acted = false;   ///< it did what it came for

  void begin() { tx = must(store->begin(tenant, Access::write)); }
  void commit() {
    if (failed || !tx->commit()) failed = true;
    tx.reset();
  }
};

/// What `act` does in the transaction; false: there was nothing for it to do.
using Act = std::function<Result<bool>(Transaction&)>;

std::vector<SessionStep> steps_of(Actor& actor, const Act& act) {
  return {[&actor] { actor.begin(); },
          [&actor, act] {
            const auto done = act(*actor.tx);
            actor.failed = !done;
            actor.acted = done && *done;
          },
          [&actor] { actor.commit(); }};
}

/// What is left: one word for each thing.
std::string left_in(Store& store) {
  auto tx = must(store.begin(tenant, Access::read));
  std::string text;
  const auto history = must(tx->unit_history(derived_key()));
  for (const auto& each : history.changes()) text += " units " + std::to_string(each.units);
  for (const auto& each : must(tx->posted_lines(derived_key().contract)))
    text += " line " + std::to_string(each.line.units_after);
  for (const auto& each : must(tx->batches(std::nullopt)))
    for (const auto& record : must(tx->state_records(each.id)))
      text += " " + std::string{to_string(record.state)};
  for (const auto& each : must(tx->ended_readings(derived_key())))
    text += " " + std::string{to_string(each.ending.how)};
  return text;
}

void prepare(Store& store, const Act& before) {
  auto tx = must(store.begin(tenant, Access::write));
  conformance::write_book(*tx);
  must(before(*tx));
  must(tx->commit());
}

/// What the two leave in that order, a step of one session and then of the other.
std::string left_after(const Act& before, const Act (&acts)[2], const std::vector<int>& order) {
  const Schema schema;
  prepare(*schema.open(), before);
  Actor actors[2];
  for (int i = 0; i < 2; ++i)
    actors[i].store = must(open_postgres_store(session_options(schema, i)));
  const std::vector<SessionStep> steps[2] = {steps_of(actors[0], acts[0]),
                                             steps_of(actors[1], acts[1])};
  play(schema, steps, order);
  CHECK_FALSE(actors[0].failed);
  CHECK_FALSE(actors[1].failed);
  return left_in(*schema.open());
}

void check_all_orders(const Act& before, const Act (&acts)[2]) {
  const std::string one = left_after(before, acts, {0, 0, 0, 1, 1, 1});
  const std::string other = left_after(before, acts, {1, 1, 1, 0, 0, 0});
  for (const auto& order : orders(3, 3)) {
    std::string shown;
    for (const int session : order) shown += session == 0 ? 'a' : 'b';
    CAPTURE(shown);
    const auto left = left_after(before, acts, order);
    CHECK_MESSAGE((left == one || left == other), left, " is neither", one, " nor", other);
  }
}

Result<Units> present_units(Transaction& tx) {
  auto history = tx.unit_history(derived_key());
  if (!history) return history.error();
  return history->empty() ? 0 : history->changes().back().units;
}

Act append_units(Units units) {
  return [units](Transaction& tx) -> Result<bool> {
    auto history = tx.unit_history(derived_key());
    if (!history) return history.error();
    const auto number = static_cast<std::int32_t>(history->changes().size()) + 1;
    auto done = tx.append_unit_change(derived_key(),
                                      change(number, Date{2026, 6, 1}.plus_days(number), units));
    if (!done) return done.error();
    return true;
  };
}

/// A line for the units that hold, unless there is one.
Result<bool> post(Transaction& tx) {
  if (auto loaded = tx.load(std::vector{derived_key().contract}, Wanted::for_posting()); !loaded)
    return loaded.error();
  auto posted = tx.posted_lines(derived_key().contract);
  if (!posted) return posted.error();
  if (!posted->empty()) return false;
  auto units = present_units(tx);
  if (!units) return units.error();
  auto made = line(derived_key(), {2026, 6, 1}, {2026, 6, 10});
  made.units_after = *units;
  auto done = tx.append_batch(batch(1), {made});
  if (!done) return done.error();
  return true;
}

/// Ends what waits, and takes its units over.
Act decide(HeldEnd how, Units units) {
  return [how, units](Transaction& tx) -> Result<bool> {
    auto open = tx.held_readings(derived_key());
    if (!open) return open.error();
    if (open->empty()) return false;
    if (auto ended = tx.end_held_readings(
            derived_key(), {.how = how, .author = "clara", .reason = "looked", .when = Instant{9}});
        !ended)
      return ended.error();
    return append_units(units)(tx);
  };
}

Act move_to(LineState to) {
  return [to](Transaction& tx) -> Result<bool> {
    auto records = tx.state_records(batch(1).id);
    if (!records) return records.error();
    if (records->back().state != LineState::posted) return false;
    auto moved = tx.append_state(state(1, to, to == LineState::invoiced ? "I-1" : ""));
    if (!moved) return moved.error();
    return true;
  };
}

Result<bool> with_a_reading(Transaction& tx) {
  if (auto done = append_units(5)(tx); !done) return done;
  if (auto done = tx.append_held_reading(derived_key(), held({2026, 6, 10}, 0)); !done)
    return done.error();
  return true;
}

}  // namespace

TEST_CASE("PostgreSQL, every order: two postings post once") {
  check_all_orders(append_units(5), {post, post});
}

TEST_CASE("PostgreSQL, every order: a posting and a correction know of each other") {
  check_all_orders(append_units(5), {post, append_units(7)});
}

TEST_CASE("PostgreSQL, every order: a night and a person end a reading once") {
  check_all_orders(with_a_reading, {decide(HeldEnd::dissolved, 4), decide(HeldEnd::confirmed, 0)});
}

TEST_CASE("PostgreSQL, every order: a batch is invoiced or taken back, never both") {
  check_all_orders(
      [](Transaction& tx) -> Result<bool> {
        if (auto done = append_units(5)(tx); !done) return done;
        return post(tx);
      },
      {move_to(LineState::invoiced), move_to(LineState::returned)});
}

namespace {

const Night night{tenant, Occasion::night, {2026, 6, 1}};
const WorkWish wish{.tenants = {tenant}, .steps = {WorkStep::do_part}};

/// The statement that claims, with what it is asked instead of its parameters.
std::string claim_text(bool skip_locked) {
  auto sql = sql::claim_sql(postgres::dialect, "w.tenant = 't1'", skip_locked, 3, wish.steps);
  for (const auto& [from, to] : {std::pair{"?1", "3600000"}, {"?3", "4"}})
    sql.replace(sql.find(from), 2, to);
  return sql;
}

}  // namespace

TEST_CASE("PostgreSQL, every order: of two who claim one piece one gets it") {
  for (const bool skip_locked : {true, false})
    for (const auto& order : orders(3, 3)) {
      CAPTURE(skip_locked);
      const Schema schema;
      must(must(make_work_queue(*schema.open()))->plan(night, {{.step = WorkStep::do_part}}));
      std::unique_ptr<RawPostgres> sessions[2];
      std::size_t rows[2] = {0, 0};
      std::vector<SessionStep> steps[2];
      for (int i = 0; i < 2; ++i) {
        sessions[i] = std::make_unique<RawPostgres>(session_options(schema, i).url);
        auto& session = *sessions[i];
        steps[i] = {[&session] { session.list("BEGIN"); },
                    [&session, &count = rows[i], skip_locked] {
                      count = session.list(claim_text(skip_locked)).size();
                    },
                    [&session] { session.list("COMMIT"); }};
      }
      play(schema, steps, order);
      CHECK(rows[0] + rows[1] == 1);
    }
}

TEST_CASE("PostgreSQL, every order: who lost his claim writes before the next one, or not at all") {
  for (const auto& order : orders(3, 2)) {
    const Schema schema;
    prepare(*schema.open(), append_units(5));
    auto brief = wish;
    brief.lease = std::chrono::milliseconds{0};
    const auto store = must(open_postgres_store(session_options(schema, 0)));
    const auto queue = must(make_work_queue(*store));
    must(queue->plan(night, {{.step = WorkStep::do_part}}));
    const auto claim = must(queue->claim(brief)).value();
    const auto fenced = queue->fenced(claim);
    const auto other_store = must(open_postgres_store(session_options(schema, 1)));
    const auto other_queue = must(make_work_queue(*other_store));
    std::optional<WorkClaim> taken;
    std::string seen;
    std::unique_ptr<Transaction> tx;
    bool written = false;
    const std::vector<SessionStep> steps[2] = {
        {[&] {
           if (auto begun = fenced->begin(tenant, Access::write)) tx = *std::move(begun);
         },
         [&] { written = tx && append_units(7)(*tx); }, [&] { written = written && tx->commit(); }},
        {[&] { taken = must(other_queue->claim(wish)); }, [&] { seen = left_in(*other_store); }}};
    play(schema, steps, order);
    // Whoever claims it afterwards sees all that was written under the old claim.
    if (taken) CHECK(seen == left_in(*schema.open()));
    CHECK((taken || written));
  }
}

TEST_CASE("PostgreSQL, every order: who makes the tables is waited for") {
  for (const auto& order : orders(3, 1)) {
    const Schema schema;
    RawPostgres maker{session_options(schema, 0).url};
    bool opened = false;
    const std::vector<SessionStep> steps[2] = {
        {[&] { maker.list("BEGIN"); },
         [&] { maker.list("SELECT pg_advisory_xact_lock(6447713, 1)"); },
         [&] { maker.list("COMMIT"); }},
        {[&] { opened = open_postgres_store(session_options(schema, 1)).has_value(); }}};
    play(schema, steps, order);
    CHECK(opened);
    CHECK(schema.raw().list("SELECT version FROM billbyagent") == std::vector<std::string>{"1"});
  }
}
