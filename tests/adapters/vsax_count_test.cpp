#include <doctest/doctest.h>

#include <optional>
#include <string>
#include <vector>

#include "kaseya_vsax/filter.hpp"
#include "vsax_fixture.hpp"

namespace billbyagent {
namespace {

using tests::in_time;
using tests::VsaxFixture;
using vsa_simulator::Fault;
using vsa_simulator::FaultKind;

AgentScope scope_of(const OrganizationId& organization) { return {.organization = organization}; }

}  // namespace

TEST_CASE("The filter says what it can, and nothing when it can't") {
  struct Case {
    AgentScope scope;
    std::optional<std::string> filter;
  };
  const OrganizationId acme{"3"};
  const std::string organization = "OrganizationId eq 3";
  const std::string agents = " and IsAgentInstalled eq true";
  for (const Case& one : {
           Case{scope_of(acme), organization + agents},
           Case{{.organization = acme, .group = MachineGroupId{"group/12"}},
                organization + " and GroupId eq 12" + agents},
           Case{{.organization = acme,
           .group = MachineGroupId{"group/12"},
           .sub_groups = SubGroups::excluded},
                organization + " and GroupId eq 12" + agents},
           Case{{.organization = acme, .group = MachineGroupId{"site/5"}},
                organization + " and SiteId eq 5" + agents},
           Case{{.organization = acme,
           .group = MachineGroupId{"site/5"},
           .sub_groups = SubGroups::excluded},
                {}},
           Case{{.organization = acme, .group = MachineGroupId{"12"}}, {}},
           Case{{.organization = acme, .group = MachineGroupId{"group/1 or true"}}, {}},
           Case{{.organization = acme, .group = MachineGroupId{"group/"}}, {}},
           Case{{.organization = acme, .machines = {AgentId{"x"}}}, {}},
           Case{{.organization = acme, .operating_system_contains = "Server"}, {}},
           Case{scope_of(OrganizationId{"1 or 1 eq 1"}), {}},
           Case{scope_of(OrganizationId{"12345678901234567890"}), {}},
       })
    CHECK(kaseya_vsax::filter_of(one.scope, VsaxDevices::agent_installed) == one.filter);
  CHECK(kaseya_vsax::filter_of(scope_of(acme), VsaxDevices::mdm_enrolled) ==
        organization + " and IsMdmEnrolled eq true");
  CHECK(kaseya_vsax::filter_of(scope_of(acme), VsaxDevices::either) ==
        organization + " and (IsAgentInstalled eq true or IsMdmEnrolled eq true)");
}

TEST_CASE("VSA X counts organizations, sites, groups and scopes itself") {
  VsaxFixture vsax{400};
  const auto provider = vsax.provider();
  const auto groups = provider->machine_groups(in_time()).value();
  const auto views = provider->views(in_time()).value();
  std::vector<AgentScope> scopes;
  for (const Organization& organization : provider->organizations(in_time()).value()) {
    scopes.push_back(scope_of(organization.id));
    scopes.push_back({.organization = organization.id, .view = views[0].id});
  }
  for (std::size_t i = 0; i < groups.size(); i += 7)
    scopes.push_back({.organization = groups[i].organization, .group = groups[i].id});
  for (const AgentScope& scope : scopes) {
    CAPTURE(scope.organization->text());
    CAPTURE(scope.group ? scope.group->text() : "");
    const auto count = provider->count_agents(scope, in_time());
    REQUIRE_MESSAGE(count.has_value(), to_string(count.error()));
    CHECK(count->agents == vsax.truth(scope));
  }
  // The lists, the question, and once whether scopes are heeded.
  CHECK(vsax.requests_for("/devices") == scopes.size() + 1);
}

TEST_CASE("What VSA X can't count is scanned") {
  VsaxFixture vsax{400};
  const auto provider = vsax.provider();
  const auto groups = provider->machine_groups(in_time()).value();
  AgentScope bare_site{.organization = groups[3].organization, .group = groups[3].id};
  REQUIRE(bare_site.group->text().starts_with("site/"));
  bare_site.sub_groups = SubGroups::excluded;
  CHECK(provider->count_agents(bare_site, in_time()).value().agents == 0);
  CHECK(vsax.requests_for("/devices") > 3);

  const AgentScope scope = scope_of(groups[3].organization);
  for (Fault fault :
       {Fault{FaultKind::status, "/devices"}, Fault{FaultKind::response_code, "/devices"}}) {
    fault.value = fault.kind == FaultKind::status ? 400 : 500;
    fault.count = 1;
    vsax.fault(fault);
    CHECK(provider->count_agents(scope, in_time()).value().agents == vsax.truth(scope));
  }
}

TEST_CASE("A failed question of VSA X is an error, never a count") {
  VsaxFixture vsax{200};
  const auto provider = vsax.provider();
  const auto organization = provider->organizations(in_time()).value().at(0).id;
  struct Case {
    FaultKind kind;
    std::int64_t value;
    Errc code;
  };
  for (const Case& one : {Case{FaultKind::status, 401, Errc::unauthorized},
                          Case{FaultKind::status, 403, Errc::forbidden},
                          Case{FaultKind::status, 429, Errc::rate_limited},
                          Case{FaultKind::status, 503, Errc::unreachable},
                          Case{FaultKind::html_200, 0, Errc::protocol_error},
                          Case{FaultKind::truncated_json, 0, Errc::protocol_error},
                          Case{FaultKind::null_result, 0, Errc::protocol_error}}) {
    CAPTURE(name_of(one.kind));
    CAPTURE(one.value);
    Fault fault{one.kind, "/devices"};
    fault.value = one.value;
    vsax.fault(fault);
    const auto count = provider->count_agents(scope_of(organization), in_time());
    REQUIRE_FALSE(count);
    CHECK(count.error().code == one.code);
  }
}

TEST_CASE("An operating system can't be counted without the assets, and is with them") {
  VsaxFixture vsax{200};
  auto options = vsax.options();
  const auto bare = make_kaseya_vsax(options).value();
  std::int64_t servers = 0;
  std::int64_t expected = 0;
  for (const Organization& organization : bare->organizations(in_time()).value()) {
    AgentScope scope = scope_of(organization.id);
    scope.operating_system_contains = "windows server";
    CHECK(bare->count_agents(scope, in_time()).error().code == Errc::invalid_argument);
    options.details = VsaxDetails::assets;
    servers += make_kaseya_vsax(options).value()->count_agents(scope, in_time()).value().agents;
  }
  vsax.server.with_estate([&](const vsa_simulator::Estate& estate) {
    for (const auto& [id, row] : estate.agents())
      if (row->record.os_info.find("Server") != std::string::npos &&
          row->record.online != vsa_simulator::online::never_checked_in)
        ++expected;
  });
  CHECK(servers == expected);
  CHECK(expected > 0);
}

}  // namespace billbyagent
