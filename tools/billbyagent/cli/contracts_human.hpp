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
/// What was deleted, of one contract or of all.
Result<Exit> show_deleted(Session& session, const Desk& desk, const std::string& contract);
Exit show_changed(Session& session, const Contract& contract, Date today);

}  // namespace billbyagent::cli
