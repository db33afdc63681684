#pragma once

/// What waits for a person and what was decided; and a file of decisions: the same with room for
/// the decision about each row. It is
/// written by the review, filled in by a person, and read back as a whole.

#include <boost/json/object.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "billbyagent/app/decide_open.hpp"

namespace billbyagent::documents {

/// With one row for each open decision, none decided. Fit for editing by hand.
std::string decisions_text(const TenantId& tenant, Date day, const OpenDecisions& open);

struct DecisionsRead {
  TenantId tenant{};
  std::vector<Decision> decisions{};
  std::size_t left = 0;          ///< rows without a decision
  std::vector<Error> refused{};  ///< each with its place in the file
};

/// `malformed_document` for what is no such file at all.
Result<DecisionsRead> parse_decisions(std::string_view text);

boost::json::object of(const OpenDecisions& open, const std::vector<EndedDecision>& ended);
boost::json::object of(const DecisionReport& report, std::size_t left);

}  // namespace billbyagent::documents
