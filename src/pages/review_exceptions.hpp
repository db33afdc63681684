#pragma once

/// What stands first on the review: whatever somebody has to look at before it is billed.

#include "billbyagent/app/coverage.hpp"
#include "billbyagent/app/review_sheet.hpp"
#include "pages/html.hpp"
#include "pages/numbers.hpp"

namespace billbyagent::pages {

/// How many things need a person; `coverage` may be null.
std::size_t count_exceptions(const ReviewSheet& sheet, const CoverageReport* coverage);

/// Nothing when there is neither an exception nor a remark.
void put_exceptions(Html& html, const Numbers& numbers, const ReviewSheet& sheet,
                    const CoverageReport* coverage);

}  // namespace billbyagent::pages
