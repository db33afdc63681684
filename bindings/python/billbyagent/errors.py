"""What the library raises.

Every failure is an :class:`Error` with a ``code`` and a ``context``, the one line that names the
offending thing. There is one class for each group of codes::

    Error
        InputError      what a caller handed over           (100 to 199), also a ValueError
        BookError       what the book of contracts refuses  (200 to 299)
        RmmError        what the RMM answered, or did not   (300 to 399)
        StoreError      where things are kept and sent      (400 to 499)
        InternalError   a broken invariant; nothing was written

``Error(code, context)`` makes an instance of the class for the code. A report holds errors as values;
they compare by code and context.
"""

from __future__ import annotations

from typing import Any

from ._core import Errc, meaning_of


class Error(Exception):
    """A failure of the library."""

    code: Errc
    context: str

    def __new__(cls, code: Errc, context: str = "") -> Error:
        made = _class_of(Errc(code))
        if cls is Error:
            cls = made
        elif not issubclass(cls, made):
            raise TypeError(f"{Errc(code).name} is a {made.__name__}, not a {cls.__name__}")
        return super().__new__(cls, code, context)

    def __init__(self, code: Errc, context: str = "") -> None:
        super().__init__(code, context)
        self.code = Errc(code)
        self.context = context

    def __str__(self) -> str:
        about = f": {self.context}" if self.context else ""
        return f"{self.code.name}{about} ({meaning_of(self.code)})"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Error):
            return NotImplemented
        return (self.code, self.context) == (other.code, other.context)

    def __hash__(self) -> int:
        return hash((self.code, self.context))

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.code, self.context)


class InputError(Error, ValueError):
    """What a caller handed over."""


class BookError(Error):
    """What the book of contracts says no to."""


class RmmError(Error):
    """What the RMM answered, or did not."""


class StoreError(Error):
    """Where the library keeps and sends things."""


class InternalError(Error):
    """A broken invariant inside the library; the work was rolled back."""


_CLASSES = {1: InputError, 2: BookError, 3: RmmError, 4: StoreError, 9: InternalError}


def _class_of(code: Errc) -> type[Error]:
    return _CLASSES[code // 100]
