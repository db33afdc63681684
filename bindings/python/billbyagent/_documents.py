"""Book documents that were made in Python."""

from __future__ import annotations

import datetime
import decimal
import json
from collections.abc import Mapping
from typing import Any


def to_json(document: Any) -> str:
    """A document as JSON text. Days and decimals are written as the text that the format wants."""
    if not isinstance(document, Mapping):
        kind = type(document).__name__
        raise TypeError(f"a book is a dict or JSON text, not a {kind}")
    return json.dumps(document, default=_plain, allow_nan=False)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        return value.isoformat()
    if isinstance(value, decimal.Decimal):
        return format(value, "f")
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"a {type(value).__name__} has no place in a book: {value!r}")
