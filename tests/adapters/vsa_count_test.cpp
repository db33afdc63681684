#include <doctest/doctest.h>

#include <string>

#include "kaseya_vsa/count.hpp"
#include "vsa_fixture.hpp"

namespace billbyagent {
namespace {

using tests::Collected;
using tests::in_time;
using tests::VsaFixture;
using vsa_simulator::Fault;
using vsa_simulator::FaultKind;

AgentScope scope_of(const std::string& organization) {
  AgentScope scope;
  scope.organization = OrganizationId{organization};
  return scope;
}

/// Counts through the port and reports how many rows of agents that cost.
struct Counted {
  std::int64_t agents = 0;
  std::uint64_t agent_requests = 0;
};
Counted count(VsaFixture& vsa, RmmProvider& provider, const AgentScope& scope) {
  vsa.server.clear_log();
  const auto counted = provider.count_agents(scope, in_time());
  REQUIRE(counted);
  Counted result{counted->agents, 0};
  for (const auto& [path, requests] : vsa.server.log().by_path)
    if (path.find("/assetmgmt/") != std::string::npos) result.agent_requests += requests;
  return result;
}

}  // namespace

TEST_CASE("Counts of organizations and groups equal the server's own, at one request each") {
  VsaFixture vsa{1'500};
  const auto provider = vsa.provider();
  const auto groups = provider->machine_groups(in_time()).value();
  for (const Organization& organization : provider->organizations(in_time()).value()) {
    CAPTURE(organization.reference);
    const auto counted = count(vsa, *provider, scope_of(organization.id.text()));
    CHECK(counted.agents ==
          static_cast<std::int64_t>(vsa.server.count(
              {.organization = organization.reference, .with_never_checked_in = false})));
    CHECK(counted.agent_requests == 1);
  }
  for (const MachineGroup& group : groups)
    for (const SubGroups sub_groups : {SubGroups::included, SubGroups::excluded}) {
      CAPTURE(group.name);
      AgentScope scope = scope_of(group.organization.text());
      scope.group = group.id;
      scope.sub_groups = sub_groups;
      const auto counted = count(vsa, *provider, scope);
      CHECK(counted.agents == static_cast<std::int64_t>(vsa.server.count(
                                  {.group = group.name,
                                   .with_subgroups = sub_groups == SubGroups::included,
                                   .with_never_checked_in = false})));
      CHECK(counted.agent_requests == 1);
    }
}

TEST_CASE("Counts obey the count rule, the view, the machines and the operating system") {
  VsaFixture vsa{1'500};
  const auto provider = vsa.provider();
  const auto organizations = provider->organizations(in_time()).value();
  const auto views = provider->views(in_time()).value();
  Collected all;
  REQUIRE(provider->scan_agents({}, all, in_time()));
  for (const Organization& organization : organizations) {
    CAPTURE(organization.reference);
    for (const bool suspended : {true, false})
      for (const bool never : {true, false}) {
        AgentScope scope = scope_of(organization.id.text());
        scope.rule.suspended = suspended ? Counting::counted : Counting::left_out;
        scope.rule.never_checked_in = never ? Counting::counted : Counting::left_out;
        const auto expected = vsa.server.count({.organization = organization.reference,
                                                .with_suspended = suspended,
                                                .with_never_checked_in = never});
        CHECK(count(vsa, *provider, scope).agents == static_cast<std::int64_t>(expected));
      }
    for (const View& view : views) {
      AgentScope scope = scope_of(organization.id.text());
      scope.view = view.id;
      const auto counted = count(vsa, *provider, scope);
      CHECK(counted.agents ==
            static_cast<std::int64_t>(vsa.server.count({.organization = organization.reference,
                                                        .view = view.name,
                                                        .with_never_checked_in = false})));
      CHECK(counted.agent_requests == 1);
    }
    for (const std::string system :
         {"server", "SERVER", "mac", "2019", "1 pro", "no such system"}) {
      CAPTURE(system);
      AgentScope scope = scope_of(organization.id.text());
      scope.operating_system_contains = system;
      std::int64_t expected = 0;
      for (const Agent& agent : all.agents)
        if (judge_alone(scope, agent, {}, true) == Verdict::counted) ++expected;
      CHECK(count(vsa, *provider, scope).agents == expected);
    }
  }
  AgentScope two = scope_of(all.agents.at(7).organization.text());
  two.machines = {all.agents.at(7).id, AgentId{"999"}};
  two.rule.never_checked_in = Counting::counted;
  CHECK(count(vsa, *provider, two).agents == 1);
}

TEST_CASE("A scope that no filter can say is counted by a scan") {
  VsaFixture vsa{350};
  const auto provider = vsa.provider();
  const auto organization = provider->organizations(in_time()).value().at(0);
  AgentScope scope = scope_of(organization.id.text());
  scope.operating_system_contains = "x64 edition";
  CHECK(count(vsa, *provider, scope).agent_requests > 1);
}

TEST_CASE("A count is believed only when its sample fits the scope") {
  const std::string agent =
      R"({"AgentId":"5","AgentName":"pc.root.acme","Online":11,"OSType":"11","OSInfo":"Pro",)"
      R"("OrgId":"1","MachineGroupId":"7","ComputerName":"PC"})";
  const auto groups =
      GroupTree::build({{MachineGroupId{"7"}, "acme.root", OrganizationId{"1"}, {}}}).value();
  const auto read = [&](unsigned status, const std::string& rows, int total,
                        const std::string& organization) {
    http::Response response;
    response.status = status;
    response.body = R"({"TotalRecords":)" + std::to_string(total) + R"(,"Result":[)" + rows +
                    R"(],"ResponseCode":0,"Error":"None"})";
    return kaseya_vsa::read_count(response, scope_of(organization), groups);
  };
  const auto believed = read(200, agent, 42, "1").value();
  REQUIRE(believed);
  CHECK(believed->agents == 42);
  CHECK(read(200, "", 0, "1").value()->agents == 0);
  // A row of another organization: the server counted everything.
  CHECK_FALSE(read(200, agent, 42, "2").value());
  CHECK_FALSE(read(200, agent, 0, "1").value());
  CHECK_FALSE(read(200, "", 42, "1").value());
  for (const unsigned status : {400U, 404U, 414U, 500U})
    CHECK_FALSE(read(status, "", 0, "1").value());
  CHECK(read(403, "", 0, "1").error().code == Errc::forbidden);
  CHECK(read(200, agent, 6'000'000, "1").error().code == Errc::out_of_range);
  CHECK(read(200, R"({"AgentId":"5"})", 1, "1").error().code == Errc::protocol_error);
}

TEST_CASE("A server that refuses filters is scanned instead") {
  VsaFixture vsa{1'500};
  const auto provider = vsa.provider();
  const auto organization = provider->organizations(in_time()).value().at(4);
  const auto expected = static_cast<std::int64_t>(
      vsa.server.count({.organization = organization.reference, .with_never_checked_in = false}));
  Fault refuse{FaultKind::status, "/assetmgmt/agents"};
  refuse.count = 1;
  refuse.value = 400;
  vsa.fault(refuse);
  const auto counted = count(vsa, *provider, scope_of(organization.id.text()));
  CHECK(counted.agents == expected);
  CHECK(counted.agent_requests > 1);
}

TEST_CASE("What is gone is an error, not a count of zero") {
  VsaFixture vsa{300};
  const auto provider = vsa.provider();
  const auto organizations = provider->organizations(in_time()).value();
  AgentScope scope = scope_of(organizations.at(0).id.text());
  Errc expected = Errc::organization_gone;
  SUBCASE("organization") { scope.organization = OrganizationId{"4711"}; }
  SUBCASE("organization outside the login's scope") {
    Fault hide{FaultKind::hide_organization};
    hide.text = organizations.at(0).reference;
    vsa.fault(hide);
  }
  SUBCASE("group") {
    scope.group = MachineGroupId{"4711"};
    expected = Errc::machine_group_gone;
  }
  SUBCASE("view") {
    scope.view = ViewId{"4711"};
    expected = Errc::view_gone;
  }
  const auto counted = provider->count_agents(scope, in_time());
  REQUIRE_FALSE(counted);
  CHECK(counted.error().code == expected);
}

TEST_CASE("A count is refused when the answer contradicts itself") {
  VsaFixture vsa{300};
  const auto provider = vsa.provider();
  const auto organization = provider->organizations(in_time()).value().at(5);
  const auto expected = static_cast<std::int64_t>(
      vsa.server.count({.organization = organization.reference, .with_never_checked_in = false}));
  REQUIRE(expected > 0);
  // The total says zero though a row came with it: not believed, scanned instead.
  Fault zero{FaultKind::wrong_total, "/assetmgmt/agents"};
  zero.count = 1;
  zero.value = -expected;
  vsa.fault(zero);
  CHECK(count(vsa, *provider, scope_of(organization.id.text())).agents == expected);
}

}  // namespace billbyagent
