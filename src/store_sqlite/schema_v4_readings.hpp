#pragma once

/// Version 4 of the tables: the readings of the RMMs. Never edited once it is released.

namespace billbyagent::sqlite {

inline constexpr const char* schema_v4_readings = R"sql(
-- `contract` and `service` are null unless it was read for one service alone.
CREATE TABLE reading (
  tenant TEXT NOT NULL, number INTEGER NOT NULL, rmm TEXT NOT NULL, contract TEXT, service TEXT,
  day INTEGER NOT NULL, began INTEGER NOT NULL, state TEXT NOT NULL, ended INTEGER NOT NULL,
  agents INTEGER NOT NULL, failure TEXT NOT NULL, shown TEXT,
  PRIMARY KEY (tenant, number)
) STRICT, WITHOUT ROWID;

-- The services in force that a whole reading did not count, and why.
CREATE TABLE uncounted_service (
  tenant TEXT NOT NULL, number INTEGER NOT NULL, contract TEXT NOT NULL, service TEXT NOT NULL,
  why TEXT NOT NULL,
  PRIMARY KEY (tenant, number, contract, service),
  FOREIGN KEY (tenant, number) REFERENCES reading
) STRICT, WITHOUT ROWID;
)sql";

}  // namespace billbyagent::sqlite
