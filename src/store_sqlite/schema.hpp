#pragma once

/// The tables, and how a file of an older version gets them.

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "store_sqlite/connection.hpp"

namespace billbyagent::sqlite {

/// In the file's header: tells our files from other programs' databases. "BBA1" in ASCII.
inline constexpr std::int32_t application_id = 0x42424131;

/// The version of the tables that this library reads and writes.
std::int32_t schema_version() noexcept;

/// Checks whose file it is and makes or upgrades its tables. Another program's file and one of a
/// newer version are left as they are. `store_busy` when others kept it locked for `patience`.
Result<void> prepare_file(Connection& connection, const std::string& path,
                          const Patience& patience);

/// `store_newer` when another process has upgraded the file since it was opened. Within a
/// transaction this also fixes the state that is read from then on.
Result<void> check_version(Connection& connection, const std::string& path);

/// Seals all that a file of an older version holds, of every tenant.
Result<void> seal_everything(sql::Connection& connection);

// What SQLite finds wrong, a sentence each: with its pages and indexes, and with references.
std::vector<std::string> check_pages(Connection& connection);
std::vector<std::string> check_references(Connection& connection);

}  // namespace billbyagent::sqlite
