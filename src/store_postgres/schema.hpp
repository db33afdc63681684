#pragma once

/// The tables, and how a database gets them.

#include <cstdint>

#include "store_postgres/wire.hpp"

namespace billbyagent::postgres {

/// The version of the tables that this library reads and writes.
std::int32_t schema_version() noexcept;

/// Makes or upgrades the tables of the first schema in the search path, if they are not as they
/// should be; `create`: also where there are none. Another one that starts at the same time waits.
Result<void> prepare_tables(Wire& wire, const std::string& shown, bool create);

/// Asks for the version of the tables, and what the answer means.
extern const char* const version_question;
Result<void> check_version(const Rows& answer, const std::string& shown);

}  // namespace billbyagent::postgres
