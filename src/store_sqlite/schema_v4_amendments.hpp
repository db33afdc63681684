#pragma once

/// Version 4 of the tables: amendments of contracts and services, what another system billed, and
/// the day that a batch was posted through. Never edited once it is released.

namespace billbyagent::sqlite {

inline constexpr const char* schema_v4_amendments = R"sql(
ALTER TABLE contract ADD COLUMN billed_through INTEGER;
ALTER TABLE contract ADD COLUMN cycle_every INTEGER NOT NULL DEFAULT 1;
ALTER TABLE service ADD COLUMN billed_through INTEGER;
ALTER TABLE service ADD COLUMN charging TEXT NOT NULL DEFAULT 'by_unit';
ALTER TABLE service ADD COLUMN minimum_amount_millionths INTEGER;
-- The day that the run saw; null: not recorded.
ALTER TABLE batch ADD COLUMN through INTEGER;

-- The agreed term: all three are null without one.
ALTER TABLE contract ADD COLUMN term_months INTEGER;
ALTER TABLE contract ADD COLUMN term_notice_days INTEGER;
ALTER TABLE contract ADD COLUMN term_at_end TEXT;
-- Who recorded a price, when and why; empty and 0: not known.
ALTER TABLE service_price ADD COLUMN reason TEXT NOT NULL DEFAULT '';
ALTER TABLE service_price ADD COLUMN author TEXT NOT NULL DEFAULT '';
ALTER TABLE service_price ADD COLUMN recorded INTEGER NOT NULL DEFAULT 0;

-- Null: the amendment does not say. Recipients are one to a line.
CREATE TABLE contract_amendment (
  tenant TEXT NOT NULL, contract TEXT NOT NULL, position INTEGER NOT NULL,
  effective INTEGER NOT NULL, status TEXT, discount_basis_points INTEGER,
  cycle_length TEXT, cycle_anchor INTEGER, cycle_anchor_day INTEGER, cycle_every INTEGER,
  timing TEXT, account TEXT, account_from TEXT NOT NULL DEFAULT 'effective_date', name TEXT,
  recipients TEXT,
  discount_amount_millionths INTEGER, trust TEXT,
  reason TEXT NOT NULL, author TEXT NOT NULL, recorded INTEGER NOT NULL,
  term_months INTEGER, term_notice_days INTEGER, term_at_end TEXT,
  PRIMARY KEY (tenant, contract, position),
  FOREIGN KEY (tenant, contract) REFERENCES contract,
  FOREIGN KEY (tenant, account) REFERENCES account
) STRICT, WITHOUT ROWID;

CREATE TABLE service_amendment (
  tenant TEXT NOT NULL, contract TEXT NOT NULL, service TEXT NOT NULL, position INTEGER NOT NULL,
  effective INTEGER NOT NULL, tax_category TEXT, included INTEGER, minimum INTEGER, maximum INTEGER,
  minimum_amount_millionths INTEGER, discount_basis_points INTEGER,
  discount_amount_millionths INTEGER, raise_basis_points INTEGER, raise_first INTEGER,
  raise_decimals INTEGER, day_count TEXT, effective_day TEXT, rounding TEXT, rounding_step TEXT,
  increase TEXT, decrease TEXT, minimum_credit_minor INTEGER, measure TEXT, fixed_day INTEGER,
  name TEXT,
  reason TEXT NOT NULL, author TEXT NOT NULL, recorded INTEGER NOT NULL,
  PRIMARY KEY (tenant, contract, service, position),
  FOREIGN KEY (tenant, contract, service) REFERENCES service
) STRICT, WITHOUT ROWID;

-- What is inactive now and was billed before is paused from its first day that was not posted.
INSERT INTO contract_amendment
    (tenant, contract, position, effective, status, reason, author, recorded)
  SELECT tenant, contract, 0, max(span_end), 'inactive', 'inactive when amendments came', '', 0
  FROM line JOIN contract USING (tenant, contract) WHERE status = 'inactive'
  GROUP BY tenant, contract;
UPDATE contract SET status = 'active'
  WHERE EXISTS (SELECT 1 FROM contract_amendment a
                WHERE a.tenant = contract.tenant AND a.contract = contract.contract);

-- The tax categories that were posted, each from the first period on that begins with it.
CREATE TEMP TABLE posted_category AS
  SELECT tenant, contract, service, period_begin, billing_end, tax_category FROM (
    SELECT l.*, row_number() OVER (PARTITION BY l.tenant, contract, service, period_begin
                                   ORDER BY number, position) AS nth
    FROM line l JOIN batch b USING (tenant, batch, contract))
  WHERE nth = 1;
CREATE TEMP TABLE category_change AS
  SELECT tenant, contract, service, period_begin AS day, tax_category FROM (
    SELECT *, lag(tax_category) OVER of_service AS before FROM posted_category
    WINDOW of_service AS (PARTITION BY tenant, contract, service ORDER BY period_begin))
  WHERE tax_category <> before
  UNION ALL
  SELECT p.tenant, p.contract, p.service, max(billing_end), s.tax_category
  FROM posted_category p JOIN service s USING (tenant, contract, service)
  GROUP BY p.tenant, p.contract, p.service
  HAVING s.tax_category <> (SELECT tax_category FROM posted_category l
                            WHERE l.tenant = p.tenant AND l.contract = p.contract
                              AND l.service = p.service ORDER BY period_begin DESC LIMIT 1);
INSERT INTO service_amendment
    (tenant, contract, service, position, effective, tax_category, reason, author, recorded)
  SELECT tenant, contract, service,
         row_number() OVER (PARTITION BY tenant, contract, service ORDER BY day) - 1,
         day, tax_category, 'posted so when amendments came', '', 0
  FROM category_change;
UPDATE service SET tax_category =
  (SELECT tax_category FROM posted_category p
   WHERE p.tenant = service.tenant AND p.contract = service.contract
     AND p.service = service.service ORDER BY period_begin LIMIT 1)
  WHERE EXISTS (SELECT 1 FROM service_amendment a
                WHERE a.tenant = service.tenant AND a.contract = service.contract
                  AND a.service = service.service);
DROP TABLE category_change;
DROP TABLE posted_category;

CREATE TRIGGER contract_billed_through_locked BEFORE UPDATE ON contract
  WHEN OLD.billed_through IS NOT NEW.billed_through OR OLD.status <> NEW.status
  BEGIN SELECT RAISE(ABORT, 'these terms of a contract are locked'); END;
CREATE TRIGGER service_billed_through_locked BEFORE UPDATE ON service
  WHEN OLD.billed_through IS NOT NEW.billed_through OR OLD.tax_category <> NEW.tax_category
    OR OLD.charging <> NEW.charging
  BEGIN SELECT RAISE(ABORT, 'these terms of a service are locked'); END;
)sql";

/// Rows of these tables are locked by what was posted (schema_v4_tombstones.hpp).
inline constexpr const char* schema_v4_amendment_tables[] = {"contract_amendment",
                                                             "service_amendment"};

}  // namespace billbyagent::sqlite
