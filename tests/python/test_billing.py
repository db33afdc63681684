"""Review, posting, the life of batches, explanations."""

from datetime import date
from decimal import Decimal

import pytest

import billbyagent as bba
from conftest import SEATS, TENANT, machine


@pytest.fixture
def posted(store, night, rmm, clock):
    night(1)
    bba.post_available(store, clock, TENANT)
    rmm.add(machine("pc03"))
    night(10)
    return bba.post_available(store, clock, TENANT)


def batches(store):
    with store.begin(TENANT) as reading:
        return [(batch.id, batch.state) for batch in reading.batches()]


def test_review_then_posting(store, night, clock):
    night(1)
    review = bba.billing_review(store, clock, TENANT)
    assert review.through == date(2026, 9, 1)
    assert [line.billing_period.begin.month for line in review.lines] == [6, 7, 8, 9]
    assert review.totals[bba.Currency("USD")].margin.amount == Decimal("39.00")
    only_june = bba.BillingFilter(through=date(2026, 6, 30), contract="C-1")
    assert len(bba.billing_review(store, clock, TENANT, only_june).lines) == 1
    told = []
    report = bba.post_available(store, clock, TENANT, progress=lambda *step: told.append(step))
    assert str(report) == "1 batches, 1 lines, 0 held, 0 failed" and told == [("posting", 1, 1)]
    assert report.contracts[0].batch.total == bba.Money("15.00", "USD")
    assert bba.post_available(store, clock, TENANT).lines == ()


def test_a_change_after_posting_is_one_more_line(posted):
    assert [str(line) for line in posted.lines] == [
        "2026-06-10..2026-06-30  +1 x 5.00 x 21/30  3.50 USD  increment"]


def test_the_life_of_a_batch(store, clock, posted):
    bba.mark_invoiced(store, clock, TENANT, ["C-1#1"], "INV-7", author="eve")
    with pytest.raises(bba.BookError) as raised:
        bba.unpost(store, clock, TENANT, "C-1#1", reason="too late")
    assert raised.value.code is bba.Errc.wrong_state
    bba.mark_exported(store, clock, TENANT, ["C-1#1"])
    assert bba.void_invoice(store, clock, TENANT, "INV-7", reason="wrong address") == ["C-1#1"]
    bba.unpost(store, clock, TENANT, "C-1#2", reason="wait")
    assert {state for _, state in batches(store)} == {bba.LineState.returned}
    with store.begin(TENANT) as reading:
        states = [record.state.name for record in reading.state_records("C-1#1")]
        assert states == ["posted", "invoiced", "exported", "returned"]
    with pytest.raises(bba.InputError, match="reason"):
        bba.unpost(store, clock, TENANT, "C-1#2", reason="")


def test_a_request_is_answered_twice_and_done_once(store, clock, posted):
    for _ in range(2):
        assert bba.unpost(store, clock, TENANT, "C-1#1", reason="wait", request="r-1") == ["C-1#1"]
    with pytest.raises(bba.BookError, match="r-1"):
        bba.unpost(store, clock, TENANT, "C-1#2", reason="wait", request="r-1")


def test_an_explanation_names_the_machines(store, posted):
    explanation = bba.explain_line(store, TENANT, posted.lines[0].key)
    assert [event.name for event in explanation.events] == ["pc03"]
    assert len(explanation.machines) == 4
    assert explanation.exact_after == 1850 and explanation.exact_before == 1500
    assert explanation.amounts_before == bba.Money("15.00", "USD")
    assert explanation.text[0] in str(explanation)
    assert bba.explain_line(store, TENANT, str(posted.lines[0].key)) == explanation
    with pytest.raises(bba.BookError):
        bba.explain_line(store, TENANT, "C-1/seats/2026-06-01/2026-06-11/1")
    with pytest.raises(bba.InputError):
        bba.explain_line(store, TENANT, "no line")


def test_credits_alone_wait_unless_they_are_allowed(store, night, rmm, clock, posted):
    rmm.remove_agent("id-pc03")
    night(20)
    report = bba.post_available(store, clock, TENANT, dry_run=True)
    assert report.contracts[0].status is bba.BatchStatus.held and report.lines == ()
    report = bba.post_available(store, clock, TENANT, credit_batches=bba.CreditBatches.allowed,
                                zero_lines=bba.ZeroLines.left, author="eve")
    assert report.contracts[0].batch.author == "eve"
    assert report.lines[0].amount.minor < 0


def test_lines_as_csv(store, posted):
    with store.begin(TENANT) as reading:
        text = bba.lines_to_csv(reading.posted_lines("C-1"))
    assert len(text.splitlines()) == 3 and "15.00" in text


def test_posting_can_be_cancelled(store, night, clock):
    night(1)
    with pytest.raises(bba.RmmError) as raised:
        bba.post_available(store, clock, TENANT, cancelled=lambda: True)
    assert raised.value.code is bba.Errc.cancelled
    assert batches(store) == []


def test_a_day_that_jumped_and_years_at_once_are_not_believed(store, night, clock):
    night(10)
    clock.set_today(date(2099, 1, 1))
    with pytest.raises(bba.BookError) as raised:
        bba.post_available(store, clock, TENANT)
    assert raised.value.code is bba.Errc.implausible_day
    with pytest.raises(bba.BookError):
        night(9)
    assert not night(9, day_limit=bba.DayLimit(believed=True)).scan_error
    clock.set_today(date(2027, 8, 1))
    looked = bba.DayLimit(most_days_ahead=500)
    (held,) = bba.post_available(store, clock, TENANT, day_limit=looked).contracts
    assert held.error.code is bba.Errc.implausible_batch and held.batch is None
    assert len(bba.post_available(store, clock, TENANT, day_limit=looked, most_periods=0).lines) == 15


def test_a_batch_that_is_not_believed_waits_for_a_reason(store, night, clock):
    night(1)
    bba.post_available(store, clock, TENANT)
    clock.set_today(date(2026, 7, 1))
    careful = bba.BatchLimit(max_rise_percent=0, small_minor=0)
    bba.record_units(store, clock, TENANT, SEATS, date(2026, 7, 1), 4, reason="one more",
                     author="ann")
    (held,) = bba.post_available(store, clock, TENANT, batch_limit=careful).contracts
    assert held.error.code is bba.Errc.implausible_batch
    assert "no period came to more than 15.00 USD so far" in held.error.context
    looked = bba.BatchLimit(believed=True)
    assert bba.post_available(store, clock, TENANT, batch_limit=looked, why_lifted="seen").lines
    with store.begin(TENANT) as reading:
        assert reading.runs(1)[0].lifted == "the batch is believed: seen"


def test_counts_have_an_age_and_all_is_verified(store, night, rmm, clock):
    night(1)
    bba.post_available(store, clock, TENANT)
    clock.set_today(date(2026, 6, 5))
    (rmm_age,) = bba.freshness(store, clock, TENANT)
    (age,) = bba.service_freshness(store, clock, TENANT)
    assert rmm_age.stale and age.stale and age.key == SEATS
    assert age.counted_on == date(2026, 6, 1) == rmm_age.read_on
    assert not bba.service_freshness(store, clock, TENANT, stale_days=4)[0].stale
    rmm.add(machine("pc04"))
    night(6)
    clock.set_today(date(2026, 7, 20))
    refused = bba.post_available(store, clock, TENANT, stale_counts=bba.StaleCounts.refused)
    assert [each.error.code for each in refused.contracts] == [bba.Errc.stale_counts]
    warned = bba.post_available(store, clock, TENANT)
    assert [each.key for each in warned.contracts[0].stale] == [SEATS]
    assert {line.counted_on for line in warned.lines} == {date(2026, 6, 6)}
    for contracts in (None, 5):
        report = bba.verify(store, clock, TENANT, contracts=contracts)
        assert report.sound and report.lines == report.lines_recomputed == 3
    with pytest.raises(bba.InputError):
        bba.erase_name(store, clock, TENANT, "no", author="ann", reason="asked for")
