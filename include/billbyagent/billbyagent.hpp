#pragma once

/// Everything of the header-only core; never an adapter. Read the layers in this order. Threads:
/// each header says its own.

#include "billbyagent/app/agent_census.hpp"
#include "billbyagent/app/batch_states.hpp"
#include "billbyagent/app/billing_automation.hpp"
#include "billbyagent/app/billing_review.hpp"
#include "billbyagent/app/coverage.hpp"
#include "billbyagent/app/explain.hpp"
#include "billbyagent/app/get_units_now.hpp"
#include "billbyagent/app/import_book.hpp"
#include "billbyagent/app/nightly_sync.hpp"
#include "billbyagent/app/preview_contract.hpp"
#include "billbyagent/app/record_units.hpp"
#include "billbyagent/base/secret.hpp"
#include "billbyagent/version.hpp"
