#pragma once

/// What a customer gets with an invoice: the lines that were posted, service by service, how the
/// units came about over those days, each change with its line, and which machines are behind it.
/// It holds no keys, costs or places of machines, so that nothing made from it can show them.
/// Threads: all on the calling one; several may work over one store at the same time.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "billbyagent/app/desk.hpp"
#include "billbyagent/domain/evidence.hpp"
#include "billbyagent/domain/line_item.hpp"

namespace billbyagent {

/// A line without its cost and its key.
struct StatementLine {
  Date effective;
  Period span;
  LineKind kind = LineKind::recurring;
  ChargePart part = ChargePart::units;
  Units quantity = 0;
  std::int64_t price_millionths = 0;  ///< of one unit and period, or the step of a price
  bool price_changed = false;
  Fraction share{};
  Money amount;
};
StatementLine statement_line(const LineItem& line);

struct StatementMove {
  std::string name{};
  bool comes = false;  ///< otherwise it goes
};

/// A day on which the units became others.
struct StatementChange {
  Date day;
  std::optional<Units> before{};
  Units after = 0;
  ChangeReason reason = ChangeReason::nightly_sync;
  std::vector<StatementMove> moves{};
  std::vector<StatementLine> lines{};  ///< that bill it
};

struct StatementMachine {
  std::string name{};
  Date since;  ///< the first day of the count that it came with
};

struct StatementService {
  std::string name{};
  std::string contract{};              ///< the contract's name
  bool by_machine = false;             ///< its units are machines
  std::vector<StatementLine> lines{};  ///< by period and day
  Money amount;
  Period days;                      ///< that the units are told of
  std::vector<DatedUnits> units{};  ///< the counts that hold, the first on the first of the days
  Date known_through;               ///< the last day that is known of
  QuantityTerms limits{};
  std::vector<StatementChange> changes{};
  std::vector<StatementMachine> machines{};  ///< on `known_through`, by agent id
};

struct Statement {
  std::string account{};  ///< the customer's name
  std::optional<Period> posted{};
  std::vector<std::string> invoices{};  ///< the numbers of its invoices
  std::size_t not_invoiced = 0;         ///< lines that are posted and on no invoice yet
  Date made;
  std::vector<StatementService> services{};
  std::map<Currency, Money> totals{};
};

/// Which lines: of one invoice, or those that were posted on these days.
struct StatementRequest {
  AccountId account{};
  std::optional<std::string> invoice{};
  std::optional<Period> posted{};  ///< nothing: the month of today
};

/// `not_found` for an unknown account or an invoice that is not of it, `nothing_to_do` when nothing
/// was posted for it on those days.
Result<Statement> statement(const Desk& desk, const StatementRequest& request);

}  // namespace billbyagent
