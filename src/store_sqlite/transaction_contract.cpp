// A contract with its services to and from its tables. Reading goes through the factories of the
// domain: a row that they refuse is a broken file, not a contract.

#include "store_sqlite/transaction.hpp"

namespace billbyagent::sqlite {
namespace {

constexpr const char* insert_recipient =
    "INSERT INTO contract_recipient (tenant, contract, position, recipient) VALUES (?,?,?,?)";

Error broken(const ContractId& id, const Error& why) {
  return {Errc::store_failed, "contract " + id.text() + " as stored: " + to_string(why)};
}

BillingCycle read_cycle(Query& row) {
  const auto length = row.get<CycleLength>();
  const auto anchor = row.get<Date>();
  const auto day = row.get<std::int32_t>();
  if (day == anchor.day()) return BillingCycle::anchored(length, anchor);
  auto cycle = BillingCycle::on_day(length, anchor, day);
  if (cycle) return *cycle;
  row.fail({Errc::store_failed, "billing cycle as stored: " + to_string(cycle.error())});
  return BillingCycle::anchored(length, anchor);
}

Contract::Terms read_terms(Query& row) {
  return {.id = row.get<ContractId>(),
          .name = row.get<std::string>(),
          .account = row.get<AccountId>(),
          .currency = row.get<Currency>(),
          .cycle = read_cycle(row),
          .timing = row.get<BillingTiming>(),
          .status = row.get<ContractStatus>(),
          .start = row.get<Date>(),
          .end = row.get<std::optional<Date>>(),
          .recipients = {},
          .services = {},
          .machine_classes = {}};
}

Service::Terms read_service(Query& row) {
  return {.id = row.get<ServiceId>(),
          .name = row.get<std::string>(),
          .tax_category = row.get<std::string>(),
          .currency = row.get<Currency>(),
          .prices = {},
          .unit_source = ManualUnits{},
          .proration = {row.get<DayCount>(), row.get<EffectiveDay>(), row.get<Rounding>(),
                        row.get<RoundingStep>()},
          .effective = row.get<Date>(),
          .end = row.get<std::optional<Date>>()};
}

AgentScope read_scope(Query& row) {
  return {.organization = row.get<std::optional<OrganizationId>>(),
          .group = row.get<std::optional<MachineGroupId>>(),
          .sub_groups = row.get<SubGroups>(),
          .view = row.get<std::optional<ViewId>>(),
          .machines = {},
          .operating_system_contains = row.get<std::string>(),
          .rule = {.suspended = row.get<Counting>(),
                   .never_checked_in = row.get<Counting>(),
                   .template_account = row.get<Counting>(),
                   .marked_for_deletion = row.get<Counting>(),
                   .ephemeral = row.get<Counting>(),
                   .duplicate = row.get<Counting>(),
                   .seen_within_days = row.get<std::optional<std::int32_t>>(),
                   .grace_new_days = row.get<std::int32_t>(),
                   .grace_gone_days = row.get<std::int32_t>()},
          .machine_class = row.get<std::optional<std::string>>(),
          .classes = {}};
}

}  // namespace

Result<Contract> SqliteTransaction::load_contract(const ContractId& id) {
  auto terms = one("contract " + id.text(), read_terms,
                   "SELECT contract, name, account, currency, cycle_length, cycle_anchor, "
                   "cycle_anchor_day, timing, status, start_day, end_day "
                   "FROM contract WHERE tenant=? AND contract=?",
                   id);
  if (!terms) return terms.error();
  auto recipients = list([](Query& row) { return row.get<std::string>(); },
                         "SELECT recipient FROM contract_recipient "
                         "WHERE tenant=? AND contract=? ORDER BY position",
                         id);
  if (!recipients) return recipients.error();
  terms->recipients = *std::move(recipients);
  auto services = load_services(id);
  if (!services) return services.error();
  terms->services = *std::move(services);
  auto classes = load_classes(id);
  if (!classes) return classes.error();
  terms->machine_classes = *std::move(classes);
  auto contract = Contract::create(*std::move(terms));
  if (!contract) return broken(id, contract.error());
  return contract;
}

Result<std::vector<MachineClass>> SqliteTransaction::load_classes(const ContractId& id) {
  // One row for each criterion; the domain refuses a class without any.
  std::int64_t last = -1;
  std::vector<MachineClass> classes;
  auto rows = list(
      [&](Query& row) {
        if (const auto position = row.get<std::int64_t>(); position != last) {
          classes.emplace_back();
          last = position;
        }
        classes.back().name = row.get<std::string>();
        const auto criterion = row.get<std::optional<std::string>>();
        auto text = row.get<std::optional<std::string>>().value_or("");
        auto& texts = criterion == "device_type" ? classes.back().device_types
                                                 : classes.back().operating_system_contains;
        if (criterion) texts.push_back(std::move(text));
        return last;
      },
      "SELECT c.position, c.name, k.criterion, k.text FROM machine_class c "
      "LEFT JOIN machine_class_criterion k ON k.tenant=c.tenant AND k.contract=c.contract "
      "AND k.class_position=c.position "
      "WHERE c.tenant=? AND c.contract=? ORDER BY c.position, k.criterion, k.position",
      id);
  if (!rows) return rows.error();
  return classes;
}

Result<void> SqliteTransaction::insert_classes(const Contract::Terms& terms, std::size_t from) {
  for (std::size_t i = from; i < terms.machine_classes.size(); ++i) {
    const auto& each = terms.machine_classes[i];
    const auto place = static_cast<std::int64_t>(i);
    if (auto added =
            run("INSERT INTO machine_class (tenant, contract, position, name) VALUES (?,?,?,?)",
                terms.id, place, each.name);
        !added)
      return added;
    for (const auto* texts : {&each.operating_system_contains, &each.device_types}) {
      const std::string_view criterion =
          texts == &each.device_types ? "device_type" : "operating_system_contains";
      std::int64_t position = 0;
      for (const auto& text : *texts)
        if (auto added = run("INSERT INTO machine_class_criterion (tenant, contract, "
                             "class_position, criterion, position, text) VALUES (?,?,?,?,?,?)",
                             terms.id, place, criterion, position++, text);
            !added)
          return added;
    }
  }
  return {};
}

Result<std::vector<Service>> SqliteTransaction::load_services(const ContractId& id) {
  Query rows{*lease_,
             "SELECT unit_source, service, name, tax_category, currency, day_count, effective_day, "
             "rounding, rounding_step, effective, end_day "
             "FROM service WHERE tenant=? AND contract=? ORDER BY position, service"};
  rows.bind(tenant_, id);
  std::vector<Service> services;
  while (rows.next()) {
    auto service = load_service(id, rows);
    if (!service) return service.error();
    services.push_back(*std::move(service));
  }
  if (auto read = rows.end(); !read) return within("contract " + id.text(), read.error());
  return services;
}

Result<Service> SqliteTransaction::load_service(const ContractId& contract, Query& row) {
  const bool derived = row.get<std::string>() == "agents";
  auto terms = read_service(row);
  // An unreadable row must not be looked up further by the values that stand in for it.
  if (auto read = row.end(); !read) return within("contract " + contract.text(), read.error());
  auto prices = load_prices(contract, terms.id, terms.currency);
  if (!prices) return prices.error();
  terms.prices = *std::move(prices);
  if (derived) {
    auto scope = load_scope(contract, terms.id);
    if (!scope) return scope.error();
    terms.unit_source = *std::move(scope);
  }
  auto service = Service::create(std::move(terms));
  if (!service) return broken(contract, service.error());
  return service;
}

Result<AgentScope> SqliteTransaction::load_scope(const ContractId& contract,
                                                 const ServiceId& service) {
  auto scope = one("", read_scope,
                   "SELECT organization, machine_group, sub_groups, machine_view, "
                   "operating_system_contains, suspended, never_checked_in, template_account, "
                   "marked_for_deletion, ephemeral, duplicate, seen_within_days, grace_new_days, "
                   "grace_gone_days, machine_class "
                   "FROM agent_scope WHERE tenant=? AND contract=? AND service=?",
                   contract, service);
  if (!scope && scope.error().code == Errc::not_found)
    return Error{Errc::store_failed, "contract " + contract.text() + " as stored: service " +
                                         service.text() + " has no agent scope"};
  if (!scope) return scope.error();
  auto machines = list([](Query& row) { return row.get<AgentId>(); },
                       "SELECT agent FROM scope_machine "
                       "WHERE tenant=? AND contract=? AND service=? ORDER BY position",
                       contract, service);
  if (!machines) return machines.error();
  scope->machines = *std::move(machines);
  return scope;
}

Result<std::vector<DatedPrice>> SqliteTransaction::load_prices(const ContractId& contract,
                                                               const ServiceId& service,
                                                               Currency currency) {
  const UnitPrice none = UnitPrice::from_millionths(0, currency).value();
  const auto read_price = [&](Query& row) {
    auto price = UnitPrice::from_millionths(row.get<std::int64_t>(), currency);
    if (!price) row.fail(broken(contract, price.error()));
    return price ? *price : none;
  };
  return list(
      [&](Query& row) {
        return DatedPrice{row.get<Date>(), read_price(row), read_price(row)};
      },
      "SELECT effective, price_millionths, cost_millionths FROM service_price "
      "WHERE tenant=? AND contract=? AND service=? ORDER BY position",
      contract, service);
}

Result<void> SqliteTransaction::insert_contract(const Contract::Terms& terms) {
  auto inserted =
      run("INSERT INTO contract (tenant, contract, name, account, currency, cycle_length, "
          "cycle_anchor, cycle_anchor_day, timing, status, start_day, end_day) "
          "VALUES (?,?,?,?,?,?,?,?,?,?,?,?)",
          terms.id, terms.name, terms.account, terms.currency, terms.cycle.length(),
          terms.cycle.anchor(), terms.cycle.anchor_day(), terms.timing, terms.status, terms.start,
          terms.end);
  if (!inserted) return inserted;
  std::int64_t position = 0;
  for (const auto& recipient : terms.recipients)
    if (auto added = run(insert_recipient, terms.id, position++, recipient); !added) return added;
  for (std::size_t i = 0; i < terms.services.size(); ++i)
    if (auto added = insert_service(terms.id, terms.services[i].terms(), i); !added) return added;
  return insert_classes(terms, 0);
}

Result<void> SqliteTransaction::update_contract(const Contract& saved,
                                                const Contract::Terms& terms) {
  if (auto updated = run("UPDATE contract SET name=?3, status=?4, end_day=?5 "
                         "WHERE tenant=?1 AND contract=?2",
                         terms.id, terms.name, terms.status, terms.end);
      !updated)
    return updated;
  if (auto cleared = run("DELETE FROM contract_recipient WHERE tenant=? AND contract=?", terms.id);
      !cleared)
    return cleared;
  std::int64_t position = 0;
  for (const auto& recipient : terms.recipients)
    if (auto added = run(insert_recipient, terms.id, position++, recipient); !added) return added;
  for (std::size_t i = 0; i < terms.services.size(); ++i) {
    const auto& service = terms.services[i].terms();
    const Service* before = saved.find_service(service.id);
    if (!before) {
      if (auto added = insert_service(terms.id, service, i); !added) return added;
      continue;
    }
    if (auto updated = run("UPDATE service SET position=?4, name=?5, tax_category=?6, end_day=?7 "
                           "WHERE tenant=?1 AND contract=?2 AND service=?3",
                           terms.id, service.id, static_cast<std::int64_t>(i), service.name,
                           service.tax_category, service.end);
        !updated)
      return updated;
    if (auto added = insert_prices(terms.id, service, before->terms().prices.size()); !added)
      return added;
  }
  return insert_classes(terms, saved.terms().machine_classes.size());
}

Result<void> SqliteTransaction::insert_service(const ContractId& contract,
                                               const Service::Terms& terms, std::size_t position) {
  const auto* scope = std::get_if<AgentScope>(&terms.unit_source);
  const auto& proration = terms.proration;
  auto inserted =
      run("INSERT INTO service (tenant, contract, service, position, name, tax_category, currency, "
          "unit_source, day_count, effective_day, rounding, rounding_step, effective, end_day) "
          "VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
          contract, terms.id, static_cast<std::int64_t>(position), terms.name, terms.tax_category,
          terms.currency, std::string_view{scope ? "agents" : "manual"}, proration.day_count,
          proration.effective_day, proration.rounding, proration.rounding_step, terms.effective,
          terms.end);
  if (!inserted) return inserted;
  if (scope)
    if (auto added = insert_scope(contract, terms.id, *scope); !added) return added;
  return insert_prices(contract, terms, 0);
}

Result<void> SqliteTransaction::insert_scope(const ContractId& contract, const ServiceId& service,
                                             const AgentScope& scope) {
  auto inserted =
      run("INSERT INTO agent_scope (tenant, contract, service, organization, machine_group, "
          "sub_groups, machine_view, operating_system_contains, suspended, never_checked_in, "
          "template_account, marked_for_deletion, ephemeral, duplicate, seen_within_days, "
          "grace_new_days, grace_gone_days, machine_class) "
          "VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
          contract, service, scope.organization, scope.group, scope.sub_groups, scope.view,
          scope.operating_system_contains, scope.rule.suspended, scope.rule.never_checked_in,
          scope.rule.template_account, scope.rule.marked_for_deletion, scope.rule.ephemeral,
          scope.rule.duplicate, scope.rule.seen_within_days, scope.rule.grace_new_days,
          scope.rule.grace_gone_days, scope.machine_class);
  if (!inserted) return inserted;
  std::int64_t position = 0;
  for (const auto& machine : scope.machines)
    if (auto added = run("INSERT INTO scope_machine (tenant, contract, service, position, agent) "
                         "VALUES (?,?,?,?,?)",
                         contract, service, position++, machine);
        !added)
      return added;
  return {};
}

Result<void> SqliteTransaction::insert_prices(const ContractId& contract,
                                              const Service::Terms& terms, std::size_t from) {
  for (std::size_t i = from; i < terms.prices.size(); ++i) {
    const auto& price = terms.prices[i];
    if (auto added = run("INSERT INTO service_price (tenant, contract, service, position, "
                         "effective, price_millionths, cost_millionths) VALUES (?,?,?,?,?,?,?)",
                         contract, terms.id, static_cast<std::int64_t>(i), price.effective,
                         price.price.millionths(), price.cost.millionths());
        !added)
      return added;
  }
  return {};
}

}  // namespace billbyagent::sqlite
