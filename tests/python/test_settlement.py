"""Credits of a contract that ended: settled with the account's other charges, owed, paid out.

C-1 and C-2 bill 2 x 30.00 a month from January; on 5 March it turns out that C-1 ended on 20 February:
60.00 x 8/28 = 17.14 are owed.
"""

from datetime import date

import pytest

import billbyagent as bba
from conftest import TENANT

MARCH_5 = date(2026, 3, 5)


def book(*contracts):
    return bba.Book.parse({
        "accounts": [{"id": "acme", "name": "Acme"}, {"id": "beta", "name": "Beta"}],
        "contracts": [
            {"id": name, "account": account, "currency": "USD", "cycle": "monthly",
             "start_date": "2026-01-01", **more,
             "services": [{"id": "s", "name": "S", "unit_price": "30.00",
                           "units": {"source": "manual", "count": 2}}]}
            for name, account, more in contracts]})


@pytest.fixture
def ended(clock):
    store = bba.MemoryStore()

    def play(other):
        clock.set_today(date(2026, 2, 1))
        assert bba.import_book(store, clock, TENANT,
                               book(("C-1", "acme", {}), ("C-2", other, {}))).accepted
        bba.post_available(store, clock, TENANT)
        clock.set_today(MARCH_5)
        ended = ("C-1", "acme", {"end_date": "2026-02-20"})
        assert bba.import_book(store, clock, TENANT, book(ended, ("C-2", other, {}))).accepted
        return store

    return play


def amounts(report):
    return {each.contract: [str(line.amount) for line in each.lines] for each in report.contracts}


def test_a_charge_of_the_account_settles_it(ended, clock):
    store = ended("acme")
    report = bba.post_available(store, clock, TENANT)
    assert amounts(report) == {"C-1": ["-17.14 USD"], "C-2": ["60.00 USD"]}
    assert [each.batch.settlement for each in report.contracts] == ["C-1#2", "C-1#2"]
    assert report.owed == ()
    with pytest.raises(bba.BookError, match="they share an invoice") as raised:
        bba.mark_invoiced(store, clock, TENANT, ["C-2#2"], "INV-1")
    assert raised.value.code is bba.Errc.conflicts
    assert bba.unpost(store, clock, TENANT, "C-2#2", reason="late") == ["C-2#2", "C-1#2"]


def test_what_nothing_settles_is_owed_until_it_is_paid_out(ended, clock):
    store = ended("beta")
    report = bba.post_available(store, clock, TENANT)
    (owed,) = report.owed
    assert (owed.account, owed.contract, owed.amount) == (
        "acme", "C-1", bba.Money("17.14", "USD"))
    assert (owed.lines, owed.charge_to_come) == (1, False)
    assert bba.owed_credits(store, clock, TENANT) == [owed]
    assert bba.billing_review(store, clock, TENANT).owed == (owed,)
    paid = bba.post_available(store, clock, TENANT, filter=bba.BillingFilter(account="acme"),
                              credit_batches=bba.CreditBatches.only)
    assert amounts(paid) == {"C-1": ["-17.14 USD"]}
    assert bba.owed_credits(store, clock, TENANT) == []


def test_per_contract_it_waits(ended, clock):
    store = ended("acme")
    report = bba.post_available(store, clock, TENANT, settlement=bba.Settlement.contract)
    assert len(report.owed) == 1
    (owed,) = bba.owed_credits(store, clock, TENANT)
    assert owed.charge_to_come


def test_an_invoice_number_belongs_to_one_account(ended, clock):
    store = ended("beta")
    bba.mark_invoiced(store, clock, TENANT, ["C-1#1"], "INV-2")
    bba.void_invoice(store, clock, TENANT, "INV-2", reason="wrong")
    with pytest.raises(bba.BookError, match="C-1#1 .returned. is of account acme") as raised:
        bba.mark_invoiced(store, clock, TENANT, ["C-2#1"], "INV-2")
    assert raised.value.code is bba.Errc.conflicts
