#pragma once

/// The rows of a book: accounts, contracts and their services.

#include <optional>
#include <string>

#include "documents/row.hpp"

namespace billbyagent::documents {

std::optional<Account> read_account(const boost::json::value& value, const std::string& place,
                                    std::vector<Error>& refused);

/// Appends the first units of its manual services to `first_units`.
std::optional<Contract> read_contract(const boost::json::value& value, const std::string& place,
                                      std::vector<FirstUnits>& first_units,
                                      std::vector<Error>& refused);

}  // namespace billbyagent::documents
