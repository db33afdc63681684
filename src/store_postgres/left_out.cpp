// What stands in the place of the store where libpq is not there.

#include "billbyagent/adapters/postgres_store.hpp"

namespace billbyagent {
namespace {

Error left_out() {
  return {Errc::invalid_settings,
          "this build has no PostgreSQL store; build it where libpq is installed (libpq-dev)"};
}

}  // namespace

bool has_postgres_store() noexcept { return false; }
std::string shown_postgres_url(const std::string&) { return "postgres://"; }
Result<std::unique_ptr<Store>> open_postgres_store(PostgresStoreOptions) { return left_out(); }
Result<std::string> postgres_origin(const PostgresStoreOptions&) { return left_out(); }

}  // namespace billbyagent
