#pragma once

/// A notifier that collects what it is given and fails when told to. Threads: one at a time.

#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "billbyagent/ports/notifier.hpp"

namespace billbyagent {

class MemoryNotifier final : public Notifier {
 public:
  struct Delivery {
    TenantId tenant;
    Notice notice;

    friend bool operator==(const Delivery&, const Delivery&) = default;
  };

  std::string name() const override { return "memory"; }

  Result<void> deliver(const TenantId& tenant, const Notice& notice) override {
    ++attempts_;
    if (failures_left_ > 0) {
      --failures_left_;
      return error_;
    }
    deliveries_.push_back({tenant, notice});
    return {};
  }

  /// The next `times` deliveries answer `error`; without a number, all until `recover`.
  void fail(Error error, int times = std::numeric_limits<int>::max()) {
    error_ = std::move(error);
    failures_left_ = times;
  }
  void recover() { failures_left_ = 0; }

  /// In the order of delivery; a notice that was delivered twice is there twice.
  const std::vector<Delivery>& deliveries() const noexcept { return deliveries_; }
  /// Calls, failed ones included.
  int attempts() const noexcept { return attempts_; }
  void clear() { deliveries_.clear(); }

 private:
  std::vector<Delivery> deliveries_;
  Error error_;
  int failures_left_ = 0;
  int attempts_ = 0;
};

}  // namespace billbyagent
