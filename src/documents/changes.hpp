#pragma once

/// What a book would change, term by term.

#include <boost/json/array.hpp>
#include <vector>

#include "billbyagent/app/import_changes.hpp"

namespace billbyagent::documents {

/// `before` is empty for what is new.
boost::json::array of(const std::vector<TermChange>& changes);

boost::json::array of(const std::vector<BillEffect>& effects);

}  // namespace billbyagent::documents
