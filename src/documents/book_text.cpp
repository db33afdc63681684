// A book as the document that it can be read from again.

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <map>

#include "billbyagent/adapters/json.hpp"
#include "billbyagent/described/domain.hpp"
#include "billbyagent/domain/discount.hpp"
#include "documents/cycle_keys.hpp"

namespace billbyagent {
namespace {

namespace json = boost::json;

// What a struct gains is said here and in book_rows.cpp, or a book would lose it without a word.
static_assert(described::field_count<Account> == 5);
static_assert(described::field_count<Contract::Terms> == 16);
static_assert(described::field_count<Service::Terms> == 16);
static_assert(described::field_count<ContractAmendment> == 15);
static_assert(described::field_count<ServiceAmendment> == 22);
static_assert(described::field_count<DatedPrice> == 8);
static_assert(described::field_count<PriceTier> == 4);
static_assert(described::field_count<AgreedTerm> == 3);
static_assert(described::field_count<QuantityTerms> == 5);
static_assert(described::field_count<ProrationPolicy> == 7);
static_assert(described::field_count<CountRule> == 9);
static_assert(described::field_count<AgentScope> == 10);

// Braces around one value would make a list of it.
json::string text(std::string_view all) { return json::string(all); }
template <NamedEnum E>
json::string named(E value) {
  return text(to_string(value));
}
json::value day(Date date) { return text(to_string(date)); }
json::value day(const std::optional<Date>& date) {
  return date ? day(*date) : json::value(nullptr);
}
json::value last_day(const std::optional<Date>& end) {
  return end ? day(end->previous()) : json::value(nullptr);
}
template <class Id>
json::value id_or_null(const std::optional<Id>& id) {
  return id ? json::value(text(id->text())) : json::value(nullptr);
}
template <class T>
json::value number_or_null(const std::optional<T>& number) {
  return number ? json::value(std::int64_t{*number}) : json::value(nullptr);
}
json::array texts(const std::vector<std::string>& all) {
  json::array list;
  for (const auto& each : all) list.push_back(text(each));
  return list;
}
std::string percent(std::int32_t basis_points) {
  return detail::scaled_to_decimal(basis_points, 2);
}

json::object row_of(const Account& account) {
  json::object organizations;
  for (const auto& [rmm, organization] : account.links)
    organizations[rmm.text()] = organization.text();
  return {{"id", account.id.text()},
          {"name", account.name},
          {"organization", id_or_null(account.organization)},
          {"organizations", std::move(organizations)},
          {"overlaps", named(account.overlaps)}};
}

json::value row_of(const std::optional<AgreedTerm>& term) {
  if (!term) return nullptr;
  return json::object{{"months", term->months},
                      {"notice_days", term->notice_days},
                      {"at_end", named(term->at_end)}};
}

void put_price(json::object& row, const DatedPrice& price) {
  if (price.tiers.empty()) {
    row["unit_price"] = to_decimal(price.price);
    row["unit_cost"] = to_decimal(price.cost);
  } else {
    json::array tiers;
    for (const auto& tier : price.tiers) {
      json::object made{{"from", tier.from}};
      if (tier.to) made["to"] = *tier.to;
      made["unit_price"] = to_decimal(tier.price);
      made["unit_cost"] = to_decimal(tier.cost);
      tiers.push_back(std::move(made));
    }
    row["tiers"] = std::move(tiers);
  }
  row["base_fee"] =
      price.base_fee ? json::value(text(to_decimal(*price.base_fee))) : json::value(nullptr);
}

json::object row_of(const DatedPrice& price) {
  json::object row{{"effective_date", day(price.effective)}};
  put_price(row, price);
  if (!price.reason.empty()) row["reason"] = price.reason;
  return row;
}

json::object row_of(const QuantityTerms& terms) {
  json::object row{{"measure", named(terms.measure)}};
  if (terms.measure == Measure::fixed_day) row["fixed_day"] = terms.fixed_day;
  row["included"] = terms.included;
  row["minimum"] = terms.minimum;
  row["maximum"] = number_or_null(terms.maximum);
  return row;
}

json::object row_of(const ProrationPolicy& policy, Currency currency) {
  return {{"day_count", named(policy.day_count)},
          {"effective_day", named(policy.effective_day)},
          {"rounding", named(policy.rounding)},
          {"rounding_step", named(policy.rounding_step)},
          {"increase", named(policy.increase)},
          {"decrease", named(policy.decrease)},
          {"minimum_credit", to_decimal(Money::from_minor(policy.minimum_credit_minor, currency))}};
}

json::value row_of(const std::optional<Indexation>& indexation) {
  if (!indexation) return nullptr;
  return json::object{{"percent", percent(indexation->basis_points)},
                      {"first_date", day(indexation->first)},
                      {"decimals", indexation->decimals}};
}

json::object row_of(const CountRule& rule) {
  json::object row;
  described::for_each_field(rule, [&](std::string_view name, const auto& field) {
    if constexpr (NamedEnum<std::remove_cvref_t<decltype(field)>>)
      row[name] = named(field);
    else if constexpr (requires { field.has_value(); })
      row[name] = number_or_null(field);
    else
      row[name] = field;
  });
  return row;
}

json::object row_of(const AgentScope& scope) {
  json::object row{{"source", "agents"}};
  if (!scope.rmm.empty()) row["rmm"] = scope.rmm.text();
  if (scope.organization) row["organization"] = scope.organization->text();
  if (scope.group) row["group"] = scope.group->text();
  row["sub_groups"] = named(scope.sub_groups);
  if (scope.view) row["view"] = scope.view->text();
  if (!scope.machines.empty()) {
    json::array machines;
    for (const auto& machine : scope.machines) machines.push_back(text(machine.text()));
    row["machines"] = std::move(machines);
  }
  if (!scope.operating_system_contains.empty())
    row["operating_system_contains"] = scope.operating_system_contains;
  if (scope.machine_class) row["machine_class"] = *scope.machine_class;
  row["counting"] = row_of(scope.rule);
  return row;
}

json::value amount(const std::optional<UnitPrice>& price) {
  return price ? json::value(text(to_decimal(*price))) : json::value(nullptr);
}

template <class Amendment>
void end_amendment(json::object& row, const Amendment& amendment) {
  if (amendment.name) row["name"] = *amendment.name;
  if (amendment.discount_basis_points) row["discount"] = percent(*amendment.discount_basis_points);
  if (amendment.discount_amount) row["discount_amount"] = amount(amendment.discount_amount);
  row["reason"] = amendment.reason;
}

Error unsaid(const std::string& what, const std::string& why) {
  return {Errc::invalid_argument, what + ": " + why + ", which no book says"};
}

/// Whether there are keys that say it. `periods` are those of a contract or of an amendment.
bool put_cycle(json::object& row, const BillingCycle& cycle, Date begin, const char* own_periods) {
  const auto keys = documents::keys_of(cycle, begin);
  if (!keys) return false;
  row["cycle"] = named(keys->cycle);
  row["periods"] = keys->on_calendar ? "calendar" : own_periods;
  if (keys->every > 1) row["every"] = keys->every;
  if (keys->anchor_day) row["anchor_day"] = *keys->anchor_day;
  if (keys->anchor_month) row["anchor_month"] = *keys->anchor_month;
  return true;
}

Result<json::object> row_of(const ContractAmendment& amendment) {
  json::object row{{"effective_date", day(amendment.effective)}};
  if (amendment.status) row["status"] = named(*amendment.status);
  if (amendment.trust) row["trust"] = named(*amendment.trust);
  if (amendment.agreed_term) row["term"] = row_of(amendment.agreed_term);
  if (amendment.cycle && !put_cycle(row, *amendment.cycle, amendment.effective, "effective_date"))
    return unsaid("the amendment of " + to_string(amendment.effective),
                  "its periods are counted from " + to_string(amendment.cycle->anchor()));
  if (amendment.timing) row["timing"] = named(*amendment.timing);
  if (amendment.account) {
    row["account"] = amendment.account->text();
    row["account_from"] = named(amendment.account_from);
  }
  if (amendment.recipients) row["recipients"] = texts(*amendment.recipients);
  end_amendment(row, amendment);
  return row;
}

/// An object of what is said; nothing where nothing is.
class Said {
 public:
  template <class T>
  void put(const char* key, const std::optional<T>& value) {
    if (!value) return;
    if constexpr (NamedEnum<T>)
      row_[key] = named(*value);
    else
      row_[key] = *value;
  }
  void into(json::object& row, const char* key) && {
    if (!row_.empty()) row[key] = std::move(row_);
  }

 private:
  json::object row_{};
};

json::object row_of(const ServiceAmendment& amendment, Currency currency) {
  json::object row{{"effective_date", day(amendment.effective)}};
  if (amendment.tax_category) row["tax_category"] = *amendment.tax_category;
  Said quantity;
  quantity.put("measure", amendment.measure);
  quantity.put("fixed_day", amendment.fixed_day);
  quantity.put("included", amendment.included);
  quantity.put("minimum", amendment.minimum);
  quantity.put("maximum", amendment.maximum);
  std::move(quantity).into(row, "quantity");
  Said policy;
  policy.put("day_count", amendment.day_count);
  policy.put("effective_day", amendment.effective_day);
  policy.put("rounding", amendment.rounding);
  policy.put("rounding_step", amendment.rounding_step);
  policy.put("increase", amendment.increase);
  policy.put("decrease", amendment.decrease);
  if (amendment.minimum_credit_minor)
    policy.put(
        "minimum_credit",
        std::optional{to_decimal(Money::from_minor(*amendment.minimum_credit_minor, currency))});
  std::move(policy).into(row, "proration");
  if (amendment.minimum_amount) row["minimum_amount"] = amount(amendment.minimum_amount);
  if (amendment.indexation) row["indexation"] = row_of(amendment.indexation);
  end_amendment(row, amendment);
  return row;
}

template <class T>
json::array rows_of(const std::vector<T>& all, std::size_t from = 0) {
  json::array rows;
  for (std::size_t i = from; i < all.size(); ++i) rows.push_back(row_of(all[i]));
  return rows;
}

using UnitsOf = std::map<ServiceKey, Units>;

Result<json::object> row_of(const Contract& contract, const Service& service,
                            const UnitsOf& units) {
  const auto& terms = service.terms();
  const ServiceKey key{contract.id(), terms.id};
  if (terms.prices.front().effective != terms.effective)
    return unsaid(to_string(key), "its first price holds from " +
                                      to_string(terms.prices.front().effective) + ", it from " +
                                      to_string(terms.effective));
  json::object row{{"id", terms.id.text()}, {"name", terms.name}};
  row["effective_date"] = day(terms.effective);
  row["end_date"] = last_day(terms.end);
  row["billed_through"] = day(terms.billed_through);
  row["tax_category"] = terms.tax_category;
  row["charging"] = named(terms.charging);
  row["price_model"] = named(terms.price_model);
  put_price(row, terms.prices.front());
  row["prices"] = rows_of(terms.prices, 1);
  row["indexation"] = row_of(terms.indexation);
  row["minimum_amount"] = amount(terms.minimum_amount);
  row["quantity"] = row_of(terms.quantity);
  row["proration"] = row_of(terms.proration, terms.currency);
  json::array amendments;
  for (const auto& each : terms.amendments) amendments.push_back(row_of(each, terms.currency));
  row["amendments"] = std::move(amendments);
  if (const AgentScope* scope = service.agent_scope()) {
    row["units"] = row_of(*scope);
    return row;
  }
  json::object source{{"source", "manual"}};
  if (const auto at = units.find(key); at != units.end()) source["count"] = at->second;
  row["units"] = std::move(source);
  return row;
}

Result<json::object> row_of(const Contract& contract, const UnitsOf& units) {
  const auto& terms = contract.terms();
  json::object row{{"id", terms.id.text()},
                   {"name", terms.name},
                   {"account", terms.account.text()},
                   {"currency", to_string(terms.currency)}};
  if (!put_cycle(row, terms.cycle, terms.start, "contract_start"))
    return unsaid("contract " + terms.id.text(),
                  "its periods are counted from " + to_string(terms.cycle.anchor()));
  row["timing"] = named(terms.timing);
  row["start_date"] = day(terms.start);
  row["end_date"] = last_day(terms.end);
  row["term"] = row_of(terms.agreed_term);
  row["billed_through"] = day(terms.billed_through);
  row["status"] = named(terms.status);
  row["trust"] = named(terms.trust);
  row["recipients"] = texts(terms.recipients);
  json::array classes;
  for (const auto& each : terms.machine_classes)
    classes.push_back(
        json::object{{"name", each.name},
                     {"operating_system_contains", texts(each.operating_system_contains)},
                     {"device_types", texts(each.device_types)}});
  row["machine_classes"] = std::move(classes);
  json::array amendments;
  for (const auto& each : terms.amendments) {
    auto made = row_of(each);
    if (!made) return within("contract " + terms.id.text(), made.error());
    amendments.push_back(*std::move(made));
  }
  row["amendments"] = std::move(amendments);
  json::array services;
  for (const auto& service : terms.services) {
    auto made = row_of(contract, service, units);
    if (!made) return made.error();
    services.push_back(*std::move(made));
  }
  row["services"] = std::move(services);
  return row;
}

/// For people who go on writing: what fits on a line stands on one.
void write(std::string& out, const json::value& value, std::size_t indent) {
  constexpr std::size_t width = 100;
  const std::string flat = json::serialize(value);
  const bool has_parts = (value.is_object() && !value.get_object().empty()) ||
                         (value.is_array() && !value.get_array().empty());
  if (!has_parts || (indent > 2 && indent + flat.size() <= width)) {
    out += flat;
    return;
  }
  const std::string inner = "\n" + std::string(indent + 2, ' ');
  bool first = true;
  const auto begin_part = [&] {
    out += (first ? "" : ",") + inner;
    first = false;
  };
  if (const auto* object = value.if_object()) {
    out += '{';
    for (const auto& [key, part] : *object) {
      begin_part();
      out += json::serialize(json::string{key}) + ": ";
      write(out, part, indent + 2);
    }
    out += "\n" + std::string(indent, ' ') + "}";
    return;
  }
  out += '[';
  for (const auto& part : value.get_array()) {
    begin_part();
    write(out, part, indent + 2);
  }
  out += "\n" + std::string(indent, ' ') + "]";
}

}  // namespace

Result<std::string> book_to_json(const Book& book) {
  json::array accounts;
  for (const auto& account : book.accounts) accounts.push_back(row_of(account));
  UnitsOf units;
  for (const auto& first : book.first_units) units.emplace(first.key, first.units);
  json::array contracts;
  for (const auto& contract : book.contracts) {
    auto row = row_of(contract, units);
    if (!row) return row.error();
    contracts.push_back(*std::move(row));
  }
  std::string out;
  write(out, json::object{{"accounts", std::move(accounts)}, {"contracts", std::move(contracts)}},
        0);
  return out + "\n";
}

}  // namespace billbyagent
