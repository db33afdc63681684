#pragma once

/// The use cases, and with them what they speak of; never an adapter. What they are made of (the
/// census, the reading of an RMM, the open lines of a contract) has headers of its own beside them.
/// fwd.hpp is for headers that only name these types. Threads: each header says its own.

// Whoever calls use cases links billbyagent::app, and with it the longer functions of the ports
// (base/linked.hpp). Those of the domain stay: a bill needs no library.
#ifndef BILLBYAGENT_PORTS_LINKED
#define BILLBYAGENT_PORTS_LINKED
#endif

#include "billbyagent/app/batch_states.hpp"
#include "billbyagent/app/billing_automation.hpp"
#include "billbyagent/app/billing_review.hpp"
#include "billbyagent/app/coverage.hpp"
#include "billbyagent/app/desk.hpp"
#include "billbyagent/app/explain.hpp"
#include "billbyagent/app/get_units_now.hpp"
#include "billbyagent/app/import_book.hpp"
#include "billbyagent/app/nightly_sync.hpp"
#include "billbyagent/app/notices.hpp"
#include "billbyagent/app/owed_credits.hpp"
#include "billbyagent/app/preview_contract.hpp"
#include "billbyagent/app/raise_prices.hpp"
#include "billbyagent/app/record_units.hpp"
#include "billbyagent/app/renewals.hpp"
#include "billbyagent/app/service_history.hpp"
#include "billbyagent/app/verify.hpp"
#include "billbyagent/base/secret.hpp"
#include "billbyagent/domain/billing.hpp"
#include "billbyagent/version.hpp"
