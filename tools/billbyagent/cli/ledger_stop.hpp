#pragma once

/// The stop of everything that bills or leaves, while the database may know less than what left.

#include <boost/json/object.hpp>
#include <optional>

#include "cli/ledger.hpp"
#include "cli/session.hpp"

namespace billbyagent::cli {

/// Before anything bills or leaves: `store_behind` when a backup was restored and nobody has
/// reconciled, when the ledger knows more than the database, or when it knows nothing of a tenant
/// whose database knows that it had one.
Result<void> check_ledger(Session& session, const Desk& desk);

/// Afterwards, and before it is shown: what the database knows and the ledger does not, and what
/// happened beside that, such as an export.
Result<void> record_in_ledger(Session& session, const Desk& desk,
                              std::optional<boost::json::object> event = std::nullopt);

/// `store_behind` when the tenant's database knows of a ledger, and this one nothing of the tenant.
Result<void> check_not_lost(const Session& session, const Ledger& ledger, Transaction& transaction);

/// What the database lacks, in one line.
Error behind_error(const LedgerDifference& lacks);

}  // namespace billbyagent::cli
