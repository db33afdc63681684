// What nights and posting ask a store for: on another host each call is a trip.

#include "app/world.hpp"
#include "ports/counting_store.hpp"

using namespace world;
using billbyagent::tests::Calls;
using billbyagent::tests::CountingStore;

namespace {

/// 70 contracts, more than a group, each for a machine group of its own with two machines.
struct Estate {
  static constexpr int contracts = 70;
  MemoryProvider rmm;
  CountingStore store;
  FixedClock clock{Date{2026, 6, 1}};
  Desk desk{store, tenant, clock};

  Estate() {
    rmm.add(Organization{OrganizationId{"acme"}, "Acme", "acme"});
    Book book;
    book.accounts.push_back({AccountId{"acme"}, "Acme", OrganizationId{"acme"}});
    for (int i = 0; i < contracts; ++i) {
      const std::string number = std::to_string(i);
      rmm.add(group("g" + number, "acme"));
      for (const std::string name : {"a", "b"})
        rmm.add(machine(number + name, "acme", "g" + number));
      book.contracts.push_back(
          contract({.id = "C-" + number, .services = {{.source = group_scope("g" + number)}}}));
    }
    REQUIRE(import_book(desk, book, "import", ImportMode::write));
  }
  SyncReport night(Date day) {
    clock.set_today(day);
    store.calls();
    store.loaded();
    return nightly_sync(desk, rmm, {.deadline = Deadline::clock::now() + std::chrono::hours{1}})
        .value();
  }
};

}  // namespace

TEST_CASE("a night on which nothing changed reads no machine and takes four trips a group") {
  Estate estate;
  CHECK(estate.night(Date{2026, 6, 1}).count(SyncStatus::first_count) == Estate::contracts);
  CHECK(estate.night(Date{2026, 6, 2}).count(SyncStatus::unchanged) == Estate::contracts);
  const Wanted loaded = estate.store.loaded();
  CHECK(!loaded.has(Part::machines));
  CHECK(!loaded.has(Part::events));
  // The last run; the lists; two groups before the RMM is read and two after it, each with the
  // readings that came later; the records of the reading and of the run.
  CHECK(estate.store.calls() == Calls{"runs", "accounts", "contract_ids", "services_with", "load",
                                      "load", "readings", "write", "readings", "write", "readings",
                                      "load", "readings", "load", "find", "write"});
}

TEST_CASE("of the machines that changed the rows are read, but not the events of years") {
  Estate estate;
  estate.night(Date{2026, 6, 1});
  estate.rmm.remove(AgentId{"3a"});
  estate.rmm.add(machine("3a", "acme", "g4"));
  const auto report = estate.night(Date{2026, 6, 2});
  CHECK(report.count(SyncStatus::changed) == 2);
  for (const auto& service : report.services)
    if (service.key.contract == ContractId{"C-4"}) {
      REQUIRE(service.machines.size() == 1);
      CHECK(service.machines.front().move == MachineMove::moved_in);
      CHECK(service.machines.front().detail == "from contract C-3, service agents");
    }
  const Wanted loaded = estate.store.loaded();
  CHECK(loaded.has(Part::machines));
  CHECK(!loaded.has(Part::events));
}

TEST_CASE("a dry run decides what a run writes") {
  Estate estate;
  estate.night(Date{2026, 6, 1});
  estate.rmm.remove(AgentId{"3a"});
  const auto before = estate.store.written();
  NightlyOptions dry{.deadline = Deadline::clock::now() + std::chrono::hours{1}, .dry_run = true};
  estate.clock.set_today(Date{2026, 6, 2});
  const auto shown = nightly_sync(estate.desk, estate.rmm, dry).value();
  CHECK(estate.store.written() == before);
  const auto done = estate.night(Date{2026, 6, 2});
  REQUIRE(shown.services.size() == done.services.size());
  for (std::size_t i = 0; i < done.services.size(); ++i) {
    CHECK(shown.services[i].status == done.services[i].status);
    CHECK(shown.services[i].counted == done.services[i].counted);
    CHECK(shown.services[i].machines == done.services[i].machines);
  }
}

TEST_CASE("posting takes two trips a group") {
  Estate estate;
  estate.night(Date{2026, 6, 1});
  estate.store.calls();
  const auto report = post_available(estate.desk, {.settlement = Settlement::contract}).value();
  CHECK(report.count(BatchStatus::posted) == Estate::contracts);
  CHECK(estate.store.calls() == Calls{"runs", "readings", "contract_ids", "load", "write", "load",
                                      "write", "find", "write"});
}

TEST_CASE(
    "settling by account takes one trip more for each group, to see whose contracts they are") {
  Estate estate;
  estate.night(Date{2026, 6, 1});
  estate.store.calls();
  CHECK(post_available(estate.desk, {}).value().count(BatchStatus::posted) == Estate::contracts);
  CHECK(estate.store.calls() == Calls{"runs", "readings", "contract_ids", "load", "load", "load",
                                      "write", "find", "write"});
}
