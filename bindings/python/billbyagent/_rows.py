"""What a line, a change and a service of a night say in a table."""

from __future__ import annotations

import datetime
import decimal
from collections.abc import Iterator, Mapping
from typing import Any

from ._core import AgentScope, Book, Errc, LineItem, PostedLine, ServiceKey, ServiceSync, UnitChange
from .errors import Error

LINE_COLUMNS = (
    "contract",
    "service",
    "service_name",
    "kind",
    "part",
    "begin",
    "last_day",
    "quantity",
    "price",
    "share",
    "amount",
    "currency",
    "cost",
    "available_on",
    "tax_category",
    "batch",
    "state",
    "invoice_number",
    "key",
)
CHANGE_COLUMNS = ("sequence", "effective", "units", "reason", "note", "author", "recorded")
SYNC_COLUMNS = (
    "contract",
    "service",
    "service_name",
    "account",
    "status",
    "before",
    "counted",
    "proposal",
    "held_why",
    "error",
)
UNBILLED_COLUMNS = ("rmm", "organization", "organization_name", "account", "machine", "agent")

BOOK_COLUMNS = (
    "account",
    "account_name",
    "organization",
    "contract",
    "contract_name",
    "currency",
    "cycle",
    "timing",
    "start_date",
    "end_date",
    "service",
    "service_name",
    "unit_price",
    "unit_cost",
    "tax_category",
    "effective_date",
    "source",
    "count",
    "group",
    "view",
    "rmm",
)

# What a column is made of, for pandas; text where nothing is said.
_DAY = "datetime64[s]"
TYPES = {
    "begin": _DAY,
    "last_day": _DAY,
    "available_on": _DAY,
    "effective": _DAY,
    "recorded": "datetime64[ms, UTC]",
    "quantity": "Int64",
    "sequence": "Int64",
    "units": "Int64",
    "before": "Int64",
    "counted": "Int64",
    "proposal": "Int64",
    "start_date": _DAY,
    "end_date": _DAY,
    "effective_date": _DAY,
    "count": "Int64",
    "unit_price": "object",
    "unit_cost": "object",
    "price": "object",
    "amount": "money",
    "cost": "money",
}

# Columns of a book's frame and the keys of the document that they are.
ACCOUNT_CELLS = {"account": "id", "account_name": "name", "organization": "organization"}
CONTRACT_CELLS = {
    "contract": "id",
    "contract_name": "name",
    "account": "account",
    "currency": "currency",
    "cycle": "cycle",
    "periods": "periods",
    "timing": "timing",
    "start_date": "start_date",
    "end_date": "end_date",
}
SERVICE_CELLS = {
    "service": "id",
    "service_name": "name",
    "unit_price": "unit_price",
    "unit_cost": "unit_cost",
    "tax_category": "tax_category",
    "effective_date": "effective_date",
}
UNIT_CELLS = {"source": "source", "count": "count", "group": "group", "view": "view", "rmm": "rmm"}


def cells_of(row: Mapping[str, Any], number: int) -> dict[str, Any]:
    """The cells that hold something, as a document takes them."""
    known = {*ACCOUNT_CELLS, *CONTRACT_CELLS, *SERVICE_CELLS, *UNIT_CELLS}
    if unknown := sorted(set(row) - known):
        raise Error(Errc.malformed_document, f"a book has no column {unknown[0]!r}")
    import pandas

    cells = {}
    for name, value in row.items():
        if pandas.isna(value) or value == "":
            continue
        cells[name] = _cell(name, value, number)
    return cells


def _cell(name: str, value: Any, number: int) -> Any:
    if name == "count":
        return int(value)
    if isinstance(value, datetime.datetime):  # a Timestamp, too
        if (value.hour, value.minute, value.second, value.microsecond) != (0, 0, 0, 0):
            raise Error(Errc.malformed_document, f"row {number}, {name}: {value} is no day")
        return value.date()
    if isinstance(value, (str, datetime.date, decimal.Decimal)):
        return value
    # A float would not be exact, and an id that is a number has lost its zeros.
    raise TypeError(f"row {number}, {name}: text, a day or a Decimal, not {value!r}")


def part(cells: Mapping[str, Any], keys: Mapping[str, str]) -> dict[str, Any]:
    """What of the cells belongs to one thing, under the keys of the document."""
    return {key: cells[name] for name, key in keys.items() if name in cells}


def same(known: dict[str, dict[str, Any]], found: dict[str, Any], number: int) -> dict[str, Any]:
    """The one of this id, which every row has to tell of in the same way."""
    first = known.setdefault(found.get("id", ""), found)
    told = {name: value for name, value in first.items() if name != "services"}
    if told != found:
        raise Error(Errc.malformed_document, f"row {number} says something else about {found.get('id')!r} than a row before it")
    return first


def of_book(book: Book) -> Iterator[dict[str, Any]]:
    """A row for each service, as it is first billed."""
    accounts = {account.id: account for account in book.accounts}
    counts = {first.key: first.units for first in book.first_units}
    for contract in book.contracts:
        account = accounts.get(contract.account)
        for service in contract.services:
            scope = service.unit_source if isinstance(service.unit_source, AgentScope) else None
            key = ServiceKey(contract=contract.id, service=service.id)
            yield {
                "account": contract.account,
                "account_name": account.name if account else None,
                "organization": account.organization if account else None,
                "contract": contract.id,
                "contract_name": contract.name,
                "currency": contract.currency.code,
                "cycle": str(contract.cycle.length.name),
                "timing": contract.timing.name,
                "start_date": contract.start,
                "end_date": contract.end and contract.end - datetime.timedelta(days=1),
                "service": service.id,
                "service_name": service.name,
                "unit_price": service.prices[0].price.price,
                "unit_cost": service.prices[0].cost.price,
                "tax_category": service.tax_category,
                "effective_date": service.effective,
                "source": "agents" if scope else "manual",
                "count": counts.get(key),
                "group": scope.group if scope else None,
                "view": scope.view if scope else None,
                "rmm": scope.rmm if scope else None,
            }


def of_line(item: LineItem | PostedLine) -> dict[str, Any]:
    posted = item if isinstance(item, PostedLine) else None
    line = item.line if isinstance(item, PostedLine) else item
    return {
        "contract": line.key.contract,
        "service": line.key.service,
        "service_name": line.service_name,
        "kind": line.kind.name,
        "part": line.part.name,
        "begin": line.span.begin,
        "last_day": line.span.last_day,
        "quantity": line.quantity,
        "price": line.price,
        "share": str(line.share),
        "amount": line.amount,
        "currency": line.currency.code,
        "cost": line.cost,
        "available_on": line.available_on,
        "tax_category": line.tax_category,
        "batch": posted.batch if posted else None,
        "state": posted.state.name if posted else None,
        "invoice_number": posted.invoice_number if posted else None,
        "key": str(line.key),
    }


def of_change(change: UnitChange) -> dict[str, Any]:
    return {
        "sequence": change.sequence,
        "effective": change.effective,
        "units": change.units,
        "reason": change.reason.name,
        "note": change.note,
        "author": change.author,
        "recorded": change.recorded,
    }


def of_sync(service: ServiceSync) -> dict[str, Any]:
    return {
        "contract": service.key.contract,
        "service": service.key.service,
        "service_name": service.service_name,
        "account": service.account,
        "status": service.status.name,
        "before": service.before,
        "counted": service.counted,
        "proposal": service.proposal or None,
        "held_why": service.held_why,
        "error": str(service.error) if service.error else None,
    }
