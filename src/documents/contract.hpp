#pragma once

/// A contract as it is on a day, with its amendments, for machines. Prices are decimal text.

#include <boost/json/object.hpp>

#include "billbyagent/domain/contract.hpp"

namespace billbyagent::documents {

boost::json::object contract_json(const Contract& contract, Date day);

}  // namespace billbyagent::documents
