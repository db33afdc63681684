#pragma once

/// Version 2 of the tables: which machines count: classes, eligibility, grace. Never edited once it
/// is released.

namespace billbyagent::sqlite {

inline constexpr const char* schema_v2_scope = R"sql(
-- The machine classes of a contract, in the order in which they are tried.
CREATE TABLE machine_class (
  tenant TEXT NOT NULL, contract TEXT NOT NULL, position INTEGER NOT NULL,
  name TEXT NOT NULL,
  PRIMARY KEY (tenant, contract, position),
  FOREIGN KEY (tenant, contract) REFERENCES contract
) STRICT, WITHOUT ROWID;
)sql";

/// Rows of these tables are never changed, nor deleted.
inline constexpr const char* schema_v2_scope_append_only[] = {"machine_class"};

}  // namespace billbyagent::sqlite
