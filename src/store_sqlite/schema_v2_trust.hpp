#pragma once

/// Version 2 of the tables: how far a contract trusts the nightly job, proposals, overlaps. Never
/// edited once it is released.

namespace billbyagent::sqlite {

inline constexpr const char* schema_v2_trust = R"sql(
ALTER TABLE account ADD COLUMN overlaps TEXT NOT NULL DEFAULT 'allowed';
ALTER TABLE contract ADD COLUMN trust TEXT NOT NULL DEFAULT 'automatic';

-- Until version 1 all readings were implausible drops, and none was rejected.
ALTER TABLE held_reading ADD COLUMN cause TEXT NOT NULL DEFAULT 'implausible';
ALTER TABLE held_reading ADD COLUMN proposal INTEGER NOT NULL DEFAULT 0;
ALTER TABLE held_reading ADD COLUMN ended_reason TEXT NOT NULL DEFAULT '';
CREATE UNIQUE INDEX held_reading_proposal ON held_reading (tenant, contract, service, proposal)
  WHERE proposal > 0;

DROP TRIGGER held_reading_locked;
CREATE TRIGGER held_reading_locked BEFORE UPDATE ON held_reading
  WHEN OLD.ended_how IS NOT NULL OR NEW.ended_how IS NULL
    OR OLD.tenant <> NEW.tenant OR OLD.contract <> NEW.contract OR OLD.service <> NEW.service
    OR OLD.number <> NEW.number OR OLD.effective <> NEW.effective OR OLD.units <> NEW.units
    OR OLD.why <> NEW.why OR OLD.recorded <> NEW.recorded OR OLD.cause <> NEW.cause
    OR OLD.proposal <> NEW.proposal
  BEGIN SELECT RAISE(ABORT, 'a held reading is append-only'); END;
)sql";

}  // namespace billbyagent::sqlite
