#pragma once

/// What changes of a contract or a service from a day on; what an amendment does not say goes on
/// as it was (D21). Prices have a list of their own (price_terms.hpp). Of two amendments that say
/// the same of one day the later recorded one holds. Threads: plain values.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "billbyagent/base/id.hpp"
#include "billbyagent/base/names.hpp"
#include "billbyagent/domain/agreed_term.hpp"
#include "billbyagent/domain/billing_cycle.hpp"
#include "billbyagent/domain/date.hpp"
#include "billbyagent/domain/money.hpp"
#include "billbyagent/domain/price_terms.hpp"
#include "billbyagent/domain/proration_policy.hpp"
#include "billbyagent/domain/quantity_terms.hpp"

namespace billbyagent {

enum class ContractStatus : std::uint8_t {
  active,
  inactive,  ///< paused: its days are no days of the contract, and nothing is billed for them
};
template <>
inline constexpr NameTable<2> names_of<ContractStatus>{"active", "inactive"};

enum class BillingTiming : std::uint8_t {
  advance,  ///< a period can be billed from its first day on (BMS: at start of billing cycle)
  arrears,  ///< from its last day on (BMS: at end of billing cycle)
};
template <>
inline constexpr NameTable<2> names_of<BillingTiming>{"advance", "arrears"};

/// From when on another account pays.
enum class AccountFrom : std::uint8_t {
  effective_date,  ///< the rest of a billing period is credited to one and charged to the other
  next_period,     ///< from the first billing period that begins on the day or after it
};
template <>
inline constexpr NameTable<2> names_of<AccountFrom>{"effective_date", "next_period"};
/// How far the nightly job is trusted with the units of a contract.
enum class Trust : std::uint8_t {
  automatic,  ///< it takes a changed count over
  propose,    ///< a changed count waits as a proposal until a person confirms it
  observe,    ///< it counts and reports; nothing is recorded
};
template <>
inline constexpr NameTable<3> names_of<Trust>{"automatic", "propose", "observe"};

struct ContractAmendment {
  Date effective;
  std::optional<ContractStatus> status{};
  /// Of what each service comes to, beside its own discount; 0: none any more. 1250 is 12.50 %.
  std::optional<std::int32_t> discount_basis_points{};
  /// Off all services together, for a whole billing period; 0: none any more.
  std::optional<UnitPrice> discount_amount{};
  std::optional<Trust> trust{};
  /// The billing periods so far end at the day before, those of the new cycle begin.
  std::optional<BillingCycle> cycle{};
  std::optional<BillingTiming> timing{};
  std::optional<AccountId> account{};
  AccountFrom account_from = AccountFrom::effective_date;  ///< without an account: as it is here
  std::optional<std::string> name{};
  std::optional<std::vector<std::string>> recipients{};
  std::string reason{};  ///< for people
  std::string author{};  ///< who or what recorded it
  Instant recorded{};
  /// The contract is renewed: on the day a term of its own begins.
  std::optional<AgreedTerm> agreed_term{};

  /// Whether it changes the same, whoever recorded it.
  bool says_what(ContractAmendment other) const {
    other.author = author;
    other.recorded = recorded;
    return *this == other;
  }
  friend bool operator==(const ContractAmendment&, const ContractAmendment&) = default;
};

struct ServiceAmendment {
  Date effective;
  std::optional<std::string> tax_category{};
  std::optional<Units> included{};
  std::optional<Units> minimum{};
  std::optional<Units> maximum{};             ///< `limits::units_max`: there is none any more
  std::optional<UnitPrice> minimum_amount{};  ///< 0: none any more
  std::optional<std::int32_t> discount_basis_points{};  ///< 0: none any more
  std::optional<UnitPrice> discount_amount{};           ///< 0: none any more
  // What a whole billing period is computed with. It holds from the first one on that begins on the
  // effective day or later.
  std::optional<Indexation> indexation{};  ///< 0 %: no further raise
  std::optional<DayCount> day_count{};
  std::optional<EffectiveDay> effective_day{};
  std::optional<Rounding> rounding{};
  std::optional<RoundingStep> rounding_step{};
  std::optional<IncreaseRule> increase{};
  std::optional<DecreaseRule> decrease{};
  std::optional<std::int64_t> minimum_credit_minor{};
  std::optional<Measure> measure{};
  std::optional<int> fixed_day{};
  std::optional<std::string> name{};
  std::string reason{};  ///< for people
  std::string author{};  ///< who or what recorded it
  Instant recorded{};

  bool says_what(ServiceAmendment other) const {
    other.author = author;
    other.recorded = recorded;
    return *this == other;
  }
  /// Whether it changes anything of what a whole billing period is computed with.
  bool is_of_periods() const {
    return indexation || day_count || effective_day || rounding || rounding_step || increase ||
           decrease || minimum_credit_minor || measure || fixed_day;
  }
  friend bool operator==(const ServiceAmendment&, const ServiceAmendment&) = default;
};

/// `out_of_range` unless it is from 0 to 100 %.
inline Result<void> check_discount(const std::optional<std::int32_t>& basis_points) {
  if (!basis_points || (*basis_points >= 0 && *basis_points <= limits::discount_basis_points_max))
    return {};
  return Error{Errc::out_of_range, "discount: " + std::to_string(*basis_points) + " basis points"};
}

/// The amendment whose word on a field holds on `day`; null when none of them says anything by
/// then.
template <class Amendments, class Amendment, class T>
const Amendment* amendment_on(const Amendments& amendments, std::optional<T> Amendment::*field,
                              Date day) {
  const Amendment* last = nullptr;
  for (const auto& each : amendments)
    if (each.*field && each.effective <= day && (!last || last->effective <= each.effective))
      last = &each;
  return last;
}

/// What it says.
template <class Amendments, class Amendment, class T>
const T* amended_on(const Amendments& amendments, std::optional<T> Amendment::*field, Date day) {
  const Amendment* last = amendment_on(amendments, field, day);
  return last ? &*(last->*field) : nullptr;
}

}  // namespace billbyagent
