#pragma once

/// The connections to one file. Threads: safe to share.

#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

#include "billbyagent/adapters/detail/writer_gate.hpp"
#include "billbyagent/adapters/store_sqlite.hpp"
#include "store_sqlite/connection.hpp"

namespace billbyagent::sqlite {

class Pool {
 public:
  explicit Pool(SqliteStoreOptions options) : options_(std::move(options)) {}

  Result<std::unique_ptr<Connection>> take();
  /// Keeps it for the next transaction unless it is still inside one.
  void give_back(std::unique_ptr<Connection> connection);
  detail::WriterGate::Pass enter() { return gate_.enter(options_.busy_timeout); }
  const SqliteStoreOptions& options() const noexcept { return options_; }
  const std::string& path() const noexcept { return options_.path; }
  /// The generation that the file had when it was opened; 0 before that is known.
  std::int64_t generation = 0;

 private:
  static constexpr std::size_t idle_max = 8;

  SqliteStoreOptions options_;
  detail::WriterGate gate_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Connection>> idle_;
};

/// A connection out of the pool for one transaction; what was not committed is undone.
class Lease {
 public:
  Lease(std::shared_ptr<Pool> pool, std::unique_ptr<Connection> connection,
        detail::WriterGate::Pass pass)
      : pool_(std::move(pool)), pass_(std::move(pass)), connection_(std::move(connection)) {}
  Lease(Lease&&) = default;
  Lease(const Lease&) = delete;
  Lease& operator=(const Lease&) = delete;
  ~Lease() { release(); }

  Connection& operator*() const noexcept { return *connection_; }
  Connection* operator->() const noexcept { return connection_.get(); }
  void release();

 private:
  std::shared_ptr<Pool> pool_;
  detail::WriterGate::Pass pass_;
  std::unique_ptr<Connection> connection_;
};

}  // namespace billbyagent::sqlite
