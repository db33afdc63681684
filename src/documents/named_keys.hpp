#pragma once

/// Which keys a row of a book names, `null` included: what is not named stays as it is saved.

#include <boost/json/value.hpp>

#include "billbyagent/domain/book.hpp"

namespace billbyagent::documents {

NamedKeys named_keys(const boost::json::value& row);

}  // namespace billbyagent::documents
