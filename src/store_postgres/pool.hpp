#pragma once

/// The connections to one database that nobody uses. Threads: safe to share.

#include <memory>
#include <mutex>
#include <vector>

#include "billbyagent/adapters/postgres_store.hpp"
#include "store_postgres/wire.hpp"

namespace billbyagent::postgres {

class Pool {
 public:
  Pool(Settings settings, PostgresStoreOptions options)
      : settings_(std::move(settings)), options_(std::move(options)) {}

  /// One that waited, or a new one.
  Result<std::unique_ptr<Wire>> take();
  Result<std::unique_ptr<Wire>> connect() const {
    return Wire::open(settings_, options_.cancelled);
  }
  /// Keeps it for the next transaction unless it is inside one, or lost.
  void give_back(std::unique_ptr<Wire> wire);
  /// After one was lost the others are in doubt.
  void clear();

  const PostgresStoreOptions& options() const noexcept { return options_; }
  const Settings& settings() const noexcept { return settings_; }

 private:
  static constexpr std::size_t idle_max = 16;

  Settings settings_;
  PostgresStoreOptions options_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Wire>> idle_;
};

/// A moment of different length each time, longer after each attempt.
void pause_after(int attempt);

}  // namespace billbyagent::postgres
