#pragma once

/// Pages for people: each one file that needs nothing from elsewhere, without scripts. They show
/// the values of the reports and compute nothing about money. No output and no reading of files
/// here: what is made is text.

#include <optional>
#include <string>

#include "billbyagent/app/coverage.hpp"
#include "billbyagent/app/notices.hpp"
#include "billbyagent/app/review_sheet.hpp"
#include "billbyagent/app/statement.hpp"
#include "billbyagent/app/sync_report.hpp"
#include "documents/overviews.hpp"
#include "pages/look.hpp"

namespace billbyagent::pages {

/// `coverage`: null when the RMMs were not read for it; the page says so.
std::string review_page(const ReviewSheet& sheet, const CoverageReport* coverage, const Look& look);
std::string statement_page(const Statement& statement, const Look& look);
/// `delivery`: null when nobody was to be told.
std::string night_page(const SyncReport& report, const Result<DeliveryReport>* delivery,
                       const Look& look);
std::string status_page(const documents::Status& status, const OpenDecisions& open,
                        const Look& look);

}  // namespace billbyagent::pages
