"""Nights: progress, Ctrl-C, held counts and proposals, units now, corrections."""

import os
import signal
import sqlite3
import subprocess
import sys
import textwrap
from datetime import date

import pytest

import billbyagent as bba
from billbyagent.progress import RichProgress, TqdmProgress
from conftest import SEATS, TENANT, acme_book, machine


def test_a_night_takes_counts_over(night, rmm, store):
    assert night(1).services[0].status is bba.SyncStatus.first_count
    rmm.add(machine("pc03"))
    report = night(10)
    (seats,) = report.services
    assert (seats.before, seats.counted, seats.status) == (3, 4, bba.SyncStatus.changed)
    assert [(event.name, event.move) for event in seats.machines] == [
        ("pc03", bba.MachineMove.added)]
    assert report.count(bba.SyncStatus.changed) == 1 and "1 changed" in str(report)
    with store.begin(TENANT) as reading:
        assert [change.units for change in reading.unit_history(SEATS).changes] == [3, 4]
        assert [run.job for run in reading.runs()] == ["nightly", "nightly"]


def test_a_dry_run_writes_nothing(night, store):
    assert night(dry_run=True).services[0].status is bba.SyncStatus.first_count
    with store.begin(TENANT) as reading:
        assert not reading.unit_history(SEATS) and reading.runs() == []


def test_an_implausible_drop_is_held_until_someone_confirms(night, rmm, store, clock):
    night(1)
    for name in ("pc01", "pc02", "srv01"):
        rmm.remove_agent(f"id-{name}")
    seats = night(2).services[0]
    assert seats.status is bba.SyncStatus.held and "zero" in seats.held_why
    with store.begin(TENANT) as reading:
        assert reading.services_with_held_readings() == [SEATS]
        assert reading.held_readings(SEATS)[0].units == 0
    (change,) = bba.confirm_held(store, clock, TENANT, SEATS, author="eve")
    assert (change.units, change.reason) == (0, bba.ChangeReason.confirmed_drop)
    with pytest.raises(bba.BookError) as raised:
        bba.confirm_held(store, clock, TENANT, SEATS)
    assert raised.value.code is bba.Errc.nothing_to_do


def test_an_implausible_rise_is_held_until_someone_confirms(night, rmm, store, clock):
    night(1)
    for number in range(30):
        rmm.add(machine(f"new{number}"))
    assert night(2, guard=bba.SyncGuard(hold_rises=False), dry_run=True).services[0].counted == 33
    seats = night(2).services[0]
    assert seats.status is bba.SyncStatus.held
    assert seats.held_why == "rose by more than 100 %: 3 -> 33"
    with store.begin(TENANT) as reading:
        assert reading.held_readings(SEATS)[0].cause is bba.HeldCause.rise
    (change,) = bba.confirm_held(store, clock, TENANT, SEATS, author="eve")
    assert (change.units, change.reason) == (33, bba.ChangeReason.confirmed_rise)


def test_a_first_count_of_zero_is_held_until_someone_confirms(night, rmm, store, clock):
    for name in ("pc01", "pc02", "srv01"):
        rmm.remove_agent(f"id-{name}")
    assert night(2).services[0].status is bba.SyncStatus.held
    guard = bba.SyncGuard(hold_first_zero=False)
    assert guard.cause_to_hold(None, 0) is None
    assert bba.SyncGuard().cause_to_hold(None, 0) is bba.HeldCause.first_zero
    (change,) = bba.confirm_held(store, clock, TENANT, SEATS, author="eve")
    assert (change.units, change.reason) == (0, bba.ChangeReason.initial)
    assert change.effective == date(2026, 6, 1)


def test_a_proposed_change_waits_for_its_number(night, rmm, store, clock):
    night(1)
    with store.begin(TENANT, bba.Access.write) as writing:
        contract = writing.contract("C-1").replace(trust=bba.Trust.propose)
        assert writing.save_contract(contract) is bba.SaveOutcome.updated
        writing.commit()
    rmm.add(machine("pc03"))
    assert night(2).services[0].proposal == 1
    with pytest.raises(bba.BookError) as raised:
        bba.confirm_held(store, clock, TENANT, SEATS, proposal=7)
    assert raised.value.code is bba.Errc.conflicts
    (rejected,) = bba.reject_held(store, clock, TENANT, SEATS, reason="lab machine")
    assert rejected.units == 4
    assert night(3).services[0].status is bba.SyncStatus.rejected


def test_units_now(night, rmm, store, clock):
    now = bba.get_units_now(store, rmm, clock, TENANT, SEATS)
    assert (now.counted, now.present) == (3, None)
    report = bba.take_over_units_now(store, rmm, clock, TENANT, SEATS)
    assert report.services[0].status is bba.SyncStatus.first_count
    assert bba.get_units_now(store, rmm, clock, TENANT, SEATS).present == 3
    with pytest.raises(bba.BookError):
        bba.get_units_now(store, rmm, clock, TENANT, SEATS.replace(service="other"))


def test_each_machine_is_billed_or_says_why_not(rmm, store, clock):
    rmm.add(machine("prepared").replace(state=bba.AgentState.never_checked_in))
    now = bba.machines_now(store, rmm, clock, TENANT, SEATS)
    assert now.units == bba.get_units_now(store, rmm, clock, TENANT, SEATS)
    verdicts = {machine.name: machine.verdict for machine in now.machines}
    assert verdicts.pop("prepared") is bba.Verdict.never_checked_in
    assert set(verdicts.values()) == {bba.Verdict.counted}
    assert len(verdicts) == now.units.counted


def test_a_correction_needs_a_reason(night, store, clock):
    night(1)
    clock.set_today(date(2026, 6, 20))
    with pytest.raises(bba.InputError, match="reason"):
        bba.record_units(store, clock, TENANT, SEATS, date(2026, 6, 10), 5)
    change = bba.record_units(store, clock, TENANT, SEATS, date(2026, 6, 10), 5,
                              reason="counted by hand", author="eve")
    assert (change.units, change.author) == (5, "eve")


def test_progress_is_told_and_cancelling_is_asked(night):
    told = []
    night(progress=lambda *step: told.append(step))
    assert ("reading agents", 3, 0) in told and told[-1] == ("taking over counts", 1, 1)
    with pytest.raises(bba.RmmError) as raised:
        night(2, cancelled=lambda: True)
    assert raised.value.code is bba.Errc.cancelled


@pytest.mark.parametrize("option", ["progress", "cancelled"])
def test_what_a_callback_raises_comes_out_between_transactions(night, option):
    def fails(*_):
        raise ZeroDivisionError("bar")

    with pytest.raises(ZeroDivisionError, match="bar"):
        night(**{option: fails})


def test_progress_bars(night, capsys):
    from rich.progress import Progress

    with TqdmProgress(leave=True) as bar:
        night(1, progress=bar)
    assert "taking over counts: 100%" in capsys.readouterr().err
    with RichProgress() as bar:
        night(2, progress=bar)
    assert "taking over counts" in capsys.readouterr().out
    with Progress(disable=True) as own:
        night(3, progress=RichProgress(own))
        assert [task.completed for task in own.tasks] == [3, 1]


def test_a_signal_in_a_callback_is_a_keyboard_interrupt(night):
    def interrupts(*_):
        os.kill(os.getpid(), signal.SIGINT)

    with pytest.raises(KeyboardInterrupt):
        night(progress=interrupts)


def test_a_signal_in_a_python_provider_ends_the_night(store, clock):
    class Interrupted(bba.RmmProvider):
        def do_organizations(self, deadline):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        bba.nightly_sync(store, Interrupted(), clock, TENANT)
    with store.begin(TENANT) as reading:
        assert reading.runs() == []


LONG_NIGHT = """
    import sys
    from datetime import date
    import billbyagent as bba

    path, contracts = sys.argv[1], int(sys.argv[2])
    store, clock = bba.SqliteStore(path), bba.FixedClock(date(2026, 6, 1))
    rmm = bba.MemoryProvider()
    rmm.add(bba.Organization(id="acme", name="Acme"))
    rmm.add(bba.MachineGroup(id="g", organization="acme"))
    rmm.add(bba.Agent(id="1", organization="acme", group="g", state=bba.AgentState.online))
    bba.import_book(store, clock, "msp", bba.Book.parse({
        "accounts": [{"id": "acme", "organization": "acme"}],
        "contracts": [
            {"id": f"C-{n}", "account": "acme", "currency": "USD", "cycle": "monthly",
             "start_date": "2026-06-01",
             "services": [{"id": "s", "unit_price": "1", "units": {"source": "agents"}}]}
            for n in range(contracts)]}))
    try:
        print("begun", flush=True)
        bba.nightly_sync(store, rmm, clock, "msp", contracts_per_transaction=1)
        print("ended")
    except KeyboardInterrupt:
        print("interrupted")
"""


def counted(path):
    with sqlite3.connect(path) as database:
        return database.execute("select count(*) from unit_change").fetchone()[0]


def test_ctrl_c_ends_a_night_between_two_transactions(tmp_path):
    path, contracts = tmp_path / "long.db", 3000
    child = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(LONG_NIGHT), path, str(contracts)],
        stdout=subprocess.PIPE, text=True)
    assert child.stdout.readline() == "begun\n"
    while child.poll() is None and counted(path) < 3:
        pass
    child.send_signal(signal.SIGINT)
    assert child.communicate()[0] == "interrupted\n"
    assert child.returncode == 0
    assert 3 <= counted(path) < contracts
    # What was committed is whole, and the next night does the rest.
    store = bba.SqliteStore(path)
    with store.begin("msp") as reading:
        for contract in reading.contract_ids():
            service = bba.ServiceKey(contract=contract, service="s")
            assert len(reading.unit_history(service).changes) == len(reading.machines(service))


def test_several_rmms_each_read_on_its_own(rmm, clock):
    lab = bba.MemoryProvider()
    lab.add(bba.Organization(id="7", name="Acme lab"))
    lab.add(bba.MachineGroup(id="g", organization="7"))
    lab.add(bba.Agent(id="1", organization="7", group="g", state=bba.AgentState.online))
    book = acme_book()
    book["accounts"][0]["organizations"] = {"lab": "7"}
    book["contracts"][0]["services"].append(
        {"id": "lab", "unit_price": "1", "units": {"source": "agents", "rmm": "lab"}})
    store = bba.MemoryStore()
    assert bba.import_book(store, clock, TENANT, bba.Book.parse(book)).accepted
    report = bba.nightly_sync(store, {"": rmm, "lab": lab}, clock, TENANT, time_per_rmm=60)
    assert {entry.key.service: entry.counted for entry in report.services} == {
        "lab": 1, "seats": 3}
    assert [(outcome.rmm, outcome.agents) for outcome in report.rmms] == [("", 3), ("lab", 1)]
    lab.fail(bba.ProviderCall.scan, bba.Error(bba.Errc.unreachable, "lab"))
    report = bba.nightly_sync(store, {"": rmm, "lab": lab}, clock, TENANT)
    assert report.rmms_failed == 1 and report.scan_error is None
    assert report.rmms[1].error == bba.Error(bba.Errc.unreachable, "RMM lab: lab")
    coverage = bba.coverage_report(store, {"": rmm, "lab": lab}, clock, TENANT)
    assert coverage.rmms_failed == 1 and coverage.covered == 3
    with pytest.raises(TypeError, match="a str is no RmmProvider"):
        bba.nightly_sync(store, "lab", clock, TENANT)
    with pytest.raises(bba.RmmError) as raised:
        bba.get_units_now(store, rmm, clock, TENANT, SEATS.replace(service="lab"))
    assert raised.value.code is bba.Errc.rmm_not_configured
