#pragma once

/// Version 3 of the tables: several RMMs in one tenant. Never edited once it is released.

namespace billbyagent::sqlite {

inline constexpr const char* schema_v3_rmm = R"sql(
-- Empty: the default RMM, the only one there was before.
ALTER TABLE agent_scope ADD COLUMN rmm TEXT NOT NULL DEFAULT '';

-- What an account is linked to in the other RMMs; rows come and go.
CREATE TABLE account_link (
  tenant TEXT NOT NULL, account TEXT NOT NULL, rmm TEXT NOT NULL CHECK (rmm <> ''),
  organization TEXT NOT NULL,
  PRIMARY KEY (tenant, account, rmm),
  FOREIGN KEY (tenant, account) REFERENCES account
) STRICT, WITHOUT ROWID;
)sql";

}  // namespace billbyagent::sqlite
