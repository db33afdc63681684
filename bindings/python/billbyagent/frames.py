"""Lines, histories and reviews as pandas data frames. Needs the extra ``pandas``.

Amounts stay ``decimal.Decimal`` (columns of objects), for a float would not be exact; days are
``datetime.date``. An empty input gives an empty frame with the same columns.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from . import _rows
from ._core import BillingReview, LineItem, PostedLine, PostReport, SyncReport, UnitHistory

if TYPE_CHECKING:
    import pandas as pd


def line_items(lines: Iterable[LineItem | PostedLine]) -> pd.DataFrame:
    """One row per line; posted lines also have batch, state and invoice number."""
    return _frame(_rows.LINE_COLUMNS, map(_rows.of_line, lines))


def unit_history(history: UnitHistory) -> pd.DataFrame:
    """One row per recorded change, in the order of recording."""
    return _frame(_rows.CHANGE_COLUMNS, map(_rows.of_change, history.changes))


def review(review: BillingReview) -> pd.DataFrame:
    """What can be billed: one row per line, with the account of its contract."""
    rows = (
        {"account": reviewed.contract.account, **_rows.of_line(line)}
        for reviewed in review.contracts
        for line in reviewed.lines
    )
    return _frame(("account", *_rows.LINE_COLUMNS), rows)


def posting(report: PostReport) -> pd.DataFrame:
    """What was posted: one row per line."""
    return line_items(report.lines)


def night(report: SyncReport) -> pd.DataFrame:
    """One row per service that the night counted."""
    return _frame(_rows.SYNC_COLUMNS, map(_rows.of_sync, report.services))


def _frame(columns: Iterable[str], rows: Iterable[dict[str, Any]]) -> pd.DataFrame:
    import pandas

    names = list(columns)
    return pandas.DataFrame([[row.get(name) for name in names] for row in rows], columns=names)
