"""Read by mypy --strict alone: what a typed program may write, and what it may not."""

from datetime import date
from decimal import Decimal
from typing import assert_type

import billbyagent as bba
from billbyagent.progress import RichProgress

history = bba.UnitHistory(date(2026, 6, 1), 10)
lines = bba.bill(bba.Service.per_unit("s", price=Decimal(5), currency="USD"), history,
                 bba.Period.month(2026, 6))
assert_type(lines, list[bba.LineItem])
assert_type(lines[0].amount.amount, Decimal)
assert_type(lines[0].rate_from, bba.Rate | None)
bba.Money(0.5, "USD")  # type: ignore[arg-type]
bba.Machine(agent="1", nam="x")  # type: ignore[call-arg]
bba.Machine()  # type: ignore[call-arg]


class Own(bba.RmmProvider):
    def do_organizations(self, deadline: bba.Deadline) -> list[bba.Organization]:
        return [bba.Organization(id="1")] if deadline.remaining > 1 else []


report = bba.nightly_sync(bba.MemoryStore(), Own(), bba.FixedClock(date(2026, 6, 1)), "msp",
                          progress=RichProgress())
assert_type(report.scan_error, bba.Error | None)
assert_type(report.services[0].status, bba.SyncStatus)
