"""The system's clock with another source of time."""

from datetime import date, datetime, timedelta, timezone

import pytest

import billbyagent as bba
from conftest import TENANT


def test_another_source_of_the_moment(store):
    moments = [datetime(2026, 6, 1, 23, 30, tzinfo=timezone.utc)]
    clock = bba.SystemClock("Europe/Berlin", now=lambda: moments[-1])
    assert clock.now() == moments[-1] and clock.zone == "Europe/Berlin"
    assert clock.today() == date(2026, 6, 2)
    moments.append(moments[-1] - timedelta(hours=2))
    assert clock.today() == date(2026, 6, 1)
    assert bba.billing_review(store, clock, TENANT).today == date(2026, 6, 1)


def test_what_the_source_raises_comes_out(store):
    def broken():
        raise OSError("no time server")

    clock = bba.SystemClock("Etc/UTC", broken)
    with pytest.raises(OSError, match="no time server"):
        clock.now()
    with pytest.raises(OSError, match="no time server"):
        bba.billing_review(store, clock, TENANT)


def test_a_moment_needs_a_zone():
    with pytest.raises((TypeError, RuntimeError)):
        bba.SystemClock("Etc/UTC", lambda: datetime(2026, 6, 1)).now()
    assert bba.SystemClock("Etc/UTC", None).zone == "Etc/UTC"


def test_shares_of_a_period():
    june = bba.Period.month(2026, 6)
    span = bba.Period(date(2026, 6, 16), date(2026, 7, 1))
    assert str(bba.share_of(bba.DayCount.actual_period, june, span)) == "15/30"
    with pytest.raises(bba.InputError, match="2026-06-16..2026-07-01"):
        bba.share_of(bba.DayCount.actual_period, june, bba.Period(date(2026, 6, 16), date(2026, 7, 2)))


def test_lines_that_were_posted_elsewhere(night, store, clock):
    """They are made by hand, and then only what is missing is billed."""
    night(1)
    june = bba.Period.month(2026, 6)
    money = bba.Money("10.00", "USD")
    line = bba.LineItem(
        key=bba.LineKey(contract="C-1", service="seats", period_begin=june.begin,
                        effective=june.begin, sequence=1),
        billing_period=june, span=june, units_before=0, units_after=2, quantity=2,
        rate=bba.Rate(price_millionths=5_000_000, cost_millionths=1_750_000),
        share=bba.share_of(bba.DayCount.actual_period, june, june),
        amount=money, cost=bba.Money("3.50", "USD"), available_on=june.begin,
        service_name="Seats", account="acme")
    batch = bba.Batch(id=bba.batch_id("C-1", 1), contract="C-1", account="acme",
                      posted_on=june.begin, total=money)
    with store.begin(TENANT, bba.Access.write) as writing:
        assert writing.append_batch(batch, [line]) is bba.PostingOutcome.created
        writing.commit()
    (missing,) = bba.post_available(store, clock, TENANT).lines
    assert (missing.quantity, str(missing.amount)) == (1, "5.00 USD")
