"""What if: changes that are priced before they happen, and coverage."""

from datetime import date

import pytest

import billbyagent as bba
from conftest import TENANT, machine

USD = bba.Currency("USD")


def test_a_price_change(store, night, clock):
    night(1)
    raised = bba.NewPrice(service="seats", effective=date(2026, 6, 16),
                          price=bba.UnitPrice("6.00", USD))
    preview = bba.preview_contract(store, clock, TENANT, "C-1", [raised], periods=2)
    # 3 x 1.00 x 15/30 in June, 3 x 1.00 in July.
    assert preview.amount.difference == bba.Money("4.50", USD)
    assert [period.amount.difference.minor for period in preview.periods] == [150, 300]
    assert preview.text[0] in str(preview)


def test_a_machine_group_merge(store, night, rmm, clock):
    night(1)
    rmm.add(bba.Organization(id="beta", name="Beta Ltd"))
    rmm.add(bba.MachineGroup(id="beta.root", name="beta.root", organization="beta"))
    rmm.add(machine("pc51", "beta.root").replace(organization="beta"))
    moved = bba.moved_to_group(bba.AgentScope(), "beta.root", rmm)
    assert (moved.organization, moved.group) == ("beta", "beta.root")
    own, theirs = bba.machines_of(
        rmm, [bba.AgentScope(organization="acme"), moved], clock.today())
    merged = bba.OtherMachines(service="seats", effective=date(2026, 6, 16), machines=own + theirs)
    preview = bba.preview_contract(store, clock, TENANT, "C-1", [merged], periods=1)
    assert preview.amount.difference == bba.Money("2.50", USD)
    assert [found.name for found in preview.services[0].machines_added] == ["pc51"]
    assert preview.services[0].average_per_machine == bba.Money("2.50", USD)


def test_the_parts_are_pure_functions(store, night, clock):
    night(1)
    side = bba.load_preview_side(store, TENANT, "C-1")
    fewer = bba.suppose(side, [
        bba.MoreUnits(service="seats", effective=date(2026, 6, 1), delta=-1),
        bba.ServiceEnds(service="seats", last_day=date(2026, 6, 30))])
    assert fewer.histories["seats"].units_on(date(2026, 6, 1)) == 2
    preview = bba.preview(side, fewer, date(2026, 6, 1), periods=2)
    assert [period.amount.after.minor for period in preview.periods] == [1000, 0]
    with pytest.raises(bba.InputError, match="seats"):
        bba.suppose(side, [bba.MoreUnits(service="seats", effective=date(2026, 6, 1), delta=-9)])


def test_another_contract_in_its_place(store, night, clock):
    night(1)
    with store.begin(TENANT) as reading:
        saved = reading.contract("C-1")
        account = reading.account("acme")
    servers = saved.service("seats").replace(unit_source=bba.AgentScope(group="acme.servers"))
    replacement = saved.replace(services=[servers])
    assert bba.other_scopes(saved, replacement, account)["seats"].organization == "acme"
    preview = bba.preview_contract(store, clock, TENANT, "C-1", replacement=replacement)
    assert preview.amount.difference == bba.Money.zero(USD)  # it keeps its history


def test_coverage(store, night, rmm, clock):
    night(1)
    rmm.add(bba.Organization(id="beta", name="Beta Ltd"))
    rmm.add(bba.MachineGroup(id="beta.root", name="beta.root", organization="beta"))
    rmm.add(machine("pc51", "beta.root").replace(organization="beta"))
    report = bba.coverage_report(store, rmm, clock, TENANT)
    assert (report.agents, report.covered, report.unbilled_machines) == (4, 3, 1)
    assert report.needs_a_person and report.unbilled[0].organization_name == "Beta Ltd"
    assert report.without_account[0].machines == 1


def test_coverage_says_when_the_rmm_cannot_be_read(store, rmm, clock):
    rmm.fail(bba.ProviderCall.scan, bba.Error(bba.Errc.unreachable, "vsa.example"))
    with pytest.raises(bba.RmmError, match="vsa.example"):
        bba.coverage_report(store, rmm, clock, TENANT)
