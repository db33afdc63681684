#pragma once

/// Where contracts, histories, evidence, lines and notices live. A store serves many tenants; a
/// transaction belongs to one of them and sees nothing of the others (D14).
///
/// Callers use `begin` and `Transaction`; an implementation is `open` and a `StoreSession`.
///
/// Threads: a store may be shared; a transaction is used by one thread at a time.

#include <memory>
#include <string>
#include <vector>

#include "billbyagent/ports/transaction.hpp"

namespace billbyagent {

class Store {
 public:
  virtual ~Store() = default;
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  /// Errors: `invalid_argument` for what is no tenant's id, and what the store says: `store_busy`
  /// when another writer did not end in time, `store_newer`, `store_failed`.
  Result<std::unique_ptr<Transaction>> begin(const TenantId& tenant, Access access) {
    if (auto id = TenantId::parse(tenant.text()); !id) return id.error();
    auto session = open(tenant, access);
    if (!session) return session.error();
    return std::make_unique<Transaction>(*std::move(session), access);
  }

  /// For implementations, and for stores in front of another one: what a transaction of the tenant
  /// stands on. When writing, the only writer, or the only one of what it loads.
  virtual Result<std::unique_ptr<StoreSession>> open(const TenantId& tenant, Access access) = 0;

  /// Looks for damage below the records: pages, indexes, references between tables. A sentence for
  /// each thing found; nothing where the database looks after itself.
  virtual Result<std::vector<std::string>> check() { return std::vector<std::string>{}; }

  /// Takes a person's name out of all that is kept of the tenant, and says in how many rows it
  /// stood: as whoever recorded something, as a machine's, in remarks and in notices. What money
  /// comes from stays as it is, and so do the seals, which no name is in. Errors:
  /// `invalid_argument` for a name that is too short to be told from other words, and from a store
  /// whose host keeps the names.
  virtual Result<std::size_t> erase_name(const TenantId&, const std::string&) {
    return Error{Errc::invalid_argument, "the host of this store keeps its names"};
  }

 protected:
  Store() = default;
};

}  // namespace billbyagent
