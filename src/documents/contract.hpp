#pragma once

/// Contracts as they are on a day, with their amendments. Prices and percents are decimal text.

#include <boost/json/object.hpp>
#include <vector>

#include "billbyagent/domain/contract.hpp"

namespace billbyagent::documents {

boost::json::object of(const Contract& contract, Date day);
boost::json::object of_contracts(const std::vector<Contract>& contracts, Date day);

}  // namespace billbyagent::documents
