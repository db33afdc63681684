#pragma once

/// What renews or ends next, and the act of renewing. Threads: all on the calling one; several may
/// work over one store at the same time.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "billbyagent/app/desk.hpp"
#include "billbyagent/domain/renewal.hpp"

namespace billbyagent {

struct ComingRenewal {
  ContractId contract{};
  std::optional<ServiceId> service{};  ///< one that ends before its contract does
  AccountId account{};
  std::string name{};  ///< of the contract, or of the service
  AtTermEnd what = AtTermEnd::renews;
  Date day;                         ///< the first day of the next term, or the last billed day
  std::optional<Date> notice_by{};  ///< the last day for notice
  std::optional<AgreedTerm> agreed_term{};  ///< that ends then

  friend bool operator==(const ComingRenewal&, const ComingRenewal&) = default;
};

struct RenewalList {
  Date day;
  Date through;
  std::vector<ComingRenewal> rows{};  ///< by day, then by contract
};

/// Of each contract what comes next, where that day or the last one for notice lies within the next
/// `days` days, and the services that end in them. Paused contracts are among them. Errors:
/// `out_of_range` for the days, `not_found` for the account; what the store says. Reads only.
Result<RenewalList> coming_renewals(const Desk& desk, std::int32_t days,
                                    const std::optional<AccountId>& account = {});

struct Renewal {
  std::optional<AgreedTerm> agreed_term{};  ///< of the new term; nothing: as the one before it
  std::string reason{};
  std::string author{};
};

/// A term of its own begins where the contract ends, or, when it renews by itself, with its next
/// term. A contract whose new term renews has no end any more, another one the term's. Answers the
/// contract as it is from then on. Errors: `not_found`; `invalid_argument` where no term was ever
/// agreed and none is given; `nothing_to_do` for one that would renew just so by itself; what the
/// domain says of the new terms.
Result<Contract> renew_contract(const Desk& desk, const ContractId& id, const Renewal& renewal);

/// Ends the contract with the present term, or with the next one when it is too late to give notice
/// for that. `invalid_argument` without a term; otherwise as `change_end` (app/amend.hpp).
Result<Contract> end_with_term(const Desk& desk, const ContractId& id);

}  // namespace billbyagent
