#pragma once

/// Version 4 of the tables: the notices that somebody delivers now. Never edited once it is
/// released.

namespace billbyagent::sqlite {

inline constexpr const char* schema_v4_claims = R"sql(
CREATE TABLE notice_claim (
  tenant TEXT NOT NULL, notice TEXT NOT NULL, since INTEGER NOT NULL,
  PRIMARY KEY (tenant, notice),
  FOREIGN KEY (tenant, notice) REFERENCES notice
) STRICT, WITHOUT ROWID;
)sql";

}  // namespace billbyagent::sqlite
