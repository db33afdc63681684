// A contract with its services into their tables: all of a new one; of a saved one its terms and
// what was added. Lists of what was never posted may be others: they are written anew.

#include <algorithm>

#include "store_sql/seals.hpp"
#include "store_sql/write.hpp"

namespace billbyagent::sql {
namespace {

/// `(name, trust) = (?4, ?5)`: all columns of a struct, its values from that parameter on.
template <class T>
std::string set_columns(std::size_t first) {
  return "(" + columns_of<T>() +
         ") = " + parameters(first, static_cast<std::size_t>(column_count<T>()));
}

/// From where on `wanted` is to be written: behind what is saved, or all of it anew.
template <class T>
std::size_t first_new(const std::vector<T>& saved, const std::vector<T>& wanted) {
  return detail::only_adds(saved, wanted) ? saved.size() : 0;
}

class ContractWriter {
 public:
  ContractWriter(const Tables& tables, const ContractChange& change)
      : tables_(tables),
        before_(change.before ? &*change.before : nullptr),
        terms_(change.after.terms()) {}

  Result<void> write();

 private:
  Result<void> write_terms();
  Result<void> write_recipients();
  Result<void> write_service(const Service::Terms& service, std::int64_t position);
  Result<void> name_organizations();
  Result<void> insert_scope(const Service::Terms& service);
  Result<void> insert_prices(const Service::Terms& service, std::size_t from);
  Result<void> insert_classes();
  Result<void> insert_amendments();
  Result<void> clear(const std::string& table, const ServiceId& service) {
    return run("DELETE FROM " + table + " WHERE tenant=?1 AND contract=?2 AND service=?3", service);
  }

  template <class... Values>
  Result<void> run(const std::string& sql, const Values&... values) {
    return Query{tables_, sql}.run(terms_.id, values...).end();
  }

  const Tables& tables_;
  const Contract* before_;  ///< null: it is new
  const Contract::Terms& terms_;
};

Result<void> ContractWriter::write() {
  if (auto done = write_terms(); !done) return done;
  if (auto done = write_recipients(); !done) return done;
  std::int64_t position = 0;
  for (const auto& service : terms_.services)
    if (auto done = write_service(service.terms(), position++); !done) return done;
  if (auto done = insert_classes(); !done) return done;
  if (auto done = insert_amendments(); !done) return done;
  return name_organizations();
}

Result<void> ContractWriter::write_terms() {
  if (before_)
    return run("UPDATE contract SET " + set_columns<Contract::Terms>(3) +
                   " WHERE tenant=?1 AND contract=?2",
               terms_);
  return Query{tables_, insert_into("contract", columns_of<Contract::Terms>())}.run(terms_).end();
}

Result<void> ContractWriter::write_recipients() {
  if (before_)
    if (auto cleared = run("DELETE FROM contract_recipient WHERE tenant=? AND contract=?");
        !cleared)
      return cleared;
  Query insert{tables_, insert_into("contract_recipient", "contract, position, recipient")};
  std::int64_t position = 0;
  for (const auto& recipient : terms_.recipients) insert.run(terms_.id, position++, recipient);
  return insert.end();
}

Result<void> ContractWriter::write_service(const Service::Terms& service, std::int64_t position) {
  if (const Service* saved = before_ ? before_->find_service(service.id) : nullptr) {
    if (auto updated = run("UPDATE service SET position=?4, " + set_columns<Service::Terms>(5) +
                               " WHERE tenant=?1 AND contract=?2 AND service=?3",
                           service.id, position, service);
        !updated)
      return updated;
    const std::size_t from = first_new(saved->terms().prices, service.prices);
    if (from == 0)
      for (const char* table : {"price_tier", "service_price"})
        if (auto gone = clear(table, service.id); !gone) return gone;
    return insert_prices(service, from);
  }
  const bool derived = std::holds_alternative<AgentScope>(service.unit_source);
  auto inserted = run(
      insert_into("service", "contract, unit_source, position, " + columns_of<Service::Terms>()),
      std::string_view{derived ? "agents" : "manual"}, position, service);
  if (!inserted) return inserted;
  if (derived)
    if (auto added = insert_scope(service); !added) return added;
  return insert_prices(service, 0);
}

/// A scope begins to name the organization that it meant when its contract moves.
Result<void> ContractWriter::name_organizations() {
  if (!before_) return {};
  for (const auto& service : terms_.services) {
    const Service* saved = before_->find_service(service.id());
    const auto* before = saved ? saved->agent_scope() : nullptr;
    const auto* after = service.agent_scope();
    if (!before || !after || before->organization == after->organization) continue;
    if (auto done = run("UPDATE agent_scope SET organization=?4 "
                        "WHERE tenant=?1 AND contract=?2 AND service=?3",
                        service.id(), after->organization);
        !done)
      return done;
  }
  return {};
}

Result<void> ContractWriter::insert_scope(const Service::Terms& service) {
  const auto& scope = std::get<AgentScope>(service.unit_source);
  if (auto added = run(insert_into("agent_scope", "contract, service, " + columns_of<AgentScope>()),
                       service.id, scope);
      !added)
    return added;
  Query insert{tables_, insert_into("scope_machine", "contract, service, position, agent")};
  std::int64_t position = 0;
  for (const auto& machine : scope.machines) insert.run(terms_.id, service.id, position++, machine);
  return insert.end();
}

Result<void> ContractWriter::insert_prices(const Service::Terms& service, std::size_t from) {
  Query insert{tables_, insert_into("service_price",
                                    "contract, service, position, " + columns_of<DatedPrice>())};
  Query insert_tier{tables_,
                    insert_into("price_tier", "contract, service, price_position, position, " +
                                                  columns_of<PriceTier>())};
  for (std::size_t i = from; i < service.prices.size(); ++i) {
    const auto position = static_cast<std::int64_t>(i);
    insert.run(terms_.id, service.id, position, service.prices[i]);
    std::int64_t place = 0;
    for (const auto& tier : service.prices[i].tiers)
      insert_tier.run(terms_.id, service.id, position, place++, tier);
  }
  return end_of(insert, insert_tier);
}

Result<void> ContractWriter::insert_classes() {
  Query insert{tables_,
               insert_into("machine_class", "contract, position, " + columns_of<MachineClass>())};
  Query insert_criterion{tables_,
                         insert_into("machine_class_criterion",
                                     "contract, class_position, criterion, position, text")};
  for (std::size_t i = 0; i < terms_.machine_classes.size(); ++i) {
    const auto& each = terms_.machine_classes[i];
    const auto place = static_cast<std::int64_t>(i);
    const bool is_new = !before_ || i >= before_->terms().machine_classes.size();
    const auto saved = is_new ? MachineClass{} : before_->terms().machine_classes[i];
    if (is_new) insert.run(terms_.id, place, each);
    const auto add = [&](std::string_view criterion, const std::vector<std::string>& texts,
                         std::size_t from) {
      for (std::size_t at = from; at < texts.size(); ++at)
        insert_criterion.run(terms_.id, place, criterion, static_cast<std::int64_t>(at), texts[at]);
    };
    add("operating_system_contains", each.operating_system_contains,
        saved.operating_system_contains.size());
    add("device_type", each.device_types, saved.device_types.size());
  }
  return end_of(insert, insert_criterion);
}

Result<void> ContractWriter::insert_amendments() {
  Query insert{tables_, insert_into("contract_amendment",
                                    "contract, position, " + columns_of<ContractAmendment>())};
  const std::size_t saved = before_ ? first_new(before_->terms().amendments, terms_.amendments) : 0;
  if (before_ && saved == 0)
    if (auto gone = run("DELETE FROM contract_amendment WHERE tenant=?1 AND contract=?2"); !gone)
      return gone;
  for (std::size_t i = saved; i < terms_.amendments.size(); ++i)
    insert.run(terms_.id, static_cast<std::int64_t>(i), terms_.amendments[i]);
  Query insert_of_service{
      tables_, insert_into("service_amendment",
                           "contract, service, position, " + columns_of<ServiceAmendment>())};
  for (const auto& service : terms_.services) {
    const auto& amendments = service.terms().amendments;
    const Service* before = before_ ? before_->find_service(service.id()) : nullptr;
    const std::size_t from = before ? first_new(before->terms().amendments, amendments) : 0;
    if (before && from == 0)
      if (auto gone = clear("service_amendment", service.id()); !gone) return gone;
    for (std::size_t i = from; i < amendments.size(); ++i)
      insert_of_service.run(terms_.id, service.id(), static_cast<std::int64_t>(i), amendments[i]);
  }
  return end_of(insert, insert_of_service);
}

}  // namespace

Result<void> write_contract(const Tables& tables, const ContractChange& change) {
  if (auto done = ContractWriter{tables, change}.write(); !done) return done;
  return keep_seal(tables, seal_key(Sealed::contract, change.after.id()), change.after);
}

}  // namespace billbyagent::sql
