"""Data frames and notebooks."""

from datetime import date
from decimal import Decimal

import billbyagent as bba
from billbyagent import Table, frames
from conftest import TENANT, machine


def test_lines_stay_exact(night, store, clock):
    night(1)
    frame = frames.line_items(bba.post_available(store, clock, TENANT).lines)
    (row,) = frame.to_dict("records")
    assert row["amount"] == Decimal("15.00") and row["currency"] == "USD"
    assert (row["begin"], row["last_day"]) == (date(2026, 6, 1), date(2026, 6, 30))
    assert frame["amount"].sum() == Decimal("15.00")
    with store.begin(TENANT) as reading:
        posted = frames.line_items(reading.posted_lines("C-1"))
    assert posted["batch"].tolist() == ["C-1#1"] and posted["state"].tolist() == ["posted"]


def test_review_history_and_night(night, rmm, store, clock):
    report = night(1)
    rmm.add(machine("pc03"))
    night(2)
    review = frames.review(bba.billing_review(store, clock, TENANT))
    assert review["account"].unique().tolist() == ["acme"] and len(review) == 5
    with store.begin(TENANT) as reading:
        history = frames.unit_history(reading.unit_history(report.services[0].key))
    assert history["units"].tolist() == [3, 4]
    assert history["effective"].tolist() == [date(2026, 6, 1), date(2026, 6, 2)]
    assert frames.night(report)["status"].tolist() == ["first_count"]
    assert frames.posting(bba.post_available(store, clock, TENANT))["amount"].sum() > 0


def test_an_empty_frame_has_its_columns():
    assert "amount" in frames.line_items([]).columns and len(frames.line_items([])) == 0


def test_notebooks(night, rmm, store, clock):
    report = night(1)
    rmm.fail(bba.ProviderCall.scan, bba.Error(bba.Errc.unreachable, "<vsa>"))
    failed = night(2)
    posting = bba.post_available(store, clock, TENANT)
    line = posting.lines[0]
    shown = [
        report, posting, bba.billing_review(store, clock, TENANT), line, Table([line]),
        bba.explain_line(store, TENANT, line.key), bba.UnitHistory(date(2026, 6, 1), 3),
        bba.preview_contract(store, clock, TENANT, "C-1"),
    ]
    for value in shown:
        assert value._repr_html_().startswith(("<table>", "<pre>"))
    assert "15.00 USD" in line._repr_html_()
    assert "&lt;vsa&gt;" in failed._repr_html_()
    assert repr(Table([line])) == str(line)
    many = Table([line] * 300)._repr_html_()
    assert many.count("<tr>") == 201 and "and 100 more" in many
