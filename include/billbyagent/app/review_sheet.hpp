#pragma once

/// Billing review as a person works through it: a row for each service with what was counted, what
/// its contract commits to, what is charged, what the last invoice had, and what is due now apart
/// from what comes later; sums by month and customer; and what waits for somebody. Everything about
/// money that a page shows is found here. Reads only. Threads: all on the calling one; several may
/// work over one store at the same time.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "billbyagent/app/billing_review.hpp"
#include "billbyagent/app/explain.hpp"
#include "billbyagent/app/freshness.hpp"
#include "billbyagent/app/observed_units.hpp"
#include "billbyagent/app/open_decisions.hpp"

namespace billbyagent {

/// What was last billed for a service: the lines of its newest invoice, or of its newest batch as
/// long as that has none.
struct LastBilled {
  BatchId batch{};
  std::string invoice_number{};  ///< empty: posted, but not invoiced
  Date posted_on;
  Units units = 0;  ///< charged at the end of its period
  Money amount;
};

/// The open lines of one billing period.
struct PeriodAhead {
  Period billing_period;
  Money amount;
  std::size_t lines = 0;
};

/// A line that can be billed now, with how it came about.
struct DueLine {
  LineItem line;
  std::optional<Explanation> explanation{};  ///< nothing: beyond `lines_explained_max`, or gone
};

struct ReviewRow {
  ServiceKey key{};
  std::string name{};
  Currency currency;
  bool derived = false;                  ///< its units come from an RMM
  bool observed = false;                 ///< its contract takes no count over
  std::optional<ObservedUnits> shown{};  ///< what it would bring, where it is only observed
  std::optional<Units> counted{};        ///< nothing: never, its lines are missing
  /// What the RMM showed last, when that is not taken over but waits for a person.
  std::optional<Units> waiting{};
  QuantityTerms limits{};          ///< of today
  std::optional<Units> charged{};  ///< today; nothing: not in force, paused or never counted
  /// The last reading that counted it, or the last day that a person typed units for.
  std::optional<Date> counted_on{};
  bool stale = false;
  std::string not_counted{};  ///< why the last reading did not count it; empty: it did
  std::optional<LastBilled> last{};
  std::optional<Units> more_units{};   ///< charged today, less those of the last invoice
  std::optional<Money> more_amount{};  ///< due now, less the last invoice; nothing is due: none
  Totals now;
  Totals later;
  std::vector<DueLine> due{};
  std::vector<PeriodAhead> ahead{};
  std::vector<LineItem> withheld{};   ///< credits that are too small as yet; in no sum
  std::vector<MachineEvent> moves{};  ///< since it was last billed
  std::vector<Machine> machines{};    ///< behind the present units
};

struct ReviewedAccount {
  AccountId id{};
  std::string name{};
  std::vector<ReviewRow> rows{};  ///< by contract, in its order
  TotalsByCurrency now{};
  TotalsByCurrency later{};
};

struct ReviewSheet {
  TenantId tenant{};
  std::string zone{};
  Instant made{};
  bool filtered = false;  ///< something was chosen: this is not the whole book
  BillingReview review;
  std::vector<ReviewedAccount> accounts{};  ///< by name
  TotalsByCurrency now{};                   ///< can be billed today
  TotalsByCurrency later{};                 ///< becomes available up to `review.through`
  /// By the month in which lines become available; what is due now is in today's.
  std::map<Date, TotalsByCurrency> months{};
  OpenDecisions open{};
  std::vector<RmmFreshness> rmms{};
  std::size_t services = 0;     ///< that were looked at
  std::size_t unexplained = 0;  ///< lines due without an explanation, since they are too many

  /// Whether somebody has to look before this is billed.
  bool needs_a_person() const;
};

struct SheetOptions {
  BillingFilter filter{};
  std::int32_t stale_days = 2;
  std::size_t lines_explained_max = 2'000;
};

/// Errors: as those of `billing_review`.
Result<ReviewSheet> review_sheet(const Desk& desk, const SheetOptions& options);

}  // namespace billbyagent
