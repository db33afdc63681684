#pragma once

/// What is asked for by a document.

#include <string_view>

#include "billbyagent/app/raise_prices.hpp"

namespace billbyagent::documents {

/// `{"percent": "3.5", "from": "2027-01-01"}`, or `{"unit_price": "32.00 USD", "services":
/// ["desks"], "from_renewal": true}`; beside them `accounts`, `except` (contracts, or
/// `CONTRACT/SERVICE`), `decimals`, `reach_back`, `dry_run` and `reason`. `malformed_document` for
/// what is no such thing at all; otherwise the first thing that is wrong with it, by its key.
Result<PriceRaise> parse_raise_request(std::string_view text);

/// `{"years": 1, "notice_days": 90, "at_end": "renews"}`, as a book has it. Errors: likewise.
Result<AgreedTerm> parse_agreed_term(std::string_view text);

}  // namespace billbyagent::documents
