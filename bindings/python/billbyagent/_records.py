"""Rows of records of the core as columns with a type, read from their signatures."""

from __future__ import annotations

import enum
import functools
import inspect
from collections.abc import Callable, Iterable
from typing import Any

from . import _core

DAY = "datetime64[s]"
MOMENT = "datetime64[ms, UTC]"

# A column's name, what it is made of (as in `_rows.TYPES`), and its value of a record.
Column = tuple[str, str, Callable[[Any], Any]]

_PLAIN = {
    "str": "string",
    "int": "Int64",
    "bool": "boolean",
    "datetime.date": DAY,
    "datetime.datetime": MOMENT,
    "Money": "money",
}


def is_record(cls: type) -> bool:
    """Whether it is a frozen record of the core."""
    return cls.__module__.startswith("billbyagent") and hasattr(cls, "__match_args__")


def _chain(*names: str) -> Callable[[Any], Any]:
    """The member of a member, or nothing where one is not there."""

    def read(record: Any) -> Any:
        for name in names:
            record = None if record is None else getattr(record, name)
        return record

    return read


def _text(read: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def text(record: Any) -> str | None:
        value = read(record)
        if isinstance(value, enum.Enum):
            return value.name
        return None if value is None else str(value)

    return text


def _of_field(name: str, kind: str) -> list[Column]:
    if kind in _PLAIN:
        return [(name, _PLAIN[kind], _chain(name))]
    if kind == "ServiceKey":
        before = "" if name in ("key", "service") else f"{name}_"
        return [(before + part, "string", _chain(name, part)) for part in ("contract", "service")]
    if kind == "Period":
        before = "" if name == "span" else f"{name}_"
        return [(before + part, DAY, _chain(name, part)) for part in ("begin", "last_day")]
    if kind == "AmountChange":
        parts = ("before", "after", "difference")
        return [(f"{name}_{part}", "money", _chain(name, part)) for part in parts]
    if kind == "DatedPrice":
        return [(name, "object", _chain(name, "price", "price"))]
    if kind.startswith(("Sequence[", "Mapping[", "Set[")):

        def count(record: Any) -> int:
            return len(getattr(record, name))

        return [(name, "Int64", count)]
    return [(name, "string", _text(_chain(name)))]


def _currency_of(columns: list[Column]) -> list[Column]:
    """The currency of the amounts, once, behind the first of them."""
    money = next((i for i, (_, kind, _) in enumerate(columns) if kind == "money"), None)
    if money is None or any(name == "currency" for name, _, _ in columns):
        return columns
    read = columns[money][2]

    def code(record: Any) -> str | None:
        amount = read(record)
        return None if amount is None else str(amount.currency.code)

    return [*columns[: money + 1], ("currency", "string", code), *columns[money + 1 :]]


@functools.cache
def columns_of(cls: type) -> tuple[Column, ...]:
    """A column for each field: a key as contract and service, a period as its days, an enumeration as its
    name, and of what is a list how many there are."""
    found: list[Column] = []
    for name, parameter in inspect.signature(cls).parameters.items():
        kind = str(parameter.annotation).removesuffix(" | None")
        found += _of_field(name, kind)
    return tuple(_currency_of(found))


def kind_of(records: Iterable[Any]) -> type | None:
    """The one class of all of them; nothing when there are none."""
    classes = {type(record) for record in records}
    if len(classes) > 1:
        names = ", ".join(sorted(cls.__name__ for cls in classes))
        raise TypeError(f"a frame has records of one class, not {names}")
    return classes.pop() if classes else None


# Where the rows of a report are.
ROWS: dict[type, tuple[str, type]] = {
    _core.VerifyReport: ("findings", _core.Finding),
    _core.RenewalList: ("rows", _core.ComingRenewal),
    _core.RaiseReport: ("services", _core.RaisedService),
    _core.OpenDecisions: ("rows", _core.OpenDecision),
    _core.DecisionReport: ("decided", _core.Decided),
    _core.Preview: ("services", _core.ServicePeriodDifference),
    _core.MachinesNow: ("machines", _core.JudgedMachine),
}
