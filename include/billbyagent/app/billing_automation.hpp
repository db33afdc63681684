#pragma once

/// Billing automation: posts whatever is available when it runs, normal lines and prorations of
/// earlier periods alike, exactly once. The lines of the contracts that settle each other are
/// computed and written in one transaction, so a run that was killed, or two runs at once, post
/// nothing twice. Credits go out with a charge that settles them. Threads: all on the calling
/// one; several may work over one store at the same time.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "billbyagent/app/billing_filter.hpp"
#include "billbyagent/app/day_limit.hpp"
#include "billbyagent/app/desk.hpp"
#include "billbyagent/app/freshness.hpp"
#include "billbyagent/app/open_lines.hpp"
#include "billbyagent/app/owed_credits.hpp"
#include "billbyagent/app/totals.hpp"
#include "billbyagent/base/names.hpp"

namespace billbyagent {

/// What becomes of lines that would make a batch of credits only.
enum class CreditBatches : std::uint8_t {
  /// Held until a charge settles them: in BMS an invoice can't be a lone negative line.
  held,
  allowed,
  /// They are all that is posted: what is owed is paid out, as a credit note.
  only,
};
template <>
inline constexpr NameTable<3> names_of<CreditBatches>{"held", "allowed", "only"};

/// What becomes of lines that are worth exactly nothing (BMS: Post Zero Entries).
enum class ZeroLines : std::uint8_t { posted, left };
template <>
inline constexpr NameTable<2> names_of<ZeroLines>{"posted", "left"};

/// What becomes of services whose counts are too old.
enum class StaleCounts : std::uint8_t { warned, refused };
template <>
inline constexpr NameTable<2> names_of<StaleCounts>{"warned", "refused"};

/// How far a batch may go beyond what its contract usually bills: more than any of its billing
/// periods came to so far, taken whole, for each period that the batch is about. A contract that
/// was never billed has nothing to compare with.
struct BatchLimit {
  /// A batch of more than this share beyond that, up or down, is not posted: `implausible_batch`
  /// ...
  int max_rise_percent = 400;
  /// ... unless it comes to less than so many minor units.
  std::int64_t small_minor = 10'000;
  /// Whatever the batch comes to, and for however many periods, a person has looked.
  bool believed = false;

  friend bool operator==(const BatchLimit&, const BatchLimit&) = default;
};

/// `invalid_settings` for negative numbers.
Result<void> check(const BatchLimit& limit);

struct AutomationOptions {
  BillingFilter filter{};  ///< without `through`: today
  CreditBatches credit_batches = CreditBatches::held;
  Settlement settlement = Settlement::account;
  ZeroLines zero_lines = ZeroLines::posted;
  /// A contract of which a service would be billed for more periods at once is not posted:
  /// `implausible_batch`. 0: however many. A contract that another system billed so far says so
  /// with `billed_through`.
  std::int32_t most_periods = 13;
  BatchLimit batch_limit{};
  DayLimit day_limit{};
  /// Counts are stale when no reading of the last so many days showed them; 0: they never are. With
  /// `refused` a contract of which any is billed fails: `stale_counts`.
  std::int32_t stale_days = 2;
  StaleCounts stale_counts = StaleCounts::warned;
  std::string why_lifted{};  ///< why a limit is lifted, for the record of the run
  bool dry_run = false;      ///< everything as usual, but nothing is written
  std::string author = "post";
  std::size_t contracts_per_transaction = 64;
};

enum class BatchStatus : std::uint8_t { posted, held, failed };
template <>
inline constexpr NameTable<3> names_of<BatchStatus>{"posted", "held", "failed"};

/// A contract that moved to another account has one for each account with lines.
struct PostedContract {
  ContractId contract{};
  AccountId account{};  ///< who pays for the lines; when failed, today; empty: can't be read
  BatchStatus status = BatchStatus::failed;
  std::optional<Batch> batch{};  ///< when posted
  std::vector<LineItem> lines{};
  std::vector<ServiceId> units_unknown{};
  std::vector<LineItem> withheld{};            ///< credits that are too small as yet; not posted
  std::vector<UnbilledUnits> above_maximum{};  ///< a warning: counted, but not billed
  std::vector<ServiceFreshness> stale{};       ///< a warning: billed, or refused, by old counts
  std::optional<Error> error{};                ///< when failed; nothing of the contract was written
};

struct PostReport {
  Date day;
  Date through;
  std::string zone{};
  Instant started{};
  Instant ended{};
  bool dry_run = false;
  std::vector<PostedContract> contracts{};  ///< those with something to tell, by id
  TotalsByCurrency totals{};                ///< of the posted lines
  std::vector<OwedCredit> owed{};           ///< what was held
  /// The store failed before the end, or after the last batch: what is told here stands, and the
  /// next run does the rest. What is owed may be missing.
  std::optional<Error> stopped{};

  std::size_t count(BatchStatus status) const noexcept {
    std::size_t matching = 0;
    for (const auto& contract : contracts)
      if (contract.status == status && (status != BatchStatus::posted || contract.batch))
        ++matching;
    return matching;
  }
};

/// Errors: what the store says before anything was posted, a bad filter, bad settings,
/// `implausible_day`, `cancelled`. A contract that can't be posted is in the report, and the others
/// go on.
Result<PostReport> post_available(const Desk& desk, const AutomationOptions& options);

/// `3 batches, 41 lines, 1 held, 0 failed`
std::string summary(const PostReport& report);

}  // namespace billbyagent
