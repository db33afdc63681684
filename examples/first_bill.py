"""Ten agents at 5.00 a month, and five more from the 16th on."""

from datetime import date

import billbyagent as bba

agents = bba.Service.per_unit("agents", price="5.00", currency="USD")
units = bba.UnitHistory(date(2026, 6, 1), 10)
units.record(date(2026, 6, 16), 15)

for line in bba.bill(agents, units, bba.Period.month(2026, 6)):
    print(line.span, line.quantity, line.amount)
