#pragma once

/// Nights and postings as work that several processes share, on as many hosts as there are. The
/// database is the queue, the lock and the truth: what is to be done stands in it, whoever claims a
/// piece holds it for a while, and each transaction of his begins by looking whether he still does.
///
/// That nothing is done twice does not rest on claims. It rests on the keys of what is written
/// (D6): a piece that two worked on is as one of them would have left it.
///
/// Time is the database's alone. Threads: a queue may be shared.

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "billbyagent/base/names.hpp"
#include "billbyagent/ports/store.hpp"

namespace billbyagent {

enum class Occasion : std::uint8_t { night, posting };
template <>
inline constexpr NameTable<2> names_of<Occasion>{"night", "posting"};

/// In the order in which they can be done: each waits for all before it of its night.
enum class WorkStep : std::uint8_t {
  read,     ///< an RMM; `part` is its name
  do_part,  ///< accounts: their counts taken over, or their lines posted
  close,    ///< the record of the run, and what operators are told
  notify,   ///< the notices in the outbox
};
template <>
inline constexpr NameTable<4> names_of<WorkStep>{"read", "do_part", "close", "notify"};

struct WorkItem {
  WorkStep step = WorkStep::read;
  std::string part{};          ///< tells those of a step apart
  std::string from_account{};  ///< as an `AccountRange`
  std::string to_account{};
  std::string host{};  ///< that is asked; empty: none whose patience is bounded

  friend bool operator==(const WorkItem&, const WorkItem&) = default;
};

/// A night or posting of one tenant.
struct Night {
  TenantId tenant{};
  Occasion occasion = Occasion::night;
  Date day;

  friend bool operator==(const Night&, const Night&) = default;
};

/// A piece of work that is ours until somebody else claims it.
struct WorkClaim {
  Night night;
  WorkItem item{};
  std::string token{};       ///< a new one each time
  std::int64_t attempt = 1;  ///< how often it was claimed
  Instant planned{};         ///< when the night was planned
};

struct WorkWish {
  std::vector<TenantId> tenants{};
  std::vector<WorkStep> steps{};
  std::chrono::milliseconds lease{60'000};
  std::size_t readers_per_host = 4;  ///< at one time, of all workers together
};

/// What is done of a night.
struct WorkDone {
  WorkItem item{};
  std::string result{};
  Instant done{};
};

/// Of some tenants together, for operators.
struct WorkFigures {
  std::int64_t nights_open = 0;
  std::int64_t nights_done = 0;
  std::int64_t postings_open = 0;
  std::int64_t postings_done = 0;
  std::int64_t items_waiting = 0;
  std::int64_t items_claimed = 0;
  std::int64_t claims_again = 0;  ///< beyond the first of each piece
  /// Since the oldest night or posting that is not done was planned; 0: none.
  std::int64_t oldest_open_ms = 0;
  std::int64_t decisions_waiting = 0;  ///< counts that wait for a person
  /// Since the RMM that was not read for longest was read as a whole; 0: none ever was.
  std::int64_t oldest_reading_ms = 0;
};

class WorkQueue {
 public:
  virtual ~WorkQueue() = default;
  WorkQueue(const WorkQueue&) = delete;
  WorkQueue& operator=(const WorkQueue&) = delete;

  /// Whether the tenant had any night of this occasion on a day of these.
  virtual Result<bool> has_night(const TenantId& tenant, Occasion occasion, Date from,
                                 Date through) = 0;
  /// False when the night was planned before, by whomever.
  virtual Result<bool> plan(const Night& night, const std::vector<WorkItem>& work) = 0;
  /// A piece that can be done now, the oldest first; nothing when there is none.
  virtual Result<std::optional<WorkClaim>> claim(const WorkWish& wish) = 0;
  /// Longer than was wished for. `store_busy` when it is somebody else's by now.
  virtual Result<void> renew(const WorkClaim& claim, std::chrono::milliseconds lease) = 0;
  /// It is done, with a result for those who close the night; likewise.
  virtual Result<void> finish(const WorkClaim& claim, const std::string& result) = 0;
  /// Gives it back; nobody claims it for as long as `pause`.
  virtual Result<void> put_off(const WorkClaim& claim, std::chrono::milliseconds pause) = 0;

  /// Keeps pages of what was read, from page `first` on; those that were there are replaced.
  virtual Result<void> keep(const WorkClaim& claim, std::int64_t first,
                            const std::vector<std::string>& pages) = 0;
  /// At most `most` pages of what was read, from `first` on, in order.
  virtual Result<std::vector<std::string>> kept(const Night& night, const std::string& part,
                                                std::int64_t first, std::int64_t most) = 0;
  /// What is done of the night, by step and part.
  virtual Result<std::vector<WorkDone>> done(const Night& night) = 0;
  /// Pieces of these tenants that are not done.
  virtual Result<std::int64_t> left(const std::vector<TenantId>& tenants) = 0;
  virtual Result<WorkFigures> figures(const std::vector<TenantId>& tenants) = 0;
  /// Drops pieces and pages of the tenant's nights before `day` that are done.
  virtual Result<void> forget_before(const TenantId& tenant, Date day) = 0;

  /// The store, where each writing transaction begins by looking whether the claim still holds:
  /// `store_busy` otherwise.
  virtual std::unique_ptr<Store> fenced(const WorkClaim& claim) = 0;

 protected:
  WorkQueue() = default;
};

}  // namespace billbyagent
