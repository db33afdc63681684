#pragma once

/// Version 2 of the tables: quantity, price and change terms of a service, and the parts of a line.
/// Never edited once it is released.

namespace billbyagent::sqlite {

inline constexpr const char* schema_v2_terms = R"sql(
ALTER TABLE service ADD COLUMN price_model TEXT NOT NULL DEFAULT 'per_unit';
ALTER TABLE service ADD COLUMN measure TEXT NOT NULL DEFAULT 'prorated';
ALTER TABLE service ADD COLUMN fixed_day INTEGER NOT NULL DEFAULT 0;
ALTER TABLE service ADD COLUMN included_units INTEGER NOT NULL DEFAULT 0;
ALTER TABLE service ADD COLUMN minimum_units INTEGER NOT NULL DEFAULT 0;
ALTER TABLE service ADD COLUMN maximum_units INTEGER;
ALTER TABLE service ADD COLUMN increase TEXT NOT NULL DEFAULT 'prorated';
ALTER TABLE service ADD COLUMN decrease TEXT NOT NULL DEFAULT 'credited';
ALTER TABLE service ADD COLUMN minimum_credit_minor INTEGER NOT NULL DEFAULT 0;
-- The yearly raise; all three are null without one.
ALTER TABLE service ADD COLUMN raise_basis_points INTEGER;
ALTER TABLE service ADD COLUMN raise_first INTEGER;
ALTER TABLE service ADD COLUMN raise_decimals INTEGER;

CREATE TRIGGER service_terms_locked BEFORE UPDATE ON service
  WHEN OLD.price_model <> NEW.price_model OR OLD.measure <> NEW.measure
    OR OLD.fixed_day <> NEW.fixed_day OR OLD.included_units <> NEW.included_units
    OR OLD.minimum_units <> NEW.minimum_units OR OLD.maximum_units IS NOT NEW.maximum_units
    OR OLD.increase <> NEW.increase OR OLD.decrease <> NEW.decrease
    OR OLD.minimum_credit_minor <> NEW.minimum_credit_minor
    OR OLD.raise_basis_points IS NOT NEW.raise_basis_points
    OR OLD.raise_first IS NOT NEW.raise_first OR OLD.raise_decimals IS NOT NEW.raise_decimals
  BEGIN SELECT RAISE(ABORT, 'these terms of a service are locked'); END;

ALTER TABLE service_price ADD COLUMN base_fee_millionths INTEGER;
ALTER TABLE line ADD COLUMN part TEXT NOT NULL DEFAULT 'units';

-- Tiers of a price; none for a price that is the same for every unit.
CREATE TABLE price_tier (
  tenant TEXT NOT NULL, contract TEXT NOT NULL, service TEXT NOT NULL,
  price_position INTEGER NOT NULL, position INTEGER NOT NULL,
  from_units INTEGER NOT NULL, to_units INTEGER,
  price_millionths INTEGER NOT NULL, cost_millionths INTEGER NOT NULL,
  PRIMARY KEY (tenant, contract, service, price_position, position),
  FOREIGN KEY (tenant, contract, service, price_position) REFERENCES service_price
) STRICT, WITHOUT ROWID;
)sql";

/// Rows of these tables are never changed, nor deleted.
inline constexpr const char* schema_v2_terms_append_only[] = {"price_tier"};

}  // namespace billbyagent::sqlite
