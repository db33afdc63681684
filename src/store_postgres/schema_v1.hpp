#pragma once

/// Version 1 of the tables: those of version 4 of the SQLite store, column by column, which a test
/// compares. Never edited once it is released: a change is a further migration.
///
/// Keys start with the tenant. Dates are days since 1970-01-01, instants milliseconds since then,
/// money minor units beside its currency, prices millionths. Enumerations are kept by name. Here
/// TEXT stands for texts that are ordered by their bytes. References between tables are checked at
/// the commit, so that the rows of one table go out together.

namespace billbyagent::postgres {

inline constexpr const char* schema_v1_book = R"sql(
-- One row. The origin tells this database from others, whatever its name: a ledger knows it.
CREATE TABLE billbyagent (version BIGINT NOT NULL, origin TEXT NOT NULL);
INSERT INTO billbyagent VALUES (0, replace(gen_random_uuid()::text, '-', ''));

CREATE TABLE account (
  tenant TEXT NOT NULL, account TEXT NOT NULL, name TEXT NOT NULL, organization TEXT,
  "overlaps" TEXT NOT NULL,
  PRIMARY KEY (tenant, account)
);

-- What an account is linked to in the other RMMs; rows come and go.
CREATE TABLE account_link (
  tenant TEXT NOT NULL, account TEXT NOT NULL, rmm TEXT NOT NULL CHECK (rmm <> ''),
  organization TEXT NOT NULL,
  PRIMARY KEY (tenant, account, rmm),
  FOREIGN KEY (tenant, account) REFERENCES account DEFERRABLE INITIALLY DEFERRED
);

CREATE TABLE contract (
  tenant TEXT NOT NULL, contract TEXT NOT NULL, name TEXT NOT NULL, account TEXT NOT NULL,
  currency TEXT NOT NULL, cycle_length TEXT NOT NULL, cycle_anchor BIGINT NOT NULL,
  cycle_anchor_day BIGINT NOT NULL, timing TEXT NOT NULL, status TEXT NOT NULL,
  start_day BIGINT NOT NULL, end_day BIGINT, trust TEXT NOT NULL, billed_through BIGINT,
  term_months BIGINT, term_notice_days BIGINT, term_at_end TEXT,
  cycle_every BIGINT NOT NULL,
  PRIMARY KEY (tenant, contract),
  FOREIGN KEY (tenant, account) REFERENCES account DEFERRABLE INITIALLY DEFERRED
);

CREATE TABLE contract_recipient (
  tenant TEXT NOT NULL, contract TEXT NOT NULL, position BIGINT NOT NULL, recipient TEXT NOT NULL,
  PRIMARY KEY (tenant, contract, position),
  FOREIGN KEY (tenant, contract) REFERENCES contract DEFERRABLE INITIALLY DEFERRED
);

-- Null: the amendment does not say. Recipients are one to a line.
CREATE TABLE contract_amendment (
  tenant TEXT NOT NULL, contract TEXT NOT NULL, position BIGINT NOT NULL,
  effective BIGINT NOT NULL, status TEXT, discount_basis_points BIGINT,
  cycle_length TEXT, cycle_anchor BIGINT, cycle_anchor_day BIGINT, cycle_every BIGINT,
  timing TEXT, account TEXT, account_from TEXT NOT NULL, name TEXT, recipients TEXT,
  discount_amount_millionths BIGINT, trust TEXT,
  reason TEXT NOT NULL, author TEXT NOT NULL, recorded BIGINT NOT NULL,
  term_months BIGINT, term_notice_days BIGINT, term_at_end TEXT,
  PRIMARY KEY (tenant, contract, position),
  FOREIGN KEY (tenant, contract) REFERENCES contract DEFERRABLE INITIALLY DEFERRED,
  FOREIGN KEY (tenant, account) REFERENCES account DEFERRABLE INITIALLY DEFERRED
);

CREATE TABLE machine_class (
  tenant TEXT NOT NULL, contract TEXT NOT NULL, position BIGINT NOT NULL, name TEXT NOT NULL,
  PRIMARY KEY (tenant, contract, position),
  FOREIGN KEY (tenant, contract) REFERENCES contract DEFERRABLE INITIALLY DEFERRED
);

CREATE TABLE machine_class_criterion (
  tenant TEXT NOT NULL, contract TEXT NOT NULL, class_position BIGINT NOT NULL,
  criterion TEXT NOT NULL CHECK (criterion IN ('operating_system_contains', 'device_type')),
  position BIGINT NOT NULL, text TEXT NOT NULL,
  PRIMARY KEY (tenant, contract, class_position, criterion, position),
  FOREIGN KEY (tenant, contract, class_position) REFERENCES machine_class
    DEFERRABLE INITIALLY DEFERRED
);

-- The yearly raise: all three are null without one. machines_digest: null when it is unknown, or a
-- machine waits or is missing.
CREATE TABLE service (
  tenant TEXT NOT NULL, contract TEXT NOT NULL, service TEXT NOT NULL, position BIGINT NOT NULL,
  name TEXT NOT NULL, tax_category TEXT NOT NULL, currency TEXT NOT NULL,
  unit_source TEXT NOT NULL CHECK (unit_source IN ('manual', 'agents')),
  day_count TEXT NOT NULL, effective_day TEXT NOT NULL, rounding TEXT NOT NULL,
  rounding_step TEXT NOT NULL, effective BIGINT NOT NULL, end_day BIGINT,
  price_model TEXT NOT NULL, measure TEXT NOT NULL, fixed_day BIGINT NOT NULL,
  included_units BIGINT NOT NULL, minimum_units BIGINT NOT NULL, maximum_units BIGINT,
  increase TEXT NOT NULL, decrease TEXT NOT NULL, minimum_credit_minor BIGINT NOT NULL,
  raise_basis_points BIGINT, raise_first BIGINT, raise_decimals BIGINT,
  billed_through BIGINT, charging TEXT NOT NULL, minimum_amount_millionths BIGINT,
  machines_digest TEXT,
  PRIMARY KEY (tenant, contract, service),
  FOREIGN KEY (tenant, contract) REFERENCES contract DEFERRABLE INITIALLY DEFERRED
);

CREATE TABLE service_price (
  tenant TEXT NOT NULL, contract TEXT NOT NULL, service TEXT NOT NULL, position BIGINT NOT NULL,
  effective BIGINT NOT NULL, price_millionths BIGINT NOT NULL, cost_millionths BIGINT NOT NULL,
  base_fee_millionths BIGINT, reason TEXT NOT NULL, author TEXT NOT NULL,
  recorded BIGINT NOT NULL,
  PRIMARY KEY (tenant, contract, service, position),
  FOREIGN KEY (tenant, contract, service) REFERENCES service DEFERRABLE INITIALLY DEFERRED
);

-- Tiers of a price; none for a price that is the same for every unit.
CREATE TABLE price_tier (
  tenant TEXT NOT NULL, contract TEXT NOT NULL, service TEXT NOT NULL,
  price_position BIGINT NOT NULL, position BIGINT NOT NULL,
  from_units BIGINT NOT NULL, to_units BIGINT,
  price_millionths BIGINT NOT NULL, cost_millionths BIGINT NOT NULL,
  PRIMARY KEY (tenant, contract, service, price_position, position),
  FOREIGN KEY (tenant, contract, service, price_position) REFERENCES service_price
    DEFERRABLE INITIALLY DEFERRED
);

CREATE TABLE service_amendment (
  tenant TEXT NOT NULL, contract TEXT NOT NULL, service TEXT NOT NULL, position BIGINT NOT NULL,
  effective BIGINT NOT NULL, tax_category TEXT, included BIGINT, minimum BIGINT, maximum BIGINT,
  minimum_amount_millionths BIGINT, discount_basis_points BIGINT,
  discount_amount_millionths BIGINT, raise_basis_points BIGINT, raise_first BIGINT,
  raise_decimals BIGINT, day_count TEXT, effective_day TEXT, rounding TEXT, rounding_step TEXT,
  increase TEXT, decrease TEXT, minimum_credit_minor BIGINT, measure TEXT, fixed_day BIGINT,
  name TEXT,
  reason TEXT NOT NULL, author TEXT NOT NULL, recorded BIGINT NOT NULL,
  PRIMARY KEY (tenant, contract, service, position),
  FOREIGN KEY (tenant, contract, service) REFERENCES service DEFERRABLE INITIALLY DEFERRED
);

CREATE TABLE agent_scope (
  tenant TEXT NOT NULL, contract TEXT NOT NULL, service TEXT NOT NULL,
  organization TEXT, machine_group TEXT, sub_groups TEXT NOT NULL, machine_view TEXT,
  operating_system_contains TEXT NOT NULL, suspended TEXT NOT NULL,
  never_checked_in TEXT NOT NULL, template_account TEXT NOT NULL, rmm TEXT NOT NULL,
  machine_class TEXT, marked_for_deletion TEXT NOT NULL, ephemeral TEXT NOT NULL,
  duplicate TEXT NOT NULL, seen_within_days BIGINT, grace_new_days BIGINT NOT NULL,
  grace_gone_days BIGINT NOT NULL,
  PRIMARY KEY (tenant, contract, service),
  FOREIGN KEY (tenant, contract, service) REFERENCES service DEFERRABLE INITIALLY DEFERRED
);

CREATE TABLE scope_machine (
  tenant TEXT NOT NULL, contract TEXT NOT NULL, service TEXT NOT NULL, position BIGINT NOT NULL,
  agent TEXT NOT NULL,
  PRIMARY KEY (tenant, contract, service, position),
  FOREIGN KEY (tenant, contract, service) REFERENCES service DEFERRABLE INITIALLY DEFERRED
);
)sql";

inline constexpr const char* schema_v1_units = R"sql(
CREATE TABLE unit_change (
  tenant TEXT NOT NULL, contract TEXT NOT NULL, service TEXT NOT NULL, sequence BIGINT NOT NULL,
  effective BIGINT NOT NULL, units BIGINT NOT NULL, reason TEXT NOT NULL, note TEXT NOT NULL,
  author TEXT NOT NULL, recorded BIGINT NOT NULL,
  PRIMARY KEY (tenant, contract, service, sequence),
  FOREIGN KEY (tenant, contract, service) REFERENCES service DEFERRABLE INITIALLY DEFERRED
);

-- Serial number and MAC address, empty when unknown; since: null when it is the day seen.
CREATE TABLE machine_event (
  tenant TEXT NOT NULL, contract TEXT NOT NULL, service TEXT NOT NULL, number BIGINT NOT NULL,
  seen BIGINT NOT NULL, move TEXT NOT NULL, agent TEXT NOT NULL, name TEXT NOT NULL,
  detail TEXT NOT NULL, serial TEXT NOT NULL, mac TEXT NOT NULL, since BIGINT,
  PRIMARY KEY (tenant, contract, service, number),
  FOREIGN KEY (tenant, contract, service) REFERENCES service DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX machine_event_seen ON machine_event (tenant, seen, contract, service);

-- What the events add up to; rows come and go.
CREATE TABLE machine (
  tenant TEXT NOT NULL, contract TEXT NOT NULL, service TEXT NOT NULL, agent TEXT NOT NULL,
  name TEXT NOT NULL, serial TEXT NOT NULL, mac TEXT NOT NULL,
  PRIMARY KEY (tenant, contract, service, agent)
);

CREATE TABLE held_reading (
  tenant TEXT NOT NULL, contract TEXT NOT NULL, service TEXT NOT NULL, number BIGINT NOT NULL,
  effective BIGINT NOT NULL, units BIGINT NOT NULL, why TEXT NOT NULL, recorded BIGINT NOT NULL,
  ended_how TEXT, ended_by TEXT, ended_at BIGINT, cause TEXT NOT NULL, proposal BIGINT NOT NULL,
  ended_reason TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (tenant, contract, service, number),
  FOREIGN KEY (tenant, contract, service) REFERENCES service DEFERRABLE INITIALLY DEFERRED,
  CHECK ((ended_how IS NULL) = (ended_by IS NULL) AND (ended_how IS NULL) = (ended_at IS NULL))
);
CREATE INDEX held_reading_open ON held_reading (tenant, contract, service, number)
  WHERE ended_how IS NULL;
CREATE UNIQUE INDEX held_reading_proposal ON held_reading (tenant, contract, service, proposal)
  WHERE proposal > 0;

CREATE TABLE held_machine (
  tenant TEXT NOT NULL, contract TEXT NOT NULL, service TEXT NOT NULL, number BIGINT NOT NULL,
  position BIGINT NOT NULL, seen BIGINT NOT NULL, move TEXT NOT NULL, agent TEXT NOT NULL,
  name TEXT NOT NULL, detail TEXT NOT NULL, serial TEXT NOT NULL, mac TEXT NOT NULL, since BIGINT,
  PRIMARY KEY (tenant, contract, service, number, position),
  FOREIGN KEY (tenant, contract, service, number) REFERENCES held_reading
    DEFERRABLE INITIALLY DEFERRED
);

-- `contract` and `service` are null unless it was read for one service alone.
CREATE TABLE reading (
  tenant TEXT NOT NULL, number BIGINT NOT NULL, rmm TEXT NOT NULL, contract TEXT, service TEXT,
  day BIGINT NOT NULL, began BIGINT NOT NULL, state TEXT NOT NULL, ended BIGINT NOT NULL,
  agents BIGINT NOT NULL, failure TEXT NOT NULL, shown TEXT,
  PRIMARY KEY (tenant, number)
);

-- The services in force that a whole reading did not count, and why.
CREATE TABLE uncounted_service (
  tenant TEXT NOT NULL, number BIGINT NOT NULL, contract TEXT NOT NULL, service TEXT NOT NULL,
  why TEXT NOT NULL,
  PRIMARY KEY (tenant, number, contract, service),
  FOREIGN KEY (tenant, number) REFERENCES reading DEFERRABLE INITIALLY DEFERRED
);
)sql";

inline constexpr const char* schema_v1_lines = R"sql(
-- Numbers that ascend in the order of appending; there may be gaps.
CREATE SEQUENCE appended;

-- through: the day that the run saw, null when it is not recorded. An empty settlement: the batch
-- stands alone. terms: stands for those of the contract as they were.
CREATE TABLE batch (
  tenant TEXT NOT NULL, batch TEXT NOT NULL, number BIGINT NOT NULL DEFAULT nextval('appended'),
  contract TEXT NOT NULL, account TEXT NOT NULL, posted_on BIGINT NOT NULL,
  total_minor BIGINT NOT NULL, currency TEXT NOT NULL, posted BIGINT NOT NULL,
  author TEXT NOT NULL, through BIGINT, settlement TEXT NOT NULL, terms TEXT NOT NULL,
  FOREIGN KEY (tenant, contract) REFERENCES contract DEFERRABLE INITIALLY DEFERRED
);
CREATE UNIQUE INDEX batch_number ON batch (tenant, number);
CREATE INDEX batch_contract ON batch (tenant, contract, number);
-- The last of the indexes: of an empty table the planner finds all as good and takes this one, and
-- what refers to batches looks them up by that plan until the connection ends.
ALTER TABLE batch ADD PRIMARY KEY (tenant, batch);

-- counted_on: the day of the last reading that showed the units. unit_changes: how many were known.
CREATE TABLE line (
  tenant TEXT NOT NULL, contract TEXT NOT NULL, service TEXT NOT NULL,
  period_begin BIGINT NOT NULL, effective BIGINT NOT NULL, sequence BIGINT NOT NULL,
  batch TEXT NOT NULL, position BIGINT NOT NULL, kind TEXT NOT NULL,
  billing_begin BIGINT NOT NULL, billing_end BIGINT NOT NULL,
  span_begin BIGINT NOT NULL, span_end BIGINT NOT NULL,
  units_before BIGINT NOT NULL, units_after BIGINT NOT NULL, quantity BIGINT NOT NULL,
  from_price_millionths BIGINT, from_cost_millionths BIGINT,
  price_millionths BIGINT NOT NULL, cost_millionths BIGINT NOT NULL,
  share_numerator BIGINT NOT NULL, share_denominator BIGINT NOT NULL,
  amount_minor BIGINT NOT NULL, amount_currency TEXT NOT NULL,
  cost_minor BIGINT NOT NULL, cost_currency TEXT NOT NULL,
  available_on BIGINT NOT NULL, service_name TEXT NOT NULL, tax_category TEXT NOT NULL,
  part TEXT NOT NULL, counted_on BIGINT, unit_changes BIGINT NOT NULL,
  PRIMARY KEY (tenant, contract, service, period_begin, effective, sequence),
  FOREIGN KEY (tenant, contract, service) REFERENCES service DEFERRABLE INITIALLY DEFERRED,
  FOREIGN KEY (tenant, batch) REFERENCES batch DEFERRABLE INITIALLY DEFERRED,
  CHECK ((from_price_millionths IS NULL) = (from_cost_millionths IS NULL))
);
CREATE UNIQUE INDEX line_batch ON line (tenant, batch, position);

CREATE TABLE state_record (
  tenant TEXT NOT NULL, batch TEXT NOT NULL, number BIGINT NOT NULL, state TEXT NOT NULL,
  author TEXT NOT NULL, reason TEXT NOT NULL, invoice_number TEXT NOT NULL,
  recorded BIGINT NOT NULL,
  PRIMARY KEY (tenant, batch, number),
  FOREIGN KEY (tenant, batch) REFERENCES batch DEFERRABLE INITIALLY DEFERRED
);

-- What is named here is in no answer any more; its rows stay, and with them its id. An empty
-- service stands for the contract with all its services.
CREATE TABLE tombstone (
  tenant TEXT NOT NULL, contract TEXT NOT NULL, service TEXT NOT NULL,
  number BIGINT NOT NULL DEFAULT nextval('appended'),
  author TEXT NOT NULL, reason TEXT NOT NULL, deleted BIGINT NOT NULL,
  PRIMARY KEY (tenant, contract, service)
);
CREATE UNIQUE INDEX tombstone_number ON tombstone (tenant, number);

-- Of an account or a contract as it stands, and of what was appended to a contract so far.
CREATE TABLE seal (
  tenant TEXT NOT NULL, kind TEXT NOT NULL, contract TEXT NOT NULL, part TEXT NOT NULL,
  number BIGINT NOT NULL, count BIGINT NOT NULL, last TEXT NOT NULL,
  PRIMARY KEY (tenant, kind, contract, part, number)
);
)sql";

inline constexpr const char* schema_v1_outbox = R"sql(
CREATE TABLE notice (
  tenant TEXT NOT NULL, notice TEXT NOT NULL, number BIGINT NOT NULL DEFAULT nextval('appended'),
  kind TEXT NOT NULL, contract TEXT NOT NULL, account TEXT NOT NULL, subject TEXT NOT NULL,
  body TEXT NOT NULL, created BIGINT NOT NULL, delivered BIGINT,
  PRIMARY KEY (tenant, notice)
);
CREATE UNIQUE INDEX notice_number ON notice (tenant, number);
CREATE INDEX notice_pending ON notice (tenant, number) WHERE delivered IS NULL;

CREATE TABLE notice_recipient (
  tenant TEXT NOT NULL, notice TEXT NOT NULL, position BIGINT NOT NULL, recipient TEXT NOT NULL,
  PRIMARY KEY (tenant, notice, position),
  FOREIGN KEY (tenant, notice) REFERENCES notice DEFERRABLE INITIALLY DEFERRED
);

CREATE TABLE notice_failure (
  tenant TEXT NOT NULL, notice TEXT NOT NULL, number BIGINT NOT NULL, why TEXT NOT NULL,
  recorded BIGINT NOT NULL,
  PRIMARY KEY (tenant, notice, number),
  FOREIGN KEY (tenant, notice) REFERENCES notice DEFERRABLE INITIALLY DEFERRED
);

CREATE TABLE notice_claim (
  tenant TEXT NOT NULL, notice TEXT NOT NULL, since BIGINT NOT NULL,
  PRIMARY KEY (tenant, notice),
  FOREIGN KEY (tenant, notice) REFERENCES notice DEFERRABLE INITIALLY DEFERRED
);

CREATE TABLE run (
  tenant TEXT NOT NULL, run TEXT NOT NULL, number BIGINT NOT NULL DEFAULT nextval('appended'),
  job TEXT NOT NULL, day BIGINT NOT NULL, zone TEXT NOT NULL, started BIGINT NOT NULL,
  ended BIGINT NOT NULL, summary TEXT NOT NULL, failures BIGINT NOT NULL,
  lifted TEXT NOT NULL,
  PRIMARY KEY (tenant, run)
);
CREATE UNIQUE INDEX run_number ON run (tenant, number);
)sql";

inline constexpr const char* schema_v1_closed = R"sql(
-- Rows that come and go: without one, all of a contract is looked at. `number` is the last of the
-- batches from its first one on whose lines are all of closed periods, 0 for none; `count` and
-- `last` are the chain of the batches before that one.
CREATE TABLE closed_periods (
  tenant TEXT NOT NULL, contract TEXT NOT NULL, closed_end BIGINT NOT NULL,
  number BIGINT NOT NULL, count BIGINT NOT NULL, last TEXT NOT NULL, seal TEXT NOT NULL,
  PRIMARY KEY (tenant, contract),
  FOREIGN KEY (tenant, contract) REFERENCES contract DEFERRABLE INITIALLY DEFERRED
);

-- The batches that lines of open periods can be in, and the last one before them: with it the
-- chain is known to go on where it was left. A search begins with the contracts: OFFSET keeps the
-- planner from any other order, which it would choose as long as it knows nothing of the tables.
CREATE VIEW open_batch AS
  SELECT k.tenant, k.contract, b.batch, b.number, b.account, b.posted_on, b.total_minor,
         b.currency, b.posted, b.author, b.through, b.settlement, b.terms
  FROM contract k
  LEFT JOIN closed_periods c ON c.tenant = k.tenant AND c.contract = k.contract
  CROSS JOIN LATERAL (SELECT * FROM batch b WHERE b.tenant = k.tenant AND b.contract = k.contract
                        AND b.number >= coalesce(c.number, 0) OFFSET 0) b;
)sql";

inline constexpr const char* schema_v1_work = R"sql(
-- How many commits each connection has sent. Who lost the answer to one looks here: the number of a
-- transaction alone proves nothing, as a server that crashed gives numbers again that it had not
-- written down. No tenant's: it is a connection's, and goes after a day.
CREATE TABLE commit_mark (
  connection TEXT NOT NULL PRIMARY KEY, commits BIGINT NOT NULL, made BIGINT NOT NULL
);

-- A night or posting of a tenant, once for each day.
CREATE TABLE night (
  tenant TEXT NOT NULL, occasion TEXT NOT NULL, day BIGINT NOT NULL, planned BIGINT NOT NULL,
  PRIMARY KEY (tenant, occasion, day)
);

-- What there is to do of it. `step` counts from 0: one waits for all before it. Whoever has the
-- token may write until `lease_until`, and for as long as nobody else has claimed it since.
CREATE TABLE work (
  tenant TEXT NOT NULL, occasion TEXT NOT NULL, day BIGINT NOT NULL, step BIGINT NOT NULL,
  part TEXT NOT NULL, from_account TEXT NOT NULL, to_account TEXT NOT NULL, host TEXT NOT NULL,
  planned BIGINT NOT NULL, ready BIGINT NOT NULL, token TEXT NOT NULL, lease_until BIGINT NOT NULL,
  attempt BIGINT NOT NULL, done BIGINT, result TEXT NOT NULL,
  PRIMARY KEY (tenant, occasion, day, step, part),
  FOREIGN KEY (tenant, occasion, day) REFERENCES night DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX work_open ON work (tenant, planned, step, part) WHERE done IS NULL;

-- What an RMM showed, for those who do the work.
CREATE TABLE reading_page (
  tenant TEXT NOT NULL, day BIGINT NOT NULL, rmm TEXT NOT NULL, number BIGINT NOT NULL,
  page TEXT NOT NULL, seal TEXT NOT NULL,
  PRIMARY KEY (tenant, day, rmm, number)
);
)sql";

/// Rows of these tables are never changed, nor deleted.
inline constexpr const char* schema_v1_append_only[] = {
    "scope_machine", "unit_change",  "machine_event",          "held_machine",   "batch",
    "line",          "state_record", "notice_recipient",       "notice_failure", "run",
    "machine_class", "tombstone",    "machine_class_criterion"};

/// Rows of these tables change in places, but are never deleted.
inline constexpr const char* schema_v1_kept[] = {"account",     "contract",     "service",
                                                 "agent_scope", "held_reading", "notice"};

/// Rows of these tables are never changed, nor deleted, once a line of their service was posted.
inline constexpr const char* schema_v1_posted_only[] = {"service_price", "price_tier",
                                                        "service_amendment"};
/// The same of their contract.
inline constexpr const char* schema_v1_posted_contract_only[] = {"contract_amendment"};

}  // namespace billbyagent::postgres
