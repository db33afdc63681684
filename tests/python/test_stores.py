"""Stores and their transactions."""

import threading
from datetime import date, timedelta

import pytest

import billbyagent as bba
from conftest import SEATS, TENANT, acme_book


def test_leaving_without_commit_undoes_everything(store):
    with store.begin(TENANT, bba.Access.write) as writing:
        writing.save_account(bba.Account(id="beta"))
    with store.begin(TENANT, bba.Access.write) as writing:
        assert writing.save_account(bba.Account(id="gamma")) is bba.SaveOutcome.created
        writing.commit()
    with store.begin(TENANT) as reading:
        assert [account.id for account in reading.accounts()] == ["acme", "gamma"]
        assert reading.contract("C-1").account == "acme"
        with pytest.raises(bba.BookError, match="C-2"):
            reading.contract("C-2")


def test_a_transaction_that_is_over_says_so(store):
    writing = store.begin(TENANT, bba.Access.write)
    writing.rollback()
    with pytest.raises(ValueError, match="the transaction is over"):
        writing.accounts()
    with store.begin(TENANT, bba.Access.write) as writing:
        writing.commit()
    with pytest.raises(ValueError):
        writing.commit()


def test_tenants_see_nothing_of_each_other(store):
    with store.begin("other") as reading:
        assert reading.accounts() == []


def test_reading_refuses_to_write(store):
    with store.begin(TENANT) as reading, pytest.raises(bba.InputError):
        reading.save_account(bba.Account(id="beta"))


def test_a_writer_waits_for_another_without_stopping_python(tmp_path):
    for store in (bba.MemoryStore(), bba.SqliteStore(tmp_path / "two.db")):
        first = store.begin(TENANT, bba.Access.write)
        begun = threading.Event()

        def second(store=store, begun=begun):
            with store.begin(TENANT, bba.Access.write):
                begun.set()

        thread = threading.Thread(target=second)
        thread.start()
        first.save_account(bba.Account(id="acme"))
        assert not begun.is_set()
        first.rollback()
        thread.join()
        assert begun.is_set()


def test_a_busy_store_is_an_error_of_its_own(tmp_path):
    store = bba.SqliteStore(tmp_path / "b.db", busy_timeout=timedelta(milliseconds=1))
    with store.begin(TENANT, bba.Access.write), pytest.raises(bba.StoreError) as raised:
        store.begin(TENANT, bba.Access.write)
    assert raised.value.code is bba.Errc.store_busy


def test_a_file_that_is_no_database_is_named(tmp_path):
    with pytest.raises(bba.StoreError) as raised:
        bba.SqliteStore(tmp_path / "none.db", create=False)
    assert raised.value.code is bba.Errc.file_failed
    (tmp_path / "text.db").write_text("no database at all" * 100)
    with pytest.raises(bba.StoreError) as raised:
        bba.SqliteStore(tmp_path / "text.db")
    assert raised.value.code is bba.Errc.store_not_a_database


def test_what_was_committed_is_there_for_the_next(tmp_path, clock):
    path = tmp_path / "kept.db"
    bba.import_book(bba.SqliteStore(path), clock, TENANT, bba.Book.parse(acme_book()))
    with bba.SqliteStore(path).begin(TENANT) as reading:
        assert reading.contract_ids() == ["C-1"]


def test_units_and_lines_can_be_written_by_hand(store):
    history = bba.UnitHistory()
    history.record(bba.UnitChange(effective=date(2026, 6, 1), units=2, author="import"))
    with store.begin(TENANT, bba.Access.write) as writing:
        outcome = writing.append_unit_change(SEATS, history.changes[-1])
        assert outcome is bba.PostingOutcome.created
        contract = writing.contract("C-1")
        lines = bba.bill(contract, contract.service("seats"), history, bba.Period.month(2026, 6))
        batch = bba.Batch(id=bba.batch_id("C-1", 1), contract="C-1", account="acme",
                          posted_on=date(2026, 6, 1), total=lines[0].amount)
        assert writing.append_batch(batch, lines) is bba.PostingOutcome.created
        assert writing.append_batch(batch, lines) is bba.PostingOutcome.already_posted
        writing.commit()
    with store.begin(TENANT) as reading:
        posted = reading.posted_lines("C-1")
        assert [entry.line for entry in posted] == lines and posted[0].stands
        assert bba.unposted(contract, contract.service("seats"), history,
                            bba.Period.month(2026, 6), posted) == []


def test_an_import_is_all_or_nothing(store, clock):
    book = acme_book()
    book["contracts"][0]["account"] = "nobody"
    report = bba.import_book(store, clock, TENANT, bba.Book.parse(book))
    assert not report.accepted and "nobody" in report.refused[0].context
    dry = bba.import_book(store, clock, TENANT, bba.Book.parse(acme_book(name="New")), dry_run=True)
    assert dry.contracts_updated == 1
    with store.begin(TENANT) as reading:
        assert reading.contract("C-1").name == "Acme care"


def test_clocks():
    clock = bba.FixedClock(date(2026, 6, 1), "Asia/Tokyo")
    assert (clock.today(), clock.zone, clock.now().hour) == (date(2026, 6, 1), "Asia/Tokyo", 12)
    clock.advance_days(2)
    assert clock.today() == date(2026, 6, 3)
    assert bba.SystemClock("Europe/Berlin").zone == "Europe/Berlin"
    with pytest.raises(bba.InputError, match="Nowhere/City"):
        bba.SystemClock("Nowhere/City")
