// Whatever the VSA does wrong, a night ends in one of two ways for a service: it has the true
// count, or it has the units it had before and the report names the error. Every fault of the
// simulator is tried.

#include <doctest/doctest.h>

#include <billbyagent/adapters/memory.hpp>
#include <billbyagent/billbyagent.hpp>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "vsa_fixture.hpp"
#include "vsa_simulator/churn.hpp"

using namespace billbyagent;
using namespace std::chrono_literals;
using tests::VsaFixture;
using vsa_simulator::Fault;
using vsa_simulator::FaultKind;

namespace {

const TenantId tenant{"msp"};
const Date first_day{2026, 6, 1};

enum class Expect { failure, true_count, either };

struct FaultyNight {
  Fault fault;
  Expect expect = Expect::failure;
  std::set<Errc> errors{};
};

Fault on_agents(FaultKind kind, std::int64_t value = 0, unsigned after = 0, unsigned count = 0) {
  Fault fault{kind, "/agents"};
  fault.value = value;
  fault.after = after;
  fault.count = count;
  return fault;
}
Fault with_text(Fault fault, const std::string& text) {
  fault.text = text;
  return fault;
}
Fault adding_a_machine(const std::string& group) {
  Fault fault = on_agents(FaultKind::edit, 0, 4, 1);
  vsa_simulator::Event event;
  event.action = "add_agent";
  event.name = "aaa-new";
  event.group = group;
  fault.events = {event};
  return fault;
}

/// `group` is one of the estate, `organization` another one's name.
std::vector<FaultyNight> nights(const std::string& group, const std::string& organization) {
  using Kind = FaultKind;
  const auto login = [](Kind kind) { return Fault{kind, "/auth"}; };
  return {
      {on_agents(Kind::delay, 5), Expect::true_count},
      {on_agents(Kind::trickle, 1), Expect::true_count},
      {on_agents(Kind::stall), Expect::failure, {Errc::timed_out}},
      {on_agents(Kind::stall, 0, 3), Expect::failure, {Errc::timed_out}},
      {on_agents(Kind::reset), Expect::failure, {Errc::unreachable}},
      {on_agents(Kind::reset, 0, 2, 1), Expect::true_count},
      {on_agents(Kind::close_after, 2'000), Expect::failure, {Errc::unreachable}},
      {on_agents(Kind::status, 401), Expect::failure, {Errc::unauthorized}},
      {on_agents(Kind::status, 401, 1, 1), Expect::true_count},
      {on_agents(Kind::status, 403), Expect::failure, {Errc::forbidden}},
      {on_agents(Kind::status, 429), Expect::failure, {Errc::rate_limited}},
      {on_agents(Kind::status, 500), Expect::failure, {Errc::provider_failed}},
      {on_agents(Kind::status, 503, 2), Expect::failure, {Errc::unreachable}},
      {on_agents(Kind::status, 503, 2, 1), Expect::true_count},
      {on_agents(Kind::response_code, 500), Expect::failure, {Errc::provider_failed}},
      {on_agents(Kind::truncated_json), Expect::failure, {Errc::protocol_error}},
      {on_agents(Kind::truncated_json, 0, 3), Expect::failure, {Errc::protocol_error}},
      {on_agents(Kind::invalid_json), Expect::failure, {Errc::protocol_error}},
      {on_agents(Kind::html_200), Expect::failure, {Errc::protocol_error}},
      {on_agents(Kind::empty_body), Expect::failure, {Errc::protocol_error}},
      {on_agents(Kind::huge_body, 40 << 20), Expect::failure, {Errc::protocol_error}},
      {on_agents(Kind::deep_nesting, 100'000), Expect::failure, {Errc::protocol_error}},
      {on_agents(Kind::null_result), Expect::failure, {Errc::protocol_error}},
      {on_agents(Kind::ids_as_numbers), Expect::true_count},
      {with_text(on_agents(Kind::drop_field), "AgentId"), Expect::failure, {Errc::protocol_error}},
      {with_text(on_agents(Kind::drop_field), "OrgId"), Expect::failure, {Errc::protocol_error}},
      {with_text(on_agents(Kind::drop_field), "Online"), Expect::failure, {Errc::protocol_error}},
      {on_agents(Kind::wrong_total, 1), Expect::failure, {Errc::incomplete_scan}},
      {on_agents(Kind::wrong_total, -1), Expect::failure, {Errc::incomplete_scan}},
      {on_agents(Kind::repeated_row, 1), Expect::failure, {Errc::incomplete_scan}},
      {on_agents(Kind::missing_row, 1), Expect::failure, {Errc::incomplete_scan}},
      {on_agents(Kind::unstable_order), Expect::true_count},
      {with_text(Fault{Kind::hide_organization}, organization),
       Expect::either,
       {Errc::organization_gone}},
      {adding_a_machine(group), Expect::true_count},
      {on_agents(Kind::expire_token, 0, 2, 1), Expect::true_count},
      {login(Kind::mfa), Expect::failure, {Errc::mfa_required}},
      {login(Kind::password_disabled), Expect::true_count},
      {login(Kind::pat_expired), Expect::failure, {Errc::unauthorized}},
      {login(Kind::pat_revoked), Expect::failure, {Errc::unauthorized}},
      {login(Kind::ip_not_allowed), Expect::failure, {Errc::unauthorized, Errc::forbidden}},
      {login(Kind::user_disabled), Expect::failure, {Errc::unauthorized}},
      {login(Kind::api_disabled), Expect::failure, {Errc::unauthorized, Errc::forbidden}},
  };
}

Contract contract_for(const Organization& organization, const std::vector<AgentScope>& scopes) {
  std::vector<Service> services;
  for (const auto& scope : scopes)
    services.push_back(Service::create({.id = ServiceId{"s" + std::to_string(services.size())},
                                        .currency = usd,
                                        .prices = {{first_day, UnitPrice::parse("5", usd).value(),
                                                    UnitPrice::parse("1", usd).value()}},
                                        .unit_source = scope,
                                        .effective = first_day})
                           .value());
  return Contract::create({.id = ContractId{"C-" + organization.id.text()},
                           .account = AccountId{organization.id.text()},
                           .currency = usd,
                           .cycle = BillingCycle::calendar(CycleLength::monthly),
                           .start = first_day,
                           .services = services})
      .value();
}

/// A provider's contracts on a simulated VSA: for each organization the whole, its first group and
/// a view.
class Provider {
 public:
  explicit Provider(std::size_t agents) : vsa_(agents) {
    const auto rmm = vsa_.provider();
    organizations_ = rmm->organizations(tests::in_time()).value();
    const auto groups = rmm->machine_groups(tests::in_time()).value();
    const auto view = rmm->views(tests::in_time()).value().at(0).id;
    Book book;
    for (const auto& organization : organizations_) {
      std::vector<AgentScope> scopes(1);
      for (const auto& group : groups)
        if (group.organization == organization.id && scopes.size() == 1)
          scopes.push_back({.group = group.id});
      scopes.push_back({.view = view});
      if (group_.empty() && scopes.size() == 3) group_ = scopes[1].group->text();
      book.accounts.push_back({AccountId{organization.id.text()}, "", organization.id});
      book.contracts.push_back(contract_for(organization, scopes));
    }
    for (const auto& contract : book.contracts)
      for (const auto& service : contract.terms().services)
        scopes_.emplace(ServiceKey{contract.id(), service.id()},
                        resolved(*service.agent_scope(),
                                 OrganizationId{contract.terms().account.text()}, "", {})
                            .value());
    REQUIRE(import_book(store_, clock_, tenant, book, "test", ImportMode::write)->accepted());
  }

  VsaFixture& vsa() { return vsa_; }
  const std::string& group() const { return group_; }
  const std::string& an_organization() const { return organizations_.back().name; }

  SyncReport night(Date day) {
    clock_.set_today(day);
    auto options = vsa_.options();
    options.attempts = 2;
    options.answer_timeout = 400ms;
    options.scan_attempts = 2;
    const auto rmm = make_kaseya_vsa(options).value();
    NightlyOptions night;
    night.deadline = tests::in_time();
    night.guard = {.max_drop_percent = 100, .small_drop_units = 0};
    SilentObserver observer;
    return nightly_sync(store_, *rmm, clock_, tenant, night, observer).value();
  }
  void play(Date from, Date until, std::uint64_t seed) {
    const auto day = [](Date date) { return vsa_simulator::parse_date(to_string(date)); };
    vsa_.server.with_estate([&](vsa_simulator::Estate& estate) {
      events_ = vsa_simulator::churn(
          estate, {.from = day(from), .until = day(until), .changes_per_day = 8, .seed = seed});
    });
    vsa_.server.schedule(events_);
    vsa_.server.advance_to(day(until));
  }
  std::map<ServiceKey, Units> units(Date day) {
    std::map<ServiceKey, Units> all;
    auto transaction = store_.begin(tenant, Access::read).value();
    for (const auto& [key, scope] : scopes_)
      all[key] = transaction->unit_history(key).value().units_on(day).value();
    return all;
  }
  /// Counted by the simulator from its estate, not by its lists.
  Units truth(const ServiceKey& key) {
    const AgentScope& scope = scopes_.at(key);
    return static_cast<Units>(vsa_.server.count({.organization = scope.organization->text(),
                                                 .group = scope.group ? scope.group->text() : "",
                                                 .view = scope.view ? scope.view->text() : "",
                                                 .with_never_checked_in = false}));
  }

 private:
  VsaFixture vsa_;
  MemoryStore store_;
  FixedClock clock_{first_day};
  std::vector<Organization> organizations_;
  std::map<ServiceKey, AgentScope> scopes_;
  std::vector<vsa_simulator::Event> events_;
  std::string group_;
};

void check_faulty(Provider& provider, const FaultyNight& faulty, const SyncReport& report,
                  const std::map<ServiceKey, Units>& before, Date day) {
  const auto after = provider.units(day);
  REQUIRE(report.services.size() == before.size());
  bool any_failed = false;
  for (const auto& service : report.services) {
    CAPTURE(service.key.contract.text() + "/" + service.key.service.text());
    if (service.status == SyncStatus::failed) {
      any_failed = true;
      REQUIRE(service.error);
      CAPTURE(to_string(*service.error));
      CHECK(faulty.expect != Expect::true_count);
      CHECK(faulty.errors.contains(service.error->code));
      CHECK_FALSE(tests::holds_secret(to_string(*service.error)));
      CHECK(after.at(service.key) == before.at(service.key));
    } else if (service.status == SyncStatus::held) {
      CHECK(provider.truth(service.key) == 0);
      CHECK(after.at(service.key) == before.at(service.key));
    } else {
      CHECK(faulty.expect != Expect::failure);
      CHECK(after.at(service.key) == provider.truth(service.key));
    }
  }
  if (faulty.expect != Expect::true_count) CHECK(any_failed);
}

}  // namespace

TEST_CASE("every fault of the simulator ends in the true count or in the old units and its name") {
  Provider provider{450};
  (void)provider.night(first_day);
  std::set<FaultKind> tried;
  Date day = first_day;
  std::uint64_t seed = 0;
  for (const auto& faulty : nights(provider.group(), provider.an_organization())) {
    CAPTURE(std::string{name_of(faulty.fault.kind)});
    CAPTURE(faulty.fault.value);
    CAPTURE(faulty.fault.text);
    CAPTURE(faulty.fault.after);
    tried.insert(faulty.fault.kind);
    const Date next = day.next();
    provider.play(next, next, ++seed);
    const auto before = provider.units(day);
    provider.vsa().fault(faulty.fault);
    const auto report = provider.night(next);
    // The truth is the estate's, without the fault.
    provider.vsa().server.clear_faults();
    check_faulty(provider, faulty, report, before, next);
    day = next.next();
    const auto recovered = provider.night(day);
    for (const auto& service : recovered.services) {
      CHECK(service.status != SyncStatus::failed);
      if (service.status != SyncStatus::held)
        CHECK(provider.units(day).at(service.key) == provider.truth(service.key));
    }
  }
  for (int kind = 0; kind <= static_cast<int>(FaultKind::api_disabled); ++kind) {
    CAPTURE(std::string{name_of(static_cast<FaultKind>(kind))});
    CHECK(tried.contains(static_cast<FaultKind>(kind)));
  }
}

TEST_CASE("a wrong certificate ends the night before anything is asked") {
  using vsa_simulator::CertificateKind;
  for (const auto kind :
       {CertificateKind::wrong_host, CertificateKind::expired, CertificateKind::unknown_ca}) {
    vsa_simulator::SimulatorOptions options;
    options.certificate = kind;
    VsaFixture vsa{50, options};
    const auto listed = vsa.provider()->organizations(tests::in_time());
    REQUIRE_FALSE(listed);
    CHECK(listed.error().code == Errc::tls_failed);
  }
}
