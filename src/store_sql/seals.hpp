#pragma once

/// The seals of what is in the tables (described/seal.hpp): kept by whatever writes, compared by
/// whatever reads. What is not as it was sealed is an error that names it.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "billbyagent/described/seal.hpp"
#include "store_sql/group.hpp"

namespace billbyagent::sql {

enum class Sealed : std::uint8_t {
  account,   ///< as it stands; the part is its id, there is no contract
  contract,  ///< as it stands
  units,     ///< the unit changes of a service, a chain
  events,    ///< the machine events of a service, a chain
  machines,  ///< the billed machines of a service as they stand: their digest
  held,      ///< one held reading of a service, by its number; a chain of it and how it ended
  batch,     ///< one batch with its lines
  batches,   ///< the seals of a contract's batches, a chain
  states,    ///< the states of a batch, a chain
  reading,   ///< one reading of an RMM as it stands, by its number
  run,       ///< one run; the part is its id
};

}  // namespace billbyagent::sql

template <>
inline constexpr billbyagent::NameTable<11> billbyagent::names_of<billbyagent::sql::Sealed>{
    "account", "contract", "units",  "events",  "machines", "held",
    "batch",   "batches",  "states", "reading", "run"};

namespace billbyagent::sql {

struct SealKey {
  Sealed kind = Sealed::contract;
  ContractId contract{};
  std::string part{};
  std::int64_t number = 0;

  friend auto operator<=>(const SealKey&, const SealKey&) = default;
  friend bool operator==(const SealKey&, const SealKey&) = default;
};

inline SealKey seal_key(const AccountId& account) { return {Sealed::account, {}, account.text()}; }
inline SealKey seal_key(Sealed kind, const ContractId& contract) { return {kind, contract}; }
inline SealKey seal_key(Sealed kind, const ServiceKey& key, std::int64_t number = 0) {
  return {kind, key.contract, key.service.text(), number};
}
inline SealKey seal_key(Sealed kind, const ContractId& contract, const BatchId& batch) {
  return {kind, contract, batch.text()};
}

/// The seals of one kind that were loaded, to be compared with what was read.
class Seals {
 public:
  /// `which` is a further condition.
  static Result<Seals> of(Group& group, Sealed kind, std::string_view which = {});
  /// Of the batches in that table.
  static Result<Seals> of_batches(Group& group, Sealed kind, std::string_view batches);
  static Result<Seals> of(const Tables& tables, const std::vector<ContractId>& contracts,
                          Sealed kind);
  static Result<Seals> of_accounts(const Tables& tables, const std::vector<AccountId>& accounts);
  static Result<Seals> of_runs(const Tables& tables, const std::vector<RunId>& runs);
  /// Of the runs that were appended last.
  static Result<Seals> of_newest_runs(const Tables& tables, std::int64_t limit);
  /// Those with the highest numbers, of a kind that is numbered in the tenant.
  static Result<Seals> newest(const Tables& tables, Sealed kind, std::int64_t limit);
  /// All of the tenant.
  static Result<Seals> all(const Tables& tables, Sealed kind);

  /// As it was kept; an empty one where nothing was.
  Chain chain(const SealKey& key) const;
  Result<void> compare(const SealKey& key, const Chain& found);
  /// Whether all that was sealed was found; what has the seal of nothing need not be.
  Result<void> finish(const Chain& nothing = {}) const;

 private:
  explicit Seals(const Connection& connection) : place_(connection.place()) {}
  void read(Query& row);
  template <class Id>
  static Result<Seals> of_parts(const Tables& tables, const std::vector<Id>& parts, Sealed kind);

  struct Seen {
    Chain chain{};
    bool found = false;
  };
  std::string_view place_;
  std::map<SealKey, Seen> seals_;
};

/// Whether something was read whole, so that nothing of it may be missing.
enum class Listed : std::uint8_t { some, all };

// Compare what was read.
Result<void> check_accounts(const Tables& tables, const std::vector<Account>& found, Listed listed);
Result<void> check_contracts(Group& group);
Result<void> check_contract_ids(const Tables& tables, const std::vector<ContractId>& found);
Result<void> check_units(Group& group);

/// The seal of one record, or of a chain so far; nothing was sealed: an empty one.
Result<Chain> saved_chain(const Tables& tables, const SealKey& key);
Result<void> keep(const Tables& tables, const SealKey& key, const Chain& chain);
template <class T>
Result<void> keep_seal(const Tables& tables, const SealKey& key, const T& record) {
  return keep(tables, key, {1, seal_of(record)});
}
template <class T>
Result<void> append_seals(const Tables& tables, const SealKey& key, const std::vector<T>& records) {
  auto chain = saved_chain(tables, key);
  if (!chain) return chain.error();
  return keep(tables, key, chain_of(records, *std::move(chain)));
}

}  // namespace billbyagent::sql
