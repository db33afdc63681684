// The whole way of one number, in memory: machines in an RMM, a night that counts them, a posting,
// a machine that comes in mid-month, and the line that follows for the month already posted.

#include <billbyagent/adapters/memory.hpp>
#include <billbyagent/billbyagent.hpp>
#include <iostream>

namespace bba = billbyagent;

namespace {

bba::Agent machine(const std::string& name) {
  return {.id = bba::AgentId{"id-" + name},
          .name = name,
          .organization = bba::OrganizationId{"acme"},
          .group = bba::MachineGroupId{"acme.root"},
          .state = bba::AgentState::online,
          .operating_system = "Windows 11",
          .serial_number = {},
          .mac_address = {},
          .first_seen = {},
          .last_seen = {}};
}

bba::Contract contract() {
  const bba::Date june{2026, 6, 1};
  auto monitoring =
      bba::Service::create({.id = bba::ServiceId{"monitoring"},
                            .name = "Monitoring",
                            .tax_category = "standard",
                            .currency = bba::usd,
                            .prices = {{june, bba::UnitPrice::parse("5.00", bba::usd).value(),
                                        bba::UnitPrice::parse("1.75", bba::usd).value()}},
                            .unit_source = bba::AgentScope{},  // the account's organization
                            .proration = {},
                            .effective = june,
                            .end = {}})
          .value();
  return bba::Contract::create({.id = bba::ContractId{"C-1"},
                                .name = "Acme managed services",
                                .account = bba::AccountId{"acme"},
                                .currency = bba::usd,
                                .cycle = bba::BillingCycle::calendar(bba::CycleLength::monthly),
                                .start = june,
                                .end = {},
                                .recipients = {"billing@msp.example"},
                                .services = {monitoring}})
      .value();
}

}  // namespace

int main() {
  bba::MemoryProvider rmm;
  rmm.add(bba::Organization{bba::OrganizationId{"acme"}, "Acme Ltd", "acme"});
  rmm.add(bba::MachineGroup{bba::MachineGroupId{"acme.root"}, "acme.root",
                            bba::OrganizationId{"acme"}, std::nullopt});
  for (const auto* name : {"pc01", "pc02", "srv01"}) rmm.add(machine(name));

  bba::MemoryStore store;
  bba::FixedClock clock{bba::Date{2026, 6, 1}};
  const bba::Desk desk{store, bba::TenantId{"msp"}, clock};
  bba::import_book(desk,
                   {.accounts = {{bba::AccountId{"acme"}, "Acme Ltd", bba::OrganizationId{"acme"}}},
                    .contracts = {contract()},
                    .first_units = {}},
                   "import", bba::ImportMode::write)
      .value();

  bba::NightlyOptions night;
  const auto run = [&](bba::Date day) {
    clock.set_today(day);
    night.deadline = bba::Deadline::clock::now() + std::chrono::minutes{1};
    bba::nightly_sync(desk, rmm, night).value();
    const auto posted = bba::post_available(desk, {}).value();
    for (const auto& batch : posted.contracts)
      for (const auto& line : batch.lines)
        std::cout << to_string(day) << " posted  " << to_string(line) << '\n';
  };
  run(bba::Date{2026, 6, 1});
  rmm.add(machine("pc03"));
  run(bba::Date{2026, 6, 10});
  run(bba::Date{2026, 6, 10});  // again: nothing is left to post

  const auto key = bba::parse_line_key("C-1/monitoring/2026-06-01/2026-06-10/1").value();
  for (const auto& text : to_text(bba::explain_line(desk, key).value())) std::cout << text << '\n';
}
