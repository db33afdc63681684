#pragma once

/// The prices of many services raised, or cut, by a percentage, or one price for all of them, from
/// a day on or from each contract's next renewal on: as one run with a preview. Threads: all on the
/// calling one; several may work over one store at the same time.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "billbyagent/app/desk.hpp"
#include "billbyagent/app/preview.hpp"

namespace billbyagent {

enum class RaiseStatus : std::uint8_t {
  raised,
  excepted,        ///< an exception names it
  not_in_force,    ///< not on that day, or its contract is not
  charge,          ///< a free charge or credit: its amount is agreed
  indexed,         ///< raises itself every year
  priced_already,  ///< has a price from that very day: raised before, or agreed
  posted,          ///< that day is billed, and reaching back is not allowed
  no_renewal,      ///< its contract does not renew, or no term was agreed
  tiered,          ///< one price for all units is none of its tiers
  other_currency,  ///< than the one price is in
  unchanged,       ///< has that price anyway
};
template <>
inline constexpr NameTable<11> names_of<RaiseStatus>{
    "raised", "excepted",   "not_in_force", "charge",         "indexed",  "priced_already",
    "posted", "no_renewal", "tiered",       "other_currency", "unchanged"};

struct PriceRaise {
  /// Hundredths of a percent of the price that holds the day before: 350 is 3.5 % more, -350 less.
  /// As `parse_raise` takes it. 0 with `unit_price`.
  std::int32_t basis_points = 0;
  std::optional<Date> from{};  ///< nothing: from the day on which each contract renews next
  /// Digits behind the point that new prices are rounded to, half up; nothing: those of the
  /// currency. 0 to 6.
  std::optional<int> decimals{};
  std::vector<AccountId> accounts{};  ///< only theirs; empty: all
  std::vector<ContractId> except_contracts{};
  std::vector<ServiceKey> except_services{};
  bool reach_back = false;  ///< also where that day is posted: it is billed once more
  bool dry_run = false;
  std::string author{};  ///< kept with each new price, as the reason is
  std::string reason{};
  /// Only services that are called so, in whichever contract; empty: all.
  std::vector<ServiceId> services{};
  /// Instead of percents: one unit costs this; base fees stay. The services have to be named.
  std::optional<UnitPrice> unit_price{};
};

/// `3.5` (percent) or `-3.5` as 350 or -350: not 0, up to 100 either way, at most two decimals.
Result<std::int32_t> parse_raise(std::string_view percent);

/// `32.00 USD`, as it is said for many contracts at once.
Result<UnitPrice> parse_unit_price(std::string_view text);

struct RaisedService {
  ServiceKey key{};
  std::string name{};
  RaiseStatus status = RaiseStatus::raised;
  std::optional<DatedPrice> before{};  ///< that is, or would be, raised
  std::optional<DatedPrice> after{};
  /// A later price that the service lists holds from its own day on, as it was agreed.
  std::optional<Date> next_price{};
};

/// What the contract owes for the billing period that holds the day, and the one after it.
struct RaisedContract {
  ContractId contract{};
  AccountId account{};
  AmountChange amount;
};

struct RaiseReport {
  PriceRaise raise;
  std::vector<RaisedService> services{};    ///< of the named accounts, by contract
  std::vector<RaisedContract> contracts{};  ///< those that owe another amount
};
/// `3.5 % from 2027-01-01: 12 services raised, 3 left as they are`; `32.00 USD from each renewal
/// on`
std::string summary(const RaiseReport& report);

/// All of the raises or none. Run again it raises nothing twice. Costs, minimums and amounts stay;
/// tiers and base fees are raised too. Leaves a run on record. Errors: `invalid_argument` for the
/// percentage, the digits or a price; `not_found` naming an account, contract or service that is
/// none;
/// `out_of_range` for a price that would be too high; what the store says.
Result<RaiseReport> raise_prices(const Desk& desk, const PriceRaise& raise);

}  // namespace billbyagent
