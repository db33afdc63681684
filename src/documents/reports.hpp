#pragma once

/// Reports for machines. Amounts are decimal text, days are `YYYY-MM-DD`, moments are UTC; a period
/// is given by its first and its last day.

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <vector>

#include "billbyagent/app/billing_automation.hpp"
#include "billbyagent/app/billing_review.hpp"
#include "billbyagent/app/explain.hpp"
#include "billbyagent/app/import_book.hpp"
#include "billbyagent/app/sync_report.hpp"

namespace billbyagent::documents {

boost::json::object error_json(const Error& error);
boost::json::object rmm_json(const RmmOutcome& rmm);

boost::json::object period_json(const Period& period);
boost::json::object line_json(const LineItem& line);
boost::json::object line_json(const PostedLine& line);
boost::json::object batch_json(const Batch& batch);
boost::json::object owed_json(const OwedCredit& owed);
boost::json::object change_json(const UnitChange& change);
boost::json::array machines_json(const std::vector<MachineEvent>& events);
boost::json::array machines_json(const std::vector<Machine>& machines);
boost::json::object judged_json(const JudgedMachine& machine);
boost::json::object held_json(const HeldReading& reading);
boost::json::object ended_json(const EndedReading& ended);
boost::json::object run_json(const RunRecord& run);
boost::json::array totals_json(const TotalsByCurrency& totals);

boost::json::object report_json(const ImportReport& report, bool dry_run);
boost::json::object report_json(const SyncReport& report);
boost::json::object report_json(const BillingReview& review);
boost::json::object report_json(const PostReport& report);
boost::json::object report_json(const Explanation& explanation);

template <class List, class Make>
boost::json::array list_json(const List& list, Make make) {
  boost::json::array out;
  for (const auto& item : list) out.emplace_back(make(item));
  return out;
}

}  // namespace billbyagent::documents
