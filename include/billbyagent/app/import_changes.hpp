#pragma once

/// What a book would change, term by term, and of the next bills, before it is taken. Threads: all
/// on the calling one; several may work over one store at the same time.

#include <optional>
#include <string>
#include <vector>

#include "billbyagent/app/desk.hpp"
#include "billbyagent/app/preview.hpp"
#include "billbyagent/domain/book.hpp"

namespace billbyagent {

/// One term of an account, a contract or a service, as people read it.
struct TermChange {
  std::string of{};      ///< `account acme`, `C-1`, `C-1/s`
  std::string term{};    ///< the book's key, such as `end_date`
  std::string before{};  ///< empty: it is new
  std::string after{};

  friend bool operator==(const TermChange&, const TermChange&) = default;
};

/// `C-1: end_date: 2026-03-31 -> open`
std::string to_string(const TermChange& change);

/// In the order of the book. What `import_book` would refuse is not told here. Errors: what the
/// store says. Reads only.
Result<std::vector<TermChange>> import_changes(const Desk& desk, const Book& book,
                                               const std::string& author);

/// What a book would change of the next bill of a contract.
struct BillEffect {
  ContractId contract{};
  AccountId account{};
  bool is_new = false;
  Date through;         ///< the day by which the next bill is due
  AmountChange amount;  ///< of all that is open by then, what the past is corrected by included
  std::optional<Error> error{};  ///< it can't be computed; the amounts mean nothing

  friend bool operator==(const BillEffect&, const BillEffect&) = default;
};

/// Of the contracts that owe another amount then, or one that can't be computed, in the order of
/// the book. Nothing for a book that `import_book` would refuse. Errors: what the store says.
/// Writes nothing.
Result<std::vector<BillEffect>> import_effect(const Desk& desk, const Book& book,
                                              const std::string& author);

}  // namespace billbyagent
