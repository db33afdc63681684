#pragma once

/// What PostgreSQL says in words of its own.

#include "store_sql/database.hpp"

namespace billbyagent::postgres {

inline constexpr sql::Dialect dialect{
    .now = "(extract(epoch FROM statement_timestamp()) * 1000)::bigint",
    .token = "gen_random_uuid()::text",
    .lock = "FOR UPDATE OF w",
    .skip_locked = "SKIP LOCKED",
    // Whoever claims waits for it; he who holds it goes on renewing his claim meanwhile.
    .hold = "FOR KEY SHARE",
    .readers = "SELECT pg_advisory_xact_lock(6447715, 0)",
    .lines_by_batch = "line",
    .has_lateral = true,
    .foresees = true};

}  // namespace billbyagent::postgres
