#pragma once

/// Version 4 of the tables: the readings of the RMMs. Never edited once it is released.

namespace billbyagent::sqlite {

inline constexpr const char* schema_v4_readings = R"sql(
-- `contract` and `service` are null unless it was read for one service alone.
CREATE TABLE reading (
  tenant TEXT NOT NULL, number INTEGER NOT NULL, rmm TEXT NOT NULL, contract TEXT, service TEXT,
  day INTEGER NOT NULL, began INTEGER NOT NULL, state TEXT NOT NULL, ended INTEGER NOT NULL,
  agents INTEGER NOT NULL, failure TEXT NOT NULL,
  PRIMARY KEY (tenant, number)
) STRICT, WITHOUT ROWID;
)sql";

}  // namespace billbyagent::sqlite
