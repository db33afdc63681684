#pragma once

/// Version 4 of the tables: the seals of the records that money comes from. Never edited once it is
/// released.

namespace billbyagent::sqlite {

inline constexpr const char* schema_v4_seals = R"sql(
-- Of an account or a contract as it stands, and of what was appended to a contract so far.
CREATE TABLE seal (
  tenant TEXT NOT NULL, kind TEXT NOT NULL, contract TEXT NOT NULL, part TEXT NOT NULL,
  number INTEGER NOT NULL, count INTEGER NOT NULL, last TEXT NOT NULL,
  PRIMARY KEY (tenant, kind, contract, part, number)
) STRICT, WITHOUT ROWID;
)sql";

}  // namespace billbyagent::sqlite
