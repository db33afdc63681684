#include <charconv>
#include <set>
#include <utility>

#include "store_postgres/schema.hpp"
#include "store_postgres/session.hpp"
#include "store_postgres/statement.hpp"
#include "store_sql/names.hpp"

namespace billbyagent {
namespace postgres {
namespace {

/// In one transaction, for which the tables do not refuse that what is recorded changes.
Result<std::size_t> erase_in(Wire& wire, const TenantId& tenant, const std::string& name) {
  const std::vector<Parameter> who{{0, tenant.text()}, {0, name}};
  std::set<std::string_view> tables;
  for (const auto& place : sql::name_places) tables.insert(place.table);
  std::vector<Question> all{{"BEGIN"}};
  const auto with_triggers = [&](const char* how) {
    for (const auto table : tables)
      all.push_back({"ALTER TABLE " + std::string{table} + how + " TRIGGER USER"});
  };
  with_triggers(" DISABLE");
  const std::size_t first = all.size();
  for (const auto& place : sql::name_places) {
    all.push_back({numbered(sql::name_counted(place)), who});
    all.push_back({numbered(sql::name_erased(place)), who});
  }
  const std::size_t last = all.size();
  with_triggers(" ENABLE");
  all.push_back({"COMMIT"});
  const auto answers = wire.trip(all);
  if (!answers) return answers.error();
  std::size_t rows = 0;
  for (std::size_t at = first; at < last; at += 2) {
    const auto text = (*answers)[at]->at(0, 0);
    std::size_t count = 0;
    std::from_chars(text.data(), text.data() + text.size(), count);
    rows += count;
  }
  return rows;
}

class PostgresStore final : public Store {
 public:
  explicit PostgresStore(std::shared_ptr<Pool> pool) : pool_(std::move(pool)) {}

  Result<std::unique_ptr<StoreSession>> open(const TenantId& tenant, Access access) override {
    auto session = std::make_unique<PostgresSession>(pool_, tenant, access);
    if (auto begun = session->begin(); !begun) return begun.error();
    return std::unique_ptr<StoreSession>{std::move(session)};
  }

  Result<std::size_t> erase_name(const TenantId& tenant, const std::string& name) override {
    if (auto good = sql::check_erasable(name); !good) return good.error();
    auto wire = pool_->take();
    if (!wire) return wire.error();
    auto rows = erase_in(**wire, tenant, name);
    if (!rows) {
      const std::vector<Question> undo{{"ROLLBACK"}};
      (void)(*wire)->trip(undo).has_value();
    }
    pool_->give_back(*std::move(wire));
    return rows;
  }

 private:
  std::shared_ptr<Pool> pool_;
};

/// A server that is just starting, or a connection that breaks, gets another chance.
Result<std::unique_ptr<Wire>> connect_patiently(const Pool& pool) {
  static constexpr int attempts_max = 5;
  auto wire = pool.connect();
  for (int turn = 1; !wire && turn < attempts_max; ++turn) {
    pause_after(turn);
    wire = pool.connect();
  }
  return wire;
}

/// A connection to tables that are as they should be.
Result<std::unique_ptr<Wire>> connect_prepared(const Pool& pool) {
  const auto& options = pool.options();
  for (const auto time : {options.busy_timeout, options.statement_timeout, options.idle_timeout})
    if (time.count() < 0)
      return Error{Errc::invalid_settings,
                   "a time limit of " + std::to_string(time.count()) + " ms"};
  auto wire = connect_patiently(pool);
  if (!wire) return wire;
  if (auto ready = prepare_tables(**wire, pool.settings().shown, options.create); !ready)
    return ready.error();
  return wire;
}

}  // namespace
}  // namespace postgres

bool has_postgres_store() noexcept { return true; }

Result<std::unique_ptr<Store>> open_postgres_store(PostgresStoreOptions options) {
  auto settings = postgres::read_settings(options.url);
  if (!settings) return settings.error();
  auto pool = std::make_shared<postgres::Pool>(*std::move(settings), std::move(options));
  auto wire = postgres::connect_prepared(*pool);
  if (!wire) return wire.error();
  pool->give_back(*std::move(wire));
  return std::unique_ptr<Store>{std::make_unique<postgres::PostgresStore>(std::move(pool))};
}

Result<std::string> postgres_origin(const PostgresStoreOptions& options) {
  auto settings = postgres::read_settings(options.url);
  if (!settings) return settings.error();
  const postgres::Pool pool{*std::move(settings), options};
  auto wire = postgres::connect_prepared(pool);
  if (!wire) return wire.error();
  auto answers = (*wire)->trip(std::vector<postgres::Question>{{"SELECT origin FROM billbyagent"}});
  if (!answers) return answers.error();
  return std::string{answers->front()->at(0, 0)};
}

}  // namespace billbyagent
