#pragma once

/// Version 3 of the tables: machine classes, which machines count, grace days, and the hardware by
/// which a machine is known again. Never edited once it is released.

namespace billbyagent::sqlite {

inline constexpr const char* schema_v3_eligibility = R"sql(
CREATE TABLE machine_class (
  tenant TEXT NOT NULL, contract TEXT NOT NULL, position INTEGER NOT NULL, name TEXT NOT NULL,
  PRIMARY KEY (tenant, contract, position),
  FOREIGN KEY (tenant, contract) REFERENCES contract
) STRICT, WITHOUT ROWID;

CREATE TABLE machine_class_criterion (
  tenant TEXT NOT NULL, contract TEXT NOT NULL, class_position INTEGER NOT NULL,
  criterion TEXT NOT NULL CHECK (criterion IN ('operating_system_contains', 'device_type')),
  position INTEGER NOT NULL, text TEXT NOT NULL,
  PRIMARY KEY (tenant, contract, class_position, criterion, position),
  FOREIGN KEY (tenant, contract, class_position) REFERENCES machine_class
) STRICT, WITHOUT ROWID;

-- The defaults are what the versions before did.
ALTER TABLE agent_scope ADD COLUMN machine_class TEXT;
ALTER TABLE agent_scope ADD COLUMN marked_for_deletion TEXT NOT NULL DEFAULT 'counted';
ALTER TABLE agent_scope ADD COLUMN ephemeral TEXT NOT NULL DEFAULT 'left_out';
ALTER TABLE agent_scope ADD COLUMN duplicate TEXT NOT NULL DEFAULT 'counted';
ALTER TABLE agent_scope ADD COLUMN seen_within_days INTEGER;
ALTER TABLE agent_scope ADD COLUMN grace_new_days INTEGER NOT NULL DEFAULT 0;
ALTER TABLE agent_scope ADD COLUMN grace_gone_days INTEGER NOT NULL DEFAULT 0;

-- Serial number and MAC address, empty when unknown; since: null when it is the day seen.
ALTER TABLE machine_event ADD COLUMN serial TEXT NOT NULL DEFAULT '';
ALTER TABLE machine_event ADD COLUMN mac TEXT NOT NULL DEFAULT '';
ALTER TABLE machine_event ADD COLUMN since INTEGER;
CREATE INDEX machine_event_seen ON machine_event (tenant, seen, contract, service);
ALTER TABLE held_machine ADD COLUMN serial TEXT NOT NULL DEFAULT '';
ALTER TABLE held_machine ADD COLUMN mac TEXT NOT NULL DEFAULT '';
ALTER TABLE held_machine ADD COLUMN since INTEGER;
ALTER TABLE machine ADD COLUMN serial TEXT NOT NULL DEFAULT '';
ALTER TABLE machine ADD COLUMN mac TEXT NOT NULL DEFAULT '';
)sql";

/// Rows of these tables are never changed, nor deleted.
inline constexpr const char* schema_v3_eligibility_append_only[] = {"machine_class",
                                                                    "machine_class_criterion"};

}  // namespace billbyagent::sqlite
