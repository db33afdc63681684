#pragma once

/// What a book says otherwise of a saved contract, as amendments of the day of the import: a book
/// says how things are, not since when.

#include <string>

#include "app/book/unnamed_keys.hpp"
#include "billbyagent/domain/contract.hpp"

namespace billbyagent::app {

struct Recording {
  Date today;
  Instant now{};
  std::string author{};
};

/// `wanted` as it may replace the saved contract: with the status, the tax categories and the
/// limits of quantities that were saved, and amendments from `by.today` on where the book says
/// otherwise, as far as it names them. Amendments in the book that are not saved yet are added.
/// Without a saved contract: those in the book, recorded now. Of a service of which nothing was
/// ever posted tax category and limits are those of the book from its first day on.
Result<Contract> as_amendments(const Contract* saved, const Contract& wanted, const Named& named,
                               const EverPosted& posted, const Recording& by);

}  // namespace billbyagent::app
