#pragma once

/// Version 4 of the tables: what lines were computed from, and the limits that runs went by. Never
/// edited once it is released.

namespace billbyagent::sqlite {

inline constexpr const char* schema_v4_evidence = R"sql(
-- Stands for the terms of the contract as they were; empty: not recorded.
ALTER TABLE batch ADD COLUMN terms TEXT NOT NULL DEFAULT '';
-- The day of the last reading that showed the units; null: typed in, or not recorded.
ALTER TABLE line ADD COLUMN counted_on INTEGER;
-- How many unit changes were known; 0: not recorded.
ALTER TABLE line ADD COLUMN unit_changes INTEGER NOT NULL DEFAULT 0;
-- The limits that were wider than usual, and why.
ALTER TABLE run ADD COLUMN lifted TEXT NOT NULL DEFAULT '';
)sql";

}  // namespace billbyagent::sqlite
