#pragma once

/// What several pages show: lines, machines, counts that wait.

#include <string>
#include <vector>

#include "billbyagent/app/freshness.hpp"
#include "billbyagent/app/open_decisions.hpp"
#include "billbyagent/app/owed_credits.hpp"
#include "billbyagent/app/rmm_outcome.hpp"
#include "billbyagent/app/statement.hpp"
#include "pages/frame.hpp"

namespace billbyagent::pages {

/// In the words of a reader who knows no enumerations.
std::string_view words_for(ChangeReason reason);
std::string_view words_for(MachineMove move);
std::string_view words_for(HeldCause cause);

/// `2026-06-10 to 2026-06-30`, or the one day.
std::string days_text(const Period& days);
/// `+1 × 5.00 × 21/30`; the share is left out when the period is whole.
std::string arithmetic(const StatementLine& line, const Numbers& numbers);
/// What the line is: `Units`, `Base fee`, `Discount`, `Price change` ...
std::string_view what_is(const StatementLine& line);

/// A row's cell with a number in it, and what its column is called for narrow screens.
void put_number(Html& html, std::string_view column, std::string_view number);
/// The cell of a text of the program's own.
void put_cell(Html& html, std::string_view column, std::string_view text);
/// The cell of a name that somebody chose.
void put_named(Html& html, std::string_view column, std::string_view name);
/// The head of a table: the columns, those after `texts` first ones being numbers.
void put_columns(Html& html, const std::vector<std::string_view>& columns, std::size_t texts);

void put_machines(Html& html, const std::vector<Machine>& machines);
/// A figure in the row at the top: what it counts, the figure, and a remark on it.
void put_tile(Html& html, std::string_view what, std::string_view figure, std::string_view remark);
void put_moves(Html& html, std::vector<MachineEvent> events);
/// Lines with their arithmetic and amounts.
void put_lines(Html& html, const Numbers& numbers, const std::vector<StatementLine>& lines,
               std::string_view caption);

/// The rows that wait for a person, by number.
void put_open(Html& html, const OpenDecisions& open);
/// Credits that somebody has to pay out, and those that a charge settles.
void put_owed(Html& html, const Numbers& numbers, const std::vector<OwedCredit>& owed);
void put_stale(Html& html, const std::vector<RmmFreshness>& rmms);
/// Services that the last reading of their RMM did not count.
void put_not_counted(Html& html, const std::vector<ServiceFreshness>& services);
/// How reading each RMM went.
void put_rmms(Html& html, const std::vector<RmmOutcome>& rmms);
void put_error(Html& html, std::string_view what, const Error& error);

/// `2026-06-01 02:00 UTC`
std::string minute_of(Instant instant);

}  // namespace billbyagent::pages
