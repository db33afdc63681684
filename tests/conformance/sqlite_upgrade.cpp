// Files of former versions open, read as before and take what is new.

#include "conformance/must.hpp"
#include "conformance/old_file.hpp"

using namespace billbyagent;
using namespace billbyagent::conformance;
using namespace billbyagent::tests;
using namespace billbyagent;

namespace {

const ServiceKey desks{ContractId{"c-1"}, ServiceId{"desks"}};

}  // namespace

TEST_CASE("SQLite: a file of version 1 reads as it did") {
  const StoreFile file;
  make_file(file, 1);
  const auto store = file.open();
  CHECK(RawDatabase{file.path()}.number("PRAGMA user_version") == 4);
  auto tx = must(store->begin(TenantId{"t1"}, Access::read));
  CHECK(must(tx->account(AccountId{"acme"})).overlaps == Overlaps::allowed);
  const auto contract = must(tx->contract(desks.contract));
  CHECK(contract.terms().trust == Trust::automatic);
  const auto& service = contract.find_service(desks.service)->terms();
  CHECK(service.quantity == QuantityTerms{});
  CHECK(service.proration == ProrationPolicy{});
  CHECK(service.price_model == PriceModel::per_unit);
  CHECK_FALSE(service.indexation);
  CHECK(service.prices.at(0).tiers.empty());
  CHECK_FALSE(service.prices.at(0).base_fee);
  const auto held = must(tx->held_readings(desks));
  REQUIRE(held.size() == 1);
  CHECK(held[0].cause == HeldCause::implausible);
  CHECK(held[0].machines.size() == 1);
}

TEST_CASE("SQLite: a file of version 1 takes a tiered service") {
  const StoreFile file;
  make_file(file, 1);
  const auto store = file.open();
  auto tx = must(store->begin(TenantId{"t1"}, Access::write));
  auto terms = must(tx->contract(desks.contract)).terms();
  auto tiered = terms.services[0].terms();
  tiered.id = ServiceId{"tiered"};
  tiered.name = "Tiered";
  tiered.price_model = PriceModel::volume;
  tiered.prices[0].tiers = {{1, 10, tiered.prices[0].price, tiered.prices[0].cost},
                            {11, {}, tiered.prices[0].cost, tiered.prices[0].cost}};
  tiered.quantity.minimum = 5;
  terms.services.push_back(must(Service::create(tiered)));
  const auto wanted = must(Contract::create(terms));
  CHECK(must(tx->save_contract(wanted)) == SaveOutcome::updated);
  must(tx->commit());
  auto read = must(store->begin(TenantId{"t1"}, Access::read));
  CHECK(must(read->contract(desks.contract)) == wanted);
}

TEST_CASE("SQLite: a file of a former version takes further RMMs") {
  for (const int version : {1, 2}) {
    CAPTURE(version);
    const StoreFile file;
    make_file(file, version);
    const auto store = file.open();
    CHECK(RawDatabase{file.path()}.number("PRAGMA user_version") == 4);
    auto tx = must(store->begin(TenantId{"t1"}, Access::write));
    auto account = must(tx->account(AccountId{"acme"}));
    CHECK(account.organization_in(RmmId{}) == OrganizationId{"org-1"});
    CHECK(account.links.empty());
    auto terms = must(tx->contract(desks.contract)).terms();
    CHECK(terms.trust == (version == 1 ? Trust::automatic : Trust::observe));
    const AgentScope saved = *terms.services[0].agent_scope();
    CHECK(saved.rmm.empty());
    CHECK(saved.group == MachineGroupId{"group-1"});

    account.links.emplace(RmmId{"mesh"}, OrganizationId{"M"});
    CHECK(must(tx->save_account(account)) == SaveOutcome::updated);
    auto added = terms.services[0].terms();
    added.id = ServiceId{"in-mesh"};
    added.unit_source = AgentScope{.rmm = RmmId{"mesh"}};
    terms.services.push_back(must(Service::create(added)));
    const auto wanted = must(Contract::create(terms));
    CHECK(must(tx->save_contract(wanted)) == SaveOutcome::updated);
    must(tx->commit());
    auto read = must(store->begin(TenantId{"t1"}, Access::read));
    CHECK(must(read->contract(desks.contract)) == wanted);
    CHECK(must(read->account(account.id)) == account);
  }
}

TEST_CASE("SQLite: a file of version 2 keeps its terms and counts as it did") {
  const StoreFile file;
  make_file(file, 2);
  const auto store = file.open();
  CHECK(RawDatabase{file.path()}.number("PRAGMA user_version") == 4);
  auto tx = must(store->begin(TenantId{"t1"}, Access::read));
  const auto contract = must(tx->contract(desks.contract));
  CHECK(contract.terms().machine_classes.empty());
  const auto& spare = contract.find_service(ServiceId{"spare"})->terms();
  CHECK(spare.quantity.minimum == 5);
  CHECK(spare.prices[0].base_fee);
  const AgentScope& scope = *contract.find_service(desks.service)->agent_scope();
  CountRule rule;
  rule.suspended = Counting::left_out;
  CHECK(scope.rule == rule);
  CHECK_FALSE(scope.machine_class);
  CHECK(must(tx->machines(desks)) == std::vector{Machine{AgentId{"m-1"}, "pc01", {}}});
  const auto events = must(tx->machine_events(desks));
  REQUIRE(events.size() == 1);
  CHECK_FALSE(events[0].hardware.is_known());
  CHECK_FALSE(events[0].since);
  const auto held = must(tx->held_readings(desks));
  REQUIRE(held.size() == 2);
  CHECK(held[0].machines.size() == 1);
  CHECK(held[1].proposal == 1);
}

TEST_CASE("SQLite: files of former versions take classes, counting rules and grace days") {
  for (const int version : {1, 2}) {
    CAPTURE(version);
    const StoreFile file;
    make_file(file, version);
    const auto store = file.open();
    auto tx = must(store->begin(TenantId{"t1"}, Access::write));
    auto terms = must(tx->contract(desks.contract)).terms();
    terms.machine_classes = {{"server", {"Server"}, {"server"}}};
    auto servers = terms.services[0].terms();
    servers.id = ServiceId{"servers"};
    auto& scope = std::get<AgentScope>(servers.unit_source);
    scope.machine_class = "server";
    scope.rule.duplicate = Counting::left_out;
    scope.rule.seen_within_days = 30;
    scope.rule.grace_new_days = 3;
    scope.rule.grace_gone_days = 5;
    terms.services.push_back(must(Service::create(servers)));
    const auto wanted = must(Contract::create(terms));
    CHECK(must(tx->save_contract(wanted)) == SaveOutcome::updated);
    const ServiceKey key{desks.contract, servers.id};
    const MachineEvent missing{Date{2026, 6, 9}, MachineMove::missing, AgentId{"m-7"}, "pc07", "",
                               {"S", "M"},       Date{2026, 6, 2}};
    must(tx->append_machine_events(key, {missing}));
    must(tx->commit());
    auto read = must(store->begin(TenantId{"t1"}, Access::read));
    CHECK(must(read->contract(desks.contract)) == wanted);
    CHECK(must(read->machine_events(key)) == std::vector{missing});
  }
}

TEST_CASE("SQLite: the digest of a file of a former version is unknown until it is asked for") {
  for (const int version : {1, 2, 3}) {
    CAPTURE(version);
    const StoreFile file;
    make_file(file, version);
    auto store = file.open();
    CHECK(RawDatabase{file.path()}.number("PRAGMA user_version") == 4);
    const auto kept = [&] {
      auto tx = must(store->begin(TenantId{"t1"}, Access::read));
      return must(tx->dossier(desks.contract, Part::digest))->services.at(desks.service).digest;
    };
    CHECK_FALSE(kept());
    auto tx = must(store->begin(TenantId{"t1"}, Access::write));
    const auto machines = must(tx->machines(desks));
    CHECK(machines.size() == 1);
    CHECK(machines[0].hardware.serial == (version == 3 ? "S1" : ""));
    CHECK(must(tx->machines_digest(desks)) == digest_of(machines));
    must(tx->commit());
    tx.reset();
    store.reset();
    store = file.open();
    CHECK(kept() == digest_of(machines));
    // Events that come without the digest having been asked for make it known as well.
    tx = must(store->begin(TenantId{"t1"}, Access::write));
    must(tx->append_machine_events(
        desks,
        {{.seen = Date{2026, 6, 10}, .move = MachineMove::removed, .agent = AgentId{"m-1"}}}));
    must(tx->commit());
    CHECK(kept() == digest_of({}));
  }
}

namespace {

/// A whole month of the service, posted in batch `c-1#number`.
std::string posted_month(int number, Date begin, const std::string& tax_category) {
  const Period month = Period::month(begin.year(), begin.month());
  const auto first = std::to_string(month.begin().epoch_days());
  const auto end = std::to_string(month.end().epoch_days());
  const auto batch = "'c-1#" + std::to_string(number) + "'";
  return "INSERT INTO batch VALUES ('t1', " + batch + ", " + std::to_string(number) +
         ", 'c-1', 'acme', " + first +
         ", 500, 'USD', 1, 'post');"
         "INSERT INTO state_record VALUES ('t1', " +
         batch +
         ", 1, 'posted', 'post', '', '', 1);"
         "INSERT INTO line VALUES ('t1', 'c-1', 'desks', " +
         first + ", " + first + ", 1, " + batch + ", 0, 'recurring', " + first + ", " + end + ", " +
         first + ", " + end +
         ", 0, 1, 1, NULL, NULL, 5000000, 2000000, 1, 1, 500, 'USD', 200, 'USD', " + first +
         ", 'Desks', '" + tax_category + "');";
}

}  // namespace

TEST_CASE("SQLite: what was inactive or in another tax category has its days after an upgrade") {
  const StoreFile file;
  make_file(file, 1);
  {
    RawDatabase raw{file.path()};
    REQUIRE(raw.run(posted_month(1, {2026, 6, 1}, "VAT19") +
                    posted_month(2, {2026, 7, 1}, "VAT16") +
                    "UPDATE contract SET status='inactive';"
                    "UPDATE service SET tax_category='VAT21';") == "");
  }
  const auto store = file.open();
  auto tx = must(store->begin(TenantId{"t1"}, Access::read));
  const auto contract = must(tx->contract(desks.contract));
  CHECK(contract.status_on({2026, 7, 31}) == ContractStatus::active);
  CHECK(contract.status_on({2026, 8, 1}) == ContractStatus::inactive);
  const Service& service = *contract.find_service(desks.service);
  CHECK(service.tax_category_on({2026, 6, 30}) == "VAT19");
  CHECK(service.tax_category_on({2026, 7, 1}) == "VAT16");
  CHECK(service.tax_category_on({2026, 8, 1}) == "VAT21");
  CHECK(service.terms().amendments.size() == 2);
}

TEST_CASE("SQLite: a contract that was inactive and never billed stays as it was") {
  const StoreFile file;
  make_file(file, 3);
  REQUIRE(RawDatabase{file.path()}.run("UPDATE contract SET status='inactive'") == "");
  const auto store = file.open();
  auto tx = must(store->begin(TenantId{"t1"}, Access::read));
  const auto contract = must(tx->contract(desks.contract));
  CHECK(contract.terms().status == ContractStatus::inactive);
  CHECK(contract.terms().amendments.empty());
}

TEST_CASE("SQLite: what a file of a former version holds is sealed as it is when it is upgraded") {
  struct Row {
    const char* change;
    const char* says;
  };
  const Row rows[] = {
      {"DELETE FROM machine_event", "the machine events of service desks"},
      {"DELETE FROM machine", "the machines of service desks"},
      {"UPDATE held_reading SET units=9 WHERE number=1", "held reading 1 of service desks"},
      {"DELETE FROM run", "run nightly/1"},
  };
  for (const int version : {1, 2, 3})
    for (const auto& [change, says] : rows) {
      CAPTURE(version);
      CAPTURE(change);
      const StoreFile file;
      make_file(file, version);
      REQUIRE(RawDatabase{file.path()}.run("INSERT INTO run VALUES ('t1', 'nightly/1', 1, "
                                           "'nightly', 20606, 'UTC', 8, 9, '', 0)") == "");
      const auto store = file.open();
      const auto read = [&]() -> Result<void> {
        auto tx = must(store->begin(TenantId{"t1"}, Access::read));
        if (auto all = tx->dossier(desks.contract, Wanted::everything()); !all) return all.error();
        if (auto runs = tx->runs(9); !runs) return runs.error();
        return {};
      };
      must(read());
      {
        RawDatabase raw{file.path()};
        for (const std::string trigger :
             {"machine_event_no_DELETE", "run_no_DELETE", "held_reading_locked"})
          REQUIRE(raw.run("DROP TRIGGER " + trigger) == "");
        REQUIRE(raw.run(change) == "");
      }
      const auto error = error_of(read());
      CHECK(error.code == Errc::store_failed);
      CHECK_MESSAGE(error.context.find(says) != std::string::npos, error.context);
    }
}
