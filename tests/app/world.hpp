#pragma once

/// A small provider's world in memory: accounts linked to organizations, contracts, and the
/// use-cases called the way a host would.

#include <doctest/doctest.h>

#include <billbyagent/adapters/memory.hpp>
#include <billbyagent/billbyagent.hpp>
#include <string>
#include <utility>
#include <vector>

#include "shown_texts.hpp"

// The store of the worlds, where it is another one.
#ifndef WORLD_STORE
#define WORLD_STORE billbyagent::MemoryStore
#endif

namespace world {

using namespace billbyagent;

inline const TenantId tenant{"msp"};
inline const Date june_1{2026, 6, 1};
inline const Date june_10{2026, 6, 10};
inline const Date july_1{2026, 7, 1};

inline Agent machine(const std::string& id, const std::string& organization,
                     const std::string& group) {
  return {.id = AgentId{id},
          .name = "name-" + id,
          .organization = OrganizationId{organization},
          .group = MachineGroupId{group},
          .state = AgentState::online,
          .operating_system = "Windows 11",
          .serial_number = {},
          .mac_address = {},
          .first_seen = {},
          .last_seen = {}};
}

inline MachineGroup group(const std::string& id, const std::string& organization,
                          const std::string& parent = {}) {
  return {MachineGroupId{id}, id, OrganizationId{organization},
          parent.empty() ? std::nullopt : std::optional{MachineGroupId{parent}}};
}

inline AgentScope group_scope(const std::string& id, SubGroups sub_groups = SubGroups::included) {
  AgentScope scope;
  scope.group = MachineGroupId{id};
  scope.sub_groups = sub_groups;
  return scope;
}

inline AgentScope view_scope(const std::string& id) {
  AgentScope scope;
  scope.view = ViewId{id};
  return scope;
}

struct ServiceSpec {
  std::string id = "agents";
  UnitSource source = AgentScope{};
  std::string price = "5.00";
  Date effective{2026, 6, 1};
  std::optional<Date> end{};
  Currency currency = usd;
};

inline Service service(const ServiceSpec& spec) {
  return Service::create(
             {.id = ServiceId{spec.id},
              .name = "Service " + spec.id,
              .tax_category = "standard",
              .currency = spec.currency,
              .prices = {{spec.effective, UnitPrice::parse(spec.price, spec.currency).value(),
                          UnitPrice::parse("2", spec.currency).value()}},
              .unit_source = spec.source,
              .proration = {},
              .effective = spec.effective,
              .end = spec.end})
      .value();
}

struct ContractSpec {
  std::string id = "C-1";
  std::string account = "acme";
  std::vector<ServiceSpec> services{ServiceSpec{}};
  BillingTiming timing = BillingTiming::advance;
  CycleLength length = CycleLength::monthly;
  ContractStatus status = ContractStatus::active;
  Date start{2026, 6, 1};
  std::optional<Date> end{};
  Trust trust = Trust::automatic;
  std::vector<MachineClass> machine_classes{};
};

inline Contract contract(const ContractSpec& spec) {
  std::vector<Service> services;
  for (const auto& each : spec.services) services.push_back(service(each));
  const Currency currency = spec.services.empty() ? usd : spec.services.front().currency;
  return Contract::create({.id = ContractId{spec.id},
                           .name = "Contract " + spec.id,
                           .account = AccountId{spec.account},
                           .currency = currency,
                           .cycle = BillingCycle::calendar(spec.length),
                           .timing = spec.timing,
                           .status = spec.status,
                           .trust = spec.trust,
                           .start = spec.start,
                           .end = spec.end,
                           .recipients = {"billing@msp.example"},
                           .services = services,
                           .machine_classes = spec.machine_classes})
      .value();
}

inline ServiceKey key(const std::string& contract = "C-1", const std::string& service = "agents") {
  return {ContractId{contract}, ServiceId{service}};
}

/// Two organizations with a root and a servers group each, a view `v` and no machines.
struct World {
  MemoryProvider rmm;
  WORLD_STORE store;
  FixedClock clock{Date{2026, 6, 1}};
  NightlyOptions night;

  World() {
    for (const std::string name : {"acme", "beta"}) {
      rmm.add(Organization{OrganizationId{name}, name + " Ltd", name});
      rmm.add(group(name + ".root", name));
      rmm.add(group(name + ".servers", name, name + ".root"));
    }
    rmm.add(View{ViewId{"v"}, "Servers"}, {});
  }

  void add_machines(int first, int last, const std::string& organization = "acme",
                    const std::string& in_group = {}) {
    for (int i = first; i <= last; ++i)
      rmm.add(machine(std::to_string(i), organization,
                      in_group.empty() ? organization + ".root" : in_group));
  }
  void remove_machines(int first, int last) {
    for (int i = first; i <= last; ++i) rmm.remove(AgentId{std::to_string(i)});
  }
  void save(const std::vector<ContractSpec>& specs, std::vector<FirstUnits> units = {}) {
    Book book;
    for (const std::string name : {"acme", "beta"})
      book.accounts.push_back({AccountId{name}, name + " Ltd", OrganizationId{name}});
    book.accounts.push_back({AccountId{"unlinked"}, "No RMM", std::nullopt});
    for (const auto& spec : specs) book.contracts.push_back(contract(spec));
    book.first_units = std::move(units);
    const auto report = import_book(desk(), book, "import", ImportMode::write);
    REQUIRE(report);
    for (const auto& refused : report->refused) FAIL(to_string(refused));
  }
  Desk desk() { return {store, tenant, clock}; }
  Result<SyncReport> try_night(Date day) {
    clock.set_today(day);
    night.deadline = Deadline::clock::now() + std::chrono::hours{1};
    return nightly_sync(desk(), rmm, night);
  }
  SyncReport run_night(Date day) { return try_night(day).value(); }
  PostReport post(Date day, AutomationOptions options = {}) {
    clock.set_today(day);
    return post_available(desk(), options).value();
  }
  UnitHistory history(const ServiceKey& of = key()) {
    return store.begin(tenant, Access::read).value()->unit_history(of).value();
  }
  Units units_on(Date day, const ServiceKey& of = key()) {
    return history(of).units_on(day).value_or(-1);
  }
  std::vector<PostedLine> posted(const std::string& contract_id = "C-1") {
    return store.begin(tenant, Access::read).value()->posted_lines(ContractId{contract_id}).value();
  }
  std::vector<PendingNotice> notices() {
    return store.begin(tenant, Access::read).value()->pending_notices(1'000).value();
  }
};

inline std::vector<std::string> texts(const std::vector<LineItem>& lines) {
  std::vector<std::string> shown;
  for (const auto& line : lines) shown.push_back(to_string(line));
  return shown;
}

inline std::vector<std::string> texts(const PostReport& report) {
  std::vector<std::string> shown;
  for (const auto& contract : report.contracts)
    if (contract.status == BatchStatus::posted)
      for (const auto& line : contract.lines) shown.push_back(to_string(line));
  return shown;
}

using Texts = std::vector<std::string>;

}  // namespace world
