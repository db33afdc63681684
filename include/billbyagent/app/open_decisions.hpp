#pragma once

/// What waits for a person's word, row by row, in an order that a list can be numbered by: counts
/// that were held back or proposed, credits that nothing settles, a day that is not believed; and
/// what became of those that are decided. Threads: all on the calling one; several may work over
/// one store at the same time.

#include <optional>
#include <string>
#include <vector>

#include "billbyagent/app/day_limit.hpp"
#include "billbyagent/app/desk.hpp"
#include "billbyagent/app/owed_credits.hpp"
#include "billbyagent/base/names.hpp"
#include "billbyagent/domain/evidence.hpp"

namespace billbyagent {

enum class DecisionAbout : std::uint8_t {
  drop,        ///< a count that fell further than is believed
  rise,        ///< that rose further
  first_zero,  ///< a first count of zero
  gone,        ///< the organization, group or view of a service is not in the RMM any more
  proposal,    ///< a count of a contract that has them proposed
  credit,      ///< credits of a contract that no charge will settle
  day,         ///< the day on which runs are refused: too far from the last one
};
template <>
inline constexpr NameTable<7> names_of<DecisionAbout>{"drop",     "rise",   "first_zero", "gone",
                                                      "proposal", "credit", "day"};

DecisionAbout about(HeldCause cause);

/// What it is about: `C-1/desks`; a contract where no service is named; `day` for neither.
std::string subject_of(const ServiceKey& key);

/// One decision: the open readings of one service, what one contract owes, or a day.
struct OpenDecision {
  ServiceKey key{};  ///< without a service: a credit of the contract; without both: a day
  AccountId account{};
  std::string account_name{};
  std::string service_name{};
  std::optional<Units> present{};  ///< the units until somebody decides; nothing: never counted
  std::vector<HeldReading> readings{};
  /// Of what is to be decided. Whoever names it decides about this and nothing that came since.
  std::string digest{};
  DecisionAbout about = DecisionAbout::drop;  ///< of several readings, the last one
  std::optional<Date> since{};                ///< the day of the first reading
  std::string evidence{};                     ///< in words
};

/// What the settings say of the kinds beside counts.
struct DecisionRules {
  Settlement settlement = Settlement::account;
  DayLimit day_limit{};
};

struct OpenDecisions {
  std::vector<OpenDecision> rows{};  ///< by contract and service; the first is number 1
  std::string digest{};              ///< of all rows: the numbers mean these and no others
};

/// The counts that wait.
Result<OpenDecisions> open_decisions(const Desk& desk);
/// The same within a transaction.
Result<OpenDecisions> open_decisions(Transaction& transaction);
/// All that waits: the counts first, in the same order, then credits by contract, then the day.
/// Without any of those the list is the same, digest included.
Result<OpenDecisions> all_open_decisions(const Desk& desk, const DecisionRules& rules = {});

/// A decision that was taken, or that time has dissolved.
struct EndedDecision {
  DecisionAbout about = DecisionAbout::drop;
  ServiceKey key{};  ///< as in `OpenDecision`
  std::optional<Date> since{};
  std::string evidence{};
  HeldEnding ending{};  ///< how, by whom, why and when
};

/// The last ones first, at most `limit`. A credit that was paid out is one; one that a charge
/// settled never waited for a person.
Result<std::vector<EndedDecision>> ended_decisions(const Desk& desk, std::size_t limit);

}  // namespace billbyagent
