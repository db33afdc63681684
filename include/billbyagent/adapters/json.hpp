#pragma once

/// The documents that go in and out: a book of contracts as JSON, posted lines as CSV. The import
/// format is described in docs/book-format.md. Threads: pure functions.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "billbyagent/domain/book.hpp"
#include "billbyagent/domain/posting.hpp"

namespace billbyagent {

struct ParsedBook {
  Book book;  ///< the rows that could be read
  /// Every row that could not, each named by its place, such as
  /// `contracts[3].services[1].unit_price`.
  std::vector<Error> refused;
};

/// Errors: `malformed_document` with line and column when it is no JSON, nested too deeply, has a
/// key twice in one object, or is not an object; `out_of_range` when it is longer than 64 MiB.
/// Everything else, a misspelt key included, is in `refused`.
Result<ParsedBook> parse_book(std::string_view text);

/// The document that `parse_book` reads as this book, with every key that can be said, for people
/// who go on writing: imported again, it changes nothing. `invalid_argument` for what no book says:
/// periods counted from a day that is not the contract's start, a first price from another day than
/// its service.
Result<std::string> book_to_json(const Book& book);

/// RFC 4180 with a header row; amounts and prices as decimal text. A text that a spreadsheet would
/// take for a formula gets an apostrophe in front.
std::string lines_to_csv(std::span<const PostedLine> lines);

}  // namespace billbyagent
