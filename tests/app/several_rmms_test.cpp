#include "app/world.hpp"

using namespace world;

namespace {

const RmmId mesh{"mesh"};

AgentScope in_mesh(AgentScope scope = {}) {
  scope.rmm = mesh;
  return scope;
}

/// Beside the default RMM a second one, with machines of the same ids in an organization of another
/// id: C-1 is counted in the first, C-2 in the second, C-3 has a service in each.
struct TwoRmms : World {
  MemoryProvider second;
  RmmSet rmms{rmm};

  TwoRmms() {
    second.add(Organization{OrganizationId{"m-acme"}, "Acme", ""});
    second.add(group("m-acme.root", "m-acme"));
    for (const auto* id : {"1", "2"}) second.add(machine(id, "m-acme", "m-acme.root"));
    add_machines(1, 4);
    rmms.add(mesh, second).value();
    save_book({{.id = "C-1", .services = {{.id = "s"}}},
               {.id = "C-2", .services = {{.id = "s", .source = in_mesh()}}},
               {.id = "C-3", .services = {{.id = "a"}, {.id = "b", .source = in_mesh()}}}});
  }

  void save_book(const std::vector<ContractSpec>& specs) {
    Book book;
    book.accounts = {{AccountId{"acme"},
                      "Acme",
                      OrganizationId{"acme"},
                      Overlaps::allowed,
                      {{mesh, OrganizationId{"m-acme"}}}}};
    for (const auto& spec : specs) book.contracts.push_back(contract(spec));
    const auto report = import_book({store, tenant, clock}, book, "import", ImportMode::write);
    REQUIRE(report.value().accepted());
  }
  SyncReport night_of(const RmmSet& set, Date day) {
    clock.set_today(day);
    night.deadline = Deadline::clock::now() + std::chrono::hours{1};
    return nightly_sync({store, tenant, clock}, set, night).value();
  }
  SyncReport both(Date day) { return night_of(rmms, day); }
  CoverageReport coverage() {
    return coverage_report({store, tenant, clock}, rmms,
                           Deadline::clock::now() + std::chrono::hours{1})
        .value();
  }
};

/// `C-1/s unchanged 4`, or the error's name instead of the count.
Texts outcomes(const SyncReport& report) {
  Texts texts;
  for (const auto& service : report.services)
    texts.push_back(service.key.contract.text() + "/" + service.key.service.text() + " " +
                    std::string{to_string(service.status)} + " " +
                    (service.error ? std::string{to_string(service.error->code)}
                                   : std::to_string(service.counted.value_or(-1))));
  return texts;
}

/// ` 4`, `mesh unreachable`
Texts rmms_of(const std::vector<RmmOutcome>& rmms) {
  Texts texts;
  for (const auto& rmm : rmms)
    texts.push_back(
        rmm.rmm.text() + " " +
        (rmm.error ? std::string{to_string(rmm.error->code)} : std::to_string(rmm.agents)));
  return texts;
}

}  // namespace

TEST_CASE("one night over two RMMs counts each service in its own") {
  TwoRmms w;
  const auto report = w.both(june_1);
  CHECK(outcomes(report) == Texts{"C-1/s first_count 4", "C-2/s first_count 2",
                                  "C-3/a first_count 4", "C-3/b first_count 2"});
  CHECK(rmms_of(report.rmms) == Texts{" 4", "mesh 2"});
  CHECK(report.rmms[1].provider == "memory");
  CHECK(report.agents == 6);
  CHECK_FALSE(report.scan_error);
  CHECK(w.rmm.calls(MemoryProvider::Call::scan) == 1);
  CHECK(w.second.calls(MemoryProvider::Call::scan) == 1);
}

TEST_CASE("an RMM that fails leaves its own services alone, and the others are billed") {
  for (const bool first_fails : {true, false}) {
    CAPTURE(first_fails);
    TwoRmms w;
    w.both(june_1);
    (first_fails ? w.rmm : w.second)
        .fail(MemoryProvider::Call::scan, {Errc::unreachable, "no route"});
    w.add_machines(5, 5);
    w.second.add(machine("3", "m-acme", "m-acme.root"));
    const auto report = w.both(june_10);
    CHECK(outcomes(report) == (first_fails ? Texts{"C-1/s failed unreachable", "C-2/s changed 3",
                                                   "C-3/a failed unreachable", "C-3/b changed 3"}
                                           : Texts{"C-1/s changed 5", "C-2/s failed unreachable",
                                                   "C-3/a changed 5", "C-3/b failed unreachable"}));
    CHECK(rmms_of(report.rmms) ==
          (first_fails ? Texts{" unreachable", "mesh 3"} : Texts{" 5", "mesh unreachable"}));
    CHECK(report.rmms_failed() == 1);
    CHECK_FALSE(report.scan_error);
    CHECK(summary(report).ends_with("1 of 2 RMMs not read"));
    CHECK(w.units_on(june_10, key("C-1", "s")) == (first_fails ? 4 : 5));
    CHECK(w.units_on(june_10, key("C-3", "b")) == (first_fails ? 3 : 2));
    if (!first_fails) CHECK(report.services[1].error->context == "RMM mesh: no route");
  }
}

TEST_CASE("when no RMM can be read, the night says so") {
  TwoRmms w;
  w.rmm.fail(MemoryProvider::Call::views, {Errc::unauthorized, "a"});
  w.second.fail(MemoryProvider::Call::organizations, {Errc::unreachable, "b"});
  const auto report = w.both(june_1);
  CHECK(report.scan_error == Error{Errc::unauthorized, "a"});
  CHECK(report.count(SyncStatus::failed) == 4);
  CHECK(report.agents == 0);
}

TEST_CASE("an RMM that is not configured is an error of its services alone") {
  TwoRmms w;
  const auto report = w.night_of(w.rmm, june_1);
  CHECK(outcomes(report) == Texts{"C-1/s first_count 4", "C-2/s failed rmm_not_configured",
                                  "C-3/a first_count 4", "C-3/b failed rmm_not_configured"});
  CHECK(report.services[1].error->context == "RMM mesh");
  CHECK(w.history(key("C-2", "s")).empty());
  RmmSet only_mesh;
  only_mesh.add(mesh, w.second).value();
  CHECK(only_mesh.add(mesh, w.second).error().code == Errc::duplicate_id);
  CHECK(outcomes(w.night_of(only_mesh, june_10)) ==
        Texts{"C-1/s failed rmm_not_configured", "C-2/s first_count 2",
              "C-3/a failed rmm_not_configured", "C-3/b first_count 2"});
}

TEST_CASE("machines of two RMMs are not the same, though their ids are") {
  TwoRmms w;
  w.save_book({{.id = "D-1", .services = {{.id = "s", .source = group_scope("acme.servers")}}},
               {.id = "D-2", .services = {{.id = "s", .source = in_mesh()}}}});
  w.rmm.add(machine("9", "acme", "acme.servers"));
  w.both(june_1);
  // 9 goes in the one RMM and a machine of the same id is new in the other.
  w.rmm.remove(AgentId{"9"});
  w.second.add(machine("9", "m-acme", "m-acme.root"));
  const auto report = w.both(june_10);
  for (const auto& service : report.services) {
    CAPTURE(service.key.contract.text());
    if (service.key.contract == ContractId{"D-2"}) {
      REQUIRE(service.machines.size() == 1);
      CHECK(service.machines[0].move == MachineMove::added);
      CHECK(service.machines[0].detail.empty());
    }
    if (service.key.contract == ContractId{"C-1"}) {
      REQUIRE(service.machines.size() == 1);
      CHECK(service.machines[0].move == MachineMove::removed);
    }
  }
}

TEST_CASE("Get Units Now asks the service's RMM and no other") {
  TwoRmms w;
  const auto deadline = Deadline::clock::now() + std::chrono::hours{1};
  const auto now = [&](const RmmSet& set, const ServiceKey& of) {
    return get_units_now(w.desk(), set, of, deadline);
  };
  CHECK(now(w.rmms, key("C-1", "s")).value().counted == 4);
  CHECK(now(w.rmms, key("C-3", "b")).value().counted == 2);
  CHECK(now(w.rmm, key("C-3", "b")).error() == Error{Errc::rmm_not_configured, "RMM mesh"});
  w.rmm.fail(MemoryProvider::Call::scan, {Errc::unreachable, "down"});
  w.night.deadline = deadline;
  const auto report = take_over_units_now(w.desk(), w.rmms, key("C-3", "b"), w.night).value();
  CHECK(outcomes(report) == Texts{"C-3/b first_count 2"});
  CHECK(rmms_of(report.rmms) == Texts{"mesh 2"});
}

TEST_CASE("coverage tells the machines of each RMM apart") {
  TwoRmms w;
  w.save_book({{.id = "C-2",
                .services = {{.id = "s", .source = in_mesh()}},
                .status = ContractStatus::inactive}});
  w.save_book({{.id = "C-3",
                .services = {{.id = "a"}, {.id = "b", .source = in_mesh()}},
                .status = ContractStatus::inactive}});
  w.second.add(Organization{OrganizationId{"acme"}, "Not our Acme", ""});
  w.both(june_1);
  auto report = w.coverage();
  CHECK(report.covered == 4);
  CHECK(report.overlaps.empty());
  REQUIRE(report.unbilled.size() == 1);
  CHECK(report.unbilled[0].rmm == mesh);
  CHECK(report.unbilled[0].machines.size() == 2);
  CHECK(report.unbilled[0].account == AccountId{"acme"});
  Texts without;
  for (const auto& entry : report.without_account)
    without.push_back(entry.rmm.text() + " " + entry.organization.id.text());
  CHECK(without == Texts{" beta", "mesh acme"});

  // What could not be read is named, and the rest is told.
  w.second.fail(MemoryProvider::Call::scan, {Errc::unreachable, "down"});
  report = w.coverage();
  CHECK(rmms_of(report.rmms) == Texts{" 4", "mesh unreachable"});
  CHECK(report.unbilled.empty());
  CHECK(report.needs_a_person());
}

TEST_CASE("coverage names the services of an RMM that fails in the middle of its scan") {
  TwoRmms w;
  w.both(june_1);
  w.second.fail(MemoryProvider::Call::scan, {Errc::unreachable, "down"});
  const auto report = w.coverage();
  REQUIRE(report.uncounted.size() == 2);
  CHECK(report.uncounted[0].service == key("C-2", "s"));
  CHECK(report.uncounted[1].service == key("C-3", "b"));
  CHECK(report.uncounted[1].error.code == Errc::unreachable);
  CHECK(report.covered == 4);
}

TEST_CASE("a preview counts the machines of scopes in their own RMMs") {
  TwoRmms w;
  const auto deadline = Deadline::clock::now() + std::chrono::hours{1};
  AgentScope first;
  first.organization = OrganizationId{"acme"};
  AgentScope other = in_mesh();
  other.organization = OrganizationId{"m-acme"};
  const auto machines =
      machines_of(w.rmms, {other, first, other}, w.clock.today(), deadline).value();
  CHECK(machines[0].size() == 2);
  CHECK(machines[1].size() == 4);
  CHECK(machines[2].size() == 2);
  CHECK(w.second.calls(MemoryProvider::Call::scan) == 1);
  CHECK(machines_of(w.rmm, {other}, w.clock.today(), deadline).error().code ==
        Errc::rmm_not_configured);
  CHECK(moved_to_group(other, "m-acme.root", w.rmms, deadline).value().group ==
        MachineGroupId{"m-acme.root"});
  CHECK(moved_to_group(first, "m-acme.root", w.rmms, deadline).error().code ==
        Errc::machine_group_gone);
}

TEST_CASE("a slow RMM leaves time for the ones after it") {
  const auto now = Deadline::clock::now();
  const ReadingTime all{now + std::chrono::hours{2}};
  CHECK(all.of_next() == all.all);
  const ReadingTime each{now + std::chrono::hours{2}, std::chrono::hours{1}};
  CHECK(each.of_next() < each.all);
  const ReadingTime short_of{now + std::chrono::hours{1}, std::chrono::hours{3}};
  CHECK(short_of.of_next() == short_of.all);
}
