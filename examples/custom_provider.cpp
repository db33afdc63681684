// A provider of one's own: machines from a list that some other system keeps, read directly against
// the port. About a hundred lines are all that an RMM needs to be billed.

#include <billbyagent/adapters/memory.hpp>
#include <billbyagent/billbyagent.hpp>
#include <functional>
#include <iostream>
#include <map>
#include <sstream>

namespace bba = billbyagent;

namespace {

/// Reads `name;customer;site;state` from wherever `fetch` gets it. A line `end;COUNT` closes the
/// list: without it half a list would look like fewer machines.
class InventoryProvider final : public bba::RmmProvider {
 public:
  using Fetch = std::function<bba::Result<std::string>()>;
  explicit InventoryProvider(Fetch fetch) : fetch_(std::move(fetch)) {}
  std::string name() const override { return "inventory"; }

 private:
  bba::Result<std::vector<bba::Organization>> do_organizations(bba::Deadline deadline) override {
    auto agents = read(deadline);
    if (!agents) return agents.error();
    std::map<bba::OrganizationId, bba::Organization> found;
    for (const auto& agent : *agents)
      found.try_emplace(agent.organization,
                        bba::Organization{agent.organization, agent.organization.text(), ""});
    std::vector<bba::Organization> list;
    for (const auto& [id, organization] : found) list.push_back(organization);
    return list;
  }

  bba::Result<std::vector<bba::MachineGroup>> do_machine_groups(bba::Deadline deadline) override {
    auto agents = read(deadline);
    if (!agents) return agents.error();
    std::map<bba::MachineGroupId, bba::MachineGroup> found;
    for (const auto& agent : *agents)
      found.try_emplace(agent.group, bba::MachineGroup{agent.group, agent.group.text(),
                                                       agent.organization, std::nullopt});
    std::vector<bba::MachineGroup> list;
    for (const auto& [id, group] : found) list.push_back(group);
    return list;
  }

  // This system has no saved filters.
  bba::Result<std::vector<bba::View>> do_views(bba::Deadline) override {
    return std::vector<bba::View>{};
  }

  bba::Result<void> do_scan_agents(const bba::AgentQuery& query, bba::AgentSink& sink,
                                   bba::Deadline deadline) override {
    if (query.view) return bba::Error{bba::Errc::view_gone, "view " + query.view->text()};
    auto agents = read(deadline);
    if (!agents) return agents.error();
    sink.page(*agents);
    return {};
  }

  /// The whole list or an error, never half of it.
  bba::Result<std::vector<bba::Agent>> read(bba::Deadline deadline) const {
    if (deadline < bba::Deadline::clock::now())
      return bba::Error{bba::Errc::timed_out, "inventory"};
    auto text = fetch_();
    if (!text) return text.error();
    std::istringstream lines{*text};
    std::vector<bba::Agent> agents;
    for (std::string line; std::getline(lines, line);) {
      std::istringstream cells{line};
      std::string name, customer, site, state;
      std::getline(cells, name, ';');
      std::getline(cells, customer, ';');
      if (name == "end") {
        if (customer == std::to_string(agents.size())) return agents;
        return bba::Error{bba::Errc::incomplete_scan, customer + " machines were announced, " +
                                                          std::to_string(agents.size()) + " came"};
      }
      std::getline(cells, site, ';');
      std::getline(cells, state, ';');
      auto id = bba::AgentId::parse(name);
      auto organization = bba::OrganizationId::parse(customer);
      if (!id || !organization || site.empty())
        return bba::Error{bba::Errc::protocol_error, "inventory: '" + line + "'"};
      bba::Agent agent;
      agent.id = *id;
      agent.name = name;
      agent.organization = *organization;
      agent.group = bba::MachineGroupId{customer + "/" + site};
      agent.state = state == "on" ? bba::AgentState::online : bba::AgentState::offline;
      agents.push_back(std::move(agent));
    }
    return bba::Error{bba::Errc::incomplete_scan, "the list has no end"};
  }

  Fetch fetch_;
};

bba::Contract contract() {
  const bba::Date june{2026, 6, 1};
  auto care = bba::Service::create({.id = bba::ServiceId{"care"},
                                    .name = "Care",
                                    .currency = bba::usd,
                                    .prices = {{june, bba::UnitPrice::parse("5", bba::usd).value(),
                                                bba::UnitPrice::parse("2", bba::usd).value()}},
                                    .unit_source = bba::AgentScope{},
                                    .effective = june})
                  .value();
  return bba::Contract::create({.id = bba::ContractId{"C-1"},
                                .account = bba::AccountId{"acme"},
                                .currency = bba::usd,
                                .cycle = bba::BillingCycle::calendar(bba::CycleLength::monthly),
                                .start = june,
                                .services = {care}})
      .value();
}

}  // namespace

int main() {
  std::string inventory = "pc1;acme;hq;on\npc2;acme;hq;off\nsrv1;acme;cellar;on\nend;3\n";
  InventoryProvider rmm{[&] { return bba::Result<std::string>{inventory}; }};

  bba::MemoryStore store;
  bba::FixedClock clock{bba::Date{2026, 6, 1}};
  const bba::Desk desk{store, bba::TenantId{"msp"}, clock};
  bba::import_book(desk,
                   {.accounts = {{bba::AccountId{"acme"}, "Acme", bba::OrganizationId{"acme"}}},
                    .contracts = {contract()},
                    .first_units = {}},
                   "import", bba::ImportMode::write)
      .value();
  const auto night = [&](bba::Date day) {
    clock.set_today(day);
    const bba::NightlyOptions options{.deadline =
                                          bba::Deadline::clock::now() + std::chrono::minutes{1}};
    const auto report = bba::nightly_sync(desk, rmm, options).value();
    std::cout << to_string(day) << ": " << summary(report) << '\n';
    if (report.scan_error) std::cout << "  " << to_string(*report.scan_error) << '\n';
  };
  night({2026, 6, 1});
  inventory = "pc1;acme;hq;on\n";  // the export broke off: no machine is lost
  night({2026, 6, 2});
  inventory = "pc1;acme;hq;on\npc2;acme;hq;off\nsrv1;acme;cellar;on\npc3;acme;hq;on\nend;4\n";
  night({2026, 6, 3});
}
