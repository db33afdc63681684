#pragma once

/// The options that say what changes of a contract as a whole.

#include <CLI/CLI.hpp>
#include <optional>
#include <string>
#include <vector>

#include "billbyagent/domain/contract.hpp"

namespace billbyagent::cli {

struct ContractTermsArguments {
  std::string cycle;
  std::optional<int> every;
  std::string periods;
  std::optional<int> anchor_day;
  std::optional<int> anchor_month;
  std::string timing;
  std::string account;
  bool next_period = false;
  std::optional<std::string> name;
  std::vector<std::string> recipients;
  bool no_recipients = false;

  bool says_cycle() const {
    return !cycle.empty() || every || !periods.empty() || anchor_day || anchor_month;
  }
  /// Whether it says anything that only a contract has.
  bool of_contract() const {
    return says_cycle() || !timing.empty() || !account.empty() || next_period ||
           !recipients.empty() || no_recipients;
  }
};

void add_options(CLI::App& sub, ContractTermsArguments& arguments);

/// What the options say of the contract from that day on. A cycle that is said in part goes on
/// otherwise as it is on that day, with periods that begin on the day.
Result<ContractAmendment> amendment_of(const ContractTermsArguments& arguments,
                                       const Contract& contract, Date day);

}  // namespace billbyagent::cli
