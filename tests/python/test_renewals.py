"""Terms of contracts, prices of many at once, the book in force, and decisions, through Python."""

from datetime import date
from pathlib import Path

import pytest

import billbyagent as bba
from conftest import TENANT

EVERYTHING = Path(__file__).parents[1] / "codec" / "everything.json"
YEAR = bba.AgreedTerm(months=12, notice_days=90)
ENDS = {"months": 12, "at_end": "ends"}


def book(**more):
    return bba.Book.parse({
        "accounts": [{"id": "acme", "name": "Acme"}],
        "contracts": [{"id": "C-1", "account": "acme", "currency": "USD", "cycle": "monthly",
                       "start_date": "2026-01-01", **more,
                       "services": [{"id": "s", "name": "S", "unit_price": "30.00",
                                     "units": {"source": "manual", "count": 2}}]}]})


@pytest.fixture
def desk(clock):
    clock.set_today(date(2026, 1, 1))
    store = bba.MemoryStore()

    def take(**more):
        assert bba.import_book(store, clock, TENANT, book(**more)).accepted
        return store, clock, TENANT

    return take


def test_what_renews_and_renewing(desk):
    at = desk(term={"years": 1, "notice_days": 90})
    coming, = bba.coming_renewals(*at, days=365).rows
    assert coming == bba.ComingRenewal(
        contract="C-1", account="acme", name="C-1", what=bba.AtTermEnd.renews,
        day=date(2027, 1, 1), notice_by=date(2026, 10, 2), agreed_term=YEAR)
    with pytest.raises(bba.BookError, match="renews by itself"):
        bba.renew_contract(*at, "C-1")
    renewed = bba.renew_contract(*at, "C-1", bba.AgreedTerm(months=6, at_end=bba.AtTermEnd.ends),
                                 reason="signed", author="ann")
    assert renewed.end == date(2027, 7, 1)
    assert (renewed.amendments[0].agreed_term.months, renewed.amendments[0].author) == (6, "ann")
    assert bba.next_term_end(renewed, date(2027, 1, 1)).what is bba.AtTermEnd.ends
    assert bba.end_with_term(*at, "C-1").end == date(2027, 1, 1)


def test_prices_of_many_in_one_run(desk):
    at = desk(term={"months": 3})
    raise_ = bba.PriceRaise(basis_points=1000, author="ann", reason="costs", dry_run=True)
    shown = bba.raise_prices(*at, raise_)
    assert shown.summary == "10 % from each renewal on: 1 service raised, 0 left as they are"
    done = bba.raise_prices(*at, raise_.replace(dry_run=False))
    assert done.services == shown.services
    service, = done.services
    assert (service.status, service.after.effective) == (bba.RaiseStatus.raised, date(2026, 4, 1))
    assert (service.after.author, service.after.reason) == ("ann", "costs")
    one = bba.PriceRaise(from_=date(2026, 6, 1), services=["s"],
                         unit_price=bba.UnitPrice("35.00", "USD"))
    assert str(bba.raise_prices(*at, one).services[0].after.price) == "35.00 USD"
    with pytest.raises(bba.InputError, match="name the services"):
        bba.raise_prices(*at, one.replace(services=[]))


def test_the_book_in_force_changes_nothing(clock):
    at = bba.MemoryStore(), clock, TENANT
    assert bba.import_book(*at, bba.parse_book(EVERYTHING.read_text()).book).accepted
    again = bba.Book.parse(bba.book_to_json(bba.book_in_force(*at)))
    assert not bba.import_changes(*at, again)
    assert not bba.import_effect(*at, again)
    only = bba.book_in_force(*at, "C-1")
    assert [contract.id for contract in only.contracts] == ["C-1"]


def test_what_a_book_makes_of_the_next_bill(desk):
    effect, = bba.import_effect(*desk(), book(end_date="2026-01-15"))
    assert (str(effect.amount.before), str(effect.amount.after)) == ("120.00 USD", "29.03 USD")


def test_decisions_about_all_that_waits(desk):
    at = desk()
    clock = at[1]
    bba.post_available(*at)
    clock.set_today(date(2026, 1, 16))
    assert bba.import_book(*at, book(end_date="2026-01-15")).accepted
    waiting = bba.open_decisions(*at)
    row, = waiting.rows
    assert (row.about, row.subject) == (bba.DecisionAbout.credit, "C-1")
    assert row.evidence == "30.97 USD owed, and no charge to come settles it"
    refused = bba.decide_open(*at, [bba.Decision(key=row.key, digest="0", units=0)])
    assert not refused.accepted and "not what was seen" in refused.refused[0].context
    done = bba.decide_open(*at, [bba.Decision(key=row.key, digest=row.digest)], author="ann")
    assert done.decided[0].batch == "C-1#2"
    assert not bba.open_decisions(*at).rows
    ended, = bba.ended_decisions(*at)
    assert (ended.ending.how, ended.ending.author) == (bba.HeldEnd.confirmed, "ann")
