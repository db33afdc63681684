"""Tables for notebooks: gives the classes of the core their ``_repr_html_``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

from . import _rows
from ._core import (
    BillingReview,
    Explanation,
    LineItem,
    PostedLine,
    PostReport,
    Preview,
    SyncReport,
    UnitHistory,
)

_LINE = ("contract", "service", "kind", "begin", "last_day", "quantity", "price", "share", "amount")
_NUMBERS = {"quantity", "price", "share", "amount", "units", "before", "counted", "difference"}
_ROWS_SHOWN = 200


class Table:
    """Lines as a table in a notebook: ``Table(bill(...))``."""

    def __init__(self, lines: Iterable[LineItem | PostedLine]) -> None:
        self.lines = list(lines)

    def __repr__(self) -> str:
        texts = (line.line if isinstance(line, PostedLine) else line for line in self.lines)
        return "\n".join(map(str, texts))

    def _repr_html_(self) -> str:
        return _lines_html(self.lines)


def _html(columns: Sequence[str], rows: Sequence[Mapping[str, Any]], title: str = "") -> str:
    def cell(tag: str, name: str, value: Any) -> str:
        align = ' style="text-align: right"' if name in _NUMBERS else ""
        return f"<{tag}{align}>{'' if value is None else escape(str(value))}</{tag}>"

    head = "".join(cell("th", name, name.replace("_", " ")) for name in columns)
    body = "".join(
        "<tr>" + "".join(cell("td", name, row.get(name)) for name in columns) + "</tr>"
        for row in rows[:_ROWS_SHOWN]
    )
    more = len(rows) - _ROWS_SHOWN
    caption = f"<caption>{escape(title)}</caption>" if title else ""
    rest = f"<p>and {more} more</p>" if more > 0 else ""
    return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{rest}"


def _lines_html(lines: Iterable[LineItem | PostedLine], title: str = "") -> str:
    rows = []
    for item in lines:
        line = item.line if isinstance(item, PostedLine) else item
        rows.append({**_rows.of_line(item), "amount": str(line.amount)})
    return _html(_LINE, rows, title)


def _of_line(self: LineItem | PostedLine) -> str:
    return _lines_html([self])


def _of_history(self: UnitHistory) -> str:
    return _html(_rows.CHANGE_COLUMNS, [_rows.of_change(change) for change in self.changes])


def _of_review(self: BillingReview) -> str:
    totals = ", ".join(str(total.amount) for total in self.totals.values())
    return _lines_html(self.lines, f"Can be billed through {self.through}: {totals or 'nothing'}")


def _of_posting(self: PostReport) -> str:
    return _lines_html(self.lines, f"Posted on {self.day}: {self}")


def _of_night(self: SyncReport) -> str:
    columns = ("contract", "service", "status", "before", "counted", "held_why", "error")
    rows = [_rows.of_sync(service) for service in self.services]
    return _html(columns, rows, f"Night of {self.day}: {self}")


def _of_preview(self: Preview) -> str:
    rows = [
        {
            "billing_period": entry.billing_period,
            "service": entry.service,
            "before": entry.amount.before,
            "after": entry.amount.after,
            "difference": entry.amount.difference,
        }
        for entry in self.services
    ]
    columns = ("billing_period", "service", "before", "after", "difference")
    return _html(columns, rows, f"Contract {self.contract}: {self.amount.difference}")


def _of_explanation(self: Explanation) -> str:
    return f"<pre>{escape(str(self))}</pre>"


_SHOWN = {
    LineItem: _of_line,
    PostedLine: _of_line,
    UnitHistory: _of_history,
    BillingReview: _of_review,
    PostReport: _of_posting,
    SyncReport: _of_night,
    Preview: _of_preview,
    Explanation: _of_explanation,
}


def install() -> None:
    """Called once, by the package."""
    for shown, html in _SHOWN.items():
        setattr(shown, "_repr_html_", html)
