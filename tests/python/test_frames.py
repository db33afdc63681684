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


def test_every_report_has_a_frame(night, rmm, store, clock):
    report = night(1)
    bba.post_available(store, clock, TENANT)
    clock.set_today(date(2026, 6, 20))
    raise_ = bba.PriceRaise(basis_points=500, from_=date(2026, 7, 1), dry_run=True)
    book = bba.book_in_force(store, clock, TENANT)
    reports = [
        (bba.verify(store, clock, TENANT), ["subject", "what"]),
        (bba.coming_renewals(store, clock, TENANT, days=90), ["contract", "service", "account"]),
        (bba.raise_prices(store, clock, TENANT, raise_), ["contract", "service", "name", "status"]),
        (bba.open_decisions(store, clock, TENANT), ["contract", "service", "account", "account_name"]),
        (bba.preview_contract(store, clock, TENANT, "C-1"), ["service", "billing_period_begin"]),
        (bba.machines_now(store, rmm, clock, TENANT, report.services[0].key), ["agent", "name"]),
        (bba.get_units_now(store, rmm, clock, TENANT, report.services[0].key),
         ["contract", "service", "counted", "present"]),
        (bba.deliver_notices(store, clock, TENANT, bba.MemoryNotifier()), ["delivered", "failed"]),
        (bba.service_freshness(store, clock, TENANT, stale_days=2), ["contract", "service", "rmm"]),
        (bba.freshness(store, clock, TENANT, stale_days=2), ["rmm", "read_on"]),
        (bba.ParsedBook(book=book), ["account", "account_name", "organization", "contract"]),
        (book, ["account", "account_name", "organization", "contract"]),
        (bba.bill(bba.Service.per_unit("a", price="5.00", currency="USD"),
                  bba.UnitHistory(date(2026, 6, 1), 1), bba.Period.month(2026, 6))[0],
         ["contract", "service", "service_name"]),
    ]
    for value, columns in reports:
        frame = frames.to_frame(value)
        assert list(frame.columns)[: len(columns)] == columns, type(value)
        assert not frame.columns.duplicated().any(), type(value)
        # Every column has a type that was chosen, also where no row tells.
        assert set(map(str, frame.dtypes)) <= {
            "string", "Int64", "boolean", "object", "datetime64[s]", "datetime64[ms, UTC]"}


def test_records_in_a_frame():
    owed = bba.OwedCredit(account="acme", contract="C-1", amount=bba.Money("-1.50", "USD"), lines=2)
    frame = frames.records([owed])
    (row,) = frame.to_dict("records")
    assert row == {"account": "acme", "contract": "C-1", "amount": Decimal("-1.50"),
                   "currency": "USD", "lines": 2, "charge_to_come": False}
    assert frames.records([owed], amounts="minor")["amount"].tolist() == [-150]
    empty = frames.records([], of=bba.OwedCredit)
    assert list(empty.dtypes) == list(frame.dtypes) and len(empty) == 0
    with pytest.raises(TypeError, match="of one class, not Money, OwedCredit"):
        frames.records([owed, owed.amount])
    for wrong in ([], [1]):
        with pytest.raises(TypeError):
            frames.records(wrong)


def test_differences_in_a_frame(night, store, clock):
    night(1)
    price = bba.NewPrice(service="seats", effective=date(2026, 7, 1), price=bba.UnitPrice("6.00", "USD"))
    shown = bba.preview_contract(store, clock, TENANT, "C-1", [price])
    frame = frames.to_frame(shown)
    assert frame["amount_difference"].sum() == shown.amount.difference.amount > 0
    assert frame["currency"].unique().tolist() == ["USD"]


def test_a_book_and_its_frame():
    seats = rows(service="seats", unit_price="3.50", source="manual", count=4,
                 end_date=Timestamp(2026, 12, 31))
    book = frames.book(pandas.DataFrame([rows(end_date=Timestamp(2026, 12, 31)), seats]))
    frame = frames.services(book)
    assert frame["count"].tolist()[1] == 4 and frame["count"].isna()[0]
    assert frame["end_date"].tolist() == [Timestamp(2026, 12, 31)] * 2
    again = frames.book(frame)
    assert (again.accounts, again.contracts) == (book.accounts, book.contracts)
    assert again.first_units == book.first_units


def test_tables_have_names_and_subtotals(night, rmm, store, clock):
    night(1)
    posted = bba.post_available(store, clock, TENANT).lines[0]
    other = posted.replace(key=posted.key.replace(contract="C-2"), service_name="<Disks>")
    shown = Table([posted, posted, other])._repr_html_()
    assert "<td>Seats</td>" in shown and "<td>&lt;Disks&gt;</td>" in shown
    assert shown.count("subtotal") == 1 and "C-1: subtotal" in shown
    assert "30.00 USD" in shown and "45.00 USD" in shown
    clock.set_today(date(2026, 7, 1))
    assert "<td>Acme care</td>" in bba.billing_review(store, clock, TENANT)._repr_html_()
    assert "<th>Total</th>" in bba.preview_contract(store, clock, TENANT, "C-1")._repr_html_()


def test_coverage_and_books_as_tables(night, rmm, store, clock):
    rmm.add(bba.Organization(id="other", name="<Other>", reference="other"))
    rmm.add(bba.MachineGroup(id="other.root", name="other.root", organization="other"))
    rmm.add(machine("pc9", "other.root").replace(organization="other"))
    night(1)
    shown = bba.coverage_report(store, rmm, clock, TENANT)._repr_html_()
    assert "Machines that no contract bills on 2026-06-01: 1 of 4" in shown
    assert "&lt;Other&gt;" in shown and "pc9" in shown
    book = bba.book_in_force(store, clock, TENANT)._repr_html_()
    assert "1 account, 1 contract, 1 service" in book
    for name in ("Acme Ltd", "Acme care", "Seats", "5.00"):
        assert f">{name}</td>" in book
