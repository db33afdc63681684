#pragma once

/// What the behaviours of a store are written with.

#include <memory>
#include <string>
#include <utility>

#include "billbyagent/conformance/store.hpp"
#include "conformance/behaviour.hpp"

namespace billbyagent::conformance {

/// The store that one behaviour is about.
class TestedStore {
 public:
  explicit TestedStore(StoreUnderTest under_test) : under_test_(std::move(under_test)) {}

  Store& store() { return *under_test_.store; }
  /// Closes and opens it again, if it keeps anything beyond its object.
  void reopen() {
    if (!under_test_.reopen) return;
    under_test_.store.reset();
    under_test_.store = under_test_.reopen();
  }

  std::unique_ptr<Transaction> begin(Access access, const std::string& tenant = "t1") {
    return must(store().begin(TenantId{tenant}, access));
  }
  std::unique_ptr<Transaction> reading(const std::string& tenant = "t1") {
    return begin(Access::read, tenant);
  }
  std::unique_ptr<Transaction> writing(const std::string& tenant = "t1") {
    return begin(Access::write, tenant);
  }
  /// Commits and begins again, so that the store answers from then on and not what a transaction
  /// remembers of what it wrote.
  void go_on(std::unique_ptr<Transaction>& transaction);

 private:
  StoreUnderTest under_test_;
};

/// Commits, and lets go: a store may be closed then.
inline void commit(std::unique_ptr<Transaction>& transaction) {
  must(transaction->commit());
  transaction.reset();
}

inline void TestedStore::go_on(std::unique_ptr<Transaction>& transaction) {
  commit(transaction);
  reopen();
  transaction = writing();
}

const Behaviours<TestedStore>& store_book();
const Behaviours<TestedStore>& store_closed();
const Behaviours<TestedStore>& store_free_book();
const Behaviours<TestedStore>& store_lines();
const Behaviours<TestedStore>& store_outbox();
const Behaviours<TestedStore>& store_transactions();
const Behaviours<TestedStore>& store_units();

}  // namespace billbyagent::conformance

template <>
struct doctest::StringMaker<billbyagent::PostingOutcome> {
  static String convert(billbyagent::PostingOutcome outcome) {
    return std::string{billbyagent::to_string(outcome)}.c_str();
  }
};
template <>
struct doctest::StringMaker<billbyagent::SaveOutcome> {
  static String convert(billbyagent::SaveOutcome outcome) {
    return std::string{billbyagent::to_string(outcome)}.c_str();
  }
};
