#pragma once

/// Six weeks of a small business, one step after the other, over any store. Each step may be done
/// again, as an operator does after a crash.

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "app/world.hpp"

namespace billbyagent::tests {

/// What matters of a book in the end, as texts; one that was posted is one line.
struct Facts {
  std::set<std::string> lines{};
  std::vector<std::string> others{};  ///< histories and prices

  friend bool operator==(const Facts&, const Facts&) = default;
};

class Business {
 public:
  static constexpr std::size_t steps = 13;

  /// A step that was done before succeeds too, and changes nothing.
  Result<void> run(std::size_t step, Store& store);
  /// Who was told what, each at least once.
  const std::set<std::string>& told() const noexcept { return told_; }

 private:
  void set_day(Date day, int machines);
  Desk desk(Store& store) { return {store, world::tenant, clock_}; }
  Result<void> import(Store& store);
  Result<void> night(Store& store);
  Result<void> post(Store& store);
  Result<void> deliver(Store& store);

  std::optional<MemoryProvider> rmm_;  ///< as it is today
  FixedClock clock_{world::june_1};
  std::set<std::string> told_;
};

Facts facts(Store& store);

}  // namespace billbyagent::tests
