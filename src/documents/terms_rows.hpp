#pragma once

/// What a service of a book bills: its prices, quantity terms and conventions.

#include <optional>
#include <vector>

#include "documents/row.hpp"

namespace billbyagent::documents {

std::optional<Indexation> read_indexation(Row& row, Currency currency);

struct BillingTerms {
  std::vector<DatedPrice> prices{};
  PriceModel price_model = PriceModel::per_unit;
  std::optional<Indexation> indexation{};
  QuantityTerms quantity{};
  std::optional<UnitPrice> minimum_amount{};
  ProrationPolicy proration{};
};

/// `effective` is the day from which the service's own price holds.
BillingTerms read_billing_terms(Row& service, Currency currency, std::optional<Date> effective);

/// `{"years": 1, "notice_days": 90, "at_end": "renews"}`
void read_agreed_term(Row& term, std::optional<AgreedTerm>& agreed);
/// Under the key `term` of the row.
std::optional<AgreedTerm> find_agreed_term(Row& row);

}  // namespace billbyagent::documents
