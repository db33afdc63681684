// One night against a VSA over TLS, into a SQLite file: every organization counted, changed counts
// taken over, what can be billed posted.
//
//   VSA_URL, VSA_USER, VSA_TOKEN, VSA_CA_FILE=... nightly book.db
//
// examples/with_simulator.py sets these for a VSA simulator and runs a program in that environment.

#include <billbyagent/adapters/kaseya_vsa.hpp>
#include <billbyagent/adapters/store_sqlite.hpp>
#include <billbyagent/adapters/system_clock.hpp>
#include <billbyagent/billbyagent.hpp>
#include <cstdlib>
#include <iostream>

namespace bba = billbyagent;

namespace {

const bba::TenantId tenant{"msp"};

std::string environment(const char* name) {
  const char* text = std::getenv(name);
  return text ? text : "";
}

bba::Deadline in_a_minute() { return bba::Deadline::clock::now() + std::chrono::minutes{1}; }

bba::Contract contract_for(const bba::Organization& organization, bba::Date start) {
  const auto price = bba::UnitPrice::parse("12.50", bba::usd).value();
  const auto cost = bba::UnitPrice::from_millionths(0, bba::usd).value();
  auto care = bba::Service::create({.id = bba::ServiceId{"care"},
                                    .name = "Care",
                                    .currency = bba::usd,
                                    .prices = {{start, price, cost}},
                                    .unit_source = bba::AgentScope{},
                                    .effective = start})
                  .value();
  return bba::Contract::create({.id = bba::ContractId{"C-" + organization.reference},
                                .name = organization.name,
                                .account = bba::AccountId{organization.reference},
                                .currency = bba::usd,
                                .cycle = bba::BillingCycle::calendar(bba::CycleLength::monthly),
                                .start = start,
                                .services = {care}})
      .value();
}

/// One contract for each organization that the VSA shows, from the first of this month on.
bba::Book book_of(bba::RmmProvider& rmm, bba::Date today) {
  bba::Book book;
  const bba::Date start{today.year(), today.month(), 1};
  for (const auto& organization : rmm.organizations(in_a_minute()).value()) {
    book.accounts.push_back(
        {bba::AccountId{organization.reference}, organization.name, organization.id});
    book.contracts.push_back(contract_for(organization, start));
  }
  return book;
}

}  // namespace

int main(int, char** arguments) try {
  bba::KaseyaVsaOptions options;
  options.url = environment("VSA_URL");
  options.user = environment("VSA_USER");
  options.token = bba::Secret{environment("VSA_TOKEN")};
  options.ca_file = environment("VSA_CA_FILE");
  const auto rmm = bba::make_kaseya_vsa(options).value();
  const auto store = bba::open_sqlite_store({.path = arguments[1]}).value();
  const auto clock = bba::make_system_clock("Etc/UTC").value();
  const bba::Desk desk{*store, tenant, *clock};
  bba::import_book(desk, book_of(*rmm, clock->today()), "example", bba::ImportMode::write).value();

  const auto night = bba::nightly_sync(desk, *rmm, {.deadline = in_a_minute()}).value();
  if (night.scan_error) throw bba::Exception(*night.scan_error);
  std::cout << summary(night) << '\n';
  for (const auto& service : night.services)
    std::cout << service.key.contract.text() << "  " << to_string(service.status) << "  "
              << service.counted.value_or(0) << " units\n";
  std::cout << summary(bba::post_available(desk, {}).value()) << '\n';
} catch (const bba::Exception& fault) {
  std::cerr << fault.what() << '\n';
  return 1;
}
