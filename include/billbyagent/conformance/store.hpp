#pragma once

/// The conformance suite of the store port. docs/stores.md says what it asks, and how a store of
/// one's own is made. Threads: some behaviours ask from several at once.

#include <functional>
#include <memory>
#include <string>

#include "billbyagent/conformance/suite.hpp"
#include "billbyagent/ports/store.hpp"

namespace billbyagent::conformance {

/// A store without anything in it.
struct StoreUnderTest {
  /// What the store needs alive, such as the folder of its file. Goes last.
  std::shared_ptr<void> keep{};
  std::unique_ptr<Store> store{};
  /// Opens the same store once more; it has been closed before. None: it keeps nothing beyond its
  /// object, and whether committed data is still there when a process comes back is not tested.
  std::function<std::unique_ptr<Store>()> reopen{};
};

/// Called once for each behaviour: what is written in one is not to be seen in another. What it
/// throws fails the behaviour.
using MakeStore = std::function<StoreUnderTest()>;

/// "<name> store: ...".
Suite store_suite(const std::string& name, MakeStore make);

}  // namespace billbyagent::conformance
