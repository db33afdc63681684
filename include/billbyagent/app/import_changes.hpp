#pragma once

/// What a book would change, term by term, before it is taken. Threads: all on the calling one;
/// several may work over one store at the same time.

#include <string>
#include <vector>

#include "billbyagent/app/desk.hpp"
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

}  // namespace billbyagent
