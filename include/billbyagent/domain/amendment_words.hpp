#pragma once

/// An amendment in words, the same wherever it is shown. Threads: pure functions.

#include <string>
#include <vector>

#include "billbyagent/domain/amendment.hpp"

namespace billbyagent {

/// What it changes, one text for each term: `inactive`, `discount 10 %`.
std::vector<std::string> words_of(const ContractAmendment& amendment);
/// `minimum 3`, `no maximum`. `currency`: the service's, for amounts.
std::vector<std::string> words_of(const ServiceAmendment& amendment, Currency currency);

/// All of it: `minimum 3, no maximum`.
std::string to_string(const ContractAmendment& amendment);
std::string to_string(const ServiceAmendment& amendment, Currency currency);

/// `3 % from 2027-01-01`
std::string to_string(const Indexation& indexation);

namespace detail {

class Words {
 public:
  void add(std::string words) { all_.push_back(std::move(words)); }
  template <class T, class Text>
  void add(const char* term, const std::optional<T>& value, Text text) {
    if (value) add(std::string{term} + " " + text(*value));
  }
  template <NamedEnum T>
  void add(const char* term, const std::optional<T>& value) {
    add(term, value, [](T name) { return std::string{to_string(name)}; });
  }
  void add(const char* term, const std::optional<Units>& units) {
    add(term, units, [](Units count) { return std::to_string(count); });
  }
  /// A discount, or the least that a period comes to; none any more.
  void add(const char* term, const std::optional<UnitPrice>& amount) {
    if (amount && amount->millionths() == 0) return add(std::string{"no "} + term);
    add(term, amount, [](const UnitPrice& price) { return to_decimal(price); });
  }
  std::vector<std::string> all() && { return std::move(all_); }

 private:
  std::vector<std::string> all_;
};

inline std::string joined_words(const std::vector<std::string>& all) {
  std::string text;
  for (const auto& words : all) text += (text.empty() ? "" : ", ") + words;
  return text;
}

}  // namespace detail

inline std::string to_string(const Indexation& indexation) {
  return percent_to_string(indexation.basis_points) + " from " + to_string(indexation.first);
}

inline std::vector<std::string> words_of(const ContractAmendment& amendment) {
  detail::Words words;
  if (amendment.status) words.add(std::string{to_string(*amendment.status)});
  words.add("discount", amendment.discount_basis_points, percent_to_string);
  words.add("discount amount", amendment.discount_amount);
  words.add("trust", amendment.trust);
  words.add("a term of", amendment.agreed_term,
            [](const AgreedTerm& term) { return to_string(term); });
  words.add("periods", amendment.cycle, [&](const BillingCycle& cycle) {
    return to_string(cycle) + " as from " + to_string(cycle.period_at(amendment.effective).begin());
  });
  words.add("timing", amendment.timing);
  words.add("account", amendment.account, [&](const AccountId& account) {
    return account.text() +
           (amendment.account_from == AccountFrom::next_period ? " from the next period on" : "");
  });
  const auto text = [](const std::string& name) { return name.empty() ? "none" : name; };
  words.add("name", amendment.name, text);
  words.add("recipients", amendment.recipients,
            [&](const std::vector<std::string>& all) { return text(detail::joined_words(all)); });
  return std::move(words).all();
}

inline std::vector<std::string> words_of(const ServiceAmendment& amendment, Currency currency) {
  detail::Words words;
  words.add("tax category", amendment.tax_category,
            [](const std::string& name) { return name.empty() ? "none" : name; });
  words.add("included", amendment.included);
  words.add("minimum", amendment.minimum);
  if (amendment.maximum == limits::units_max)
    words.add("no maximum");
  else
    words.add("maximum", amendment.maximum);
  words.add("minimum amount", amendment.minimum_amount);
  words.add("discount", amendment.discount_basis_points, percent_to_string);
  words.add("discount amount", amendment.discount_amount);
  if (amendment.indexation && amendment.indexation->basis_points == 0)
    words.add("no yearly raise");
  else
    words.add("yearly raise", amendment.indexation,
              [](const Indexation& raise) { return to_string(raise); });
  words.add("day count", amendment.day_count);
  words.add("effective day", amendment.effective_day);
  words.add("rounding", amendment.rounding);
  words.add("rounding step", amendment.rounding_step);
  words.add("increase", amendment.increase);
  words.add("decrease", amendment.decrease);
  words.add("minimum credit", amendment.minimum_credit_minor,
            [&](std::int64_t minor) { return to_decimal(Money::from_minor(minor, currency)); });
  words.add("measure", amendment.measure);
  words.add("fixed day", amendment.fixed_day, [](int day) { return std::to_string(day); });
  words.add("name", amendment.name,
            [](const std::string& name) { return name.empty() ? "none" : name; });
  return std::move(words).all();
}

inline std::string to_string(const ContractAmendment& amendment) {
  return detail::joined_words(words_of(amendment));
}

inline std::string to_string(const ServiceAmendment& amendment, Currency currency) {
  return detail::joined_words(words_of(amendment, currency));
}

}  // namespace billbyagent
