#include "documents/contract.hpp"

#include <algorithm>

#include "billbyagent/domain/renewal.hpp"
#include "documents/cycle_keys.hpp"
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
  Date period_begin;  ///< of the billing period that the day is in, or of the service in it
};

struct ContractOn {
  const Contract* contract;
  Date day;
};

/// Who and why; a discount only where it is said.
template <class Amendment>
void end_amendment(Object& out, const Amendment& amendment) {
  if (amendment.discount_basis_points) out("discount", percent(*amendment.discount_basis_points));
  if (amendment.name) out("name", *amendment.name);
  if (amendment.discount_amount) out("discount_amount", to_decimal(*amendment.discount_amount));
  out("reason", amendment.reason)("author", amendment.author)("recorded", amendment.recorded);
}

/// As in a book, where periods that begin on the day itself are the usual ones.
void put_cycle(Object& out, const BillingCycle& cycle, Date begin) {
  out("cycle", cycle.length());
  if (cycle.every() != 1) out("every", cycle.every());
  const auto keys = keys_of(cycle, begin);
  if (!keys) return;
  if (keys->on_calendar) out("periods", "calendar");
  if (keys->anchor_day) out("anchor_day", *keys->anchor_day);
  if (keys->anchor_month) out("anchor_month", *keys->anchor_month);
}

void fill(Object& out, const ServiceOn& of) {
  const auto& terms = of.service->terms();
  const QuantityTerms quantity = of.service->quantity_on(of.day);
  out("id", terms.id)("name", of.service->name_on(of.day))("charging", terms.charging);
  out("tax_category", of.service->tax_category_on(of.day));
  out("discount", percent(of.service->discount_on(of.day)));
  const auto amount = [&](std::int64_t millionths) {
    return price_to_decimal(millionths, terms.currency);
  };
  out("discount_amount", amount(of.service->discount_millionths_on(of.day)));
  out("effective_date", terms.effective)("end_date", last_day(terms.end));
  out("billed_through", terms.billed_through);
  out("included", quantity.included)("minimum", quantity.minimum)("maximum", quantity.maximum);
  out("minimum_amount", amount(of.service->minimum_millionths_on(of.day)));
  const Service now = of.service->in_period_from(of.period_begin);
  out("measure", now.terms().quantity.measure)("proration", now.terms().proration);
  out("indexation", of.service->indexation_on(of.period_begin));
  out("prices", terms.prices)("derived", of.service->agent_scope() != nullptr);
  out("amendments", terms.amendments);
}

void fill(Object& out, const ContractOn& of) {
  const auto& terms = of.contract->terms();
  out("contract", terms.id)("name", of.contract->name_on(of.day));
  out("account", of.contract->account_on(of.day))("currency", terms.currency);
  const Section& section = section_on(of.contract->sections(), of.day);
  put_cycle(out, section.cycle, std::max(terms.start, section.days.begin()));
  out("timing", section.timing);
  out("status", of.contract->status_on(of.day));
  out("discount", percent(of.contract->discount_on(of.day)));
  out("discount_amount",
      price_to_decimal(of.contract->discount_millionths_on(of.day), terms.currency));
  out("trust", of.contract->trust_on(of.day));
  out("start_date", terms.start)("end_date", last_day(terms.end));
  out("billed_through", terms.billed_through);
  out("term", terms.agreed_term)("next", next_term_end(*of.contract, of.day));
  std::vector<ServiceOn> services;
  const Date period_begin = of.contract->period_at(of.day).begin();
  for (const auto& service : terms.services)
    services.push_back({&service, of.day, std::max(period_begin, service.terms().effective)});
  out("services", services)("amendments", terms.amendments);
}

}  // namespace

/// A contract that ends has a last day, one that renews a first one.
void fill(Object& out, const TermEnd& of) {
  const bool ends = of.what == AtTermEnd::ends;
  out("what", of.what)("day", ends ? of.day.previous() : of.day)("notice_by", of.notice_by);
}

// Only what an amendment says.
void fill(Object& out, const ContractAmendment& amendment) {
  out("effective_date", amendment.effective);
  if (amendment.status) out("status", *amendment.status);
  if (amendment.cycle) put_cycle(out, *amendment.cycle, amendment.effective);
  if (amendment.timing) out("timing", *amendment.timing);
  if (amendment.account) out("account", *amendment.account)("account_from", amendment.account_from);
  if (amendment.recipients) out("recipients", *amendment.recipients);
  if (amendment.trust) out("trust", *amendment.trust);
  if (amendment.agreed_term) out("term", *amendment.agreed_term);
  end_amendment(out, amendment);
}

void fill(Object& out, const ServiceAmendment& amendment) {
  out("effective_date", amendment.effective);
  if (amendment.tax_category) out("tax_category", *amendment.tax_category);
  if (amendment.included) out("included", *amendment.included);
  if (amendment.minimum) out("minimum", *amendment.minimum);
  if (amendment.maximum) out("maximum", *amendment.maximum);
  if (amendment.minimum_amount) out("minimum_amount", to_decimal(*amendment.minimum_amount));
  const auto say = [&](const char* key, const auto& value) {
    if (value) out(key, *value);
  };
  say("indexation", amendment.indexation);
  say("day_count", amendment.day_count);
  say("effective_day", amendment.effective_day);
  say("rounding", amendment.rounding);
  say("rounding_step", amendment.rounding_step);
  say("increase", amendment.increase);
  say("decrease", amendment.decrease);
  say("minimum_credit_minor", amendment.minimum_credit_minor);
  say("measure", amendment.measure);
  say("fixed_day", amendment.fixed_day);
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
