#pragma once

/// The fields of a customer's statement. Threads: constants.

#include "billbyagent/app/statement.hpp"
#include "billbyagent/described/domain.hpp"

namespace billbyagent {

BILLBYAGENT_FIELDS(StatementLine, effective, span, kind, part, quantity, price_millionths,
                   price_changed, share, amount);
BILLBYAGENT_FIELDS(StatementMove, name, comes);
BILLBYAGENT_FIELDS(StatementChange, day, before, after, reason, moves, lines);
BILLBYAGENT_FIELDS(StatementMachine, name, since);
BILLBYAGENT_FIELDS(StatementService, name, contract, by_machine, lines, amount, days, units,
                   known_through, limits, changes, machines);
BILLBYAGENT_FIELDS(Statement, account, posted, invoices, not_invoiced, made, services, totals);

}  // namespace billbyagent
