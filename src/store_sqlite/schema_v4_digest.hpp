#pragma once

/// Version 4 of the tables: the digest of the machines behind a service's units. Never edited once
/// it is released.

namespace billbyagent::sqlite {

inline constexpr const char* schema_v4_digest = R"sql(
-- Null: unknown, or a machine waits or is missing.
ALTER TABLE service ADD COLUMN machines_digest TEXT;
)sql";

}  // namespace billbyagent::sqlite
