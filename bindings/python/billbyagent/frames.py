"""Lines, histories and reports as pandas data frames, and a book from one. Needs the extra ``pandas``.

Days are columns of ``datetime64``, moments have their zone (UTC), whole numbers are ``Int64`` with gaps,
texts ``string``. Amounts stay ``decimal.Decimal`` (columns of objects), for a float would not be exact;
with ``amounts="minor"`` they are whole minor units, such as cents, which add up fast. An empty input
gives an empty frame with the same columns and types.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Literal

from . import _records, _rows
from ._core import (
    BillingReview,
    Book,
    CoverageReport,
    LineItem,
    ParsedBook,
    PostedLine,
    PostReport,
    SyncReport,
    UnitHistory,
    parse_book,
)

if TYPE_CHECKING:
    import pandas as pd

Amounts = Literal["decimal", "minor"]


def line_items(
    lines: Iterable[LineItem | PostedLine], *, amounts: Amounts = "decimal"
) -> pd.DataFrame:
    """One row per line; posted lines also have batch, state and invoice number."""
    return _frame(_rows.LINE_COLUMNS, map(_rows.of_line, lines), amounts)


def unit_history(history: UnitHistory) -> pd.DataFrame:
    """One row per recorded change, in the order of recording."""
    return _frame(_rows.CHANGE_COLUMNS, map(_rows.of_change, history.changes))


def review(review: BillingReview, *, amounts: Amounts = "decimal") -> pd.DataFrame:
    """What can be billed: one row per line, with the account of its contract."""
    rows = (
        {"account": reviewed.contract.account, **_rows.of_line(line)}
        for reviewed in review.contracts
        for line in reviewed.lines
    )
    return _frame(("account", *_rows.LINE_COLUMNS), rows, amounts)


def posting(report: PostReport, *, amounts: Amounts = "decimal") -> pd.DataFrame:
    """What was posted: one row per line."""
    return line_items(report.lines, amounts=amounts)


def night(report: SyncReport) -> pd.DataFrame:
    """One row per service that the night counted."""
    return _frame(_rows.SYNC_COLUMNS, map(_rows.of_sync, report.services))


def coverage(report: CoverageReport) -> pd.DataFrame:
    """One row per machine that no service bills."""
    rows = (
        {
            "rmm": unbilled.rmm,
            "organization": unbilled.organization,
            "organization_name": unbilled.organization_name,
            "account": unbilled.account,
            "machine": machine.name,
            "agent": machine.agent,
        }
        for unbilled in report.unbilled
        for machine in unbilled.machines
    )
    return _frame(_rows.UNBILLED_COLUMNS, rows)


def services(book: Book) -> pd.DataFrame:
    """A book to look at: one row per service, in columns that :func:`book` knows, which takes more terms."""
    return _frame(_rows.BOOK_COLUMNS, _rows.of_book(book))


def records(
    items: Iterable[Any], *, of: type | None = None, amounts: Amounts = "decimal"
) -> pd.DataFrame:
    """Records of one class, one row each: whatever the library lists, such as ``owed_credits(...)``.

    A key has the columns ``contract`` and ``service``, a period the names of its first and last day, an
    enumeration its name; of what is a list the column says how many there are. ``of`` is the class, for
    lists that may be empty.
    """
    kept = list(items)
    cls = of or _records.kind_of(kept)
    if cls is None or not _records.is_record(cls):
        raise TypeError("records of the library, or `of` for an empty list")
    columns = _records.columns_of(cls)
    rows = ({name: read(record) for name, _, read in columns} for record in kept)
    return _frame(
        [name for name, _, _ in columns], rows, amounts, {name: kind for name, kind, _ in columns}
    )


def to_frame(value: Any, *, amounts: Amounts = "decimal") -> pd.DataFrame:
    """The frame of any report, book, history, or list of records, by the function of this module for it.

    Other reports have a row for each of their entries: findings, renewals, raised services, decisions,
    differences by service and period, machines. A report that only counts has one row.
    """
    if isinstance(value, BillingReview):
        return review(value, amounts=amounts)
    if isinstance(value, PostReport):
        return posting(value, amounts=amounts)
    if isinstance(value, SyncReport):
        return night(value)
    if isinstance(value, UnitHistory):
        return unit_history(value)
    if isinstance(value, CoverageReport):
        return coverage(value)
    if isinstance(value, ParsedBook):
        return services(value.book)
    if isinstance(value, Book):
        return services(value)
    if found := _records.ROWS.get(type(value)):
        name, cls = found
        return records(getattr(value, name), of=cls, amounts=amounts)
    if isinstance(value, (LineItem, PostedLine)):
        return line_items([value], amounts=amounts)
    if _records.is_record(type(value)):
        return records([value], amounts=amounts)
    kept = list(value)
    if not kept or isinstance(kept[0], (LineItem, PostedLine)):
        return line_items(kept, amounts=amounts)
    return records(kept, amounts=amounts)


def book(frame: pd.DataFrame) -> Book:
    """A book from a frame with one row per service.

    Columns: ``account``, ``contract``, ``currency``, ``cycle``, ``start_date``, ``service``,
    ``unit_price``, and as wanted ``account_name``, ``organization``, ``contract_name``, ``periods``,
    ``timing``, ``end_date``, ``service_name``, ``unit_cost``, ``tax_category``, ``effective_date``,
    ``source`` (``agents``, which is usual, or ``manual``), ``count``, ``group``, ``view``, ``rmm``.
    What a cell leaves out is left out of the book. Prices are ``Decimal`` or text: a float is a
    TypeError. Rows of one account or contract have to say the same about it. Everything else that does
    not fit is an ``InputError`` with its place.
    """
    accounts: dict[str, dict[str, Any]] = {}
    contracts: dict[str, dict[str, Any]] = {}
    for number, row in enumerate(frame.to_dict("records")):
        cells = _rows.cells_of({str(name): value for name, value in row.items()}, number)
        of_account = _rows.part(cells, _rows.ACCOUNT_CELLS)
        of_contract = _rows.part(cells, _rows.CONTRACT_CELLS)
        _rows.same(accounts, of_account, number)
        services = _rows.same(contracts, of_contract, number).setdefault("services", [])
        service = _rows.part(cells, _rows.SERVICE_CELLS)
        units = _rows.part(cells, _rows.UNIT_CELLS)
        services.append({**service, "units": {"source": "agents", **units}})
    parsed = parse_book({"accounts": [*accounts.values()], "contracts": [*contracts.values()]})
    if parsed.refused:
        raise parsed.refused[0]
    return parsed.book


def _frame(
    columns: Iterable[str],
    rows: Iterable[dict[str, Any]],
    amounts: Amounts = "decimal",
    types: Mapping[str, str] = _rows.TYPES,
) -> pd.DataFrame:
    import pandas

    if amounts not in ("decimal", "minor"):
        raise ValueError(f"amounts are 'decimal' or 'minor', not {amounts!r}")
    names = list(columns)
    kept = list(rows)
    data = {}
    for name in names:
        column = [row.get(name) for row in kept]
        kind = types.get(name, "string")
        if kind == "money":
            # No amount is not nothing: an amount of zero is one.
            column = [
                None if value is None else value.minor if amounts == "minor" else value.amount
                for value in column
            ]
            kind = "Int64" if amounts == "minor" else "object"
        data[name] = pandas.Series(column, dtype=kind)
    return pandas.DataFrame(data, columns=names)
