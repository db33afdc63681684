#include "store_sqlite/store.hpp"

#include <filesystem>
#include <system_error>
#include <utility>

#include "store_sql/names.hpp"
#include "store_sqlite/erase.hpp"
#include "store_sqlite/generation.hpp"
#include "store_sqlite/schema.hpp"
#include "store_sqlite/session.hpp"

namespace billbyagent {
namespace sqlite {

Result<std::unique_ptr<Connection>> Pool::take() {
  {
    const std::lock_guard lock{mutex_};
    if (!idle_.empty()) {
      auto connection = std::move(idle_.back());
      idle_.pop_back();
      return connection;
    }
  }
  return Connection::open(options_.path, false, patience_of(options_));
}

void Pool::give_back(std::unique_ptr<Connection> connection) {
  if (connection->in_transaction()) return;
  const std::lock_guard lock{mutex_};
  if (idle_.size() < idle_max) idle_.push_back(std::move(connection));
}

void Lease::release() {
  if (!connection_) return;
  if (connection_->in_transaction()) {
    // When even this fails, closing the connection undoes the transaction.
    const auto undone = connection_->execute("ROLLBACK");
    (void)undone;
  }
  pool_->give_back(std::move(connection_));
  connection_.reset();
  pass_ = {};
}

namespace {

/// A run that began before a backup was restored knows of lines that are there no more.
Result<void> check_generation(Connection& connection, const Pool& pool) {
  auto now = last_generation(connection);
  if (!now) return now.error();
  if (*now == pool.generation) return {};
  return Error{Errc::store_behind, pool.path() + ": a backup was restored since it was opened"};
}

class SqliteStore final : public Store {
 public:
  explicit SqliteStore(std::shared_ptr<Pool> pool) : pool_(std::move(pool)) {}

  Result<std::unique_ptr<StoreSession>> open(const TenantId& tenant, Access access) override {
    detail::WriterGate::Pass pass;
    if (access == Access::write) {
      pass = pool_->enter();
      if (!pass)
        return Error{Errc::store_busy, pool_->path() + ": another writer did not end in time"};
    }
    auto connection = pool_->take();
    if (!connection) return connection.error();
    Lease lease{pool_, *std::move(connection), std::move(pass)};
    const char* sql = access == Access::write ? "BEGIN IMMEDIATE" : "BEGIN DEFERRED";
    if (auto begun = lease->execute(sql); !begun) return begun.error();
    if (auto known = check_version(*lease, pool_->path()); !known) return known.error();
    if (access == Access::write)
      if (auto same = check_generation(*lease, *pool_); !same) return same.error();
    return std::unique_ptr<StoreSession>{
        std::make_unique<SqliteSession>(std::move(lease), tenant, pool_->options().reconciling)};
  }

  Result<std::size_t> erase_name(const TenantId& tenant, const std::string& name) override {
    if (auto good = sql::check_erasable(name); !good) return good.error();
    auto session = open(tenant, Access::write);
    if (!session) return session.error();
    auto& writing = static_cast<SqliteSession&>(**session);
    auto rows = sqlite::erase_name(writing.connection(), tenant, name);
    if (!rows) return rows;
    if (auto done = writing.commit(); !done) return done.error();
    return rows;
  }

  Result<std::vector<std::string>> check() override {
    auto connection = pool_->take();
    if (!connection) return connection.error();
    const Lease lease{pool_, *std::move(connection), {}};
    auto found = check_pages(*lease);
    for (auto& each : check_references(*lease)) found.push_back(std::move(each));
    return found;
  }

 private:
  std::shared_ptr<Pool> pool_;
};

}  // namespace
}  // namespace sqlite

Result<std::unique_ptr<Store>> open_sqlite_store(SqliteStoreOptions options) {
  if (options.path.empty())
    return Error{Errc::invalid_settings, "the path of the SQLite store is empty"};
  if (options.path == ":memory:")
    return Error{Errc::invalid_settings,
                 "':memory:': every connection would be a store of its own"};
  if (options.path.find('\0') != std::string::npos)
    return Error{Errc::invalid_settings, "the path of the SQLite store holds a null character"};
  if (options.busy_timeout.count() < 0)
    return Error{Errc::invalid_settings,
                 "busy_timeout " + std::to_string(options.busy_timeout.count()) + " ms"};
  std::error_code unknown;
  if (!options.create && std::filesystem::file_size(options.path, unknown) == 0 && !unknown)
    return Error{Errc::store_not_a_database, options.path + ": the file is empty"};
  auto connection =
      sqlite::Connection::open(options.path, options.create, sqlite::patience_of(options));
  if (!connection) return connection.error();
  if (auto ready = sqlite::prepare_file(**connection, options.path, sqlite::patience_of(options));
      !ready)
    return ready.error();
  auto generation = sqlite::last_generation(**connection);
  if (!generation) return generation.error();
  auto pool = std::make_shared<sqlite::Pool>(std::move(options));
  pool->generation = *generation;
  pool->give_back(*std::move(connection));
  return std::unique_ptr<Store>{std::make_unique<sqlite::SqliteStore>(std::move(pool))};
}

}  // namespace billbyagent
