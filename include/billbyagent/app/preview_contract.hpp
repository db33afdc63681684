#pragma once

/// The preview of a saved contract: what it owes as it is against what it would owe. Reads only,
/// from the store and, for machines of another scope, from the RMM. Threads: all on the calling
/// one; several may work over one store at the same time, each with RMMs of its own.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "billbyagent/app/desk.hpp"
#include "billbyagent/app/preview.hpp"
#include "billbyagent/app/rmm_set.hpp"
#include "billbyagent/domain/book.hpp"

namespace billbyagent {

struct PreviewRequest {
  ContractId contract{};
  /// In the place of the saved contract, on the side after the change; its services keep the
  /// history of the saved service of the same id.
  std::optional<Contract> replacement{};
  /// What the replacement's services begin with that were never counted.
  std::vector<FirstUnits> first_units{};
  std::vector<WhatIf> what_if{};  ///< then this
  std::optional<Date> from{};     ///< in the first billing period; nothing: today
  int periods = 3;
};

/// Errors: `not_found`, what `suppose` and `preview` say, what the store says.
Result<Preview> preview_contract(const Desk& desk, const PreviewRequest& request);

/// The saved contract with its histories and machines, as it is.
Result<PreviewSide> load_preview_side(const Desk& desk, const ContractId& contract);

/// The machines that count on the day `today` for each of the scopes (`resolved` ones), in one pass
/// over the agents of each RMM; by agent id. Errors: `organization_gone`, `machine_group_gone`,
/// `view_gone`, `rmm_not_configured` and whatever an RMM says.
Result<std::vector<std::vector<Machine>>> machines_of(const RmmSet& rmms,
                                                      const std::vector<AgentScope>& scopes,
                                                      Date today, Deadline deadline);

/// The scope moved to another machine group of its RMM, with its sub-groups, whatever organization
/// that is in; a list of single machines is dropped, view and other conditions stay. `group` is an
/// id or, when only one group has it, a name. `machine_group_gone` otherwise.
Result<AgentScope> moved_to_group(AgentScope scope, const std::string& group, const RmmSet& rmms,
                                  Deadline deadline);

/// The scopes of the replacement's services that derive their units in another way than the saved
/// ones do, or that are new: what has to be counted in the RMM for a preview. Of other machine
/// classes each scope with a class is another one. `account` is the replacement's.
/// `organization_not_linked` names the service.
Result<std::map<ServiceId, AgentScope>> other_scopes(const Contract& saved,
                                                     const Contract& replacement,
                                                     const Account& account);

}  // namespace billbyagent
