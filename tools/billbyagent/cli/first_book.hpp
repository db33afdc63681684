#pragma once

/// The first book of an operator: one account and one contract for each organization that the RMMs
/// show, counted but not billed until a person says so.

#include <string>
#include <vector>

#include "billbyagent/domain/book.hpp"
#include "billbyagent/domain/money.hpp"

namespace billbyagent::cli {

struct FirstBookTerms {
  std::string unit_price;
  std::string currency;
  Date start;
};

/// An organization as it is shown now.
struct ShownOrganization {
  RmmId rmm;
  Organization organization;
  Units machines = 0;  ///< that a service over the whole organization counts
};

struct FirstAccount {
  AccountId account;
  ShownOrganization shown;
  Money amount;  ///< of its machines for one month
};

struct FirstBook {
  std::string text;  ///< as a file
  std::vector<FirstAccount> accounts{};
  Money total;  ///< of all accounts
};

/// Errors: those of the terms, as an import would name them.
Result<FirstBook> first_book(const std::vector<ShownOrganization>& organizations,
                             const FirstBookTerms& terms);

}  // namespace billbyagent::cli
