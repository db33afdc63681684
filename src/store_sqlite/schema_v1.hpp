#pragma once

/// Version 1 of the tables. Never edited once it is released: a change is a further migration.
///
/// Keys start with the tenant. Dates are days since 1970-01-01, instants milliseconds since then,
/// money minor units beside its currency, prices millionths. Enumerations are kept by name.

namespace billbyagent::sqlite {

inline constexpr const char* schema_v1_book = R"sql(
CREATE TABLE account (
  tenant TEXT NOT NULL, account TEXT NOT NULL, name TEXT NOT NULL, organization TEXT,
  PRIMARY KEY (tenant, account)
) STRICT, WITHOUT ROWID;

CREATE TABLE contract (
  tenant TEXT NOT NULL, contract TEXT NOT NULL, name TEXT NOT NULL, account TEXT NOT NULL,
  currency TEXT NOT NULL, cycle_length TEXT NOT NULL, cycle_anchor INTEGER NOT NULL,
  cycle_anchor_day INTEGER NOT NULL, timing TEXT NOT NULL, status TEXT NOT NULL,
  start_day INTEGER NOT NULL, end_day INTEGER,
  PRIMARY KEY (tenant, contract),
  FOREIGN KEY (tenant, account) REFERENCES account
) STRICT, WITHOUT ROWID;

CREATE TABLE contract_recipient (
  tenant TEXT NOT NULL, contract TEXT NOT NULL, position INTEGER NOT NULL, recipient TEXT NOT NULL,
  PRIMARY KEY (tenant, contract, position),
  FOREIGN KEY (tenant, contract) REFERENCES contract
) STRICT, WITHOUT ROWID;

CREATE TABLE service (
  tenant TEXT NOT NULL, contract TEXT NOT NULL, service TEXT NOT NULL, position INTEGER NOT NULL,
  name TEXT NOT NULL, tax_category TEXT NOT NULL, currency TEXT NOT NULL,
  unit_source TEXT NOT NULL CHECK (unit_source IN ('manual', 'agents')),
  day_count TEXT NOT NULL, effective_day TEXT NOT NULL, rounding TEXT NOT NULL,
  rounding_step TEXT NOT NULL, effective INTEGER NOT NULL, end_day INTEGER,
  PRIMARY KEY (tenant, contract, service),
  FOREIGN KEY (tenant, contract) REFERENCES contract
) STRICT, WITHOUT ROWID;

CREATE TABLE service_price (
  tenant TEXT NOT NULL, contract TEXT NOT NULL, service TEXT NOT NULL, position INTEGER NOT NULL,
  effective INTEGER NOT NULL, price_millionths INTEGER NOT NULL, cost_millionths INTEGER NOT NULL,
  PRIMARY KEY (tenant, contract, service, position),
  FOREIGN KEY (tenant, contract, service) REFERENCES service
) STRICT, WITHOUT ROWID;

CREATE TABLE agent_scope (
  tenant TEXT NOT NULL, contract TEXT NOT NULL, service TEXT NOT NULL,
  organization TEXT, machine_group TEXT, sub_groups TEXT NOT NULL, machine_view TEXT,
  operating_system_contains TEXT NOT NULL, suspended TEXT NOT NULL,
  never_checked_in TEXT NOT NULL, template_account TEXT NOT NULL,
  PRIMARY KEY (tenant, contract, service),
  FOREIGN KEY (tenant, contract, service) REFERENCES service
) STRICT, WITHOUT ROWID;

CREATE TABLE scope_machine (
  tenant TEXT NOT NULL, contract TEXT NOT NULL, service TEXT NOT NULL, position INTEGER NOT NULL,
  agent TEXT NOT NULL,
  PRIMARY KEY (tenant, contract, service, position),
  FOREIGN KEY (tenant, contract, service) REFERENCES service
) STRICT, WITHOUT ROWID;

-- What past lines were computed with, and how units derive, cannot change (D8).
CREATE TRIGGER contract_locked BEFORE UPDATE ON contract
  WHEN OLD.tenant <> NEW.tenant OR OLD.contract <> NEW.contract OR OLD.account <> NEW.account
    OR OLD.currency <> NEW.currency OR OLD.cycle_length <> NEW.cycle_length
    OR OLD.cycle_anchor <> NEW.cycle_anchor OR OLD.cycle_anchor_day <> NEW.cycle_anchor_day
    OR OLD.timing <> NEW.timing OR OLD.start_day <> NEW.start_day
  BEGIN SELECT RAISE(ABORT, 'these terms of a contract are locked'); END;
CREATE TRIGGER service_locked BEFORE UPDATE ON service
  WHEN OLD.tenant <> NEW.tenant OR OLD.contract <> NEW.contract OR OLD.service <> NEW.service
    OR OLD.currency <> NEW.currency OR OLD.unit_source <> NEW.unit_source
    OR OLD.day_count <> NEW.day_count OR OLD.effective_day <> NEW.effective_day
    OR OLD.rounding <> NEW.rounding OR OLD.rounding_step <> NEW.rounding_step
    OR OLD.effective <> NEW.effective
  BEGIN SELECT RAISE(ABORT, 'these terms of a service are locked'); END;
)sql";

inline constexpr const char* schema_v1_units = R"sql(
CREATE TABLE unit_change (
  tenant TEXT NOT NULL, contract TEXT NOT NULL, service TEXT NOT NULL, sequence INTEGER NOT NULL,
  effective INTEGER NOT NULL, units INTEGER NOT NULL, reason TEXT NOT NULL, note TEXT NOT NULL,
  author TEXT NOT NULL, recorded INTEGER NOT NULL,
  PRIMARY KEY (tenant, contract, service, sequence),
  FOREIGN KEY (tenant, contract, service) REFERENCES service
) STRICT, WITHOUT ROWID;

CREATE TABLE machine_event (
  tenant TEXT NOT NULL, contract TEXT NOT NULL, service TEXT NOT NULL, number INTEGER NOT NULL,
  seen INTEGER NOT NULL, move TEXT NOT NULL, agent TEXT NOT NULL, name TEXT NOT NULL,
  detail TEXT NOT NULL,
  PRIMARY KEY (tenant, contract, service, number),
  FOREIGN KEY (tenant, contract, service) REFERENCES service
) STRICT, WITHOUT ROWID;

-- What the events add up to; the one table here whose rows come and go.
CREATE TABLE machine (
  tenant TEXT NOT NULL, contract TEXT NOT NULL, service TEXT NOT NULL, agent TEXT NOT NULL,
  name TEXT NOT NULL,
  PRIMARY KEY (tenant, contract, service, agent)
) STRICT, WITHOUT ROWID;

CREATE TABLE held_reading (
  tenant TEXT NOT NULL, contract TEXT NOT NULL, service TEXT NOT NULL, number INTEGER NOT NULL,
  effective INTEGER NOT NULL, units INTEGER NOT NULL, why TEXT NOT NULL, recorded INTEGER NOT NULL,
  ended_how TEXT, ended_by TEXT, ended_at INTEGER,
  PRIMARY KEY (tenant, contract, service, number),
  FOREIGN KEY (tenant, contract, service) REFERENCES service,
  CHECK ((ended_how IS NULL) = (ended_by IS NULL) AND (ended_how IS NULL) = (ended_at IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX held_reading_open ON held_reading (tenant, contract, service, number)
  WHERE ended_how IS NULL;

CREATE TABLE held_machine (
  tenant TEXT NOT NULL, contract TEXT NOT NULL, service TEXT NOT NULL, number INTEGER NOT NULL,
  position INTEGER NOT NULL, seen INTEGER NOT NULL, move TEXT NOT NULL, agent TEXT NOT NULL,
  name TEXT NOT NULL, detail TEXT NOT NULL,
  PRIMARY KEY (tenant, contract, service, number, position),
  FOREIGN KEY (tenant, contract, service, number) REFERENCES held_reading
) STRICT, WITHOUT ROWID;

-- A held reading ends once; nothing else of it changes.
CREATE TRIGGER held_reading_locked BEFORE UPDATE ON held_reading
  WHEN OLD.ended_how IS NOT NULL OR NEW.ended_how IS NULL
    OR OLD.tenant <> NEW.tenant OR OLD.contract <> NEW.contract OR OLD.service <> NEW.service
    OR OLD.number <> NEW.number OR OLD.effective <> NEW.effective OR OLD.units <> NEW.units
    OR OLD.why <> NEW.why OR OLD.recorded <> NEW.recorded
  BEGIN SELECT RAISE(ABORT, 'a held reading is append-only'); END;
)sql";

inline constexpr const char* schema_v1_lines = R"sql(
CREATE TABLE batch (
  tenant TEXT NOT NULL, batch TEXT NOT NULL, number INTEGER NOT NULL, contract TEXT NOT NULL,
  account TEXT NOT NULL, posted_on INTEGER NOT NULL, total_minor INTEGER NOT NULL,
  currency TEXT NOT NULL, posted INTEGER NOT NULL, author TEXT NOT NULL,
  PRIMARY KEY (tenant, batch),
  FOREIGN KEY (tenant, contract) REFERENCES contract
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX batch_number ON batch (tenant, number);
CREATE INDEX batch_contract ON batch (tenant, contract, number);

CREATE TABLE line (
  tenant TEXT NOT NULL, contract TEXT NOT NULL, service TEXT NOT NULL,
  period_begin INTEGER NOT NULL, effective INTEGER NOT NULL, sequence INTEGER NOT NULL,
  batch TEXT NOT NULL, position INTEGER NOT NULL, kind TEXT NOT NULL,
  billing_begin INTEGER NOT NULL, billing_end INTEGER NOT NULL,
  span_begin INTEGER NOT NULL, span_end INTEGER NOT NULL,
  units_before INTEGER NOT NULL, units_after INTEGER NOT NULL, quantity INTEGER NOT NULL,
  from_price_millionths INTEGER, from_cost_millionths INTEGER,
  price_millionths INTEGER NOT NULL, cost_millionths INTEGER NOT NULL,
  share_numerator INTEGER NOT NULL, share_denominator INTEGER NOT NULL,
  amount_minor INTEGER NOT NULL, amount_currency TEXT NOT NULL,
  cost_minor INTEGER NOT NULL, cost_currency TEXT NOT NULL,
  available_on INTEGER NOT NULL, service_name TEXT NOT NULL, tax_category TEXT NOT NULL,
  PRIMARY KEY (tenant, contract, service, period_begin, effective, sequence),
  FOREIGN KEY (tenant, contract, service) REFERENCES service,
  FOREIGN KEY (tenant, batch) REFERENCES batch,
  CHECK ((from_price_millionths IS NULL) = (from_cost_millionths IS NULL))
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX line_batch ON line (tenant, batch, position);

CREATE TABLE state_record (
  tenant TEXT NOT NULL, batch TEXT NOT NULL, number INTEGER NOT NULL, state TEXT NOT NULL,
  author TEXT NOT NULL, reason TEXT NOT NULL, invoice_number TEXT NOT NULL,
  recorded INTEGER NOT NULL,
  PRIMARY KEY (tenant, batch, number),
  FOREIGN KEY (tenant, batch) REFERENCES batch
) STRICT, WITHOUT ROWID;
)sql";

inline constexpr const char* schema_v1_outbox = R"sql(
CREATE TABLE notice (
  tenant TEXT NOT NULL, notice TEXT NOT NULL, number INTEGER NOT NULL, kind TEXT NOT NULL,
  contract TEXT NOT NULL, account TEXT NOT NULL, subject TEXT NOT NULL, body TEXT NOT NULL,
  created INTEGER NOT NULL, delivered INTEGER,
  PRIMARY KEY (tenant, notice)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX notice_number ON notice (tenant, number);
CREATE INDEX notice_pending ON notice (tenant, number) WHERE delivered IS NULL;

CREATE TABLE notice_recipient (
  tenant TEXT NOT NULL, notice TEXT NOT NULL, position INTEGER NOT NULL, recipient TEXT NOT NULL,
  PRIMARY KEY (tenant, notice, position),
  FOREIGN KEY (tenant, notice) REFERENCES notice
) STRICT, WITHOUT ROWID;

CREATE TABLE notice_failure (
  tenant TEXT NOT NULL, notice TEXT NOT NULL, number INTEGER NOT NULL, why TEXT NOT NULL,
  recorded INTEGER NOT NULL,
  PRIMARY KEY (tenant, notice, number),
  FOREIGN KEY (tenant, notice) REFERENCES notice
) STRICT, WITHOUT ROWID;

CREATE TABLE run (
  tenant TEXT NOT NULL, run TEXT NOT NULL, number INTEGER NOT NULL, job TEXT NOT NULL,
  day INTEGER NOT NULL, zone TEXT NOT NULL, started INTEGER NOT NULL, ended INTEGER NOT NULL,
  summary TEXT NOT NULL, failures INTEGER NOT NULL,
  PRIMARY KEY (tenant, run)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX run_number ON run (tenant, number);

-- A notice is delivered once; nothing else of it changes.
CREATE TRIGGER notice_locked BEFORE UPDATE ON notice
  WHEN OLD.delivered IS NOT NULL OR NEW.delivered IS NULL
    OR OLD.tenant <> NEW.tenant OR OLD.notice <> NEW.notice OR OLD.number <> NEW.number
    OR OLD.kind <> NEW.kind OR OLD.contract <> NEW.contract OR OLD.account <> NEW.account
    OR OLD.subject <> NEW.subject OR OLD.body <> NEW.body OR OLD.created <> NEW.created
  BEGIN SELECT RAISE(ABORT, 'a notice is append-only'); END;
)sql";

/// Rows of these tables are never changed, nor deleted.
inline constexpr const char* schema_v1_append_only[] = {
    "service_price", "agent_scope",      "scope_machine",  "unit_change",
    "machine_event", "held_machine",     "batch",          "line",
    "state_record",  "notice_recipient", "notice_failure", "run"};

/// Rows of these tables change in places, but are never deleted.
inline constexpr const char* schema_v1_kept[] = {"account", "contract", "service", "held_reading",
                                                 "notice"};

}  // namespace billbyagent::sqlite
