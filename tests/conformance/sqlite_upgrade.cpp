// Files of former versions open, read as before and take what is new.

#include "conformance/sqlite_store_file.hpp"
#include "store_sqlite/schema_v1.hpp"

using namespace conformance;
using namespace billbyagent;

namespace {

/// A file as version 1 made it: a service that counts a group but for its suspended machines, with
/// a machine, its event and a held reading.
constexpr const char* book_of_version_1 = R"sql(
INSERT INTO account VALUES ('t1', 'acme', 'Acme Ltd', 'org-1');
INSERT INTO contract VALUES ('t1', 'c-1', 'Care', 'acme', 'USD', 'monthly', 20605, 1, 'advance',
                             'active', 20605, NULL);
INSERT INTO service VALUES ('t1', 'c-1', 'desks', 0, 'Desks', '', 'USD', 'agents', 'actual_period',
                            'billed', 'half_away_from_zero', 'line', 20605, NULL);
INSERT INTO service_price VALUES ('t1', 'c-1', 'desks', 0, 20605, 5000000, 2000000);
INSERT INTO agent_scope VALUES ('t1', 'c-1', 'desks', NULL, 'group-1', 'excluded', NULL, 'Windows',
                                'left_out', 'left_out', 'left_out');
INSERT INTO scope_machine VALUES ('t1', 'c-1', 'desks', 0, 'm-1');
INSERT INTO unit_change VALUES ('t1', 'c-1', 'desks', 1, 20605, 1, 'initial', '', 'nightly', 7);
INSERT INTO machine_event VALUES ('t1', 'c-1', 'desks', 1, 20605, 'added', 'm-1', 'pc01', '');
INSERT INTO machine VALUES ('t1', 'c-1', 'desks', 'm-1', 'pc01');
INSERT INTO held_reading VALUES ('t1', 'c-1', 'desks', 1, 20606, 0, 'fell to zero: 1 -> 0', 8,
                                 NULL, NULL, NULL);
INSERT INTO held_machine VALUES ('t1', 'c-1', 'desks', 1, 0, 20606, 'removed', 'm-1', 'pc01', '');
)sql";

void make_version_1(const StoreFile& file) {
  RawDatabase raw{file.path()};
  for (const char* sql : {sqlite::schema_v1_book, sqlite::schema_v1_units, sqlite::schema_v1_lines,
                          sqlite::schema_v1_outbox})
    REQUIRE(raw.run(sql) == "");
  for (const std::string table : sqlite::schema_v1_append_only)
    for (const std::string event : {"UPDATE", "DELETE"})
      REQUIRE(raw.run("CREATE TRIGGER " + table + "_no_" + event + " BEFORE " + event + " ON " +
                      table + " BEGIN SELECT RAISE(ABORT, 'x'); END") == "");
  REQUIRE(raw.run(book_of_version_1) == "");
  REQUIRE(raw.run("PRAGMA application_id=0x42424131; PRAGMA user_version=1") == "");
}

const ServiceKey desks{ContractId{"c-1"}, ServiceId{"desks"}};

}  // namespace

TEST_CASE("SQLite: a file of version 1 reads as it did") {
  const StoreFile file;
  make_version_1(file);
  const auto store = file.open();
  CHECK(RawDatabase{file.path()}.number("PRAGMA user_version") == 2);
  auto tx = must(store->begin(TenantId{"t1"}, Access::read));
  const auto contract = must(tx->contract(desks.contract));
  CHECK(contract.terms().machine_classes.empty());
  AgentScope scope;
  scope.group = MachineGroupId{"group-1"};
  scope.sub_groups = SubGroups::excluded;
  scope.machines = {AgentId{"m-1"}};
  scope.operating_system_contains = "Windows";
  scope.rule.suspended = Counting::left_out;
  REQUIRE(contract.find_service(desks.service)->agent_scope());
  CHECK(*contract.find_service(desks.service)->agent_scope() == scope);
  CHECK(must(tx->machines(desks)) == std::vector<Machine>{{AgentId{"m-1"}, "pc01", ""}});
  const Date day{2026, 6, 1};
  CHECK(must(tx->machine_events(desks)) ==
        std::vector<MachineEvent>{{day, MachineMove::added, AgentId{"m-1"}, "pc01", "", ""}});
  const auto held = must(tx->held_readings(desks));
  REQUIRE(held.size() == 1);
  CHECK(held[0].machines == std::vector<MachineEvent>{{day.next(), MachineMove::removed,
                                                       AgentId{"m-1"}, "pc01", "", ""}});
}

TEST_CASE("SQLite: a file of version 1 takes machine classes and grace events") {
  const StoreFile file;
  make_version_1(file);
  const auto store = file.open();
  auto tx = must(store->begin(TenantId{"t1"}, Access::write));
  auto terms = must(tx->contract(desks.contract)).terms();
  terms.machine_classes = {{"server", {"Server"}, {"server"}}};
  const auto wanted = must(Contract::create(terms));
  CHECK(must(tx->save_contract(wanted)) == SaveOutcome::updated);
  const MachineEvent missing{Date{2026, 6, 3}, MachineMove::missing, AgentId{"m-1"},
                             "pc01",           "suspended",          "serial:A"};
  must(tx->append_machine_events(desks, {missing}));
  must(tx->commit());
  auto read = must(store->begin(TenantId{"t1"}, Access::read));
  CHECK(must(read->contract(desks.contract)) == wanted);
  CHECK(must(read->machine_events(desks)).back() == missing);
  CHECK(must(read->machines(desks)).size() == 1);
}
