// A contract with its services into their tables: all of a new one; of a saved one what may change
// and what was added.

#include "store_sqlite/contract_columns.hpp"
#include "store_sqlite/sql.hpp"
#include "store_sqlite/write.hpp"

namespace billbyagent::sqlite {
namespace {

class ContractWriter {
 public:
  ContractWriter(Connection& connection, const TenantId& tenant, const ContractChange& change)
      : connection_(connection), tenant_(tenant), change_(change), terms_(change.after.terms()) {}

  Result<void> write() {
    if (auto done = write_terms(); !done) return done;
    if (auto done = write_recipients(); !done) return done;
    for (std::size_t i = 0; i < terms_.services.size(); ++i)
      if (auto done = write_service(terms_.services[i].terms(), static_cast<std::int64_t>(i));
          !done)
        return done;
    return insert_classes();
  }

 private:
  Result<void> write_terms();
  Result<void> write_recipients();
  Result<void> write_service(const Service::Terms& service, std::int64_t position);
  Result<void> insert_scope(const Service::Terms& service);
  Result<void> insert_prices(const Service::Terms& service, std::size_t from);
  Result<void> insert_classes();
  Result<void> insert_criteria(std::int64_t place, std::string_view criterion,
                               const std::vector<std::string>& texts, std::size_t from);

  template <class... Values>
  Result<void> run(const std::string& sql, const Values&... values) {
    return Query{connection_, sql}.run(tenant_, terms_.id, values...).end();
  }

  Connection& connection_;
  const TenantId& tenant_;
  const ContractChange& change_;
  const Contract::Terms& terms_;
};

Result<void> ContractWriter::write_terms() {
  if (change_.before)
    return run(
        "UPDATE contract SET name=?3, status=?4, end_day=?5, trust=?6 "
        "WHERE tenant=?1 AND contract=?2",
        terms_.name, terms_.status, terms_.end, terms_.trust);
  const auto& cycle = terms_.cycle;
  return Query{connection_, insert_into("contract", Columns<Contract::Terms>::names)}
      .run(tenant_, terms_, CycleColumns{cycle.length(), cycle.anchor(), cycle.anchor_day()})
      .end();
}

Result<void> ContractWriter::write_recipients() {
  if (change_.before)
    if (auto cleared = run("DELETE FROM contract_recipient WHERE tenant=? AND contract=?");
        !cleared)
      return cleared;
  Query insert{connection_, insert_into("contract_recipient", "contract, position, recipient")};
  std::int64_t position = 0;
  for (const auto& recipient : terms_.recipients)
    insert.run(tenant_, terms_.id, position++, recipient);
  return insert.end();
}

Result<void> ContractWriter::write_service(const Service::Terms& service, std::int64_t position) {
  const Service* before = change_.before ? change_.before->find_service(service.id) : nullptr;
  if (before) {
    if (auto updated = run("UPDATE service SET position=?4, name=?5, tax_category=?6, end_day=?7 "
                           "WHERE tenant=?1 AND contract=?2 AND service=?3",
                           service.id, position, service.name, service.tax_category, service.end);
        !updated)
      return updated;
    return insert_prices(service, before->terms().prices.size());
  }
  const bool derived = std::holds_alternative<AgentScope>(service.unit_source);
  auto inserted =
      run(insert_into("service",
                      "contract, " + std::string{Columns<Service::Terms>::names} + ", position"),
          service, std::string_view{derived ? "agents" : "manual"}, position);
  if (!inserted) return inserted;
  if (derived)
    if (auto added = insert_scope(service); !added) return added;
  return insert_prices(service, 0);
}

Result<void> ContractWriter::insert_scope(const Service::Terms& service) {
  const auto& scope = std::get<AgentScope>(service.unit_source);
  if (auto added = run(insert_into("agent_scope",
                                   "contract, service, " + std::string{Columns<AgentScope>::names}),
                       service.id, scope);
      !added)
    return added;
  Query insert{connection_, insert_into("scope_machine", "contract, service, position, agent")};
  std::int64_t position = 0;
  for (const auto& machine : scope.machines)
    insert.run(tenant_, terms_.id, service.id, position++, machine);
  return insert.end();
}

Result<void> ContractWriter::insert_prices(const Service::Terms& service, std::size_t from) {
  Query insert{connection_,
               insert_into("service_price", "contract, service, position, " +
                                                std::string{Columns<PriceColumns>::names})};
  Query insert_tier{connection_,
                    insert_into("price_tier", "contract, service, position, " +
                                                  std::string{Columns<TierColumns>::names})};
  for (std::size_t i = from; i < service.prices.size(); ++i) {
    const auto& price = service.prices[i];
    const auto position = static_cast<std::int64_t>(i);
    PriceColumns columns{price.effective, price.price.millionths(), price.cost.millionths()};
    if (price.base_fee) columns.base_fee = price.base_fee->millionths();
    insert.run(tenant_, terms_.id, service.id, position, columns);
    std::int64_t place = 0;
    for (const auto& tier : price.tiers)
      insert_tier.run(tenant_, terms_.id, service.id, place++,
                      TierColumns{position, tier.from, tier.to, tier.price.millionths(),
                                  tier.cost.millionths()});
  }
  if (auto done = insert.end(); !done) return done;
  return insert_tier.end();
}

Result<void> ContractWriter::insert_classes() {
  const std::vector<MachineClass> none;
  const auto& saved = change_.before ? change_.before->terms().machine_classes : none;
  for (std::size_t i = 0; i < terms_.machine_classes.size(); ++i) {
    const auto& each = terms_.machine_classes[i];
    const auto place = static_cast<std::int64_t>(i);
    const MachineClass before = i < saved.size() ? saved[i] : MachineClass{};
    if (i >= saved.size())
      if (auto added =
              run(insert_into("machine_class", "contract, position, name"), place, each.name);
          !added)
        return added;
    if (auto added =
            insert_criteria(place, "operating_system_contains", each.operating_system_contains,
                            before.operating_system_contains.size());
        !added)
      return added;
    if (auto added =
            insert_criteria(place, "device_type", each.device_types, before.device_types.size());
        !added)
      return added;
  }
  return {};
}

Result<void> ContractWriter::insert_criteria(std::int64_t place, std::string_view criterion,
                                             const std::vector<std::string>& texts,
                                             std::size_t from) {
  Query insert{connection_, insert_into("machine_class_criterion",
                                        "contract, class_position, criterion, position, text")};
  for (std::size_t i = from; i < texts.size(); ++i)
    insert.run(tenant_, terms_.id, place, criterion, static_cast<std::int64_t>(i), texts[i]);
  return insert.end();
}

}  // namespace

Result<void> write_contract(Connection& connection, const TenantId& tenant,
                            const ContractChange& change) {
  return ContractWriter{connection, tenant, change}.write();
}

}  // namespace billbyagent::sqlite
