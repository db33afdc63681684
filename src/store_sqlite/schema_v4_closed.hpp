#pragma once

/// Version 4 of the tables: billing periods that need not be looked at. Never edited once it is
/// released.

namespace billbyagent::sqlite {

inline constexpr const char* schema_v4_closed = R"sql(
-- Rows that come and go: without one, all of a contract is looked at. `number` is the last of the
-- batches from its first one on whose lines are all of closed periods, 0 for none; `count` and
-- `last` are the chain of the batches before that one.
CREATE TABLE closed_periods (
  tenant TEXT NOT NULL, contract TEXT NOT NULL, closed_end INTEGER NOT NULL,
  number INTEGER NOT NULL, count INTEGER NOT NULL, last TEXT NOT NULL, seal TEXT NOT NULL,
  PRIMARY KEY (tenant, contract),
  FOREIGN KEY (tenant, contract) REFERENCES contract
) STRICT, WITHOUT ROWID;

-- The batches that lines of open periods can be in, and the last one before them: with it the
-- chain is known to go on where it was left.
-- Tenant and contract are those of the table contract, so that a search begins with it.
CREATE VIEW open_batch AS
  SELECT k.tenant, k.contract, b.batch, b.number, b.account, b.posted_on, b.total_minor,
         b.currency, b.posted, b.author, b.through, b.settlement, b.terms
  FROM contract k
  LEFT JOIN closed_periods c ON c.tenant = k.tenant AND c.contract = k.contract
  CROSS JOIN batch b ON b.tenant = k.tenant AND b.contract = k.contract
                    AND b.number >= coalesce(c.number, 0);
)sql";

}  // namespace billbyagent::sqlite
