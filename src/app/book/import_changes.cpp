#include "billbyagent/app/import_changes.hpp"

#include <set>
#include <utility>

#include "app/book/saved_book.hpp"
#include "billbyagent/domain/amendment_words.hpp"

namespace billbyagent {

namespace {

std::string last_day(const std::optional<Date>& end) {
  return end ? to_string(end->previous()) : "open";
}

std::string day_or(const std::optional<Date>& day, const char* otherwise) {
  return day ? to_string(*day) : otherwise;
}

std::string joined(const std::vector<std::string>& texts) {
  std::string all;
  for (const auto& text : texts) all += (all.empty() ? "" : ", ") + text;
  return all.empty() ? "none" : all;
}

std::string text_of(const DatedPrice& price) {
  std::string text = to_decimal(price.price) + ", cost " + to_decimal(price.cost);
  if (!price.tiers.empty()) text.clear();
  for (const auto& tier : price.tiers)
    text += (text.empty() ? "from " : "; from ") + std::to_string(tier.from) + " " +
            to_decimal(tier.price) + ", cost " + to_decimal(tier.cost);
  if (price.base_fee) text += ", base fee " + to_decimal(*price.base_fee);
  return text;
}

std::string text_of(const BillingCycle& cycle) {
  return to_string(cycle) + ", counted from " + to_string(cycle.anchor()) + " on day " +
         std::to_string(cycle.anchor_day());
}

std::string text_of(const QuantityTerms& terms) {
  std::string text{to_string(terms.measure)};
  if (terms.measure == Measure::fixed_day) text += " " + std::to_string(terms.fixed_day);
  text +=
      ", included " + std::to_string(terms.included) + ", minimum " + std::to_string(terms.minimum);
  if (terms.maximum) text += ", maximum " + std::to_string(*terms.maximum);
  return text;
}

std::string text_of(const std::optional<Indexation>& indexation) {
  if (!indexation) return "none";
  return to_string(*indexation);
}

std::string text_of(const std::optional<UnitPrice>& amount) {
  return amount ? to_decimal(*amount) : "none";
}

std::string text_of(const std::optional<AgreedTerm>& term) {
  return term ? to_string(*term) : "none";
}

std::vector<std::string> links_of(const Account& account) {
  std::vector<std::string> links;
  for (const auto& [rmm, organization] : account.links)
    links.push_back(rmm.text() + " " + organization.text());
  return links;
}

std::vector<std::string> all_names(const std::vector<MachineClass>& classes) {
  std::vector<std::string> names;
  for (const auto& each : classes)
    names.push_back(each.name + " (" + joined(each.operating_system_contains) + "; " +
                    joined(each.device_types) + ")");
  return names;
}

/// Both in words, as far as they are not the same.
std::pair<std::string, std::string> conventions_apart(const Service::Terms& before,
                                                      const Service::Terms& after) {
  ServiceAmendment was{.effective = before.effective};
  ServiceAmendment becomes{.effective = after.effective};
  const auto compare = [&](auto of_policy, auto of_amendment) {
    if (before.proration.*of_policy == after.proration.*of_policy) return;
    was.*of_amendment = before.proration.*of_policy;
    becomes.*of_amendment = after.proration.*of_policy;
  };
  compare(&ProrationPolicy::day_count, &ServiceAmendment::day_count);
  compare(&ProrationPolicy::effective_day, &ServiceAmendment::effective_day);
  compare(&ProrationPolicy::rounding, &ServiceAmendment::rounding);
  compare(&ProrationPolicy::rounding_step, &ServiceAmendment::rounding_step);
  compare(&ProrationPolicy::increase, &ServiceAmendment::increase);
  compare(&ProrationPolicy::decrease, &ServiceAmendment::decrease);
  compare(&ProrationPolicy::minimum_credit_minor, &ServiceAmendment::minimum_credit_minor);
  return {to_string(was, before.currency), to_string(becomes, after.currency)};
}

class Differences {
 public:
  explicit Differences(std::vector<TermChange>& all) : all_(all) {}

  void account(const Account* saved, const Account& wanted);
  void contract(const Contract* saved, const Contract& wanted);

 private:
  void add(std::string term, std::string before, std::string after) {
    if (before != after)
      all_.push_back({of_, std::move(term), std::move(before), std::move(after)});
  }
  void service(const ContractId& contract, const Service* saved, const Service& wanted);
  /// Prices and amendments: those behind the saved ones are new; a changed one stands in its place.
  /// What is locked once it was posted.
  void free_terms(const Contract::Terms& before, const Contract::Terms& after);
  void free_terms(const Service::Terms& before, const Service::Terms& after);
  template <class Dated, class Text>
  void dated(const char* term, const std::vector<Dated>* saved, const std::vector<Dated>& wanted,
             Text text_of);

  std::vector<TermChange>& all_;
  std::string of_{};
};

template <class Dated, class Text>
void Differences::dated(const char* term, const std::vector<Dated>* saved,
                        const std::vector<Dated>& wanted, Text text_of) {
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    std::string before;
    if (saved && i < saved->size()) {
      const Dated& replaced = (*saved)[i];
      // The day too, where the one that takes its place has another.
      if (replaced.effective != wanted[i].effective)
        before = "from " + to_string(replaced.effective) + " ";
      before += text_of(replaced);
    }
    add(std::string{term} + " from " + to_string(wanted[i].effective), before, text_of(wanted[i]));
  }
}

void Differences::free_terms(const Contract::Terms& before, const Contract::Terms& after) {
  add("account", before.account.text(), after.account.text());
  add("currency", to_string(before.currency), to_string(after.currency));
  add("periods", text_of(before.cycle), text_of(after.cycle));
  add("timing", std::string{to_string(before.timing)}, std::string{to_string(after.timing)});
  add("start_date", to_string(before.start), to_string(after.start));
}

void Differences::free_terms(const Service::Terms& before, const Service::Terms& after) {
  add("effective_date", to_string(before.effective), to_string(after.effective));
  add("tax_category", before.tax_category, after.tax_category);
  add("price_model", std::string{to_string(before.price_model)},
      std::string{to_string(after.price_model)});
  add("charging", std::string{to_string(before.charging)}, std::string{to_string(after.charging)});
  add("quantity", text_of(before.quantity), text_of(after.quantity));
  add("minimum_amount", text_of(before.minimum_amount), text_of(after.minimum_amount));
  add("indexation", text_of(before.indexation), text_of(after.indexation));
  auto [conventions_before, conventions_after] = conventions_apart(before, after);
  add("proration", std::move(conventions_before), std::move(conventions_after));
}

void Differences::account(const Account* saved, const Account& wanted) {
  of_ = "account " + wanted.id.text();
  const auto organization = [](const Account& of) {
    return of.organization ? of.organization->text() : "none";
  };
  add("name", saved ? saved->name : "", wanted.name);
  add("organization", saved ? organization(*saved) : "", organization(wanted));
  if (saved || !wanted.links.empty())
    add("organizations", saved ? joined(links_of(*saved)) : "", joined(links_of(wanted)));
  if (saved)
    add("overlaps", std::string{to_string(saved->overlaps)},
        std::string{to_string(wanted.overlaps)});
}

void Differences::service(const ContractId& contract, const Service* saved, const Service& wanted) {
  of_ = to_string(ServiceKey{contract, wanted.id()});
  const auto& after = wanted.terms();
  const auto* before = saved ? &saved->terms() : nullptr;
  if (!before)
    add("service", "",
        after.name + ", " + (wanted.agent_scope() ? "counted in the RMM" : "typed-in units") +
            ", from " + to_string(after.effective) + " to " + last_day(after.end));
  if (before) {
    add("name", before->name, after.name);
    free_terms(*before, after);
    add("end_date", last_day(before->end), last_day(after.end));
    add("billed_through", day_or(before->billed_through, "nothing"),
        day_or(after.billed_through, "nothing"));
  }
  dated("price", before ? &before->prices : nullptr, after.prices,
        [](const DatedPrice& price) { return text_of(price); });
  dated("amendment", before ? &before->amendments : nullptr, after.amendments,
        [&](const ServiceAmendment& each) { return to_string(each, after.currency); });
}

void Differences::contract(const Contract* saved, const Contract& wanted) {
  of_ = detail::escaped_key_part(wanted.id().text());
  const auto& after = wanted.terms();
  const auto* before = saved ? &saved->terms() : nullptr;
  if (!before)
    add("contract", "",
        after.name + ", account " + after.account.text() + ", " + to_string(after.cycle) + " in " +
            std::string{to_string(after.timing)} + ", " + to_string(after.currency) + ", from " +
            to_string(after.start) + " to " + last_day(after.end));
  if (before) {
    add("name", before->name, after.name);
    free_terms(*before, after);
    add("trust", std::string{to_string(before->trust)}, std::string{to_string(after.trust)});
    add("end_date", last_day(before->end), last_day(after.end));
    add("billed_through", day_or(before->billed_through, "nothing"),
        day_or(after.billed_through, "nothing"));
    add("term", text_of(before->agreed_term), text_of(after.agreed_term));
    add("recipients", joined(before->recipients), joined(after.recipients));
    add("machine_classes", joined(all_names(before->machine_classes)),
        joined(all_names(after.machine_classes)));
  }
  dated("amendment", before ? &before->amendments : nullptr, after.amendments,
        [](const ContractAmendment& each) { return to_string(each); });
  for (const auto& each : after.services)
    service(wanted.id(), saved ? saved->find_service(each.id()) : nullptr, each);
}

}  // namespace

std::string to_string(const TermChange& change) {
  return change.of + ": " + change.term + ": " +
         (change.before.empty() ? "new: " : change.before + " -> ") + change.after;
}

Result<std::vector<TermChange>> import_changes(const Desk& desk, const Book& book,
                                               const std::string& author) {
  auto transaction = desk.begin(Access::read);
  if (!transaction) return transaction.error();
  std::vector<Error> refused;
  auto whole =
      app::with_saved(**transaction, book, {desk.clock.today(), desk.clock.now(), author}, refused);
  if (!whole) return whole.error();
  std::vector<TermChange> changes;
  Differences differences{changes};
  for (const auto& account : whole->accounts) {
    const auto saved = (*transaction)->account(account.id);
    if (!saved && saved.error().code != Errc::not_found) return saved.error();
    differences.account(saved ? &*saved : nullptr, account);
  }
  for (const auto& contract : whole->contracts) {
    const auto saved = (*transaction)->contract(contract.id());
    if (!saved && saved.error().code != Errc::not_found) return saved.error();
    differences.contract(saved ? &*saved : nullptr, contract);
  }
  for (const auto& first : whole->first_units) {
    const auto history = (*transaction)->unit_history(first.key);
    if (history ? !history->empty() : history.error().code != Errc::not_found) continue;
    changes.push_back({to_string(first.key), "units", "", std::to_string(first.units)});
  }
  return changes;
}

}  // namespace billbyagent
