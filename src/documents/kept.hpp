#pragma once

/// What a worker leaves in the database for others who work on the same night: pages of agents,
/// what else an RMM showed, and what became of services. Compact, and read by nobody else.

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "billbyagent/app/rmm_recording.hpp"
#include "billbyagent/app/shared_posting.hpp"
#include "billbyagent/app/sync_report.hpp"

namespace billbyagent::documents {

/// How a reading went, and how many pages of agents it left.
struct KeptReading {
  RmmOutcome outcome{};
  ReadingRecord record;
  std::int64_t pages = 0;
};

/// Of a part of a night.
struct KeptRows {
  std::vector<ServiceSync> rows{};
  std::optional<Error> error{};  ///< the part as a whole came to nothing
};

/// Of a part of a posting.
struct KeptPosting {
  std::vector<ContractId> contracts{};  ///< all that were looked at
  PostingFigures figures{};
  std::vector<Error> errors{};    ///< of contracts that were not posted, or of the whole part
  std::size_t units_unknown = 0;  ///< services that were never counted, and so not billed
  std::size_t stale = 0;          ///< services that were billed by old counts
};

// Reading answers `malformed_document` for what was written by another version.
std::string kept_agents(std::span<const Agent> agents);
Result<std::vector<Agent>> read_kept_agents(std::string_view text);
std::string kept_lists(const RecordedLists& lists);
Result<RecordedLists> read_kept_lists(std::string_view text);
std::string kept_reading(const KeptReading& reading);
Result<KeptReading> read_kept_reading(std::string_view text);
/// Without the machines behind changed units; of those that do not count the ones of no class.
std::string kept_rows(KeptRows rows);
Result<KeptRows> read_kept_rows(std::string_view text);
std::string kept_posting(const KeptPosting& posting);
Result<KeptPosting> read_kept_posting(std::string_view text);

}  // namespace billbyagent::documents
