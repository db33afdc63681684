// A night over agreements that a BMS keeps itself: nothing is imported, and what is posted is in
// the tables of the BMS.

#include <billbyagent/adapters/memory.hpp>
#include <billbyagent/billbyagent.hpp>
#include <iostream>

#include "host_store.hpp"

namespace {

namespace bba = bms::bba;

bba::Contract::Terms terms_of_care() {
  const bba::Date june{2026, 6, 1};
  return {.currency = bba::usd,
          .cycle = bba::BillingCycle::calendar(bba::CycleLength::monthly),
          .start = june,
          .services = {bba::Service::create(
                           {.id = bba::ServiceId{"care"},
                            .name = "Care per machine",
                            .currency = bba::usd,
                            .prices = {{june, bba::UnitPrice::parse("5.00", bba::usd).value(),
                                        bba::UnitPrice::parse("2.00", bba::usd).value()}},
                            .unit_source = bba::AgentScope{},
                            .effective = june})
                           .value()}};
}

bba::Agent machine(const std::string& name) {
  bba::Agent agent;
  agent.id = bba::AgentId{"id-" + name};
  agent.name = name;
  agent.organization = bba::OrganizationId{"acme"};
  agent.group = bba::MachineGroupId{"acme.root"};
  return agent;
}

}  // namespace

int main() {
  // As the screens of the BMS wrote it.
  bms::Database database;
  database.edit("msp", [](bms::Tables& tables) {
    tables.customers["4711"] = {.number = "4711",
                                .name = "Acme Ltd",
                                .account_manager = "Clara",
                                .organization = bba::OrganizationId{"acme"},
                                .other_organizations = {}};
    tables.agreements.insert({"A-100",
                              {.number = "A-100",
                               .customer = "4711",
                               .title = "Managed services",
                               .mail_to = {"billing@msp.example"},
                               .remarks = "call before 10",
                               .terms = terms_of_care()}});
  });

  bba::MemoryProvider rmm;
  rmm.add(bba::Organization{bba::OrganizationId{"acme"}, "Acme Ltd", "acme"});
  rmm.add(bba::MachineGroup{bba::MachineGroupId{"acme.root"}, "acme.root",
                            bba::OrganizationId{"acme"}, std::nullopt});
  for (const auto* name : {"pc01", "pc02", "srv01"}) rmm.add(machine(name));

  bms::HostStore store{database};
  bba::FixedClock clock{bba::Date{2026, 6, 1}};
  const bba::Desk desk{store, bba::TenantId{"msp"}, clock};
  const auto night = [&](bba::Date day) {
    clock.set_today(day);
    const bba::NightlyOptions options{.deadline =
                                          bba::Deadline::clock::now() + std::chrono::minutes{1}};
    bba::nightly_sync(desk, rmm, options).value();
    bba::post_available(desk, {}).value();
  };
  night({2026, 6, 1});
  rmm.add(machine("pc03"));
  night({2026, 6, 10});

  const auto tables = database.tables_of("msp");
  for (const auto& [number, agreement] : tables->agreements)
    std::cout << number << "  " << agreement.title << ", " << agreement.remarks << '\n';
  for (const auto& [batch, lines, states] : tables->batches)
    for (const auto& line : lines) std::cout << batch.id.text() << "  " << to_string(line) << '\n';
}
