#pragma once

/// Explains a line to the customer: the arithmetic to the printed amount, who changed the units and
/// when, and which machines are behind it. Threads: all on the calling one; several may work over
/// one store at the same time.

#include <optional>
#include <string>
#include <vector>

#include "billbyagent/app/desk.hpp"
#include "billbyagent/domain/evidence.hpp"
#include "billbyagent/domain/posting.hpp"
#include "billbyagent/domain/running_total.hpp"

namespace billbyagent {

struct Explanation {
  LineItem line;
  std::optional<PostedLine> posted{};  ///< nothing: still in billing review
  ExactValue exact_before{};           ///< of the lines before it in its service and period
  ExactValue exact_after{};
  Money amounts_before;                   ///< what those lines came to
  ProrationPolicy policy{};               ///< the conventions of the service
  std::optional<UnitChange> change{};     ///< the count that holds from its effective date on
  std::vector<std::string> derivation{};  ///< how terms led to its units and price; may be empty
  std::vector<MachineEvent> events{};     ///< that came with that count
  std::vector<Machine> machines{};        ///< that counted on the first billed day
};

/// Finds the line among the posted ones, then among the open ones of its period. `not_found`
/// otherwise.
Result<Explanation> explain_line(const Desk& desk, const LineKey& key);

/// `numerator / denominator` minor units as decimal text of the currency, cut after `decimals`
/// decimals;
/// `...` follows when that is not all of it.
std::string exact_to_decimal(const ExactValue& value, Currency currency, int decimals = 6);

/// The explanation as lines of text. `recorded`: when its count was, in words.
std::vector<std::string> to_text(const Explanation& explanation, const std::string& recorded);
/// The same with that time in UTC.
std::vector<std::string> to_text(const Explanation& explanation);

}  // namespace billbyagent
