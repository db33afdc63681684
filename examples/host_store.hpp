#pragma once

// A BMS that keeps customers and agreements in its own tables, and billbyagent's store on top of
// them. docs/stores.md tells the way to such a store; tests/conformance runs the suite on this one.
//
// The tables are plain structs here, so that each function shows what a store has to do and not how
// one calls a database. What a database would do by itself says so.

#include <billbyagent/ports/store.hpp>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <semaphore>
#include <string>
#include <vector>

namespace bms {

namespace bba = billbyagent;

/// A customer, as this BMS always kept it, and the links to RMMs that came with billing by agents.
struct Customer {
  std::string number;
  std::string name;
  std::string account_manager;  // billbyagent knows nothing of it
  std::optional<bba::OrganizationId> organization;
  bba::Overlaps overlaps = bba::Overlaps::allowed;
  std::map<bba::RmmId, bba::OrganizationId> other_organizations;
};

/// An agreement. What a contract has and this BMS had too stays in the columns of the BMS, the rest
/// came as `terms`; id, name, account, status and recipients in there mean nothing.
struct Agreement {
  std::string number{};
  std::string customer{};
  std::string title{};
  bool active = true;
  std::vector<std::string> mail_to{};
  std::string remarks{};  // billbyagent knows nothing of them
  bba::Contract::Terms terms;
};

/// Everything of one MSP: two tables that were there, and those that came with billing by agents.
struct Tables {
  std::map<std::string, Customer> customers;
  std::map<std::string, Agreement> agreements;
  std::map<bba::ServiceKey, bba::ServiceDossier> services;  ///< units, machines, held counts
  std::vector<bba::BatchOnRecord> batches;                  ///< with their lines and states
  std::vector<bba::NoticeOnRecord> notices;
  std::vector<bba::RunRecord> runs;
  std::map<std::int64_t, bba::ReadingRecord> readings;
  std::vector<bba::Tombstone> tombstones;
};

/// Stands for the database: a reader keeps the tables that it began with, a writer is alone and
/// replaces all of them or none. Safe to share between threads.
class Database {
 public:
  std::shared_ptr<const Tables> tables_of(const std::string& msp) const;
  void replace(const std::string& msp, std::shared_ptr<const Tables> tables);

  /// The writer's place; false when nobody left it in time.
  bool enter();
  void leave();

  /// How the screens of the BMS write.
  template <class Change>
  void edit(const std::string& msp, Change change) {
    if (!enter()) return;
    auto edited = std::make_shared<Tables>(*tables_of(msp));
    change(*edited);
    replace(msp, std::move(edited));
    leave();
  }

 private:
  mutable std::mutex mutex_;
  std::map<std::string, std::shared_ptr<const Tables>> tables_;
  std::binary_semaphore writer_{1};
};

class HostStore final : public bba::Store {
 public:
  explicit HostStore(Database& database) : database_(database) {}
  bba::Result<std::unique_ptr<bba::StoreSession>> open(const bba::TenantId& tenant,
                                                       bba::Access access) override;

 private:
  Database& database_;
};

}  // namespace bms
