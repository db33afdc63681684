// A tenant moves from a file to a server and back.

#include <algorithm>
#include <set>

#include "billbyagent/adapters/copy_store.hpp"
#include "billbyagent/adapters/memory.hpp"
#include "conformance/must.hpp"
#include "conformance/store_file.hpp"
#include "conformance/store_samples.hpp"
#include "postgres/database.hpp"

using namespace billbyagent;
using namespace billbyagent::conformance;
using namespace billbyagent::tests;

namespace {

const TenantId t1{"t1"};

/// Rows in every table.
void write_all(Store& store) {
  auto tx = must(store.begin(t1, Access::write));
  write_book(*tx);
  must(tx->save_contract(plain_contract("gone")));
  must(tx->append_unit_change(derived_key(), change(1, {2026, 2, 28}, 5)));
  must(tx->append_machine_events(derived_key(), {event(MachineMove::added, "m", awkward),
                                                 event(MachineMove::added, "n", "pc")}));
  must(tx->append_held_reading(derived_key(), held({2026, 6, 10}, 0)));
  must(tx->end_held_readings(derived_key(), {.author = "x"}));
  must(tx->append_held_reading(derived_key(), proposed({2026, 6, 11}, 2, 1)));
  must(tx->append_batch(batch(1), {line(derived_key(), {2026, 6, 1}, {2026, 6, 10})}));
  must(tx->append_batch(batch(2), {line(derived_key(), {2026, 6, 1}, {2026, 6, 11})}));
  must(tx->append_state({.batch = batch(1).id,
                         .state = LineState::invoiced,
                         .author = "clara",
                         .reason = {},
                         .invoice_number = "I-1",
                         .recorded = Instant{7}}));
  must(tx->append_notice(notice("n1")));
  must(tx->append_notice(notice("n2")));
  must(tx->append_run(run("r1")));
  auto reading = must(tx->begin_reading({.day = {2026, 6, 1}, .began = Instant{1}}));
  must(tx->commit());
  tx = must(store.begin(t1, Access::write));
  reading.state = ReadingState::whole;
  reading.ended = Instant{2};
  reading.uncounted = {{derived_key(), "the group is gone"}};
  must(tx->end_reading(reading));
  must(tx->commit());
  tx = must(store.begin(t1, Access::write));
  must(tx->bury({ContractId{"gone"}, std::nullopt, "clara", "a mistake", Instant{9}}));
  must(tx->mark_failed(NoticeId{"n1"}, "no mail", Instant{8}));
  must(tx->mark_delivered(NoticeId{"n2"}, Instant{8}));
  must(tx->commit());
  tx = must(store.begin(t1, Access::write));
  CHECK(must(tx->claim_notices(9, Instant{10}, std::chrono::milliseconds{5})).ours.size() == 1);
  must(tx->commit());
}

/// What a transaction shows of all of it.
struct Everything {
  std::vector<Account> accounts;
  Dossier dossier;
  std::vector<Batch> batches;
  std::vector<Notice> notices;
  std::vector<RunRecord> runs;
  std::vector<ReadingRecord> readings;
  std::vector<Tombstone> tombstones;

  friend bool operator==(const Everything&, const Everything&) = default;
};

Everything everything(Store& store) {
  auto tx = must(store.begin(t1, Access::read));
  Everything all{must(tx->accounts()),
                 *must(tx->dossier(derived_key().contract, Wanted::everything())),
                 must(tx->batches(std::nullopt)),
                 {},
                 must(tx->runs(9)),
                 must(tx->readings(9)),
                 must(tx->tombstones())};
  for (const auto& each : must(tx->pending_notices(9))) all.notices.push_back(each.notice);
  return all;
}

}  // namespace

TEST_CASE("PostgreSQL: a tenant moves from a file to a server and back as it is") {
  const StoreFile file;
  const auto before = file.open();
  write_all(*before);
  const Schema schema;
  const auto server = schema.open();
  const auto there = must(copy_tenant(*before, *server, t1));
  CHECK(there.totals == std::vector{Money::from_minor(-7'000, kwd)});
  std::set<std::string> copied;
  for (const auto& [name, rows] : there.tables) {
    CAPTURE(name);
    copied.insert(name);
    CHECK(rows > 0);
  }
  // A hint that is found again, work that is planned anew, and what is a connection's stay behind.
  const auto tables = schema.raw().list(
      "SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema() AND "
      "table_type = 'BASE TABLE' AND table_name NOT IN ('billbyagent', 'closed_periods', 'night', "
      "'work', 'reading_page', 'commit_mark')");
  CHECK(copied == std::set<std::string>{tables.begin(), tables.end()});
  CHECK(everything(*server) == everything(*before));

  const StoreFile second;
  const auto back = second.open();
  CHECK(must(copy_tenant(*server, *back, t1)) == there);
  CHECK(everything(*back) == everything(*before));

  // It goes on where it was.
  for (Store* store : {server.get(), back.get()}) {
    auto tx = must(store->begin(t1, Access::write));
    must(tx->append_batch(batch(3), {line(derived_key(), {2026, 7, 1}, {2026, 7, 1})}));
    must(tx->append_run(run("r2")));
    must(tx->commit());
    tx = must(store->begin(t1, Access::read));
    CHECK(must(tx->batches(std::nullopt)).back().id == batch(3).id);
    CHECK(must(tx->runs(1)).front().id == RunId{"r2"});
  }
}

TEST_CASE("PostgreSQL: a copy goes over nothing, and nothing of a damaged one is left") {
  const StoreFile file;
  const auto store = file.open();
  write_all(*store);
  const Schema schema;
  const auto server = schema.open();
  must(copy_tenant(*store, *server, t1));
  CHECK(errc_of(copy_tenant(*store, *server, t1)) == Errc::conflicts);
  CHECK(errc_of(copy_tenant(*store, *server, TenantId{"nobody"})) == Errc::not_found);
  MemoryStore memory;
  CHECK(errc_of(copy_tenant(memory, *server, t1)) == Errc::invalid_argument);

  REQUIRE(schema.raw().run("BEGIN; SET LOCAL session_replication_role = replica; "
                           "UPDATE line SET amount_minor = 1; COMMIT") == "");
  const StoreFile second;
  const auto back = second.open();
  CHECK(errc_of(copy_tenant(*server, *back, t1)) == Errc::store_failed);
  CHECK(must(must(back->begin(t1, Access::read))->accounts()).empty());
}
