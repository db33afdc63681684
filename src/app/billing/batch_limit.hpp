#pragma once

/// Whether what a contract would be billed at once is believed without a person.

#include "billbyagent/app/billing_automation.hpp"

namespace billbyagent::app {

/// `implausible_batch` for more periods of a service than `most`; 0: however many.
Result<void> check_periods(const std::vector<LineItem>& lines, std::int32_t most);

/// `implausible_batch` for lines that come to far more, up or down, than any billing period of the
/// contract did so far. Of what was posted all is read only where the lines at hand speak against
/// it.
Result<void> check_amount(Transaction& transaction, const ContractId& contract,
                          const std::vector<LineItem>& lines, const BatchLimit& limit);

/// What is wider than usual, or lifted, and why; empty: nothing. For the record of a run.
std::string lifted_limits(const AutomationOptions& options);

}  // namespace billbyagent::app
