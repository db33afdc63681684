"""Importing again: what a book does not name stays as it is saved, and null takes a value away."""

from datetime import date

import billbyagent as bba
from conftest import TENANT


def book(**more):
    service = {"id": "s", "unit_price": "30.00", "units": {"source": "manual", "count": 2}}
    return bba.Book.parse({"accounts": [{"id": "acme", "name": "Acme"}], "contracts": [
        {"id": "C-1", "account": "acme", "currency": "USD", "cycle": "monthly",
         "start_date": "2026-01-01", "services": [service], **more}]})


def test_what_a_book_does_not_name_stays(clock):
    store = bba.MemoryStore()
    clock.set_today(date(2026, 1, 1))
    bba.import_book(store, clock, TENANT, book(end_date="2026-03-31", name="Care"))
    assert bba.import_changes(store, clock, TENANT, book()) == []
    (change,) = bba.import_changes(store, clock, TENANT, book(end_date=None))
    assert str(change) == "C-1: end_date: 2026-03-31 -> open"
    again = bba.import_book(store, clock, TENANT, book())
    assert again.accepted and again.contracts_unchanged == 1
    opened = bba.import_book(store, clock, TENANT, book(end_date=None))
    assert opened.contracts_updated == 1
    with store.begin(TENANT) as reading:
        contract = reading.contract("C-1")
    assert (contract.name, contract.end) == ("Care", None)


def test_a_later_price_inherits_its_cost(clock):
    service = {"id": "s", "unit_price": "30.00", "unit_cost": "10.00", "base_fee": "5.00",
               "prices": [{"effective_date": "2026-02-01", "unit_price": "40.00"},
                          {"effective_date": "2026-03-01", "unit_price": "40.00",
                           "unit_cost": None, "base_fee": None}],
               "units": {"source": "manual"}}
    (contract,) = book(services=[service]).contracts
    prices = contract.services[0].prices
    assert [str(price.cost) for price in prices] == ["10.00 USD", "10.00 USD", "0.00 USD"]
    assert [price.base_fee is None for price in prices] == [False, False, True]
