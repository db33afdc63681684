#pragma once

/// Rows that wait for a decision, by the numbers that a list gave them.

#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

#include "billbyagent/app/decide_open.hpp"
#include "cli/reports_human.hpp"
#include "cli/session.hpp"

namespace billbyagent::cli {

/// As the settings have them.
DecisionRules decision_rules(const Session& session);

/// The numbered rows, and how to take them over; nothing without any.
void print_open(std::ostream& out, const OpenDecisions& open, KeyColumn keys);

/// Whether these words are numbers of rows, such as `3` and `5-7`, and no service.
bool are_rows(const std::vector<std::string>& words);

/// One decision about all of these rows. `list` is the digest of the list that numbered them:
/// `conflicts` when the list is another one by now, `not_found` for a row that it has not.
Result<Exit> decide_rows(Session& session, const std::vector<std::string>& rows,
                         const std::string& list, DecisionKind kind, const std::string& reason);

inline constexpr std::string_view nothing_decided = "nothing was decided";

/// Takes them as a whole and shows what came of it. `left`: rows that nobody decided about.
Result<Exit> decide_and_show(Session& session, const Desk& desk,
                             const std::vector<Decision>& decisions, std::size_t left);

}  // namespace billbyagent::cli
