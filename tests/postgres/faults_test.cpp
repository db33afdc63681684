// Servers and connections that fail, and writers that meet.

#include <sys/wait.h>
#include <unistd.h>

#include <future>
#include <thread>

#include "app/world.hpp"
#include "conformance/must.hpp"
#include "conformance/store_samples.hpp"
#include "postgres/database.hpp"
#include "postgres/proxy.hpp"

using namespace billbyagent;
using namespace billbyagent::tests;
using conformance::change;
using conformance::derived_key;
using conformance::error_of;
using conformance::manual_key;
using conformance::must;
using conformance::write_book;

namespace {

const TenantId t1{"t1"};

void start_book(Store& store) {
  auto tx = must(store.begin(t1, Access::write));
  write_book(*tx);
  must(tx->commit());
}

/// A unit change, a batch and a notice that belong together.
std::unique_ptr<Transaction> begin_work(Store& store, int number = 1) {
  auto tx = must(store.begin(t1, Access::write));
  const auto day = Date{2026, 6, 1}.plus_days(number);
  must(tx->append_unit_change(derived_key(), change(number, day, number)));
  must(tx->append_batch(conformance::batch(static_cast<std::size_t>(number)),
                        {conformance::line(derived_key(), {2026, 6, 1}, day, number)}));
  must(tx->append_notice(conformance::notice("n" + std::to_string(number))));
  return tx;
}

/// How many works are there, all of them whole.
std::size_t whole_works(Store& store) {
  auto tx = must(store.begin(t1, Access::read));
  const auto works = must(tx->unit_history(derived_key())).changes().size();
  CHECK(must(tx->posted_lines(derived_key().contract)).size() == works);
  CHECK(must(tx->batches(std::nullopt)).size() == works);
  CHECK(must(tx->pending_notices(999)).size() == works);
  return works;
}

/// Ends what the store of this schema has open, as an administrator would.
void end_backends(const Schema& schema) {
  RawPostgres{Schema::server_url()}.list(
      "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name = '" +
      schema.name() + "'");
}

PostgresStoreOptions named(const Schema& schema, const std::string& server = Schema::server_url()) {
  return {.url = schema.url(server) + "&application_name=" + schema.name()};
}

}  // namespace

TEST_CASE("PostgreSQL: a backend that is ended in the middle of a transaction is made up for") {
  const Schema schema;
  const auto store = must(open_postgres_store(named(schema)));
  start_book(*store);
  auto tx = begin_work(*store);
  end_backends(schema);
  must(tx->commit());
  CHECK(whole_works(*store) == 1);
  // Also of one that waited in the pool, and one that reads.
  end_backends(schema);
  auto read = must(store->begin(t1, Access::read));
  CHECK(must(read->contract_ids()).size() == 1);
  end_backends(schema);
  CHECK(must(read->batches(std::nullopt)).size() == 1);
}

TEST_CASE("PostgreSQL: what was read and has changed since is not written over") {
  const Schema schema;
  const auto store = must(open_postgres_store(named(schema)));
  start_book(*store);
  auto tx = begin_work(*store);
  end_backends(schema);
  must(begin_work(*schema.open())->commit());
  const auto refused = error_of(tx->commit());
  CHECK(refused.code == Errc::store_busy);
  CHECK(refused.context.find("changed since") != std::string::npos);
  CHECK(whole_works(*store) == 1);
}

TEST_CASE("PostgreSQL: a commit that nobody answered is done once, whether it was done or not") {
  for (const Break how : {Break::before, Break::after}) {
    CAPTURE(static_cast<int>(how));
    const Schema schema;
    Proxy proxy{Schema::server_url()};
    {
      const auto store = must(open_postgres_store(named(schema, proxy.url())));
      start_book(*store);
      auto tx = begin_work(*store);
      proxy.break_next_commit(how);
      must(tx->commit());
      CHECK(whole_works(*store) == 1);
    }
  }
}

TEST_CASE("PostgreSQL: a commit is not taken for that of another transaction with its number") {
  // As of a server that crashed: it gives the number again, or does not know it.
  for (const char* body : {"SELECT 'committed'", "SELECT pg_catalog.pg_xact_status('99999999')"}) {
    CAPTURE(body);
    const Schema schema;
    Proxy proxy{Schema::server_url()};
    {
      auto options = named(schema, proxy.url());
      options.url += "&options=-csearch_path%3D" + schema.name() + "%2Cpg_catalog";
      const auto store = must(open_postgres_store(options));
      start_book(*store);
      schema.raw().list("CREATE FUNCTION pg_xact_status(xid8) RETURNS text LANGUAGE sql AS $$" +
                        std::string{body} + "$$");
      auto tx = begin_work(*store);
      proxy.break_next_commit(Break::before);
      must(tx->commit());
      CHECK(whole_works(*store) == 1);
    }
  }
}

TEST_CASE("PostgreSQL: a contract that somebody holds is busy, others and readers are not") {
  const Schema schema;
  auto options = schema.options();
  options.busy_timeout = std::chrono::milliseconds{50};
  const auto store = must(open_postgres_store(options));
  start_book(*store);
  {
    auto tx = must(store->begin(t1, Access::write));
    must(tx->save_contract(conformance::plain_contract("c-2")));
    must(tx->commit());
  }
  auto holder = must(store->begin(t1, Access::write));
  must(holder->contract(derived_key().contract));
  auto other = must(store->begin(t1, Access::write));
  must(other->contract(ContractId{"c-2"}));
  must(must(store->begin(t1, Access::read))->contract(derived_key().contract));
  auto waiting = must(store->begin(t1, Access::write));
  CHECK(error_of(waiting->contract(derived_key().contract)).code == Errc::store_busy);
}

TEST_CASE("PostgreSQL: of two that wait for each other both come to their end") {
  const Schema schema;
  const auto store = schema.open();
  start_book(*store);
  {
    auto tx = must(store->begin(t1, Access::write));
    must(tx->save_contract(conformance::plain_contract("c-2")));
    must(tx->commit());
  }
  const auto work = [&](const ContractId& first, const ContractId& second, std::promise<void>& mine,
                        std::future<void> others) {
    auto tx = must(store->begin(t1, Access::write));
    must(tx->contract(first));
    mine.set_value();
    others.wait();
    must(tx->contract(second));
    must(tx->append_notice(conformance::notice(first.text())));
    return tx->commit().has_value();
  };
  std::promise<void> a;
  std::promise<void> b;
  auto at_a = a.get_future();
  auto at_b = b.get_future();
  auto one = std::async(std::launch::async, [&] {
    return work(derived_key().contract, ContractId{"c-2"}, a, std::move(at_b));
  });
  CHECK(work(ContractId{"c-2"}, derived_key().contract, b, std::move(at_a)));
  CHECK(one.get());
  CHECK(must(must(store->begin(t1, Access::read))->pending_notices(9)).size() == 2);
}

namespace {

/// 24 contracts of three accounts, each for a machine group of its own with two machines.
struct Estate {
  static constexpr int contracts = 24;
  MemoryProvider rmm;
  FixedClock clock{Date{2026, 6, 1}};
  std::unique_ptr<Store> store;
  Desk desk;

  explicit Estate(std::unique_ptr<Store> at)
      : store(std::move(at)), desk{*store, world::tenant, clock} {
    rmm.add(Organization{OrganizationId{"acme"}, "Acme", "acme"});
    for (int i = 0; i < contracts; ++i) {
      const std::string number = std::to_string(i);
      rmm.add(world::group("g" + number, "acme"));
      for (const std::string name : {"a", "b"})
        rmm.add(world::machine(number + name, "acme", "g" + number));
    }
  }
  void import() {
    Book book;
    for (const std::string name : {"a", "b", "c"})
      book.accounts.push_back({AccountId{name}, name, OrganizationId{"acme"}});
    for (int i = 0; i < contracts; ++i)
      book.contracts.push_back(
          world::contract({.id = "C-" + std::to_string(i),
                           .account = std::string(1, static_cast<char>('a' + i % 3)),
                           .services = {{.source = world::group_scope("g" + std::to_string(i))}}}));
    must(import_book(desk, book, "import", ImportMode::write));
  }
  Result<SyncReport> night() {
    return nightly_sync(desk, rmm,
                        {.deadline = Deadline::clock::now() + std::chrono::hours{1},
                         .contracts_per_transaction = 5});
  }
  Result<PostReport> post() { return post_available(desk, {.contracts_per_transaction = 5}); }
  std::vector<std::string> lines() {
    std::vector<std::string> all;
    auto tx = must(store->begin(world::tenant, Access::read));
    for (const auto& id : must(tx->contract_ids()))
      for (const auto& posted : must(tx->posted_lines(id)))
        all.push_back(to_string(posted.line.key) + " " + to_string(posted.line.amount));
    return all;
  }
};

/// Whether `work` in so many processes at once ends well in all of them.
template <class Work>
bool all_end_well(int processes, const Work& work) {
  std::vector<pid_t> children;
  for (int i = 0; i < processes; ++i) {
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) ::_exit(work() ? 0 : 1);
    children.push_back(child);
  }
  bool well = true;
  for (const pid_t child : children) {
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    well = well && WIFEXITED(status) && WEXITSTATUS(status) == 0;
  }
  return well;
}

}  // namespace

TEST_CASE("PostgreSQL: two nights and two postings at once leave what one of each leaves") {
  const Schema schema;
  Estate estate{schema.open()};
  estate.import();
  CHECK(all_end_well(2, [&] {
    Estate mine{schema.open()};
    const auto report = mine.night();
    return report.has_value();
  }));
  CHECK(all_end_well(2, [&] {
    Estate mine{schema.open()};
    const auto report = mine.post();
    return report && report->count(BatchStatus::failed) == 0;
  }));
  Estate serial{std::make_unique<MemoryStore>()};
  serial.import();
  must(serial.night());
  must(serial.post());
  CHECK(serial.lines().size() == Estate::contracts);
  CHECK(estate.lines() == serial.lines());
}

TEST_CASE("PostgreSQL: nights and postings take few trips, whatever the number of contracts") {
  const Schema schema;
  Proxy proxy{Schema::server_url()};
  {
    Estate estate{open_postgres_store({.url = schema.url(proxy.url())}).value()};
    proxy.trips();
    estate.import();
    const int import = proxy.trips();
    CHECK(must(nightly_sync(estate.desk, estate.rmm,
                            {.deadline = Deadline::clock::now() + std::chrono::hours{1}}))
              .count(SyncStatus::first_count) == Estate::contracts);
    const int night = proxy.trips();
    CHECK(must(post_available(estate.desk, {})).count(BatchStatus::posted) == Estate::contracts);
    const int posting = proxy.trips();
    MESSAGE("trips for ", Estate::contracts, " contracts: import ", import, ", night ", night,
            ", posting ", posting);
    CHECK(import <= 12);
    CHECK(night <= 30);
    CHECK(posting <= 20);
  }
}
