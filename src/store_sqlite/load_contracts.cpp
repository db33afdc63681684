// Contracts with their services out of their tables. Reading goes through the factories of the
// domain: a row that they refuse is a broken file, not a contract.

#include <set>

#include "store_sqlite/contract_columns.hpp"
#include "store_sqlite/group.hpp"

namespace billbyagent::sqlite {
namespace {

Error broken(const ContractId& id, const Error& why) {
  return {Errc::store_failed, "contract " + id.text() + " as stored: " + to_string(why)};
}
Error broken(const ContractId& id, const std::string& why) {
  return {Errc::store_failed, "contract " + id.text() + " as stored: " + why};
}

/// A contract in the making.
struct Draft {
  Contract::Terms terms;
  std::vector<Service::Terms> services{};
  std::set<ServiceId> derived{};  ///< those whose units come from agents

  Service::Terms* find(const ServiceId& id) {
    for (auto& service : services)
      if (service.id == id) return &service;
    return nullptr;
  }
};

class Drafts {
 public:
  explicit Drafts(Group& group) : group_(group) {}

  Result<void> read();
  Result<void> finish();

 private:
  void read_contract(Query& row);
  void read_service(Query& row);
  void read_scope(const ContractId& contract, Service::Terms& service, Query& row);
  void read_price(const ContractId& contract, Service::Terms& service, Query& row);
  void read_tier(const ContractId& contract, Service::Terms& service, Query& row);
  void read_class(Query& row);
  void read_criterion(Query& row);
  static UnitPrice price_of(const ContractId& contract, std::int64_t millionths,
                            const Service::Terms& service, Query& row);

  template <class Columns>
  Result<void> service_rows(std::string_view table, Columns columns, std::string_view order,
                            void (Drafts::*take)(const ContractId&, Service::Terms&, Query&)) {
    return group_.rows(table, "contract, service, " + std::string{columns},
                       "ORDER BY " + std::string{order}, [&](Query& row) {
                         const auto key = row.get<ServiceKey>();
                         if (Service::Terms* service = find(key))
                           (this->*take)(key.contract, *service, row);
                       });
  }

  // Rows of what is not there are passed over: the database's own rules keep them out.
  Draft* find(const ContractId& id) {
    const auto at = drafts_.find(id);
    return at == drafts_.end() ? nullptr : &at->second;
  }
  Service::Terms* find(const ServiceKey& key) {
    Draft* draft = find(key.contract);
    return draft ? draft->find(key.service) : nullptr;
  }

  Group& group_;
  std::map<ContractId, Draft> drafts_;
};

BillingCycle cycle_of(const CycleColumns& columns, Query& row) {
  const auto plain = BillingCycle::anchored(columns.length, columns.anchor);
  if (columns.anchor_day == columns.anchor.day()) return plain;
  auto cycle = BillingCycle::on_day(columns.length, columns.anchor, columns.anchor_day);
  if (cycle) return *cycle;
  row.fail({Errc::store_failed, "billing cycle as stored: " + to_string(cycle.error())});
  return plain;
}

void Drafts::read_contract(Query& row) {
  auto terms = row.get<Contract::Terms>();
  terms.cycle = cycle_of(row.get<CycleColumns>(), row);
  const auto id = terms.id;
  drafts_.emplace(id, Draft{std::move(terms)});
}

void Drafts::read_service(Query& row) {
  Draft* draft = find(row.get<ContractId>());
  if (!draft) return;
  draft->services.push_back(row.get<Service::Terms>());
  if (row.get<std::string>() == "agents") draft->derived.insert(draft->services.back().id);
}

void Drafts::read_scope(const ContractId&, Service::Terms& service, Query& row) {
  service.unit_source = row.get<AgentScope>();
}

UnitPrice Drafts::price_of(const ContractId& contract, std::int64_t millionths,
                           const Service::Terms& service, Query& row) {
  auto price = UnitPrice::from_millionths(millionths, service.currency);
  if (price) return *price;
  row.fail(broken(contract, price.error()));
  return UnitPrice::from_millionths(0, service.currency).value();
}

void Drafts::read_price(const ContractId& contract, Service::Terms& service, Query& row) {
  const auto columns = row.get<PriceColumns>();
  DatedPrice price{columns.effective, price_of(contract, columns.price, service, row),
                   price_of(contract, columns.cost, service, row)};
  if (columns.base_fee) price.base_fee = price_of(contract, *columns.base_fee, service, row);
  service.prices.push_back(std::move(price));
}

void Drafts::read_tier(const ContractId& contract, Service::Terms& service, Query& row) {
  const auto columns = row.get<TierColumns>();
  const auto at = static_cast<std::size_t>(columns.price_position);
  if (at >= service.prices.size())
    return row.fail(
        broken(contract, "a tier of service " + service.id.text() + " belongs to no price"));
  service.prices[at].tiers.push_back({columns.from, columns.to,
                                      price_of(contract, columns.price, service, row),
                                      price_of(contract, columns.cost, service, row)});
}

void Drafts::read_class(Query& row) {
  if (Draft* draft = find(row.get<ContractId>()))
    draft->terms.machine_classes.push_back({.name = row.get<std::string>()});
}

void Drafts::read_criterion(Query& row) {
  Draft* draft = find(row.get<ContractId>());
  const auto at = static_cast<std::size_t>(row.get<std::int64_t>());
  if (!draft || at >= draft->terms.machine_classes.size()) return;
  auto& classes = draft->terms.machine_classes;
  const auto criterion = row.get<std::string>();
  auto& texts =
      criterion == "device_type" ? classes[at].device_types : classes[at].operating_system_contains;
  texts.push_back(row.get<std::string>());
}

Result<void> Drafts::read() {
  const auto contracts = group_.rows("contract", Columns<Contract::Terms>::names, "",
                                     [&](Query& row) { read_contract(row); });
  if (!contracts) return contracts;
  const auto recipients = group_.rows("contract_recipient", "contract, recipient",
                                      "ORDER BY contract, position", [&](Query& row) {
                                        if (Draft* draft = find(row.get<ContractId>()))
                                          draft->terms.recipients.push_back(row.get<std::string>());
                                      });
  if (!recipients) return recipients;
  const auto services =
      group_.rows("service", "contract, " + std::string{Columns<Service::Terms>::names},
                  "ORDER BY contract, position, service", [&](Query& row) { read_service(row); });
  if (!services) return services;
  if (auto scopes =
          service_rows("agent_scope", Columns<AgentScope>::names, "contract", &Drafts::read_scope);
      !scopes)
    return scopes;
  const auto machines = group_.rows(
      "scope_machine", "contract, service, agent", "ORDER BY contract, service, position",
      [&](Query& row) {
        Service::Terms* service = find(row.get<ServiceKey>());
        AgentScope* scope = service ? std::get_if<AgentScope>(&service->unit_source) : nullptr;
        if (scope) scope->machines.push_back(row.get<AgentId>());
      });
  if (!machines) return machines;
  if (auto prices = service_rows("service_price", Columns<PriceColumns>::names,
                                 "contract, service, position", &Drafts::read_price);
      !prices)
    return prices;
  if (auto tiers = service_rows("price_tier", Columns<TierColumns>::names,
                                "contract, service, price_position, position", &Drafts::read_tier);
      !tiers)
    return tiers;
  const auto classes = group_.rows("machine_class", "contract, name", "ORDER BY contract, position",
                                   [&](Query& row) { read_class(row); });
  if (!classes) return classes;
  return group_.rows("machine_class_criterion", "contract, class_position, criterion, text",
                     "ORDER BY contract, class_position, criterion, position",
                     [&](Query& row) { read_criterion(row); });
}

Result<void> Drafts::finish() {
  for (auto& [id, draft] : drafts_) {
    for (auto& terms : draft.services) {
      if (draft.derived.contains(terms.id) &&
          !std::holds_alternative<AgentScope>(terms.unit_source))
        return broken(id, "service " + terms.id.text() + " has no agent scope");
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

Result<void> load_ids(Group& group) {
  return group.rows("contract", "contract", "",
                    [&](Query& row) { group.dossiers[row.get<ContractId>()]; });
}

}  // namespace billbyagent::sqlite
