#pragma once

/// The documents of what the program lists and of what its short commands did.

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <map>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

#include "billbyagent/app/freshness.hpp"
#include "billbyagent/app/get_units_now.hpp"
#include "billbyagent/app/notices.hpp"
#include "billbyagent/app/owed_credits.hpp"
#include "billbyagent/app/service_history.hpp"
#include "billbyagent/app/verify.hpp"
#include "billbyagent/ports/rmm_provider.hpp"
#include "billbyagent/ports/store.hpp"
#include "documents/hints.hpp"

namespace billbyagent::documents {

/// What one RMM shows.
struct RmmLists {
  RmmId rmm;
  std::vector<Organization> organizations;
  std::vector<MachineGroup> groups;
  std::vector<View> views;
  std::vector<std::string> notes{};  ///< of the provider
};
boost::json::object of(const std::vector<RmmLists>& rmms, const std::vector<RmmOutcome>& failed,
                       Hint hint);

/// What waits for a person, and the last runs.
struct Status {
  TenantId tenant;
  Date today;
  std::string zone{};
  std::size_t accounts = 0;
  std::size_t contracts = 0;
  std::size_t active_contracts = 0;
  std::size_t services = 0;
  std::vector<ServiceKey> never_counted{};  ///< without units, those of observed contracts too
  std::set<ContractId> observed{};          ///< for people: why some have none
  std::vector<std::pair<ServiceKey, std::vector<HeldReading>>> held{};
  std::vector<std::pair<ServiceKey, EndedReading>> past_proposals{};
  std::vector<OwedCredit> owed{};
  std::map<std::pair<LineState, Currency>, Money> batches{};
  std::size_t pending_notices = 0;
  std::vector<RmmFreshness> rmms{};
  /// Services that the last reading of their RMM did not count, or that are stale.
  std::vector<ServiceFreshness> not_counted{};
  std::vector<RunRecord> runs{};
};
boost::json::object of(const Status& status);
boost::json::object of(const VerifyReport& report);
boost::json::array of_findings(const std::vector<Finding>& findings);

boost::json::object of(const ServiceKey& service, const ServiceHistory& history);
boost::json::object of(const DeliveryReport& report, Hint hint);
/// With all machines, `day` being today.
boost::json::object of(const MachinesNow& now, Date day);
boost::json::object of(const UnitsNow& now);
/// The same with the machines.
boost::json::object of(const MachinesNow& now);

/// What was deleted, in the order of deletion.
boost::json::object of_deleted(const std::vector<Tombstone>& tombstones);

boost::json::object of_lines(const std::vector<PostedLine>& lines);
boost::json::object of_batches(const std::vector<Batch>& batches);
boost::json::object of_moved(const std::vector<BatchId>& batches, std::string_view state);
boost::json::object of_changes(const ServiceKey& service, const std::vector<UnitChange>& changes);
boost::json::object of_rejected(const ServiceKey& service,
                                const std::vector<HeldReading>& readings);
boost::json::object of_refused(const std::vector<Error>& errors, Hint hint);

}  // namespace billbyagent::documents
