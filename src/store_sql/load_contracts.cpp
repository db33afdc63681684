// Contracts with their services out of their tables. Reading goes through the factories of the
// domain: a row that they refuse is a broken file, not a contract.

#include <set>

#include "store_sql/group.hpp"

namespace billbyagent::sql {
namespace {

std::string as_stored(const ContractId& id) { return "contract " + id.text() + " as stored"; }

Error broken(const ContractId& id, const Error& why) {
  return {Errc::store_failed, as_stored(id) + ": " + to_string(why)};
}

/// A contract in the making.
struct Draft {
  Contract::Terms terms;
  std::vector<Service::Terms> services{};
  std::set<ServiceId> derived{};  ///< those whose units come from agents
};

class Drafts {
 public:
  explicit Drafts(Group& group) : group_(group) {}

  Result<void> read() {
    if (auto done = read_contracts(); !done) return done;
    if (auto done = read_services(); !done) return done;
    if (auto done = read_prices(); !done) return done;
    if (auto done = read_classes(); !done) return done;
    return read_amendments();
  }
  Result<void> finish();

 private:
  Result<void> read_contracts();
  Result<void> read_services();
  Result<void> read_prices();
  Result<void> read_classes();
  Result<void> read_amendments();

  /// Rows that begin with a contract, or a service. Those of what is not there are passed over: the
  /// database's own rules keep them out.
  template <class Read>
  Result<void> rows(std::string_view table, std::string_view columns, std::string_view order,
                    Read read, const std::string& which = {}) {
    return group_.rows(table, "contract, " + std::string{columns},
                       which + " ORDER BY contract, " + std::string{order}, [&](Query& row) {
                         const auto at = drafts_.find(row.get<ContractId>());
                         if (at == drafts_.end()) return;
                         read(at->second, row);
                         row.add_context(as_stored(at->first));
                       });
  }
  template <class Read>
  Result<void> service_rows(std::string_view table, std::string_view columns,
                            std::string_view order, Read read) {
    return rows(table, "service, " + std::string{columns}, "service, " + std::string{order},
                [&](Draft& draft, Query& row) {
                  const auto id = row.get<ServiceId>();
                  for (auto& service : draft.services)
                    if (service.id == id) read(service, row);
                });
  }

  Group& group_;
  std::map<ContractId, Draft> drafts_;
};

Result<void> Drafts::read_contracts() {
  const auto read = group_.rows("contract", columns_of<Contract::Terms>(), not_deleted("contract"),
                                [&](Query& row) {
                                  auto terms = row.get<Contract::Terms>();
                                  const auto id = terms.id;
                                  drafts_.emplace(id, Draft{std::move(terms)});
                                });
  if (!read) return read;
  return rows("contract_recipient", "recipient", "position", [](Draft& draft, Query& row) {
    draft.terms.recipients.push_back(row.get<std::string>());
  });
}

Result<void> Drafts::read_services() {
  const auto services = rows(
      "service", columns_of<Service::Terms>() + ", unit_source", "position, service",
      [](Draft& draft, Query& row) {
        row.set_currency_of_prices(draft.terms.currency);
        draft.services.push_back(row.get<Service::Terms>());
        if (row.get<std::string>() == "agents") draft.derived.insert(draft.services.back().id);
      },
      not_deleted("service", "service"));
  if (!services) return services;
  const auto scopes = service_rows(
      "agent_scope", columns_of<AgentScope>(), "service",
      [](Service::Terms& service, Query& row) { service.unit_source = row.get<AgentScope>(); });
  if (!scopes) return scopes;
  return service_rows("scope_machine", "agent", "position",
                      [](Service::Terms& service, Query& row) {
                        if (auto* scope = std::get_if<AgentScope>(&service.unit_source))
                          scope->machines.push_back(row.get<AgentId>());
                      });
}

Result<void> Drafts::read_prices() {
  const auto prices = service_rows("service_price", columns_of<DatedPrice>(), "position",
                                   [](Service::Terms& service, Query& row) {
                                     row.set_currency_of_prices(service.currency);
                                     service.prices.push_back(row.get<DatedPrice>());
                                   });
  if (!prices) return prices;
  return service_rows("price_tier", "price_position, " + columns_of<PriceTier>(),
                      "price_position, position", [](Service::Terms& service, Query& row) {
                        const auto at = static_cast<std::size_t>(row.get<std::int64_t>());
                        row.set_currency_of_prices(service.currency);
                        if (at < service.prices.size())
                          service.prices[at].tiers.push_back(row.get<PriceTier>());
                        else
                          row.fail({Errc::store_failed, "a tier of service " + service.id.text() +
                                                            " belongs to no price"});
                      });
}

Result<void> Drafts::read_classes() {
  const auto classes =
      rows("machine_class", columns_of<MachineClass>(), "position", [](Draft& draft, Query& row) {
        draft.terms.machine_classes.push_back(row.get<MachineClass>());
      });
  if (!classes) return classes;
  return rows("machine_class_criterion", "class_position, criterion, text",
              "class_position, criterion, position", [](Draft& draft, Query& row) {
                auto& all = draft.terms.machine_classes;
                const auto at = static_cast<std::size_t>(row.get<std::int64_t>());
                if (at >= all.size()) return;
                auto& texts = row.get<std::string>() == "device_type"
                                  ? all[at].device_types
                                  : all[at].operating_system_contains;
                texts.push_back(row.get<std::string>());
              });
}

Result<void> Drafts::read_amendments() {
  const auto of_contracts = rows("contract_amendment", columns_of<ContractAmendment>(), "position",
                                 [](Draft& draft, Query& row) {
                                   row.set_currency_of_prices(draft.terms.currency);
                                   draft.terms.amendments.push_back(row.get<ContractAmendment>());
                                 });
  if (!of_contracts) return of_contracts;
  return service_rows("service_amendment", columns_of<ServiceAmendment>(), "position",
                      [](Service::Terms& service, Query& row) {
                        row.set_currency_of_prices(service.currency);
                        service.amendments.push_back(row.get<ServiceAmendment>());
                      });
}

Result<void> Drafts::finish() {
  for (auto& [id, draft] : drafts_) {
    for (auto& terms : draft.services) {
      if (draft.derived.contains(terms.id) &&
          !std::holds_alternative<AgentScope>(terms.unit_source))
        return Error{Errc::store_failed,
                     as_stored(id) + ": service " + terms.id.text() + " has no agent scope"};
      auto service = Service::create(std::move(terms));
      if (!service) return broken(id, service.error());
      draft.terms.services.push_back(*std::move(service));
    }
    auto contract = Contract::create(std::move(draft.terms));
    if (!contract) return broken(id, contract.error());
    group_.dossiers[id].contract = *std::move(contract);
  }
  return {};
}

}  // namespace

Result<void> load_contracts(Group& group) {
  Drafts drafts{group};
  if (auto read = drafts.read(); !read) return read;
  return drafts.finish();
}

Result<void> leave_out_deleted(Group& group) {
  return group.rows("tombstone", "contract, service", {}, [&](Query& row) {
    const auto contract = row.get<ContractId>();
    if (const auto at = group.dossiers.find(contract); at != group.dossiers.end())
      at->second.services.erase(ServiceId{row.get<std::string>()});
  });
}

Result<void> load_ids(Group& group) {
  return group.rows("contract", "contract", not_deleted("contract"),
                    [&](Query& row) { group.dossiers[row.get<ContractId>()]; });
}

}  // namespace billbyagent::sql
