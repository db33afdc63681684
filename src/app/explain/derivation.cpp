#include "app/explain/derivation.hpp"

#include <set>

#include "billbyagent/domain/amendment_words.hpp"

namespace billbyagent::app {

using detail::average;
using detail::day_of_count;
using detail::days_of;
using detail::units_at;
using detail::without_pauses;

namespace {

class Derivation {
 public:
  Derivation(const Service& service, const UnitHistory& history, const BilledDays& days)
      : service_(service), history_(history), days_(days) {}

  std::vector<std::string> of(Date day) const;

 private:
  const QuantityTerms& quantity() const { return service_.terms().quantity; }
  /// The day whose terms hold on `day`.
  Date terms_day(Date day) const {
    return effective_for(service_.terms().proration, day, days_.life.begin());
  }
  /// On the days without a pause.
  std::vector<DatedUnits> counted() const {
    return without_pauses(counted_units(service_, history_, days_), days_);
  }
  /// By what the counts are measured; empty when each day is billed at its own.
  std::string measure() const;
  std::string counts() const;
  std::string mean() const;
  std::string units_on(Date day, Units billed) const;
  std::string charges_on(Date day, Units billed) const;
  std::string minimum_on(Date day, Units billed) const;

  const Service& service_;
  const UnitHistory& history_;
  const BilledDays& days_;
};

std::string Derivation::measure() const {
  const auto& policy = service_.terms().proration;
  if (quantity().measure == Measure::fixed_day)
    return "the count of " + to_string(day_of_count(quantity(), days_));
  if (quantity().measure != Measure::prorated)
    return std::string{to_string(quantity().measure)} + " of " + to_string(days_.billed);
  if (policy.increase == IncreaseRule::prorated && policy.decrease == DecreaseRule::credited)
    return {};
  return "increase " + std::string{to_string(policy.increase)} + ", decrease " +
         std::string{to_string(policy.decrease)};
}

std::string Derivation::counts() const {
  std::string text = "Counted in " + to_string(days_.billed) + ":";
  std::string separator = " ";
  for (const auto& span : counted()) {
    text += separator + std::to_string(span.units) + " from " + to_string(span.effective);
    separator = ", ";
  }
  return text;
}

std::string Derivation::mean() const {
  const auto spans = counted();
  std::string sum;
  for (std::size_t i = 0; i < spans.size(); ++i)
    sum += (sum.empty() ? "" : " + ") + std::to_string(spans[i].units) + " x " +
           std::to_string(days_.life.billed_days(days_of(spans, i, days_.billed)));
  return "Average: (" + sum + ") / " + std::to_string(days_.life.billed_days(days_.billed)) +
         " days, to whole units: " + std::to_string(average(spans, days_));
}

std::string Derivation::units_on(Date day, Units billed) const {
  const Units counted = units_at(counted_units(service_, history_, days_), day);
  const Units measured = units_at(measured_units(service_, history_, days_), day);
  const QuantityTerms limits = service_.quantity_on(terms_day(day));
  std::string text = "Units on " + to_string(day) + ": " + std::to_string(counted) + " counted";
  if (const auto how = measure(); !how.empty())
    text += ", " + std::to_string(measured) + " by " + how;
  if (measured < limits.minimum) text += ", committed minimum " + std::to_string(limits.minimum);
  if (limits.maximum && *limits.maximum < measured)
    text += ", maximum " + std::to_string(*limits.maximum) + " (" +
            std::to_string(measured - *limits.maximum) + " not billed)";
  text += ": " + std::to_string(billed) + " billed";
  if (limits.included > 0)
    text += ", " + std::to_string(limits.included) + " included, " +
            std::to_string(charged_units(service_, billed, terms_day(day))) + " charged";
  return text;
}

std::string Derivation::charges_on(Date day, Units billed) const {
  const auto& terms = service_.terms();
  const Date priced = terms_day(day);
  std::string text =
      "Charges on " + to_string(day) + " (" + std::string{to_string(terms.price_model)} + "): ";
  std::string separator;
  for (const auto& charge : charges_for(service_, billed, priced)) {
    text += separator;
    if (charge.rate.part == ChargePart::base_fee)
      text += "base fee " + price_to_decimal(charge.rate.price_millionths, terms.currency);
    else
      text += std::to_string(charge.units) + " x " +
              price_to_decimal(charge.rate.price_millionths, terms.currency);
    separator = " + ";
  }
  return text;
}

/// What units and fee come to beside the minimum amount; empty without one.
std::string Derivation::minimum_on(Date day, Units billed) const {
  const auto& terms = service_.terms();
  const auto least = service_.minimum_millionths_on(terms_day(day));
  if (least == 0) return {};
  const Int128 total = detail::total_millionths(charges_for(service_, billed, terms_day(day)));
  // Beyond what a price can be no minimum is missed.
  if (total >= least) return {};
  return "Minimum amount on " + to_string(day) + ": " +
         price_to_decimal(static_cast<std::int64_t>(total), terms.currency) + " of " +
         price_to_decimal(least, terms.currency) + " for a whole billing period";
}

std::vector<std::string> Derivation::of(Date day) const {
  const auto& terms = service_.terms();
  const QuantityTerms limits = service_.quantity_on(terms_day(day));
  const Units billed =
      limits.within_bounds(units_at(measured_units(service_, history_, days_), day));
  std::vector<std::string> text;
  if (!measure().empty()) text.push_back(counts());
  if (quantity().measure == Measure::average) text.push_back(mean());
  if (limits != QuantityTerms{} || !measure().empty()) text.push_back(units_on(day, billed));
  const Date priced = terms_day(day);
  if (terms.price_model != PriceModel::per_unit || service_.listed_price_on(priced).base_fee)
    text.push_back(charges_on(day, billed));
  if (auto least = minimum_on(day, billed); !least.empty()) text.push_back(std::move(least));
  return text;
}

}  // namespace

std::vector<std::string> derivation_of(const Service& service, const UnitHistory& history,
                                       const BilledDays& days, Date day) {
  return Derivation{service, history, days}.of(day);
}

std::vector<std::string> raises_of(const Service& service, const Rate& rate, Date day) {
  const auto& terms = service.terms();
  const DatedPrice& listed = service.listed_price_on(day);
  std::vector<UnitPrice> prices{listed.price};
  if (rate.part == ChargePart::base_fee && listed.base_fee) prices = {*listed.base_fee};
  if (rate.part != ChargePart::base_fee)
    for (const auto& tier : listed.tiers) prices.push_back(tier.price);
  for (const auto& price : prices) {
    const auto raised = [&](Date on) {
      return service.raised_millionths(price, listed.effective, on);
    };
    if (raised(day) != rate.price_millionths || raised(day) == price.millionths()) continue;
    std::string text = "Price " + price_to_decimal(rate.price_millionths, terms.currency) + ": " +
                       to_decimal(price) + " of the list of " + to_string(listed.effective);
    std::int32_t percent = 0;
    service.for_each_raise(day.next(), [&](Date on, const Indexation& indexation) {
      if (on <= listed.effective) return;
      text += percent == indexation.basis_points
                  ? ", "
                  : ", raised by " + percent_to_string(indexation.basis_points) + ": ";
      percent = indexation.basis_points;
      text += price_to_decimal(raised(on), terms.currency) + " from " + to_string(on);
    });
    return {text};
  }
  return {};
}

namespace {

template <class Amendment>
std::string sentence(const Amendment& amendment, const std::string& words) {
  std::string text = "From " + to_string(amendment.effective) + ": " + words;
  if (!amendment.author.empty()) text += " by " + amendment.author;
  if (!amendment.reason.empty()) text += " (" + amendment.reason + ")";
  return text;
}

template <class Amendment>
class RestsOn {
 public:
  RestsOn(const std::vector<Amendment>& all, Date day, Date period_begin)
      : all_(all), day_(day), period_begin_(period_begin) {
    for (const auto& each : all)
      if (each.effective == day) found_.insert(&each);
  }
  template <class T>
  void add(std::optional<T> Amendment::*field) {
    add_on(field, day_);
  }
  template <class T>
  void add_of_period(std::optional<T> Amendment::*field) {
    add_on(field, period_begin_);
  }
  /// In the order of recording.
  bool contains(const Amendment& each) const { return found_.contains(&each); }

 private:
  template <class T>
  void add_on(std::optional<T> Amendment::*field, Date day) {
    if (const auto* holds = amendment_on(all_, field, day)) found_.insert(holds);
  }

  const std::vector<Amendment>& all_;
  Date day_;
  Date period_begin_;
  std::set<const Amendment*> found_;
};

void add_part(RestsOn<ServiceAmendment>& service, RestsOn<ContractAmendment>& contract,
              ChargePart part) {
  switch (part) {
    case ChargePart::discount:
      contract.add(&ContractAmendment::discount_basis_points);
      return service.add(&ServiceAmendment::discount_basis_points);
    case ChargePart::discount_amount:
      contract.add(&ContractAmendment::discount_amount);
      return service.add(&ServiceAmendment::discount_amount);
    case ChargePart::minimum:
      return service.add(&ServiceAmendment::minimum_amount);
    case ChargePart::units:
    case ChargePart::overage:
      service.add(&ServiceAmendment::included);
      service.add(&ServiceAmendment::minimum);
      service.add(&ServiceAmendment::maximum);
      return service.add_of_period(&ServiceAmendment::indexation);
    case ChargePart::base_fee:
      return service.add_of_period(&ServiceAmendment::indexation);
    case ChargePart::charge:
      return;
  }
}

}  // namespace

std::vector<std::string> amendments_of(const Contract& contract, const Service& service,
                                       const LineItem& line) {
  const auto& terms = service.terms();
  const Date day = line.key.effective;
  const Date begin = std::max(line.key.period_begin, terms.effective);
  RestsOn<ContractAmendment> of_contract{contract.terms().amendments, day, begin};
  RestsOn<ServiceAmendment> of_service{terms.amendments, day, begin};
  add_part(of_service, of_contract, line.part());
  of_contract.add(&ContractAmendment::cycle);
  of_contract.add(&ContractAmendment::timing);
  of_contract.add(&ContractAmendment::account);
  of_service.add(&ServiceAmendment::tax_category);
  of_service.add_of_period(&ServiceAmendment::day_count);
  of_service.add_of_period(&ServiceAmendment::effective_day);
  of_service.add_of_period(&ServiceAmendment::rounding);
  of_service.add_of_period(&ServiceAmendment::rounding_step);
  of_service.add_of_period(&ServiceAmendment::increase);
  of_service.add_of_period(&ServiceAmendment::decrease);
  of_service.add_of_period(&ServiceAmendment::measure);
  of_service.add_of_period(&ServiceAmendment::fixed_day);
  std::vector<std::string> text;
  for (const auto& each : contract.terms().amendments)
    if (of_contract.contains(each)) text.push_back(sentence(each, "contract " + to_string(each)));
  for (const auto& each : terms.prices)
    if (each.effective == day && !each.author.empty())
      text.push_back(sentence(each, "price " + to_decimal(each.price)));
  for (const auto& each : terms.amendments)
    if (of_service.contains(each)) text.push_back(sentence(each, to_string(each, terms.currency)));
  return text;
}

namespace {

std::string counted_machines(const AgentScope& scope) {
  const CountRule& rule = scope.rule;
  const CountRule by_default;
  std::string text;
  if (scope.machine_class) text += " of class " + *scope.machine_class;
  if (rule.seen_within_days)
    text += ", online or seen within " + std::to_string(*rule.seen_within_days) + " days";
  if (rule.duplicate == Counting::left_out) text += ", each piece of hardware once";
  const auto tell = [&](const char* which, Counting counting, Counting usual) {
    if (counting != usual)
      text += (counting == Counting::counted ? ", also " : ", not ") + std::string{which};
  };
  tell("suspended ones", rule.suspended, by_default.suspended);
  tell("those that never checked in", rule.never_checked_in, by_default.never_checked_in);
  tell("template accounts", rule.template_account, by_default.template_account);
  tell("those marked for deletion", rule.marked_for_deletion, by_default.marked_for_deletion);
  tell("support sessions", rule.ephemeral, by_default.ephemeral);
  return text;
}

}  // namespace

std::vector<std::string> counting_of(const Service& service) {
  const AgentScope* scope = service.agent_scope();
  if (!scope) return {};
  std::vector<std::string> text;
  if (const auto counted = counted_machines(*scope); !counted.empty())
    text.push_back("Counted: machines" + counted);
  const CountRule& rule = scope->rule;
  const auto days = [](int count) {
    return std::to_string(count) + (count == 1 ? " day" : " days");
  };
  if (rule.grace_new_days > 0)
    text.push_back("Grace: a new machine is billed from " + days(rule.grace_new_days) +
                   " after it was first seen");
  if (rule.grace_gone_days > 0)
    text.push_back("Grace: a machine that is gone is billed until " + days(rule.grace_gone_days) +
                   " after it was first missed");
  return text;
}

}  // namespace billbyagent::app
