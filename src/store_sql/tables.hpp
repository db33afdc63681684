#pragma once

/// The tables of a tenant, those that others refer to first. Threads: constants.

#include <string_view>

namespace billbyagent::sql {

struct Table {
  std::string_view name;
  std::string_view key;  ///< without the tenant
};

inline constexpr Table tables_of_tenant[] = {
    {"account", "account"},
    {"account_link", "account, rmm"},
    {"contract", "contract"},
    {"contract_recipient", "contract, position"},
    {"contract_amendment", "contract, position"},
    {"machine_class", "contract, position"},
    {"machine_class_criterion", "contract, class_position, criterion, position"},
    {"service", "contract, service"},
    {"service_price", "contract, service, position"},
    {"price_tier", "contract, service, price_position, position"},
    {"service_amendment", "contract, service, position"},
    {"agent_scope", "contract, service"},
    {"scope_machine", "contract, service, position"},
    {"unit_change", "contract, service, sequence"},
    {"machine_event", "contract, service, number"},
    {"machine", "contract, service, agent"},
    {"held_reading", "contract, service, number"},
    {"held_machine", "contract, service, number, position"},
    {"reading", "number"},
    {"uncounted_service", "number, contract, service"},
    {"batch", "batch"},
    {"line", "contract, service, period_begin, effective, sequence"},
    {"state_record", "batch, number"},
    {"tombstone", "contract, service"},
    {"seal", "kind, contract, part, number"},
    {"notice", "notice"},
    {"notice_recipient", "notice, position"},
    {"notice_failure", "notice, number"},
    {"notice_claim", "notice"},
    {"run", "run"},
};

}  // namespace billbyagent::sql
