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
  held,      ///< one held reading of a service, by its number
  batch,     ///< one batch with its lines
  batches,   ///< the seals of a contract's batches, a chain
  states,    ///< the states of a batch, a chain
};

}  // namespace billbyagent::sql

template <>
inline constexpr billbyagent::NameTable<7> billbyagent::names_of<billbyagent::sql::Sealed>{
    "account", "contract", "units", "held", "batch", "batches", "states"};

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
  static Result<Seals> of(Group& group, Sealed kind);
  /// Of the batches in that table.
  static Result<Seals> of_batches(Group& group, Sealed kind, std::string_view batches);
  static Result<Seals> of(const Tables& tables, const std::vector<ContractId>& contracts,
                          Sealed kind);
  static Result<Seals> of_accounts(const Tables& tables, const std::vector<AccountId>& accounts);
  /// All of the tenant.
  static Result<Seals> all(const Tables& tables, Sealed kind);

  /// As it was kept; an empty one where nothing was.
  Chain chain(const SealKey& key) const;
  Result<void> compare(const SealKey& key, const Chain& found);
  /// Whether all that was sealed was found.
  Result<void> finish() const;

 private:
  explicit Seals(const Connection& connection) : place_(connection.place()) {}
  void read(Query& row);

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
