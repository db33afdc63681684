#pragma once

/// Version 2 of the tables: quantity, price and change terms of a service, and the parts of a line.
/// Never edited once it is released.

namespace billbyagent::sqlite {

inline constexpr const char* schema_v2_terms = R"sql(
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
