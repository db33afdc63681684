#pragma once

/// Changes of a saved contract, one act each: an amendment from a day on, another end, a further
/// price. What follows for periods that are posted appears in billing review by itself. Threads:
/// all on the calling one; several may work over one store at the same time.

#include <optional>
#include <vector>

#include "billbyagent/app/desk.hpp"
#include "billbyagent/domain/contract.hpp"

namespace billbyagent {

// All answer the contract as it is from then on. Errors: `not_found` for an unknown contract or
// service; `nothing_to_do` when it is so already on that day; what the domain says of the new terms
// (contract.hpp, service.hpp).

/// Pauses the contract from a day on, or resumes it; all of the amendments or none. Author and
/// reason are kept, the time of recording is now. `out_of_range` for a day on which the contract is
/// not in force.
Result<Contract> amend_contract(const Desk& desk, const ContractId& id,
                                std::vector<ContractAmendment> amendments);

/// Changes the tax category or the limits of the quantity from a day on. `out_of_range` for a day
/// on which the service is not in force.
Result<Contract> amend_service(const Desk& desk, const ServiceKey& key, ServiceAmendment amendment);

/// A price from its effective day on; tiers and base fee are those of the price before it unless it
/// has some of its own.
Result<Contract> add_price(const Desk& desk, const ServiceKey& key, DatedPrice price);

/// The last day of the contract, or of one of its services; nothing: open.
Result<Contract> change_end(const Desk& desk, const ContractId& id,
                            const std::optional<ServiceId>& service, std::optional<Date> last_day);

}  // namespace billbyagent
