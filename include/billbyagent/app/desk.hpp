#pragma once

/// Where work happens: what every use case takes first. Whoever has a store, a tenant and a clock
/// has a desk; it is made where it is needed and holds nothing. Threads: a desk may be used by
/// several; its observer is called on the thread of each use case.

#include <cstddef>
#include <memory>
#include <string_view>

#include "billbyagent/app/observer.hpp"
#include "billbyagent/ports/clock.hpp"
#include "billbyagent/ports/store.hpp"

namespace billbyagent {

struct Desk {
  Store& store;
  TenantId tenant;
  const Clock& clock;
  Observer* observer = nullptr;  ///< null: nobody watches

  Result<std::unique_ptr<Transaction>> begin(Access access) const {
    return store.begin(tenant, access);
  }
  bool cancelled() const { return observer && observer->cancelled(); }
  void progress(std::string_view stage, std::size_t done, std::size_t total) const {
    if (observer) observer->progress(stage, done, total);
  }
};

}  // namespace billbyagent
