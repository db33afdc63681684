#include "app/world.hpp"

using namespace world;

namespace {

AgentScope machines_scope(std::initializer_list<const char*> ids) {
  AgentScope scope;
  for (const char* id : ids) scope.machines.emplace_back(id);
  return scope;
}

AgentScope in_rmm(const std::string& rmm, AgentScope scope = {}) {
  scope.rmm = RmmId{rmm};
  return scope;
}

AgentScope organization_scope(const std::string& id) {
  AgentScope scope;
  scope.organization = OrganizationId{id};
  return scope;
}

Account acme(Overlaps overlaps) {
  return {AccountId{"acme"}, "Acme", OrganizationId{"acme"}, overlaps};
}

Book book_of(Overlaps overlaps, const std::vector<ContractSpec>& specs) {
  Book book;
  book.accounts.push_back(acme(overlaps));
  for (const auto& spec : specs) book.contracts.push_back(contract(spec));
  return book;
}

ImportReport import(World& w, const Book& book, const GroupTree* groups = nullptr) {
  return import_book(w.desk(), book, "import", ImportMode::write, groups).value();
}

Result<CoverageReport> try_coverage(World& w) {
  return coverage_report(w.desk(), w.rmm, Deadline::clock::now() + std::chrono::hours{1});
}
CoverageReport coverage(World& w) { return try_coverage(w).value(); }

Texts ids(const std::vector<Machine>& machines) {
  Texts texts;
  for (const auto& machine : machines) texts.push_back(machine.agent.text());
  return texts;
}

/// `beta 2 5.00 USD by C-2/agents`, or why it is not known.
Texts texts(const std::vector<Unbilled>& unbilled) {
  Texts texts;
  for (const auto& entry : unbilled)
    texts.push_back(entry.organization.text() + " " + std::to_string(entry.machines.size()) + " " +
                    (entry.worth ? to_decimal(entry.worth->amount) + " " +
                                       to_string(entry.worth->amount.currency()) + " by " +
                                       entry.worth->priced_by.contract.text() + "/" +
                                       entry.worth->priced_by.service.text()
                                 : entry.worth_unknown));
  return texts;
}

}  // namespace

TEST_CASE("overlapping scopes are refused for accounts that say so") {
  struct Case {
    const char* what;
    AgentScope a, b;
    bool overlap;
    bool overlap_by_groups;
  };
  AgentScope view = view_scope("v");
  AgentScope windows;
  windows.operating_system_contains = "Windows";
  const auto without = SubGroups::excluded;
  const std::vector<Case> cases{
      {"the same organization", {}, organization_scope("acme"), true, true},
      {"different organizations", {}, organization_scope("beta"), false, false},
      {"organization and group", {}, group_scope("acme.root"), true, true},
      {"the same group", group_scope("acme.root", without), group_scope("acme.root"), true, true},
      {"group and sub-group", group_scope("acme.root"), group_scope("acme.servers"), false, true},
      {"another RMM", {}, in_rmm("mesh", organization_scope("acme")), false, false},
      {"machines of another RMM", machines_scope({"1"}), in_rmm("mesh", machines_scope({"1"})),
       false, false},
      {"the same other RMM", in_rmm("mesh", group_scope("g")), in_rmm("mesh"), true, true},
      {"group without sub-groups", group_scope("acme.root", without), group_scope("acme.servers"),
       false, false},
      {"separate groups", group_scope("acme.servers"), group_scope("acme.desks"), false, false},
      {"machines in common", machines_scope({"1", "2"}), machines_scope({"2", "3"}), true, true},
      {"other machines", machines_scope({"1", "2"}), machines_scope({"3"}), false, false},
      {"a view proves nothing", view, view_scope("w"), true, true},
      {"nor does an operating system", windows, {}, true, true},
  };
  const auto tree =
      GroupTree::build({group("acme.root", "acme"), group("acme.servers", "acme", "acme.root"),
                        group("acme.desks", "acme", "acme.root")})
          .value();
  for (const auto& test : cases)
    for (const GroupTree* groups : {static_cast<const GroupTree*>(nullptr), &tree}) {
      CAPTURE(test.what);
      CAPTURE(groups != nullptr);
      World w;
      const std::vector<ContractSpec> specs{{.services = {{.id = "a", .source = test.a}}},
                                            {.id = "C-2", .services = {{"b", test.b}}}};
      const auto refused = import(w, book_of(Overlaps::refused, specs), groups).refused;
      const bool expected = groups ? test.overlap_by_groups : test.overlap;
      REQUIRE(refused.size() == (expected ? 1 : 0));
      if (expected) {
        CHECK(refused[0].code == Errc::overlapping_services);
        CHECK(refused[0].context ==
              "account acme: contract C-1, service a and contract C-2, service b");
      }
      World other;
      CHECK(import(other, book_of(Overlaps::allowed, specs), groups).accepted());
    }
}

TEST_CASE("overlaps: only between active contracts, on common days, with what is saved") {
  const ContractSpec first{.services = {{.id = "a"}}};
  const auto second = [](ContractSpec spec) {
    spec.id = "C-2";
    spec.services = {{.id = "b"}};
    return spec;
  };
  World w;
  REQUIRE(import(w, book_of(Overlaps::refused, {first})).accepted());
  const auto accepted = [&](const ContractSpec& spec) {
    auto book = book_of(Overlaps::refused, {spec});
    return import_book(w.desk(), book, "import", ImportMode::dry_run).value().accepted();
  };
  CHECK_FALSE(accepted(second({})));
  CHECK(accepted(second({.status = ContractStatus::inactive})));
  auto ended = first;
  ended.end = june_10;
  REQUIRE(import(w, book_of(Overlaps::refused, {ended})).accepted());
  CHECK_FALSE(accepted(second({})));
  auto later = second({.start = june_10});
  later.services[0].effective = june_10;
  CHECK(accepted(later));
  // The book need not name the account, and a book of the account alone is checked as well.
  Book contract_only;
  contract_only.contracts = {contract(second({}))};
  CHECK(import(w, contract_only).refused.at(0).code == Errc::overlapping_services);
  REQUIRE(import(w, book_of(Overlaps::allowed, {second({})})).accepted());
  CHECK(import(w, book_of(Overlaps::refused, {})).refused.size() == 1);
}

TEST_CASE("machines that two services count are found, allowed or not") {
  for (const auto overlaps : {Overlaps::allowed, Overlaps::refused}) {
    World w;
    w.add_machines(1, 3);
    w.add_machines(4, 5, "acme", "acme.servers");
    // Without the machine groups the import takes the two groups for separate ones.
    REQUIRE(import(w, book_of(overlaps, {{.services = {{.source = group_scope("acme.root")}}},
                                         {.id = "C-2",
                                          .services = {{.source = group_scope("acme.servers")}}}}))
                .accepted());
    const auto report = coverage(w);
    REQUIRE(report.overlaps.size() == 1);
    CHECK(report.overlaps[0].first == key("C-1"));
    CHECK(report.overlaps[0].second == key("C-2"));
    CHECK(report.overlaps[0].overlaps == overlaps);
    CHECK(ids(report.overlaps[0].machines) == Texts{"4", "5"});
    CHECK(report.agents == 5);
    CHECK(report.covered == 5);
    CHECK(report.unbilled.empty());
    CHECK(report.needs_a_person() == (overlaps == Overlaps::refused));
  }
}

TEST_CASE("what unbilled machines would bring is the difference to today's units") {
  const auto volume = [](ServiceSpec spec) {
    auto terms = service(spec).terms();
    terms.quantity.included = 4;
    return Service::create(terms).value();
  };
  World w;
  w.add_machines(1, 3);
  w.add_machines(4, 5, "acme", "acme.servers");
  w.add_machines(6, 7, "beta");
  *w.rmm.members(ViewId{"v"}) = {AgentId{"1"}, AgentId{"2"}, AgentId{"3"}};
  auto terms = contract({}).terms();
  terms.services = {volume({.source = view_scope("v")})};
  Book book = book_of(Overlaps::allowed, {});
  book.accounts.push_back({AccountId{"beta"}, "Beta", OrganizationId{"beta"}});
  book.contracts = {Contract::create(terms).value(),
                    contract({.id = "C-2",
                              .account = "beta",
                              .services = {{.source = machines_scope({"6"}), .price = "7"}},
                              .length = CycleLength::annual})};
  REQUIRE(import(w, book).accepted());
  w.run_night(june_1);
  const auto report = coverage(w);
  // Three units are billed today; of five the fifth is the first beyond the included ones.
  CHECK(texts(report.unbilled) ==
        Texts{"acme 2 5.00 USD by C-1/agents", "beta 1 7.00 USD by C-2/agents"});
  CHECK(report.unbilled[0].account == AccountId{"acme"});
  CHECK(report.unbilled[0].organization_name == "acme Ltd");
  CHECK(ids(report.unbilled[0].machines) == Texts{"4", "5"});
  CHECK(report.unbilled_machines() == 3);
  CHECK(report.needs_a_person());
  CHECK(report.totals == WorthTotals{{{usd, CycleLength::monthly}, Money::from_minor(500, usd)},
                                     {{usd, CycleLength::annual}, Money::from_minor(700, usd)}});
}

TEST_CASE("the price is that of a service that covers the place, in a full billing period") {
  struct Case {
    const char* what;
    std::vector<ContractSpec> specs;
    Texts unbilled;
  };
  const auto far = machines_scope({"99"});
  auto far_servers = group_scope("acme.servers");
  far_servers.machines = far.machines;
  auto far_beta = far;
  far_beta.organization = OrganizationId{"beta"};
  const Date june_20{2026, 6, 20};
  const std::vector<Case> cases{
      {"no contract", {}, {"acme 1 no service in force covers where they are"}},
      {"typed-in units only",
       {{.services = {{.source = ManualUnits{}}}}},
       {"acme 1 no service in force covers where they are"}},
      {"another group",
       {{.services = {{.source = far_servers}}}},
       {"acme 1 no service in force covers where they are"}},
      {"another organization",
       {{.services = {{.source = far_beta}}}},
       {"acme 1 no service in force covers where they are"}},
      {"the first by contract",
       {{.id = "C-2", .services = {{.source = far, .price = "2"}}},
        {.id = "C-1", .services = {{"z", far, "3"}, {"a", machines_scope({"98"}), "4"}}}},
       {"acme 1 4.00 USD by C-1/a"}},
      {"the account's own before another one's",
       {{.id = "C-2", .services = {{.source = far, .price = "2"}}},
        {.id = "C-1",
         .account = "beta",
         .services = {{"z",
                       [] {
                         auto scope = machines_scope({"98"});
                         scope.organization = OrganizationId{"acme"};
                         return scope;
                       }(),
                       "3"}}}},
       {"acme 1 2.00 USD by C-2/agents"}},
      {"begins within the period: the next one is full",
       {{.services = {{.source = far, .effective = Date{2026, 6, 5}}}}},
       {"acme 1 5.00 USD by C-1/agents"}},
      {"never a full period",
       {{.services = {{.source = far, .effective = Date{2026, 6, 5}, .end = june_20}}}},
       {"acme 1 contract C-1, service agents is not in force for a full billing period"}},
      {"inactive",
       {{.services = {{.source = far}}, .status = ContractStatus::inactive}},
       {"acme 1 no service in force covers where they are"}},
  };
  for (const auto& test : cases) {
    CAPTURE(test.what);
    World w;
    w.clock.set_today(june_10);
    w.add_machines(1, 1);
    w.save(test.specs);
    const auto report = coverage(w);
    CHECK(texts(report.unbilled) == test.unbilled);
    const bool known = report.unbilled[0].worth.has_value();
    CHECK(report.machines_of_unknown_worth == (known ? 0 : 1));
    CHECK(report.totals.size() == (known ? 1 : 0));
  }
}

TEST_CASE("a machine that its scope leaves out by its state is no unbilled one") {
  World w;
  w.add_machines(1, 4);
  w.rmm.find(AgentId{"2"})->state = AgentState::template_account;
  w.rmm.find(AgentId{"3"})->state = AgentState::never_checked_in;
  *w.rmm.members(ViewId{"v"}) = {AgentId{"1"}, AgentId{"2"}};
  w.save({{.services = {{.source = view_scope("v")}}}});
  const auto report = coverage(w);
  REQUIRE(report.left_out.size() == 1);
  CHECK(report.left_out[0].service == key());
  CHECK(report.left_out[0].machine == Machine{AgentId{"2"}, "name-2"});
  CHECK(report.left_out[0].why == Verdict::template_account);
  // 3 was never in service, but no scope holds it: nobody decided about it.
  REQUIRE(report.unbilled.size() == 1);
  CHECK(ids(report.unbilled[0].machines) == Texts{"3", "4"});
}

TEST_CASE("organizations without an account are named") {
  World w;
  w.add_machines(1, 2, "beta");
  Book book = book_of(Overlaps::allowed, {{}});
  REQUIRE(import(w, book).accepted());
  const auto report = coverage(w);
  REQUIRE(report.without_account.size() == 1);
  CHECK(report.without_account[0].organization.id == OrganizationId{"beta"});
  CHECK(report.without_account[0].machines == 2);
  CHECK(texts(report.unbilled) == Texts{"beta 2 no account has this organization"});
  CHECK_FALSE(report.unbilled[0].account);
  CHECK(report.machines_of_unknown_worth == 2);
}

TEST_CASE(
    "a service that could not be counted is named, and its machines are not called unbilled") {
  struct Case {
    const char* what;
    AgentScope scope;
    Errc code;
    void (*breaks)(World&);
  };
  const std::vector<Case> cases{
      {"group gone", group_scope("acme.servers"), Errc::machine_group_gone,
       [](World& w) { w.rmm.remove(MachineGroupId{"acme.servers"}); }},
      {"view gone", view_scope("v"), Errc::view_gone, [](World& w) { w.rmm.remove(ViewId{"v"}); }},
      {"view unreadable", view_scope("v"), Errc::forbidden,
       [](World& w) {
         w.rmm.fail_view(ViewId{"v"}, Error{Errc::forbidden, "told to"});
       }},
  };
  for (const auto& test : cases) {
    CAPTURE(test.what);
    World w;
    w.add_machines(1, 2, "acme", "acme.servers");
    *w.rmm.members(ViewId{"v"}) = {AgentId{"1"}, AgentId{"2"}};
    w.save({{.services = {{.source = test.scope}}}});
    w.run_night(june_1);
    w.add_machines(3, 3);
    test.breaks(w);
    const auto report = coverage(w);
    REQUIRE(report.uncounted.size() == 1);
    CHECK(report.uncounted[0].service == key());
    CHECK(report.uncounted[0].error.code == test.code);
    CHECK(ids(report.uncounted[0].machines) == Texts{"1", "2"});
    REQUIRE(report.unbilled.size() == 1);
    CHECK(ids(report.unbilled[0].machines) == Texts{"3"});
    CHECK(report.needs_a_person());
    CHECK(report.services == 1);
  }
}

TEST_CASE("an RMM that can't be read gives no report, and a report writes nothing") {
  World w;
  w.add_machines(1, 2);
  w.save({{}});
  CHECK(coverage(w).never_counted == std::vector{key()});
  CHECK(w.history().empty());
  w.rmm.restart_scans(1);
  CHECK(coverage(w).agents == 2);
  using Call = MemoryProvider::Call;
  for (const Call call : {Call::organizations, Call::machine_groups, Call::views, Call::scan}) {
    w.rmm.fail(call, Error{Errc::timed_out, "told to"});
    const auto report = try_coverage(w);
    REQUIRE_FALSE(report);
    CHECK(report.error().code == Errc::timed_out);
    w.rmm.recover();
  }
}
