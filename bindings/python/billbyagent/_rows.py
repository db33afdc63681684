"""What a line, a change and a service of a night say in a table."""

from __future__ import annotations

from typing import Any

from ._core import LineItem, PostedLine, ServiceSync, UnitChange

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
        "amount": line.amount.amount,
        "currency": line.currency.code,
        "cost": line.cost.amount,
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
