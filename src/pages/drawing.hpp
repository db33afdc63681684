#pragma once

/// Units over days, drawn small.

#include "billbyagent/app/statement.hpp"
#include "pages/html.hpp"
#include "pages/numbers.hpp"

namespace billbyagent::pages {

/// Steps of the counted units over the days of the service, with the committed minimum when there
/// is one; what lies ahead is dashed. In words as well, for those who do not see it. Nothing
/// without units.
void draw_units(Html& html, const Numbers& numbers, const StatementService& service);

}  // namespace billbyagent::pages
