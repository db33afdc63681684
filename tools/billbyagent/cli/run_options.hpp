#pragma once

/// How the settings want nights and postings to go.

#include "billbyagent/app/billing_automation.hpp"
#include "billbyagent/app/nightly_sync.hpp"
#include "cli/exit_code.hpp"
#include "cli/session.hpp"

namespace billbyagent::cli {

NightlyOptions nightly_options(const Session& session, const RmmSet& rmms);
AutomationOptions automation_options(const Session& session);
Exit exit_of(const SyncReport& report);

/// How many contracts are looked at for damage after a night, others each time.
inline constexpr std::size_t contracts_looked_at = 8;

}  // namespace billbyagent::cli
