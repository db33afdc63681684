#pragma once

/// What an account is owed: credits that were computed and that no charge settles yet. They are
/// shown until they are settled or paid out, also when their contract has ended or is inactive.
/// Threads: all on the calling one; several may work over one store at the same time.

#include <vector>

#include "billbyagent/app/billing_filter.hpp"
#include "billbyagent/app/desk.hpp"
#include "billbyagent/base/names.hpp"

namespace billbyagent {

/// What the credits of a contract are settled against.
enum class Settlement : std::uint8_t {
  contract,  ///< charges of the same contract in the same run
  account,   ///< charges of all contracts of the account in that currency, in the same run
};
template <>
inline constexpr NameTable<2> names_of<Settlement>{"contract", "account"};

struct OwedCredit {
  AccountId account{};
  ContractId contract{};
  Money amount;           ///< what is owed, above zero
  std::size_t lines = 0;  ///< the credits that it is made of
  /// A charge is still to come that settles it. Otherwise only a person ends it, by paying it out
  /// (`CreditBatches::only`).
  bool charge_to_come = false;

  friend bool operator==(const OwedCredit&, const OwedCredit&) = default;
};

/// How many only a person ends.
std::size_t count_to_pay_out(const std::vector<OwedCredit>& owed);

/// What posting would hold today, by contract. `filter`: as far as it names an account, a contract
/// or a service. Reads only.
Result<std::vector<OwedCredit>> owed_credits(const Desk& desk, const BillingFilter& filter = {},
                                             Settlement settlement = Settlement::account);

}  // namespace billbyagent
