#pragma once

/// Contracts as commands read and show them.

#include <iosfwd>
#include <string>
#include <vector>

#include "billbyagent/domain/contract.hpp"
#include "cli/session.hpp"

namespace billbyagent::cli {

/// All, or only the one of that id.
Result<std::vector<Contract>> read_contracts(const Desk& desk, const std::string& only);

/// The terms as they are today, and the amendments.
void print_contract(std::ostream& out, const Contract& contract, Date today);

/// What a change has made of a contract.
Exit show_changed(Session& session, const Contract& contract, Date today);

}  // namespace billbyagent::cli
