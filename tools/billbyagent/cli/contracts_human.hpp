#pragma once

/// Contracts as commands read and show them.

#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

#include "billbyagent/domain/contract.hpp"
#include "cli/session.hpp"

namespace billbyagent::cli {

/// What a command is about.
struct Target {
  ContractId contract{};
  std::optional<ServiceId> service{};  ///< nothing: the contract itself
};
/// `CONTRACT` or `CONTRACT/SERVICE`.
Result<Target> parse_target(const std::string& text);

/// All, or only the one of that id.
Result<std::vector<Contract>> read_contracts(const Desk& desk, const std::string& only);

/// The terms as they are today, and the amendments.
void print_contract(std::ostream& out, const Contract& contract, Date today);

/// What was deleted, of one contract or of all.
Result<Exit> show_deleted(Session& session, const Desk& desk, const std::string& contract);
/// What a change has made of a contract.
Exit show_changed(Session& session, const Contract& contract, Date today);

}  // namespace billbyagent::cli
