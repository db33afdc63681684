// What money comes from and was changed behind the store's back is an error when it is read, also
// where the new value could have been the right one.

#include <vector>

#include "billbyagent/adapters/memory/fixed_clock.hpp"
#include "billbyagent/adapters/work_queue.hpp"
#include "billbyagent/app/verify.hpp"
#include "conformance/must.hpp"
#include "conformance/raw_database.hpp"
#include "conformance/store_file.hpp"
#include "conformance/store_samples.hpp"
#include "store_sql/names.hpp"

using namespace billbyagent;
using namespace billbyagent::conformance;
using namespace billbyagent::tests;

namespace {

const TenantId tenant{"t1"};

void write_lines(Store& store) {
  auto tx = must(store.begin(tenant, Access::write));
  write_book(*tx);
  must(tx->append_unit_change(derived_key(), change(1, {2026, 2, 28}, 5)));
  must(tx->append_unit_change(derived_key(), change(2, {2026, 3, 28}, 6)));
  must(tx->append_held_reading(derived_key(), held({2026, 6, 10}, 3)));
  must(tx->end_held_readings(derived_key(), {HeldEnd::rejected, "clara", "clara said no", {}}));
  must(tx->append_held_reading(derived_key(), held({2026, 6, 11}, 0)));
  must(tx->append_machine_events(derived_key(), {event(MachineMove::added, "m-1", "clara"),
                                                 event(MachineMove::waiting, "m-2", "new")}));
  must(tx->append_machine_events(manual_key(), {event(MachineMove::added, "m-3", "old"),
                                                event(MachineMove::removed, "m-3", "old")}));
  for (const std::string rmm : {"", "vsa-x"}) {
    auto reading = must(tx->begin_reading({.rmm = RmmId{rmm}, .day = {2026, 6, 10}}));
    reading.state = ReadingState::whole;
    reading.uncounted = {{derived_key(), "clara left"}, {manual_key(), "gone"}};
    must(tx->end_reading(reading));
  }
  for (const std::string id : {"r-1", "r-2"}) must(tx->append_run(run(id)));
  for (std::size_t n = 1; n <= 2; ++n)
    must(tx->append_batch(batch(n), {line(derived_key(), {2026, 5, 1}, {2026, 5, 10}, int(n)),
                                     line(derived_key(), {2026, 6, 1}, {2026, 6, 10}, int(n))}));
  must(tx->append_state({.batch = batch(1).id,
                         .state = LineState::invoiced,
                         .author = "clara",
                         .invoice_number = "INV-1",
                         .recorded = Instant{7}}));
  must(tx->commit());
}

/// All that money comes from.
struct Everything {
  std::vector<Account> accounts;
  std::vector<ContractId> ids;
  Contract::Terms terms;
  std::vector<DatedUnits> units{};
  std::vector<Units> held{};
  std::size_t ended = 0;
  std::vector<AgentId> moved{};
  std::vector<AgentId> machines{};
  std::vector<Date> read{};
  std::vector<Date> ran{};
  std::vector<PostedLine> lines{};
  std::vector<Batch> batches{};
  std::vector<PostedLine> lines_of_batch{};

  friend bool operator==(const Everything&, const Everything&) = default;
};

template <class Amendment>
void forget_people(std::vector<Amendment>& amendments) {
  for (auto& amendment : amendments) amendment.reason = amendment.author = {};
}

Result<Everything> read_everything(Store& store) {
  auto begun = store.begin(tenant, Access::read);
  if (!begun) return begun.error();
  auto& tx = **begun;
  auto accounts = tx.accounts();
  auto ids = tx.contract_ids();
  auto contract = tx.contract(derived_key().contract);
  auto units = tx.unit_history(derived_key());
  auto held = tx.held_readings(derived_key());
  auto lines = tx.posted_lines(derived_key().contract);
  auto batches = tx.batches(std::nullopt);
  auto of_batch = tx.lines_of(batch(1).id);
  auto ended = tx.ended_readings(derived_key());
  auto events = tx.machine_events(derived_key());
  auto machines = tx.machines(derived_key());
  auto readings = tx.readings(9);
  auto runs = tx.runs(9);
  if (!accounts) return accounts.error();
  if (!ids) return ids.error();
  if (!contract) return contract.error();
  if (!units) return units.error();
  if (!held) return held.error();
  if (!lines) return lines.error();
  if (!batches) return batches.error();
  if (!of_batch) return of_batch.error();
  if (!ended) return ended.error();
  if (!events) return events.error();
  if (!machines) return machines.error();
  if (!readings) return readings.error();
  if (!runs) return runs.error();
  auto terms = contract->terms();
  forget_people(terms.amendments);
  for (auto& service : terms.services) {
    auto of_service = service.terms();
    forget_people(of_service.amendments);
    service = Service::create(std::move(of_service)).value();
  }
  std::vector<DatedUnits> dated;
  for (const auto& each : units->changes()) dated.push_back({each.effective, each.units});
  std::vector<Units> waiting;
  for (const auto& each : *held) waiting.push_back(each.units);
  for (auto& each : *batches) each.author = {};
  Everything all{*accounts, *ids, std::move(terms)};
  all.units = std::move(dated);
  all.held = std::move(waiting);
  all.ended = ended->size();
  for (const auto& each : *events) all.moved.push_back(each.agent);
  for (const auto& each : *machines) all.machines.push_back(each.agent);
  for (const auto& each : *readings) all.read.push_back(each.day);
  for (const auto& each : *runs) all.ran.push_back(each.day);
  all.lines = *lines;
  all.batches = *batches;
  all.lines_of_batch = *of_batch;
  return all;
}

template <class T>
Result<void> done_of(const Result<T>& read) {
  return read ? Result<void>{} : read.error();
}

Result<VerifyReport> verify_file(Store& store) {
  const FixedClock clock{Date{2026, 7, 2}};
  return verify({store, tenant, clock});
}

}  // namespace

TEST_CASE("SQLite: a plausible value in place of the recorded one is an error when it is read") {
  struct Row {
    std::string table;
    std::string change;  ///< after `UPDATE table SET`, or a whole statement
    std::string says;
  };
  const Row rows[] = {
      {"account", "organization='org-2'", "account acme as stored: not what was recorded"},
      {"contract", "end_day=end_day+1", "contract c-1 as stored: not what was recorded"},
      {"service_price", "price_millionths=price_millionths-1 WHERE position=1", "contract c-1"},
      {"service_amendment", "discount_basis_points=1251 WHERE position=0", "contract c-1"},
      {"agent_scope", "grace_gone_days=365", "contract c-1"},
      {"unit_change", "units=7 WHERE sequence=2", "the units of service workstations"},
      {"unit_change", "DELETE FROM unit_change WHERE sequence=2", "the units of service"},
      {"held_reading", "units=1 WHERE number=2", "held reading 2 of service workstations"},
      {"held_reading", "DELETE FROM held_reading WHERE number=2", "held reading 2 of service"},
      {"held_reading", "ended_how=NULL, ended_by=NULL, ended_at=NULL", "held reading 1 of service"},
      {"held_reading", "ended_how='confirmed' WHERE number=1", "held reading 1 of service"},
      {"machine_event", "since=7 WHERE number=2 AND service='workstations'",
       "the machine events of service workst"},
      {"machine_event", "DELETE FROM machine_event WHERE number=2", "the machine events of"},
      {"machine_event", "DELETE FROM machine_event WHERE service='workstations'", "machine events"},
      {"machine", "serial='x'", "the machines of service workstations of contract c-1 as stored"},
      {"machine", "DELETE FROM machine", "the machines of service workstations of contract c-1"},
      {"reading", "day=day+29 WHERE number=2", "reading 2 as stored: not what was recorded"},
      {"reading", "DELETE FROM reading WHERE number=2", "reading 2 as stored: it was recorded"},
      {"reading", "DELETE FROM reading", "reading 1 as stored: it was recorded and is not there"},
      {"uncounted_service", "DELETE FROM uncounted_service WHERE number=1", "reading 1 as stored"},
      {"run", "day=day-9 WHERE run='r-2'", "run r-2 as stored: not what was recorded"},
      {"run", "DELETE FROM run WHERE run='r-2'", "run r-2 as stored: it was recorded and is not"},
      {"run", "DELETE FROM run", "run r-1 as stored: it was recorded and is not there"},
      {"seal", "DELETE FROM seal WHERE kind='run' AND part='r-1'", "run r-1 as stored: it was nev"},
      {"line", "amount_minor=-3501 WHERE sequence=1", "batch c-1#1 as stored"},
      {"line", "DELETE FROM line WHERE sequence=2", "batch c-1#2 as stored"},
      {"batch", "total_minor=0 WHERE number=2", "batch c-1#2 as stored"},
      {"state_record", "state='exported' WHERE number=2", "the states of batch c-1#1"},
      {"state_record", "DELETE FROM state_record WHERE number=2", "the states of batch c-1#1"},
      {"seal", "count=count+1 WHERE kind='batches'", "the list of batches of contract c-1"},
      {"seal", "DELETE FROM seal WHERE kind='contract'", "contract c-1 as stored: it was never"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.table);
    CAPTURE(row.change);
    const StoreFile file;
    write_lines(*file.open());
    {
      RawDatabase raw{file.path()};
      for (const std::string trigger :
           {"_no_UPDATE", "_no_DELETE", "_locked", "_terms_locked", "_billed_through_locked"})
        raw.run("DROP TRIGGER IF EXISTS " + row.table + trigger);
      const bool whole = row.change.starts_with("DELETE");
      REQUIRE(raw.run(whole ? row.change : "UPDATE " + row.table + " SET " + row.change) == "");
    }
    const auto store = file.open();
    const auto error = error_of(read_everything(*store));
    CHECK(error.code == Errc::store_failed);
    CHECK_MESSAGE(error.context.find(row.says) != std::string::npos, error.context);
    const auto report = must(verify_file(*store));
    CHECK(!report.sound());
  }
}

TEST_CASE("SQLite: a bit that fell over is an error or makes no difference") {
  const StoreFile whole;
  write_lines(*whole.open());
  const std::string bytes = whole.read();
  const auto expected = must(read_everything(*whole.open()));
  std::size_t told = 0;
  std::size_t flips = 0;
  for (std::size_t at = 100; at < bytes.size(); at += 331) {
    const std::size_t place = bytes.find_first_not_of('\0', at);  // where something is
    if (place == std::string::npos) break;
    std::string damaged = bytes;
    damaged[place] = static_cast<char>(damaged[place] ^ (1 << (place % 8)));
    const StoreFile file;
    file.write(damaged);
    ++flips;
    CAPTURE(place);
    const auto store = open_sqlite_store(file.options());
    if (!store) {
      ++told;
      continue;
    }
    const auto read = read_everything(**store);
    if (read)
      CHECK(*read == expected);
    else
      ++told;
  }
  CHECK(flips > 100);
  CHECK(told > 0);
}

TEST_CASE("SQLite: verification of what is sound finds nothing but what the samples say wrongly") {
  const StoreFile file;
  write_lines(*file.open());
  const auto report = must(verify_file(*file.open()));
  CHECK(report.accounts == 1);
  CHECK(report.batches == 2);
  CHECK(report.lines == 4);
  CHECK(report.unit_changes == 2);
  CHECK(report.held_readings == 2);
  for (const auto& finding : report.findings)
    CHECK_MESSAGE(finding.subject.starts_with("line "), finding.subject);
}

TEST_CASE("SQLite: what was appended cannot be replaced either") {
  const StoreFile file;
  write_lines(*file.open());
  RawDatabase raw{file.path()};
  for (const std::string table :
       {"unit_change", "line", "batch", "state_record", "service_price"}) {
    CAPTURE(table);
    const auto rows = raw.number("SELECT count(*) FROM " + table);
    CHECK(raw.run("INSERT OR REPLACE INTO " + table + " SELECT * FROM " + table) ==
          table + ": the key is taken");
    CHECK(raw.number("SELECT count(*) FROM " + table) == rows);
  }
  CHECK(raw.run("INSERT OR REPLACE INTO batch SELECT tenant, 'c-1#9', number, contract, account, "
                "posted_on, total_minor, currency, posted, author, through, settlement, terms "
                "FROM batch LIMIT 1") == "batch: the key is taken");
}

TEST_CASE("SQLite: what is missing of the evidence is an error to whoever goes by it") {
  struct Row {
    std::string change;
    std::string says;
    Result<void> (*read)(Transaction& tx);
  };
  const Row rows[] = {
      {"DELETE FROM run WHERE run='r-1'", "run r-1 as stored: it was recorded and is not there",
       [](Transaction& tx) { return done_of(tx.runs(1)); }},
      {"DELETE FROM run WHERE run='r-1'", "run r-1 as stored: it was recorded and is not there",
       [](Transaction& tx) { return done_of(tx.run(RunId{"r-1"})); }},
      {"DELETE FROM reading WHERE number=2", "reading 2 as stored: it was recorded and is not",
       [](Transaction& tx) { return done_of(tx.readings(1)); }},
      {"DELETE FROM uncounted_service; DELETE FROM reading", "reading 2 as stored",
       [](Transaction& tx) {
         return done_of(tx.begin_reading({.day = {2026, 7, 1}}));
       }},
      {"UPDATE service SET machines_digest=(SELECT last FROM seal WHERE kind='machines' AND "
       "part='workstations') WHERE service='phones'",
       "the machines of service phones of contract c-1 as stored: not what was recorded",
       [](Transaction& tx) { return done_of(tx.machines_digest(manual_key())); }},
  };
  for (const auto& row : rows) {
    CAPTURE(row.change);
    const StoreFile file;
    write_lines(*file.open());
    {
      RawDatabase raw{file.path()};
      for (const std::string table : {"run", "reading", "uncounted_service", "service"})
        raw.run("DROP TRIGGER IF EXISTS " + table + "_no_DELETE");
      REQUIRE(raw.run(row.change) == "");
    }
    const auto store = file.open();
    const auto tx = must(store->begin(tenant, Access::write));
    const auto error = error_of(row.read(*tx));
    CHECK(error.code == Errc::store_failed);
    CHECK_MESSAGE(error.context.find(row.says) != std::string::npos, error.context);
  }
}

TEST_CASE("SQLite: a page of a reading that several count from is what was kept, or an error") {
  for (const std::string change :
       {"UPDATE reading_page SET page='{1}' WHERE number=2",
        "UPDATE reading_page SET number=7 WHERE number=2",
        "UPDATE reading_page SET page=(SELECT page FROM reading_page WHERE number=1)",
        "DELETE FROM reading_page WHERE number=1", "UPDATE reading_page SET day=day+1"}) {
    CAPTURE(change);
    const StoreFile file;
    const auto store = file.open();
    write_lines(*store);
    const auto queue = must(make_work_queue(*store));
    const Night night{tenant, Occasion::night, {2026, 6, 1}};
    must(queue->plan(night, {{.step = WorkStep::read, .part = "vsa"}}));
    const auto claim = must(queue->claim({.tenants = {tenant}, .steps = {WorkStep::read}}));
    must(queue->keep(claim.value(), 1, {"{}", "{2}", "{3}"}));
    CHECK(must(queue->kept(night, "vsa", 2, 9)) == std::vector<std::string>{"{2}", "{3}"});
    REQUIRE(RawDatabase{file.path()}.run(change) == "");
    const Night told{tenant, Occasion::night, {2026, 6, change.ends_with("+1") ? 2 : 1}};
    const auto error = error_of(queue->kept(told, "vsa", 1, 9));
    CHECK(error.code == Errc::store_failed);
    CHECK_MESSAGE(error.context.find("of a reading of 2026-06-0") != std::string::npos,
                  error.context);
  }
}

TEST_CASE("SQLite: an empty file is no empty book") {
  const StoreFile file;
  file.write("");
  auto options = file.options();
  options.create = false;
  CHECK(errc_of(open_sqlite_store(options)) == Errc::store_not_a_database);
}

TEST_CASE("SQLite: a person's name goes out of every place without breaking a chain") {
  const StoreFile file;
  write_lines(*file.open());
  const auto store = file.open();
  const auto before = must(read_everything(*store));
  const auto found = must(verify_file(*store)).findings;
  CHECK(file.read().find("clara") != std::string::npos);
  const auto rows = must(store->erase_name(tenant, "clara"));
  CHECK(rows >= 5);
  CHECK(must(store->erase_name(tenant, "pc01")) > 0);
  CHECK(must(store->erase_name(tenant, "clara")) == 0);
  CHECK(must(store->erase_name(TenantId{"other"}, "night")) == 0);
  CHECK(must(read_everything(*store)) == before);
  CHECK(must(verify_file(*store)).findings == found);
  CHECK(errc_of(store->erase_name(tenant, "ab")) == Errc::invalid_argument);
  // What is recorded is still refused to change.
  CHECK(RawDatabase{file.path()}.run("UPDATE unit_change SET author='x'") ==
        "unit_change is append-only");
  RawDatabase raw{file.path()};
  // No column of authors is left out, but those of restorations.
  std::string known;
  for (const auto& place : sql::name_places)
    known += (known.empty() ? "('" : ", ('") + std::string{place.table} + "', '" +
             std::string{place.column} + "')";
  CHECK(
      raw.number("SELECT count(*) FROM sqlite_schema AS t JOIN pragma_table_info(t.name) AS c "
                 "WHERE t.type='table' AND c.name IN ('author', 'ended_by') AND "
                 "t.name NOT IN ('generation', 'reconciled') AND (t.name, c.name) NOT IN (VALUES " +
                 known + ")") == 0);
  for (const auto& place : sql::name_places) {
    CAPTURE(place.table);
    CHECK(raw.number("SELECT count(*) FROM " + std::string{place.table} + " WHERE " +
                     std::string{place.column} + " LIKE '%clara%'") == 0);
  }
}
