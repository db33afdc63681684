#include "documents/contract.hpp"

#include "documents/reports.hpp"

namespace billbyagent::documents {
namespace {

namespace json = boost::json;

json::value last_day(const std::optional<Date>& end) {
  return end ? json::value(to_string(end->previous())) : json::value();
}

json::value day_or_null(const std::optional<Date>& day) {
  return day ? json::value(to_string(*day)) : json::value();
}

template <class Amendment>
json::object amendment_json(const Amendment& amendment) {
  return {{"effective_date", to_string(amendment.effective)},
          {"reason", amendment.reason},
          {"author", amendment.author},
          {"recorded", to_string(amendment.recorded)}};
}

json::object contract_amendment_json(const ContractAmendment& amendment) {
  auto made = amendment_json(amendment);
  if (amendment.status) made["status"] = to_string(*amendment.status);
  return made;
}

json::object service_amendment_json(const ServiceAmendment& amendment) {
  auto made = amendment_json(amendment);
  if (amendment.tax_category) made["tax_category"] = *amendment.tax_category;
  json::object quantity;
  if (amendment.included) quantity["included"] = *amendment.included;
  if (amendment.minimum) quantity["minimum"] = *amendment.minimum;
  if (amendment.maximum) quantity["maximum"] = *amendment.maximum;
  if (!quantity.empty()) made["quantity"] = std::move(quantity);
  return made;
}

json::object price_json(const DatedPrice& price) {
  return {{"effective_date", to_string(price.effective)},
          {"unit_price", to_decimal(price.price)},
          {"unit_cost", to_decimal(price.cost)}};
}

json::object contract_service_json(const Service& service, Date day) {
  const auto& terms = service.terms();
  const QuantityTerms quantity = service.quantity_on(day);
  return {{"id", terms.id.text()},
          {"name", terms.name},
          {"tax_category", service.tax_category_on(day)},
          {"effective_date", to_string(terms.effective)},
          {"end_date", last_day(terms.end)},
          {"billed_through", day_or_null(terms.billed_through)},
          {"included", quantity.included},
          {"minimum", quantity.minimum},
          {"maximum", quantity.maximum ? json::value(*quantity.maximum) : json::value()},
          {"prices", list_json(terms.prices, price_json)},
          {"derived", service.agent_scope() != nullptr},
          {"amendments", list_json(terms.amendments, service_amendment_json)}};
}

}  // namespace

json::object contract_json(const Contract& contract, Date day) {
  const auto& terms = contract.terms();
  return {{"contract", terms.id.text()},
          {"name", terms.name},
          {"account", terms.account.text()},
          {"currency", to_string(terms.currency)},
          {"cycle", to_string(terms.cycle.length())},
          {"timing", to_string(terms.timing)},
          {"status", to_string(contract.status_on(day))},
          {"trust", to_string(terms.trust)},
          {"start_date", to_string(terms.start)},
          {"end_date", last_day(terms.end)},
          {"billed_through", day_or_null(terms.billed_through)},
          {"services",
           list_json(terms.services,
                     [&](const Service& service) { return contract_service_json(service, day); })},
          {"amendments", list_json(terms.amendments, contract_amendment_json)}};
}

json::array changes_json(const std::vector<TermChange>& changes) {
  return list_json(changes, [](const TermChange& change) {
    return json::object{{"of", change.of},
                        {"term", change.term},
                        {"before", change.before.empty() ? json::value() : change.before},
                        {"after", change.after}};
  });
}

}  // namespace billbyagent::documents
