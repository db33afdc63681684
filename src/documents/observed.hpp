#pragma once

/// What observed contracts would bring, as a document.

#include <boost/json/array.hpp>
#include <vector>

#include "billbyagent/app/observed_units.hpp"

namespace billbyagent::documents {

boost::json::array of(const std::vector<ObservedUnits>& observed);

}  // namespace billbyagent::documents
