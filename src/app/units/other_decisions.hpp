#pragma once

/// Decisions that are about no count: credits and days.

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "billbyagent/app/decide_open.hpp"

namespace billbyagent::app {

std::string digest_of_other(DecisionAbout about, const std::string& what);

/// The day that runs are refused on; nothing where they are not.
Result<std::optional<OpenDecision>> open_day(const Desk& desk, const DayLimit& limit);

/// Without the account's name.
OpenDecision open_credit(const OwedCredit& owed);

/// What the contract owes as it stands in the transaction, one for each account.
Result<std::vector<OpenDecision>> open_credits(Transaction& transaction, const ContractId& id,
                                               const DecisionRules& rules, Date today);

/// Who believed a day, and why, as one text, and back.
std::string believed_text(const std::string& author, const std::string& reason);
std::pair<std::string, std::string> believed_by(const std::string& text);

/// Approves what is about no count.
Result<billbyagent::Decided> approve_other(Transaction& transaction, const Desk& desk,
                                           const Decision& decision, const std::string& author,
                                           const DecisionRules& rules);

}  // namespace billbyagent::app
