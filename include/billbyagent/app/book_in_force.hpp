#pragma once

/// The book as it is saved: imported again, it changes nothing. Threads: all on the calling one;
/// several may work over one store at the same time.

#include <optional>

#include "billbyagent/app/desk.hpp"
#include "billbyagent/domain/book.hpp"

namespace billbyagent {

/// All accounts and contracts by id, with their amendments, or one contract with its account. The
/// units of services that are typed in are those of today; their history is no part of a book.
/// Errors: `not_found` for the contract; what the store says. Reads only.
Result<Book> book_in_force(const Desk& desk, const std::optional<ContractId>& only = {});

}  // namespace billbyagent
