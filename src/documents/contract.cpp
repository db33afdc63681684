#include "documents/contract.hpp"

#include "documents/domain_forms.hpp"

namespace billbyagent::documents {
namespace {

std::string percent(std::int32_t basis_points) {
  return detail::scaled_to_decimal(basis_points, 2);
}

std::optional<Date> last_day(const std::optional<Date>& end) {
  return end ? std::optional{end->previous()} : std::nullopt;
}

struct ServiceOn {
  const Service* service;
  Date day;
};

struct ContractOn {
  const Contract* contract;
  Date day;
};

/// Who and why; a discount only where it is said.
template <class Amendment>
void end_amendment(Object& out, const Amendment& amendment) {
  if (amendment.discount_basis_points) out("discount", percent(*amendment.discount_basis_points));
  out("reason", amendment.reason)("author", amendment.author)("recorded", amendment.recorded);
}

void fill(Object& out, const ServiceOn& of) {
  const auto& terms = of.service->terms();
  const QuantityTerms quantity = of.service->quantity_on(of.day);
  out("id", terms.id)("name", terms.name)("charging", terms.charging);
  out("tax_category", of.service->tax_category_on(of.day));
  out("discount", percent(of.service->discount_on(of.day)));
  out("effective_date", terms.effective)("end_date", last_day(terms.end));
  out("billed_through", terms.billed_through);
  out("included", quantity.included)("minimum", quantity.minimum)("maximum", quantity.maximum);
  out("prices", terms.prices)("derived", of.service->agent_scope() != nullptr);
  out("amendments", terms.amendments);
}

void fill(Object& out, const ContractOn& of) {
  const auto& terms = of.contract->terms();
  out("contract", terms.id)("name", terms.name)("account", terms.account);
  out("currency", terms.currency)("cycle", terms.cycle.length())("timing", terms.timing);
  out("status", of.contract->status_on(of.day));
  out("discount", percent(of.contract->discount_on(of.day)))("trust", terms.trust);
  out("start_date", terms.start)("end_date", last_day(terms.end));
  out("billed_through", terms.billed_through);
  std::vector<ServiceOn> services;
  for (const auto& service : terms.services) services.push_back({&service, of.day});
  out("services", services)("amendments", terms.amendments);
}

}  // namespace

// Only what an amendment says.
void fill(Object& out, const ContractAmendment& amendment) {
  out("effective_date", amendment.effective);
  if (amendment.status) out("status", *amendment.status);
  end_amendment(out, amendment);
}

void fill(Object& out, const ServiceAmendment& amendment) {
  out("effective_date", amendment.effective);
  if (amendment.tax_category) out("tax_category", *amendment.tax_category);
  if (amendment.included) out("included", *amendment.included);
  if (amendment.minimum) out("minimum", *amendment.minimum);
  if (amendment.maximum) out("maximum", *amendment.maximum);
  end_amendment(out, amendment);
}

boost::json::object of(const Contract& contract, Date day) {
  return Object{}.fields(ContractOn{&contract, day});
}

boost::json::object of_contracts(const std::vector<Contract>& contracts, Date day) {
  std::vector<ContractOn> all;
  for (const auto& contract : contracts) all.push_back({&contract, day});
  return Object{}("day", day)("contracts", all);
}

}  // namespace billbyagent::documents
