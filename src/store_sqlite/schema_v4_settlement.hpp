#pragma once

/// Version 4 of the tables: which batches settle each other. Never edited once it is released.

namespace billbyagent::sqlite {

inline constexpr const char* schema_v4_settlement = R"sql(
-- Empty: the batch stands alone.
ALTER TABLE batch ADD COLUMN settlement TEXT NOT NULL DEFAULT '';
)sql";

}  // namespace billbyagent::sqlite
