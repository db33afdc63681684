"""A small estate and its book, with figures that can be worked out by hand.

Acme has 3 machines at 5.00 a month (cost 1.75) from June 2026 on, counted in its whole organization.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

import billbyagent as bba

TENANT = "msp"
SEATS = bba.ServiceKey(contract="C-1", service="seats")


def machine(name: str, group: str = "acme.root", **more: Any) -> bba.Agent:
    return bba.Agent(
        id=f"id-{name}",
        name=name,
        organization="acme",
        group=group,
        state=bba.AgentState.online,
        **more,
    )


def acme_book(**contract: Any) -> dict[str, Any]:
    return {
        "accounts": [{"id": "acme", "name": "Acme Ltd", "organization": "acme"}],
        "contracts": [
            {
                "id": "C-1",
                "name": "Acme care",
                "account": "acme",
                "currency": "USD",
                "cycle": "monthly",
                "start_date": date(2026, 6, 1),
                "recipients": ["billing@msp.example"],
                "services": [
                    {
                        "id": "seats",
                        "name": "Seats",
                        "unit_price": "5.00",
                        "unit_cost": "1.75",
                        "units": {"source": "agents"},
                    }
                ],
                **contract,
            }
        ],
    }


@pytest.fixture
def rmm() -> bba.MemoryProvider:
    made = bba.MemoryProvider()
    made.add(bba.Organization(id="acme", name="Acme Ltd", reference="acme"))
    made.add(bba.MachineGroup(id="acme.root", name="acme.root", organization="acme"))
    made.add(
        bba.MachineGroup(
            id="acme.servers", name="acme.root.servers", organization="acme", parent="acme.root"
        )
    )
    for name in ("pc01", "pc02", "srv01"):
        made.add(machine(name, "acme.servers" if name.startswith("srv") else "acme.root"))
    return made


@pytest.fixture
def clock() -> bba.FixedClock:
    return bba.FixedClock(date(2026, 6, 1))


@pytest.fixture(params=["memory", "sqlite"])
def store(request: pytest.FixtureRequest, tmp_path: Any, clock: bba.Clock) -> bba.Store:
    made: bba.Store
    made = bba.MemoryStore() if request.param == "memory" else bba.SqliteStore(tmp_path / "b.db")
    imported = bba.import_book(made, clock, TENANT, bba.Book.parse(acme_book()))
    assert imported.accepted and imported.contracts_created == 1
    return made


Night = Callable[..., bba.SyncReport]


@pytest.fixture
def night(store: bba.Store, rmm: bba.RmmProvider, clock: bba.FixedClock) -> Night:
    """A night on a day of June 2026."""

    def run(day: int = 1, provider: bba.RmmProvider = rmm, **options: Any) -> bba.SyncReport:
        clock.set_today(date(2026, 6, day))
        return bba.nightly_sync(store, provider, clock, TENANT, **options)

    return run
