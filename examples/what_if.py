"""Two decisions, priced before they are made: a dearer unit, and two machine groups that become one."""

from datetime import date

import billbyagent as bba

TENANT = "msp"
JUNE, JULY = date(2026, 6, 1), date(2026, 7, 1)

# Acme has 4 machines in two groups; the contract bills those of the group acme.desks.
rmm = bba.MemoryProvider()
rmm.add(bba.Organization(id="acme", name="Acme Ltd"))
for group in ("acme.desks", "acme.lab"):
    rmm.add(bba.MachineGroup(id=group, name=group, organization="acme"))
for name, group in [("pc01", "acme.desks"), ("pc02", "acme.desks"), ("pc03", "acme.desks"),
                    ("lab01", "acme.lab")]:
    rmm.add(bba.Agent(id=name, name=name, organization="acme", group=group,
                      state=bba.AgentState.online))

store, clock = bba.MemoryStore(), bba.FixedClock(JUNE)
bba.import_book(store, clock, TENANT, bba.Book.parse({
    "accounts": [{"id": "acme", "organization": "acme"}],
    "contracts": [{
        "id": "C-1", "account": "acme", "currency": "USD", "cycle": "monthly", "start_date": JUNE,
        "services": [{"id": "desks", "unit_price": "5.00",
                      "units": {"source": "agents", "group": "acme.desks"}}],
    }],
}))
bba.nightly_sync(store, rmm, clock, TENANT)


def show(title, change):
    preview = bba.preview_contract(store, clock, TENANT, "C-1", [change], periods=2)
    print(title)
    for period in preview.periods:
        print(" ", period.billing_period, period.amount.before, "->", period.amount.after)
    print("  difference", preview.amount.difference)


show("6.00 from July on", bba.NewPrice(
    service="desks", effective=JULY, price=bba.UnitPrice("6.00", "USD")))

desks = bba.AgentScope(organization="acme", group="acme.desks")
lab = bba.moved_to_group(desks, "acme.lab", rmm)
of_desks, of_lab = bba.machines_of(rmm, [desks, lab], clock.today())
show("acme.lab becomes part of acme.desks on 16 June", bba.OtherMachines(
    service="desks", effective=date(2026, 6, 16), machines=of_desks + of_lab))
