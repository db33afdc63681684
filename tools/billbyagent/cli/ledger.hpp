#pragma once

/// What left the database, kept outside it: a file to which each batch, each of its states and each
/// count is appended, whole lines or nothing, on the disk before anything is shown or exported. A
/// database that knows less than its ledger was restored from a backup, and would bill again.

#include <boost/json/object.hpp>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "billbyagent/app/desk.hpp"

namespace billbyagent::cli {

/// A batch as it was posted, and what became of it.
struct LedgerBatch {
  Batch batch;
  std::vector<LineItem> lines{};
  std::vector<StateRecord> states{};

  friend bool operator==(const LedgerBatch&, const LedgerBatch&) = default;
};

/// What one tenant's database knows, or its ledger.
struct LedgerState {
  std::vector<LedgerBatch> batches{};  ///< in the order of posting
  std::map<ServiceKey, std::vector<UnitChange>> units{};

  const LedgerBatch* find(const BatchId& id) const;
};

/// Of what is on record in the transaction.
Result<LedgerState> ledger_state(Transaction& transaction);

/// What one of two knows and the other one does not.
struct LedgerDifference {
  std::vector<LedgerBatch> batches{};  ///< missing ones; of those that are there the further states
  std::map<ServiceKey, std::vector<UnitChange>> units{};
  std::vector<BatchId> conflicts{};       ///< the same id, but other lines or another life
  std::vector<ServiceKey> other_units{};  ///< counts that were recorded anew

  bool empty() const {
    return batches.empty() && units.empty() && conflicts.empty() && other_units.empty();
  }
};

/// Whether a service that one does not have at all lacks its counts: it may have been deleted.
enum class Unknown : std::uint8_t { lack_counts, passed_over };

/// What `here` lacks of `there`.
LedgerDifference lacking(const LedgerState& here, const LedgerState& there, Unknown services);

/// The file, for one process at a time.
class Ledger {
 public:
  /// Makes a missing file. Errors: `file_failed`; `malformed_document` for a line that is none;
  /// `store_behind` for the ledger of another database than `origin`.
  static Result<std::unique_ptr<Ledger>> open(const std::string& path, const std::string& origin,
                                              const TenantId& tenant);
  Ledger(const Ledger&) = delete;
  Ledger& operator=(const Ledger&) = delete;
  ~Ledger();

  const LedgerState& state() const noexcept { return state_; }
  /// Whether anything was ever recorded of the tenant.
  bool knows_tenant() const noexcept { return knows_tenant_; }
  /// Appends the records, or nothing, and has them on the disk: `file_failed`.
  Result<void> append(const std::vector<boost::json::object>& records);
  /// What the database knows and the file does not.
  Result<void> follow(const LedgerDifference& more);
  /// A service's counts from now on.
  Result<void> start_anew(const ServiceKey& key, const std::vector<UnitChange>& changes);

 private:
  Ledger(int file, std::string path, TenantId tenant)
      : file_(file), path_(std::move(path)), tenant_(std::move(tenant)) {}
  Result<void> read(const std::string& origin);
  Result<void> take(const boost::json::object& record);
  Error failed(const std::string& what) const;

  int file_;
  std::string path_;
  TenantId tenant_;
  std::int64_t size_ = 0;  ///< of the whole lines
  LedgerState state_;
  std::string origin_;
  bool knows_tenant_ = false;
};

}  // namespace billbyagent::cli
