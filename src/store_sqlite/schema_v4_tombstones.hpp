#pragma once

/// Version 4 of the tables: what was deleted, and that what was never posted may change. Never
/// edited once it is released.

namespace billbyagent::sqlite {

inline constexpr const char* schema_v4_tombstones = R"sql(
-- What is named here is in no answer any more; its rows stay, and with them its id. An empty
-- service stands for the contract with all its services.
CREATE TABLE tombstone (
  tenant TEXT NOT NULL, contract TEXT NOT NULL, service TEXT NOT NULL, number INTEGER NOT NULL,
  author TEXT NOT NULL, reason TEXT NOT NULL, deleted INTEGER NOT NULL,
  PRIMARY KEY (tenant, contract, service)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX tombstone_number ON tombstone (tenant, number);

CREATE TRIGGER tombstone_of_posted BEFORE INSERT ON tombstone
  WHEN EXISTS (SELECT 1 FROM line l WHERE l.tenant = NEW.tenant AND l.contract = NEW.contract
                 AND (NEW.service = '' OR l.service = NEW.service))
  BEGIN SELECT RAISE(ABORT, 'what was posted cannot be deleted'); END;
CREATE TRIGGER line_of_deleted BEFORE INSERT ON line
  WHEN EXISTS (SELECT 1 FROM tombstone t WHERE t.tenant = NEW.tenant AND t.contract = NEW.contract
                 AND t.service IN ('', NEW.service))
  BEGIN SELECT RAISE(ABORT, 'nothing of what was deleted can be posted'); END;

-- The terms are locked from the first posted line on; how units derive always was.
DROP TRIGGER contract_locked;
DROP TRIGGER contract_billed_through_locked;
DROP TRIGGER service_locked;
DROP TRIGGER service_terms_locked;
DROP TRIGGER service_billed_through_locked;
DROP TRIGGER service_price_no_UPDATE;
DROP TRIGGER service_price_no_DELETE;
DROP TRIGGER price_tier_no_UPDATE;
DROP TRIGGER price_tier_no_DELETE;
DROP TRIGGER agent_scope_no_UPDATE;

-- When a contract moves to another account, a scope names the organization that it meant so far.
CREATE TRIGGER agent_scope_locked BEFORE UPDATE OF tenant, contract, service, machine_group,
    sub_groups, machine_view, operating_system_contains, suspended, never_checked_in,
    template_account, rmm, machine_class, marked_for_deletion, ephemeral, duplicate,
    seen_within_days, grace_new_days, grace_gone_days ON agent_scope
  BEGIN SELECT RAISE(ABORT, 'agent_scope is append-only'); END;
CREATE TRIGGER agent_scope_organization_locked BEFORE UPDATE OF organization ON agent_scope
  WHEN OLD.organization IS NOT NULL OR NEW.organization IS NULL
    OR NOT EXISTS (SELECT 1 FROM contract_amendment a WHERE a.tenant = OLD.tenant
                     AND a.contract = OLD.contract AND a.account IS NOT NULL)
  BEGIN SELECT RAISE(ABORT, 'agent_scope is append-only'); END;
CREATE TRIGGER contract_key_locked BEFORE UPDATE ON contract
  WHEN OLD.tenant <> NEW.tenant OR OLD.contract <> NEW.contract
  BEGIN SELECT RAISE(ABORT, 'these terms of a contract are locked'); END;
CREATE TRIGGER contract_locked BEFORE UPDATE ON contract
  WHEN (OLD.account <> NEW.account OR OLD.currency <> NEW.currency
    OR OLD.cycle_length <> NEW.cycle_length OR OLD.cycle_anchor <> NEW.cycle_anchor
    OR OLD.cycle_anchor_day <> NEW.cycle_anchor_day OR OLD.cycle_every <> NEW.cycle_every
    OR OLD.timing <> NEW.timing
    OR OLD.start_day <> NEW.start_day OR OLD.billed_through IS NOT NEW.billed_through
    OR OLD.status <> NEW.status)
    AND EXISTS (SELECT 1 FROM line l WHERE l.tenant = OLD.tenant AND l.contract = OLD.contract)
  BEGIN SELECT RAISE(ABORT, 'these terms of a contract are locked'); END;
CREATE TRIGGER service_key_locked BEFORE UPDATE ON service
  WHEN OLD.tenant <> NEW.tenant OR OLD.contract <> NEW.contract OR OLD.service <> NEW.service
    OR OLD.unit_source <> NEW.unit_source
  BEGIN SELECT RAISE(ABORT, 'these terms of a service are locked'); END;
CREATE TRIGGER service_locked BEFORE UPDATE ON service
  WHEN (OLD.currency <> NEW.currency OR OLD.day_count <> NEW.day_count
    OR OLD.effective_day <> NEW.effective_day OR OLD.rounding <> NEW.rounding
    OR OLD.rounding_step <> NEW.rounding_step OR OLD.effective <> NEW.effective
    OR OLD.price_model <> NEW.price_model OR OLD.measure <> NEW.measure
    OR OLD.fixed_day <> NEW.fixed_day OR OLD.included_units <> NEW.included_units
    OR OLD.minimum_units <> NEW.minimum_units OR OLD.maximum_units IS NOT NEW.maximum_units
    OR OLD.increase <> NEW.increase OR OLD.decrease <> NEW.decrease
    OR OLD.minimum_credit_minor <> NEW.minimum_credit_minor
    OR OLD.raise_basis_points IS NOT NEW.raise_basis_points
    OR OLD.raise_first IS NOT NEW.raise_first OR OLD.raise_decimals IS NOT NEW.raise_decimals
    OR OLD.billed_through IS NOT NEW.billed_through OR OLD.tax_category <> NEW.tax_category
    OR OLD.charging <> NEW.charging
    OR OLD.minimum_amount_millionths IS NOT NEW.minimum_amount_millionths)
    AND EXISTS (SELECT 1 FROM line l WHERE l.tenant = OLD.tenant AND l.contract = OLD.contract
                  AND l.service = OLD.service)
  BEGIN SELECT RAISE(ABORT, 'these terms of a service are locked'); END;
)sql";

/// Rows of these tables are never changed, nor deleted.
inline constexpr const char* schema_v4_tombstones_append_only[] = {"tombstone"};

/// Rows of these tables are never changed, nor deleted, once a line of their service was posted.
inline constexpr const char* schema_v4_posted_only[] = {"service_price", "price_tier",
                                                        "service_amendment"};
/// The same of their contract.
inline constexpr const char* schema_v4_posted_contract_only[] = {"contract_amendment"};

}  // namespace billbyagent::sqlite
