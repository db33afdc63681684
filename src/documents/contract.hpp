#pragma once

/// A contract as it is on a day, with its amendments, for machines. Prices are decimal text.

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <vector>

#include "billbyagent/app/import_changes.hpp"
#include "billbyagent/domain/contract.hpp"

namespace billbyagent::documents {

boost::json::object contract_json(const Contract& contract, Date day);
/// What a book would change; `before` is null for what is new.
boost::json::array changes_json(const std::vector<TermChange>& changes);

}  // namespace billbyagent::documents
