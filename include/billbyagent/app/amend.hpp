#pragma once

/// Changes of a saved contract, one act each: an amendment from a day on, another end, a further
/// price. What follows for periods that are posted appears in billing review by itself. Threads:
/// all on the calling one; several may work over one store at the same time.

#include <optional>
#include <string>
#include <vector>

#include "billbyagent/app/desk.hpp"
#include "billbyagent/app/reach_back.hpp"
#include "billbyagent/domain/contract.hpp"

namespace billbyagent {

// All answer the contract as it is from then on. Errors: `not_found` for an unknown contract or
// service; `nothing_to_do` when it is so already on that day; what the domain says of the new terms
// (contract.hpp, service.hpp).

/// Changes a contract from a day on: its status, discount, billing cycle, timing, account, name or
/// recipients; all of the amendments or none. Author and reason are kept, the time of recording is
/// now. With another account, scopes that name no organization get the one that they meant so far,
/// so that their machines stay the same. `out_of_range` for a day on which the contract is not in
/// force; an amendment behind the first may begin on the day after the last. `reaches_back` for a
/// cycle, timing, account or discount from a day that is posted, unless that is allowed; a pause
/// needs no leave, prepaid days come back.
Result<Contract> amend_contract(const Desk& desk, const ContractId& id,
                                std::vector<ContractAmendment> amendments,
                                ReachBack reach_back = ReachBack::refused);

/// Changes the tax category, the limits of the quantity, the discount or the name from a day on;
/// all of the amendments or none. `out_of_range` for a day on which the service is not in force;
/// `reaches_back` for anything but a name from a day that is posted, unless that is allowed.
Result<Contract> amend_service(const Desk& desk, const ServiceKey& key,
                               std::vector<ServiceAmendment> amendments,
                               ReachBack reach_back = ReachBack::refused);

/// A price from its effective day on; tiers and base fee are those of the price before it unless it
/// has some of its own. Author and reason are kept, the time of recording is now. `reaches_back`
/// for a day that is posted, unless that is allowed.
Result<Contract> add_price(const Desk& desk, const ServiceKey& key, DatedPrice price,
                           ReachBack reach_back = ReachBack::refused);

/// An amount that is no unit's: a set-up fee, a goodwill credit.
struct FreeCharge {
  std::string text{};  ///< what the line is called
  UnitPrice amount;    ///< of whole minor units, above 0: a credit is one by its charging
  Charging charging = Charging::charge_once;
  Date day;                        ///< the first one
  std::optional<Date> last_day{};  ///< of one that comes each period; nothing: open
  std::string tax_category{};
  std::string reason{};
  std::string author{};
};

enum class DeleteMode : std::uint8_t { write, dry_run };

/// Adds the charge as a service of its own and answers what it is called. A pause does not hold it
/// up. `invalid_argument` without a text or an amount; `out_of_range` for a day on which the
/// contract is not in force, and for one that another system billed.
Result<ServiceKey> add_charge(const Desk& desk, const ContractId& id, const FreeCharge& charge);

/// Deletes a contract, or one of its services, of which nothing was ever posted, with its units,
/// held readings and proposals. A tombstone stays, and nobody gets the id again. `not_found`;
/// `deleted` when it was deleted before; `wrong_state` when a line of it was ever posted, taken
/// back or not; `invalid_argument` without a reason.
Result<Tombstone> delete_unposted(const Desk& desk, const ContractId& id,
                                  const std::optional<ServiceId>& service,
                                  const std::string& author, const std::string& reason,
                                  DeleteMode mode = DeleteMode::write);

/// All that was deleted, in the order of deletion.
Result<std::vector<Tombstone>> deleted(const Desk& desk);

/// The last day of the contract, or of one of its services; nothing: open. `out_of_range` when a
/// charge of a later day was not posted: it would never be billed.
Result<Contract> change_end(const Desk& desk, const ContractId& id,
                            const std::optional<ServiceId>& service, std::optional<Date> last_day);

}  // namespace billbyagent
