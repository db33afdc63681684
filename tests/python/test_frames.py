"""Data frames and notebooks."""

from datetime import date
from decimal import Decimal

import numpy
import pandas
import pytest
from pandas import Timestamp

import billbyagent as bba
from billbyagent import Table, frames
from conftest import TENANT, machine


def test_lines_stay_exact(night, store, clock):
    night(1)
    frame = frames.line_items(bba.post_available(store, clock, TENANT).lines)
    (row,) = frame.to_dict("records")
    assert row["amount"] == Decimal("15.00") and row["currency"] == "USD"
    assert (row["begin"], row["last_day"]) == (Timestamp(2026, 6, 1), Timestamp(2026, 6, 30))
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
    assert history["effective"].tolist() == [Timestamp(2026, 6, 1), Timestamp(2026, 6, 2)]
    assert str(history["recorded"].dtype) == "datetime64[ms, UTC]"
    assert frames.night(report)["status"].tolist() == ["first_count"]
    assert frames.posting(bba.post_available(store, clock, TENANT))["amount"].sum() > 0


def test_an_empty_frame_has_its_columns():
    assert "amount" in frames.line_items([]).columns and len(frames.line_items([])) == 0


def test_types_hold_for_empty_frames_too():
    types = frames.line_items([]).dtypes.astype(str).to_dict()
    assert (types["begin"], types["quantity"]) == ("datetime64[s]", "Int64")
    assert (types["amount"], types["service"]) == ("object", "string")
    assert frames.line_items([], amounts="minor").dtypes["amount"] == "Int64"
    with pytest.raises(ValueError):
        frames.line_items([], amounts="float")


def test_amounts_in_minor_units(night, store, clock):
    night(1)
    report = bba.post_available(store, clock, TENANT)
    frame = frames.posting(report, amounts="minor")
    assert frame["amount"].tolist() == [1500] and frame["quantity"].dtype == "Int64"


def test_gaps_stay_whole_numbers(night):
    frame = frames.night(night(1))
    assert frame["before"].isna().all() and frame["before"].dtype == "Int64"
    assert frame["counted"].tolist() == [3]


def test_one_function_for_all(night, store, clock):
    report = night(1)
    with store.begin(TENANT) as reading:
        history = reading.unit_history(report.services[0].key)
    posted = bba.post_available(store, clock, TENANT)
    for value, columns in [(report, frames.night(report)), (history, frames.unit_history(history)),
                           (posted, frames.posting(posted)), (posted.lines, frames.posting(posted))]:
        pandas.testing.assert_frame_equal(frames.to_frame(value), columns)


def test_unbilled_machines(store, rmm, clock, night):
    night(1)
    frame = frames.coverage(bba.coverage_report(store, rmm, clock, TENANT))
    assert list(frame.columns)[:2] == ["rmm", "organization"]


def rows(**more):
    row = {"account": "acme", "account_name": "Acme", "organization": "org", "contract": "C-1",
           "currency": "USD", "cycle": "monthly", "start_date": Timestamp(2026, 6, 1),
           "service": "desks", "unit_price": Decimal("5.00"), "count": None, "source": "agents"}
    return row | more


def test_a_book_from_a_frame():
    seats = rows(service="seats", unit_price="3.50", source="manual", count=numpy.int64(4))
    book = frames.book(pandas.DataFrame([rows(), seats]))
    (contract,) = book.contracts
    assert [service.id for service in contract.services] == ["desks", "seats"]
    assert contract.start == date(2026, 6, 1) and contract.account == "acme"
    assert [units.units for units in book.first_units] == [4]
    assert bba.Book.from_frame(pandas.DataFrame([rows(), seats])) == book


@pytest.mark.parametrize("wrong, error", [
    (rows(unit_price=5.0), TypeError),
    (rows(colour="red"), bba.InputError),
    (rows(start_date=Timestamp(2026, 6, 1, 12)), bba.InputError),
    (rows(currency="USX"), bba.InputError),
])
def test_a_frame_that_is_no_book(wrong, error):
    with pytest.raises(error):
        frames.book(pandas.DataFrame([wrong]))


def test_rows_have_to_agree():
    with pytest.raises(bba.InputError, match="row 1 says something else about 'C-1'"):
        frames.book(pandas.DataFrame([rows(), rows(service="b", currency="GBP")]))


def test_days_of_pandas_are_days():
    period = bba.Period(Timestamp(2026, 6, 1), Timestamp(2026, 7, 1))
    assert period.begin == date(2026, 6, 1)
    for moment in (Timestamp(2026, 6, 1, 1), Timestamp(2026, 6, 1, tz="UTC")):
        with pytest.raises(TypeError):
            bba.Period(moment, date(2026, 7, 1))


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
