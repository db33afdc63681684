#pragma once

/// A book as it would be saved: what it does not name as it was, what has days of its own as
/// amendments.

#include "app/book/as_amendments.hpp"
#include "billbyagent/ports/store.hpp"

namespace billbyagent::app {

/// Of what lines of a saved contract were ever posted. Of one without a batch no line is read.
Result<EverPosted> ever_posted(Transaction& transaction, const ContractId& id);

/// The book with its accounts and contracts as they may replace the saved ones; what is wrong with
/// them is added to `refused`. Errors: what the store says.
Result<Book> with_saved(Transaction& transaction, Book book, const Recording& by,
                        std::vector<Error>& refused);

}  // namespace billbyagent::app
