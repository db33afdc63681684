#pragma once

/// Version 1 of the tables: what the database itself refuses. Never edited once it is released.

namespace billbyagent::postgres {

inline constexpr const char* schema_v1_rules = R"sql(
CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END $$;

CREATE FUNCTION refuse_of_posted_service() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM line l WHERE l.tenant = OLD.tenant AND l.contract = OLD.contract
               AND l.service = OLD.service) THEN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
  END IF;
  RETURN COALESCE(NEW, OLD);
END $$;

CREATE FUNCTION refuse_of_posted_contract() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM line l WHERE l.tenant = OLD.tenant AND l.contract = OLD.contract) THEN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
  END IF;
  RETURN COALESCE(NEW, OLD);
END $$;

-- What past lines were computed with, and how units derive, cannot change (D8).
CREATE FUNCTION lock_contract() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (OLD.tenant, OLD.contract) <> (NEW.tenant, NEW.contract)
     OR ((OLD.account, OLD.currency, OLD.cycle_length, OLD.cycle_anchor, OLD.cycle_anchor_day,
          OLD.cycle_every, OLD.timing, OLD.start_day, OLD.billed_through, OLD.status)
         IS DISTINCT FROM
         (NEW.account, NEW.currency, NEW.cycle_length, NEW.cycle_anchor, NEW.cycle_anchor_day,
          NEW.cycle_every, NEW.timing, NEW.start_day, NEW.billed_through, NEW.status)
         AND EXISTS (SELECT 1 FROM line l
                     WHERE l.tenant = OLD.tenant AND l.contract = OLD.contract)) THEN
    RAISE EXCEPTION 'these terms of a contract are locked';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER contract_locked BEFORE UPDATE ON contract
  FOR EACH ROW EXECUTE FUNCTION lock_contract();

CREATE FUNCTION lock_service() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (OLD.tenant, OLD.contract, OLD.service, OLD.unit_source)
     <> (NEW.tenant, NEW.contract, NEW.service, NEW.unit_source)
     OR ((OLD.currency, OLD.day_count, OLD.effective_day, OLD.rounding, OLD.rounding_step,
          OLD.effective, OLD.price_model, OLD.measure, OLD.fixed_day, OLD.included_units,
          OLD.minimum_units, OLD.maximum_units, OLD.increase, OLD.decrease,
          OLD.minimum_credit_minor, OLD.raise_basis_points, OLD.raise_first, OLD.raise_decimals,
          OLD.billed_through, OLD.tax_category, OLD.charging,
          OLD.minimum_amount_millionths)
         IS DISTINCT FROM
         (NEW.currency, NEW.day_count, NEW.effective_day, NEW.rounding, NEW.rounding_step,
          NEW.effective, NEW.price_model, NEW.measure, NEW.fixed_day, NEW.included_units,
          NEW.minimum_units, NEW.maximum_units, NEW.increase, NEW.decrease,
          NEW.minimum_credit_minor, NEW.raise_basis_points, NEW.raise_first, NEW.raise_decimals,
          NEW.billed_through, NEW.tax_category, NEW.charging,
          NEW.minimum_amount_millionths)
         AND EXISTS (SELECT 1 FROM line l WHERE l.tenant = OLD.tenant
                       AND l.contract = OLD.contract AND l.service = OLD.service)) THEN
    RAISE EXCEPTION 'these terms of a service are locked';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER service_locked BEFORE UPDATE ON service
  FOR EACH ROW EXECUTE FUNCTION lock_service();

-- When a contract moves to another account, a scope names the organization that it meant so far.
CREATE FUNCTION lock_agent_scope() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (to_jsonb(OLD) - 'organization') <> (to_jsonb(NEW) - 'organization')
     OR OLD.organization IS NOT NULL OR NEW.organization IS NULL
     OR NOT EXISTS (SELECT 1 FROM contract_amendment a WHERE a.tenant = OLD.tenant
                      AND a.contract = OLD.contract AND a.account IS NOT NULL) THEN
    RAISE EXCEPTION 'agent_scope is append-only';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER agent_scope_locked BEFORE UPDATE ON agent_scope
  FOR EACH ROW EXECUTE FUNCTION lock_agent_scope();

-- A held reading ends once, a notice is delivered once; nothing else of them changes.
CREATE FUNCTION lock_held_reading() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.ended_how IS NOT NULL OR NEW.ended_how IS NULL
     OR (OLD.tenant, OLD.contract, OLD.service, OLD.number, OLD.effective, OLD.units, OLD.why,
         OLD.recorded, OLD.cause, OLD.proposal)
        <> (NEW.tenant, NEW.contract, NEW.service, NEW.number, NEW.effective, NEW.units, NEW.why,
            NEW.recorded, NEW.cause, NEW.proposal) THEN
    RAISE EXCEPTION 'a held reading is append-only';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER held_reading_locked BEFORE UPDATE ON held_reading
  FOR EACH ROW EXECUTE FUNCTION lock_held_reading();

CREATE FUNCTION lock_notice() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.delivered IS NOT NULL OR NEW.delivered IS NULL
     OR (OLD.tenant, OLD.notice, OLD.number, OLD.kind, OLD.contract, OLD.account, OLD.subject,
         OLD.body, OLD.created)
        <> (NEW.tenant, NEW.notice, NEW.number, NEW.kind, NEW.contract, NEW.account, NEW.subject,
            NEW.body, NEW.created) THEN
    RAISE EXCEPTION 'a notice is append-only';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER notice_locked BEFORE UPDATE ON notice
  FOR EACH ROW EXECUTE FUNCTION lock_notice();

CREATE FUNCTION refuse_tombstone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM line l WHERE l.tenant = NEW.tenant AND l.contract = NEW.contract
               AND (NEW.service = '' OR l.service = NEW.service)) THEN
    RAISE EXCEPTION 'what was posted cannot be deleted';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER tombstone_of_posted BEFORE INSERT ON tombstone
  FOR EACH ROW EXECUTE FUNCTION refuse_tombstone();

CREATE FUNCTION refuse_line() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM tombstone t WHERE t.tenant = NEW.tenant AND t.contract = NEW.contract
               AND t.service IN ('', NEW.service)) THEN
    RAISE EXCEPTION 'nothing of what was deleted can be posted';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER line_of_deleted BEFORE INSERT ON line
  FOR EACH ROW EXECUTE FUNCTION refuse_line();
)sql";

}  // namespace billbyagent::postgres
