#pragma once

/// The documents of the jobs' reports: what `billbyagent --json` prints and the C interface gives.

#include <boost/json/object.hpp>
#include <vector>

#include "billbyagent/app/billing_automation.hpp"
#include "billbyagent/app/billing_review.hpp"
#include "billbyagent/app/coverage.hpp"
#include "billbyagent/app/explain.hpp"
#include "billbyagent/app/import_book.hpp"
#include "billbyagent/app/preview.hpp"
#include "billbyagent/app/raise_prices.hpp"
#include "billbyagent/app/renewals.hpp"
#include "billbyagent/app/statement.hpp"
#include "billbyagent/app/sync_report.hpp"
#include "documents/hints.hpp"

namespace billbyagent::documents {

boost::json::object of(const Error& error, Hint hint);
boost::json::object of(const LineItem& line);
boost::json::object of(const PostedLine& line);
boost::json::object of(const Explanation& explanation);
boost::json::object of(const ImportReport& report, bool dry_run, Hint hint);
boost::json::object of(const SyncReport& report, Hint hint);
boost::json::object of(const BillingReview& review, Hint hint);
boost::json::object of(const PostReport& report, Hint hint);
boost::json::object of(const CoverageReport& report, Hint hint);
boost::json::object of(const RaiseReport& report);
boost::json::object of(const RenewalList& list);
boost::json::object of(const Statement& statement);
boost::json::object of(const Preview& preview, const std::vector<WhatIf>& what_if);

}  // namespace billbyagent::documents
