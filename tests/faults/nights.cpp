#include "faults/nights.hpp"

#include <utility>

#include "vsa_simulator/churn.hpp"

namespace billbyagent::tests {

using vsa_simulator::Fault;
using vsa_simulator::FaultKind;

namespace {

const TenantId tenant{"msp"};
const Date first_day{2026, 6, 1};

Deadline in_time() { return std::chrono::steady_clock::now() + std::chrono::seconds{30}; }

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

}  // namespace

Fault with_text(Fault fault, const std::string& text) {
  fault.text = text;
  return fault;
}

Fault adding_a_machine(const std::string& path) {
  Fault fault{FaultKind::edit, path};
  fault.after = 4;
  fault.count = 1;
  vsa_simulator::Event event;
  event.action = "add_agent";
  event.name = "aaa-new";
  event.group = "acme.root";
  fault.events = {event};
  return fault;
}

Nights::Nights(SimulatedRmm rmm) : rmm_(std::move(rmm)), clock_(first_day) {
  const auto provider = rmm_.provider();
  organizations_ = provider->organizations(in_time()).value();
  const auto groups = provider->machine_groups(in_time()).value();
  const auto view = provider->views(in_time()).value().at(0).id;
  Book book;
  for (const auto& organization : organizations_) {
    book.accounts.push_back({AccountId{organization.id.text()}, "", organization.id});
    book.contracts.push_back(contract_for(organization, scopes_of(organization, groups, view)));
  }
  for (const auto& contract : book.contracts)
    for (const auto& service : contract.terms().services)
      scopes_.emplace(
          ServiceKey{contract.id(), service.id()},
          resolved(*service.agent_scope(), OrganizationId{contract.terms().account.text()}, "", {})
              .value());
  REQUIRE(import_book({store_, tenant, clock_}, book, "test", ImportMode::write)->accepted());
  (void)night(first_day);
}

std::vector<AgentScope> Nights::scopes_of(const Organization& organization,
                                          const std::vector<MachineGroup>& groups,
                                          const ViewId& view) {
  std::vector<AgentScope> scopes(1);
  const auto bill_first_below = [&](const std::optional<MachineGroupId>& parent) {
    for (const auto& group : groups)
      if (group.organization == organization.id && group.parent == parent) {
        scopes.push_back({.group = group.id});
        return;
      }
  };
  bill_first_below(std::nullopt);
  if (scopes.size() > 1) bill_first_below(scopes[1].group);
  scopes.push_back({.view = view});
  return scopes;
}

SyncReport Nights::night(Date day) {
  clock_.set_today(day);
  NightlyOptions night;
  night.deadline = in_time();
  night.guard = {.max_drop_percent = 100,
                 .small_drop_units = 0,
                 .hold_rises = false,
                 .hold_first_zero = false};
  return nightly_sync({store_, tenant, clock_}, *rmm_.provider(), night).value();
}

void Nights::play(Date from, Date until, std::uint64_t seed) {
  const auto day = [](Date date) { return vsa_simulator::parse_date(to_string(date)); };
  std::vector<vsa_simulator::Event> events;
  rmm_.server.with_estate([&](vsa_simulator::Estate& estate) {
    events = vsa_simulator::churn(
        estate, {.from = day(from), .until = day(until), .changes_per_day = 8, .seed = seed});
  });
  rmm_.server.schedule(events);
  rmm_.server.advance_to(day(until));
}

std::map<ServiceKey, Units> Nights::units(Date day) {
  std::map<ServiceKey, Units> all;
  auto transaction = store_.begin(tenant, Access::read).value();
  for (const auto& [key, scope] : scopes_)
    all[key] = transaction->unit_history(key).value().units_on(day).value();
  return all;
}

void Nights::check_faulty(const FaultyNight& faulty, const SyncReport& report,
                          const std::map<ServiceKey, Units>& before, Date day) {
  const auto after = units(day);
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
      CHECK_FALSE(rmm_.holds_secret(to_string(*service.error)));
      CHECK(after.at(service.key) == before.at(service.key));
    } else if (service.status == SyncStatus::held) {
      CHECK(truth(service.key) == 0);
      CHECK(after.at(service.key) == before.at(service.key));
    } else {
      CHECK(faulty.expect != Expect::failure);
      CHECK(after.at(service.key) == truth(service.key));
    }
  }
  if (faulty.expect != Expect::true_count) CHECK(any_failed);
}

std::set<FaultKind> Nights::run(const std::vector<FaultyNight>& nights) {
  std::set<FaultKind> tried;
  Date day = first_day;
  std::uint64_t seed = 0;
  for (const auto& faulty : nights) {
    CAPTURE(std::string{name_of(faulty.fault.kind)});
    CAPTURE(faulty.fault.value);
    CAPTURE(faulty.fault.text);
    CAPTURE(faulty.fault.after);
    tried.insert(faulty.fault.kind);
    const Date next = day.next();
    play(next, next, ++seed);
    const auto before = units(day);
    rmm_.server.set_faults({faulty.fault});
    const auto report = night(next);
    // The truth is the estate's, without the fault.
    rmm_.server.clear_faults();
    check_faulty(faulty, report, before, next);
    day = next.next();
    const auto recovered = night(day);
    for (const auto& service : recovered.services) {
      CHECK(service.status != SyncStatus::failed);
      if (service.status != SyncStatus::held)
        CHECK(units(day).at(service.key) == truth(service.key));
    }
  }
  return tried;
}

}  // namespace billbyagent::tests
