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
          .trust = row.get<Trust>(),
          .start = row.get<Date>(),
          .end = row.get<std::optional<Date>>(),
          .recipients = {},
          .services = {},
          .machine_classes = {}};
}

std::optional<Indexation> read_indexation(Query& row) {
  if (!row.is_null())
    return Indexation{row.get<std::int32_t>(), row.get<Date>(), row.get<std::int32_t>()};
  row.skip(3);
  return std::nullopt;
}

Service::Terms read_service(Query& row) {
  return {.id = row.get<ServiceId>(),
          .name = row.get<std::string>(),
          .tax_category = row.get<std::string>(),
          .currency = row.get<Currency>(),
          .prices = {},
          .unit_source = ManualUnits{},
          .proration = {row.get<DayCount>(), row.get<EffectiveDay>(), row.get<Rounding>(),
                        row.get<RoundingStep>(), row.get<IncreaseRule>(), row.get<DecreaseRule>(),
                        row.get<std::int64_t>()},
          .effective = row.get<Date>(),
          .end = row.get<std::optional<Date>>(),
          .quantity = {row.get<Measure>(), row.get<std::int32_t>(), row.get<Units>(),
                       row.get<Units>(), row.get<std::optional<Units>>()},
          .price_model = row.get<PriceModel>(),
          .indexation = read_indexation(row)};
}

AgentScope read_scope(Query& row) {
  return {.rmm = row.get<RmmId>(),
          .organization = row.get<std::optional<OrganizationId>>(),
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
                   "cycle_anchor_day, timing, status, trust, start_day, end_day "
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

Result<void> SqliteTransaction::insert_classes(const Contract::Terms& terms,
                                               const std::vector<MachineClass>& saved) {
  for (std::size_t i = 0; i < terms.machine_classes.size(); ++i) {
    const auto& each = terms.machine_classes[i];
    const auto place = static_cast<std::int64_t>(i);
    const MachineClass before = i < saved.size() ? saved[i] : MachineClass{};
    if (i >= saved.size())
      if (auto added =
              run("INSERT INTO machine_class (tenant, contract, position, name) VALUES (?,?,?,?)",
                  terms.id, place, each.name);
          !added)
        return added;
    if (auto added = insert_criteria(terms.id, place, "operating_system_contains",
                                     each.operating_system_contains,
                                     before.operating_system_contains.size());
        !added)
      return added;
    if (auto added = insert_criteria(terms.id, place, "device_type", each.device_types,
                                     before.device_types.size());
        !added)
      return added;
  }
  return {};
}

Result<void> SqliteTransaction::insert_criteria(const ContractId& contract, std::int64_t place,
                                                std::string_view criterion,
                                                const std::vector<std::string>& texts,
                                                std::size_t from) {
  for (std::size_t i = from; i < texts.size(); ++i)
    if (auto added = run("INSERT INTO machine_class_criterion (tenant, contract, class_position, "
                         "criterion, position, text) VALUES (?,?,?,?,?,?)",
                         contract, place, criterion, static_cast<std::int64_t>(i), texts[i]);
        !added)
      return added;
  return {};
}

Result<std::vector<Service>> SqliteTransaction::load_services(const ContractId& id) {
  Query rows{
      *lease_,
      "SELECT unit_source, service, name, tax_category, currency, day_count, effective_day, "
      "rounding, rounding_step, increase, decrease, minimum_credit_minor, effective, end_day, "
      "measure, fixed_day, included_units, minimum_units, maximum_units, price_model, "
      "raise_basis_points, raise_first, raise_decimals "
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
                   "SELECT rmm, organization, machine_group, sub_groups, machine_view, "
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
  const auto read_price = [&](Query& row) {
    auto price = UnitPrice::from_millionths(row.get<std::int64_t>(), currency);
    if (price) return *price;
    row.fail(broken(contract, price.error()));
    return UnitPrice::from_millionths(0, currency).value();
  };
  const auto read_base_fee = [&](Query& row) -> std::optional<UnitPrice> {
    if (!row.is_null()) return read_price(row);
    row.skip(1);
    return std::nullopt;
  };
  auto prices = list(
      [&](Query& row) {
        return DatedPrice{
            row.get<Date>(), read_price(row), read_price(row), {}, read_base_fee(row)};
      },
      "SELECT effective, price_millionths, cost_millionths, base_fee_millionths "
      "FROM service_price WHERE tenant=? AND contract=? AND service=? ORDER BY position",
      contract, service);
  if (!prices) return prices;
  struct StoredTier {
    std::int64_t price_position;
    PriceTier tier;
  };
  auto tiers = list(
      [&](Query& row) {
        return StoredTier{
            row.get<std::int64_t>(),
            {row.get<Units>(), row.get<std::optional<Units>>(), read_price(row), read_price(row)}};
      },
      "SELECT price_position, from_units, to_units, price_millionths, cost_millionths "
      "FROM price_tier WHERE tenant=? AND contract=? AND service=? "
      "ORDER BY price_position, position",
      contract, service);
  if (!tiers) return tiers.error();
  for (auto& stored : *tiers) {
    const auto at = static_cast<std::size_t>(stored.price_position);
    if (at >= prices->size())
      return broken(contract, {Errc::store_failed,
                               "a tier of service " + service.text() + " belongs to no price"});
    (*prices)[at].tiers.push_back(std::move(stored.tier));
  }
  return prices;
}

Result<void> SqliteTransaction::insert_contract(const Contract::Terms& terms) {
  auto inserted =
      run("INSERT INTO contract (tenant, contract, name, account, currency, cycle_length, "
          "cycle_anchor, cycle_anchor_day, timing, status, trust, start_day, end_day) "
          "VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)",
          terms.id, terms.name, terms.account, terms.currency, terms.cycle.length(),
          terms.cycle.anchor(), terms.cycle.anchor_day(), terms.timing, terms.status, terms.trust,
          terms.start, terms.end);
  if (!inserted) return inserted;
  std::int64_t position = 0;
  for (const auto& recipient : terms.recipients)
    if (auto added = run(insert_recipient, terms.id, position++, recipient); !added) return added;
  for (std::size_t i = 0; i < terms.services.size(); ++i)
    if (auto added = insert_service(terms.id, terms.services[i].terms(), i); !added) return added;
  return insert_classes(terms, {});
}

Result<void> SqliteTransaction::update_contract(const Contract& saved,
                                                const Contract::Terms& terms) {
  if (auto updated = run("UPDATE contract SET name=?3, status=?4, end_day=?5, trust=?6 "
                         "WHERE tenant=?1 AND contract=?2",
                         terms.id, terms.name, terms.status, terms.end, terms.trust);
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
  return insert_classes(terms, saved.terms().machine_classes);
}

Result<void> SqliteTransaction::insert_service(const ContractId& contract,
                                               const Service::Terms& terms, std::size_t position) {
  const auto* scope = std::get_if<AgentScope>(&terms.unit_source);
  const auto& proration = terms.proration;
  const auto& quantity = terms.quantity;
  const auto& raise = terms.indexation;
  auto inserted = run(
      "INSERT INTO service (tenant, contract, service, position, name, tax_category, currency, "
      "unit_source, day_count, effective_day, rounding, rounding_step, effective, end_day, "
      "increase, decrease, minimum_credit_minor, measure, fixed_day, included_units, "
      "minimum_units, maximum_units, price_model, raise_basis_points, raise_first, "
      "raise_decimals) "
      "VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
      contract, terms.id, static_cast<std::int64_t>(position), terms.name, terms.tax_category,
      terms.currency, std::string_view{scope ? "agents" : "manual"}, proration.day_count,
      proration.effective_day, proration.rounding, proration.rounding_step, terms.effective,
      terms.end, proration.increase, proration.decrease, proration.minimum_credit_minor,
      quantity.measure, quantity.fixed_day, quantity.included, quantity.minimum, quantity.maximum,
      terms.price_model, raise ? std::optional{raise->basis_points} : std::nullopt,
      raise ? std::optional{raise->first} : std::nullopt,
      raise ? std::optional{raise->decimals} : std::nullopt);
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
          "grace_new_days, grace_gone_days, machine_class, rmm) "
          "VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
          contract, service, scope.organization, scope.group, scope.sub_groups, scope.view,
          scope.operating_system_contains, scope.rule.suspended, scope.rule.never_checked_in,
          scope.rule.template_account, scope.rule.marked_for_deletion, scope.rule.ephemeral,
          scope.rule.duplicate, scope.rule.seen_within_days, scope.rule.grace_new_days,
          scope.rule.grace_gone_days, scope.machine_class, scope.rmm);
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
    const auto& fee = price.base_fee;
    const auto position = static_cast<std::int64_t>(i);
    if (auto added =
            run("INSERT INTO service_price (tenant, contract, service, position, "
                "effective, price_millionths, cost_millionths, base_fee_millionths) "
                "VALUES (?,?,?,?,?,?,?,?)",
                contract, terms.id, position, price.effective, price.price.millionths(),
                price.cost.millionths(), fee ? std::optional{fee->millionths()} : std::nullopt);
        !added)
      return added;
    if (auto added = insert_tiers(contract, terms.id, position, price.tiers); !added) return added;
  }
  return {};
}

Result<void> SqliteTransaction::insert_tiers(const ContractId& contract, const ServiceId& service,
                                             std::int64_t price_position,
                                             const std::vector<PriceTier>& tiers) {
  std::int64_t position = 0;
  for (const auto& tier : tiers)
    if (auto added = run("INSERT INTO price_tier (tenant, contract, service, price_position, "
                         "position, from_units, to_units, price_millionths, cost_millionths) "
                         "VALUES (?,?,?,?,?,?,?,?,?)",
                         contract, service, price_position, position++, tier.from, tier.to,
                         tier.price.millionths(), tier.cost.millionths());
        !added)
      return added;
  return {};
}

}  // namespace billbyagent::sqlite
