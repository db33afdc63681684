#pragma once

/// Version 4 of the tables: which database this is, and what was done to it as a whole. Never
/// edited once it is released.

namespace billbyagent::sqlite {

inline constexpr const char* schema_v4_generation = R"sql(
-- The first one is made with the tables; each restored backup adds one. `token` tells it from those
-- of other databases, and from those that other restorations of the same backup make.
CREATE TABLE generation (
  number INTEGER PRIMARY KEY, token TEXT NOT NULL, why TEXT NOT NULL, author TEXT NOT NULL,
  recorded INTEGER NOT NULL
) STRICT;
INSERT INTO generation VALUES (1, lower(hex(randomblob(16))), '', '', 0);

-- After a restoration each tenant's posting stops until a person has compared.
CREATE TABLE reconciled (
  tenant TEXT NOT NULL, generation INTEGER NOT NULL, author TEXT NOT NULL, reason TEXT NOT NULL,
  recorded INTEGER NOT NULL,
  PRIMARY KEY (tenant, generation)
) STRICT, WITHOUT ROWID;
)sql";

/// Rows of these tables are never changed, nor deleted.
inline constexpr const char* schema_v4_generation_append_only[] = {"generation", "reconciled"};

}  // namespace billbyagent::sqlite
