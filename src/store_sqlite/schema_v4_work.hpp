#pragma once

/// Version 4 of the tables: nights as work that several share. Never edited once it is released.

namespace billbyagent::sqlite {

inline constexpr const char* schema_v4_work = R"sql(
-- A night or posting of a tenant, once for each day.
CREATE TABLE night (
  tenant TEXT NOT NULL, occasion TEXT NOT NULL, day INTEGER NOT NULL, planned INTEGER NOT NULL,
  PRIMARY KEY (tenant, occasion, day)
) STRICT, WITHOUT ROWID;

-- What there is to do of it. `step` counts from 0: one waits for all before it. Whoever has the
-- token may write until `lease_until`, and for as long as nobody else has claimed it since.
CREATE TABLE work (
  tenant TEXT NOT NULL, occasion TEXT NOT NULL, day INTEGER NOT NULL, step INTEGER NOT NULL,
  part TEXT NOT NULL, from_account TEXT NOT NULL, to_account TEXT NOT NULL, host TEXT NOT NULL,
  planned INTEGER NOT NULL, ready INTEGER NOT NULL, token TEXT NOT NULL,
  lease_until INTEGER NOT NULL, attempt INTEGER NOT NULL, done INTEGER, result TEXT NOT NULL,
  PRIMARY KEY (tenant, occasion, day, step, part),
  FOREIGN KEY (tenant, occasion, day) REFERENCES night
) STRICT, WITHOUT ROWID;
CREATE INDEX work_open ON work (tenant, planned, step, part) WHERE done IS NULL;

-- What an RMM showed, for those who do the work.
CREATE TABLE reading_page (
  tenant TEXT NOT NULL, day INTEGER NOT NULL, rmm TEXT NOT NULL, number INTEGER NOT NULL,
  page TEXT NOT NULL, seal TEXT NOT NULL,
  PRIMARY KEY (tenant, day, rmm, number)
) STRICT;
)sql";

}  // namespace billbyagent::sqlite
