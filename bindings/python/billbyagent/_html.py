"""Tables for notebooks: gives the classes of the core their ``_repr_html_``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from itertools import groupby
from typing import Any

from . import _rows, plots
from ._core import (
    BillingReview,
    Book,
    CoverageReport,
    Explanation,
    LineItem,
    PostedLine,
    PostReport,
    Preview,
    SyncReport,
    UnitHistory,
    totals_of,
)

_LINE = ("contract", "service", "kind", "begin", "last_day", "quantity", "price", "share", "amount")
_NUMBERS = {
    "quantity", "price", "share", "amount", "units", "before", "counted", "difference", "unit_price",
    "unit_cost", "count", "machines", "would_bring",
}
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

    def plot(self, *, ax: plots.Axes = None) -> plots.Axes:
        """What the lines come to, by service: `billbyagent.plots.amounts`."""
        return plots.amounts(self.lines, ax=ax)


def _cells(tag: str, columns: Sequence[str], row: Mapping[str, Any]) -> str:
    def cell(name: str) -> str:
        align = ' style="text-align: right"' if name in _NUMBERS else ""
        value = row.get(name)
        return f"<{tag}{align}>{'' if value is None else escape(str(value))}</{tag}>"

    return "".join(map(cell, columns))


def _html(
    columns: Sequence[str],
    rows: Sequence[Mapping[str, Any]],
    title: str = "",
    totals: Sequence[Mapping[str, Any]] = (),
) -> str:
    """Rows with the key ``is_total`` are subtotals; ``totals`` stand below all."""
    head = _cells("th", columns, {name: name.replace("_", " ") for name in columns})
    body = "".join(
        f"<tr class=\"total\">{_cells('th', columns, row)}</tr>"
        if row.get("is_total")
        else f"<tr>{_cells('td', columns, row)}</tr>"
        for row in rows[:_ROWS_SHOWN]
    )
    foot = "".join(f"<tr class=\"total\">{_cells('th', columns, row)}</tr>" for row in totals)
    more = len(rows) - _ROWS_SHOWN
    caption = f"<caption>{escape(title)}</caption>" if title else ""
    below = f"<tfoot>{foot}</tfoot>" if foot else ""
    rest = f"<p>and {more} more</p>" if more > 0 else ""
    return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody>{below}</table>{rest}"


def _sums(lines: Iterable[LineItem]) -> list[str]:
    """One for each currency."""
    return [str(totals.amount) for totals in totals_of(list(lines)).values()]


def _total_rows(label: str, lines: Sequence[LineItem]) -> list[dict[str, Any]]:
    return [{"contract": label, "amount": amount, "is_total": True} for amount in _sums(lines)]


def _lines_html(
    lines: Iterable[LineItem | PostedLine], title: str = "", names: Mapping[str, str] | None = None
) -> str:
    """Names before keys; a subtotal for each of several contracts with several lines, and the total."""
    items = [(item, item.line if isinstance(item, PostedLine) else item) for item in lines]
    several = len({line.key.contract for _, line in items}) > 1
    rows: list[dict[str, Any]] = []
    for contract, group in groupby(items, key=lambda item: item[1].key.contract):
        own = list(group)
        name = (names or {}).get(contract) or contract
        for item, line in own:
            rows.append(
                {
                    **_rows.of_line(item),
                    "contract": name,
                    "service": line.service_name or line.key.service,
                    "amount": str(line.amount),
                }
            )
        if several and len(own) > 1:
            rows += _total_rows(f"{name}: subtotal", [line for _, line in own])
    totals = _total_rows("Total", [line for _, line in items]) if len(items) > 1 else []
    return _html(_LINE, rows, title, totals)


def _of_line(self: LineItem | PostedLine) -> str:
    return _lines_html([self])


def _of_history(self: UnitHistory) -> str:
    return _html(_rows.CHANGE_COLUMNS, [_rows.of_change(change) for change in self.changes])


def _of_review(self: BillingReview) -> str:
    names = {reviewed.contract.id: reviewed.contract.name for reviewed in self.contracts}
    totals = ", ".join(str(total.amount) for total in self.totals.values())
    title = f"Can be billed through {self.through}: {totals or 'nothing'}"
    return _lines_html(self.lines, title, names)


def _of_posting(self: PostReport) -> str:
    return _lines_html(self.lines, f"Posted on {self.day}: {self}")


def _of_night(self: SyncReport) -> str:
    columns = ("contract", "service", "status", "before", "counted", "held_why", "error")
    rows = [
        {**row, "service": row["service_name"] or row["service"]}
        for row in map(_rows.of_sync, self.services)
    ]
    return _html(columns, rows, f"Night of {self.day}: {self}")


def _of_coverage(self: CoverageReport) -> str:
    """What nobody bills, with what it would bring, and what is billed twice."""
    unbilled = [
        {
            "organization": each.organization_name or each.organization,
            "account": each.account,
            "machines": len(each.machines),
            "would_bring": f"{each.worth.amount} {each.worth.cycle.name}" if each.worth else each.worth_unknown,
            "which": ", ".join(machine.name or machine.agent for machine in each.machines),
        }
        for each in self.unbilled
    ]
    totals: list[dict[str, Any]] = [
        {"organization": "Total", "would_bring": f"{amount} {cycle.name}"}
        for (_, cycle), amount in self.totals.items()
    ]
    if unbilled:
        totals[:0] = [{"organization": "Total", "machines": self.unbilled_machines}]
    twice = [
        {
            "first": f"{each.first.contract}/{each.first.service}",
            "second": f"{each.second.contract}/{each.second.service}",
            "machines": len(each.machines),
            "which": ", ".join(machine.name or machine.agent for machine in each.machines),
        }
        for each in self.overlaps
    ]
    title = f"Machines that no contract bills on {self.day}: {self.unbilled_machines} of {self.agents}"
    shown = _html(("organization", "account", "machines", "would_bring", "which"), unbilled, title, totals)
    if twice:
        shown += _html(("first", "second", "machines", "which"), twice, "Billed by two services")
    failed = "".join(
        f"<p>{escape(each.rmm or 'The RMM')} was not read: {escape(str(each.error))}</p>"
        for each in self.rmms
        if each.error
    )
    return shown + failed


def _of_book(self: Book) -> str:
    columns = (
        "account", "contract", "service", "cycle", "timing", "start_date", "end_date", "unit_price",
        "unit_cost", "currency", "source", "count",
    )
    rows = [
        {**row, **{name: row[f"{name}_name"] or row[name] for name in ("account", "contract", "service")}}
        for row in _rows.of_book(self)
    ]
    accounts = _counted(len(self.accounts), "account")
    contracts = _counted(len(self.contracts), "contract")
    return _html(columns, rows, f"{accounts}, {contracts}, {_counted(len(rows), 'service')}")


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" + ("" if number == 1 else "s")


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
    total = {
        "billing_period": "Total",
        "before": self.amount.before,
        "after": self.amount.after,
        "difference": self.amount.difference,
    }
    title = f"Contract {self.contract}: {self.amount.difference}"
    return _html(columns, rows, title, [total] if rows else [])


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
    CoverageReport: _of_coverage,
    Book: _of_book,
    Explanation: _of_explanation,
}


def install() -> None:
    """Called once, by the package."""
    for shown, html in _SHOWN.items():
        setattr(shown, "_repr_html_", html)
