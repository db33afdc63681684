"""What was never posted is deleted; its id is not used again."""

import datetime

import pytest

import billbyagent as bba

DAY = datetime.date(2026, 6, 1)


def desk():
    book = bba.Book.parse(
        """{"accounts": [{"id": "acme"}], "contracts": [
            {"id": "C-1", "account": "acme", "currency": "USD", "cycle": "monthly",
             "start_date": "2026-06-01", "services": [
               {"id": "s", "unit_price": "30.00", "units": {"source": "manual", "count": 2}}]}]}"""
    )
    store, clock = bba.MemoryStore(), bba.FixedClock(DAY)
    return store, clock, book


def test_what_was_never_posted_is_deleted():
    store, clock, book = desk()
    bba.import_book(store, clock, "msp", book)
    with pytest.raises(bba.Error):
        bba.delete_unposted(store, clock, "msp", "C-1", reason="")
    bba.delete_unposted(store, clock, "msp", "C-1", "s", reason="twice", dry_run=True)
    gone = bba.delete_unposted(store, clock, "msp", "C-1", "s", reason="twice", author="ann")
    assert (gone.contract, gone.service, gone.author) == ("C-1", "s", "ann")
    with store.begin("msp") as transaction:
        assert transaction.tombstones() == [gone]
        assert transaction.contract("C-1").services == ()
    refused = bba.import_book(store, clock, "msp", book).refused
    assert [each.code for each in refused] == [bba.Errc.deleted]


def test_what_was_posted_stays():
    store, clock, book = desk()
    bba.import_book(store, clock, "msp", book)
    bba.post_available(store, clock, "msp")
    with pytest.raises(bba.Error) as raised:
        bba.delete_unposted(store, clock, "msp", "C-1", reason="twice")
    assert raised.value.code is bba.Errc.wrong_state
