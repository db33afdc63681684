#pragma once

/// What the operator gets by mail after each night: what it found and what waits.

#include <optional>

#include "billbyagent/app/notices.hpp"
#include "billbyagent/app/sync_report.hpp"
#include "billbyagent/app/verify.hpp"
#include "cli/session.hpp"

namespace billbyagent::cli {

/// What became of the notices of a night, and what else followed it.
struct NightNotices {
  /// Nothing when no setting says where they go, or they are to stay.
  std::optional<Result<DeliveryReport>> delivery{};
  /// How many wait because no setting says where they go.
  std::size_t without_place = 0;
  /// What a look at some contracts found.
  std::vector<Finding> damage{};
};

void print(std::ostream& out, const NightNotices& notices, const std::vector<MailRefusal>& refused);

/// Nothing when `smtp-operator` names nobody. A night that came to nothing is told of, too.
std::optional<Result<void>> mail_night(Session& session, const Desk& desk,
                                       const Result<SyncReport>& report,
                                       const NightNotices& notices, Exit exit);

}  // namespace billbyagent::cli
