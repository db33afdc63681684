"""Functions and classes of the compiled module as `inspect.signature` and `help` know those of Python.

A function of the module is a builtin without a signature; its first line of documentation has one, in
the words of C++. Here each gets a Python function in front of it, with that line read.
"""

from __future__ import annotations

import ast
import enum
import functools
import inspect
import re
import types
from collections.abc import Callable
from typing import Any

from . import _core

_SHORTER = (
    ("typing.SupportsInt | typing.SupportsIndex", "int"),
    ("typing.SupportsFloat | typing.SupportsIndex", "float"),
    ("collections.abc.", ""),
    ("billbyagent._core.", ""),
    ("billbyagent.errors.", ""),
)


class _Shown:
    """A type, or a default that has no text of its own in Python."""

    def __init__(self, text: str) -> None:
        self._text = text

    def __repr__(self) -> str:
        return self._text


def _default(node: ast.expr) -> Any:
    try:
        value = ast.literal_eval(node)
    except ValueError:
        return _Shown(ast.unparse(node))
    return _Shown("...") if value is ... else value


def read(text: str) -> inspect.Signature | None:
    """Of `name(parameters) -> result`; nothing when Python can't read it."""
    for long, short in _SHORTER:
        text = text.replace(long, short)
    text = re.sub(r"<(\w+\.\w+): \d+>", r"\1", text)  # a value of an enumeration
    try:
        (made,) = ast.parse(f"def {text}: ...").body
    except SyntaxError:
        return None
    assert isinstance(made, ast.FunctionDef)
    kind, given = inspect.Parameter, made.args
    found: list[tuple[ast.arg, Any, ast.expr | None]] = []
    by_place = [*given.posonlyargs, *given.args]
    defaults = [None] * (len(by_place) - len(given.defaults)) + list(given.defaults)
    for argument, default in zip(by_place, defaults):
        only = argument in given.posonlyargs
        found.append((argument, kind.POSITIONAL_ONLY if only else kind.POSITIONAL_OR_KEYWORD, default))
    if given.vararg:
        found.append((given.vararg, kind.VAR_POSITIONAL, None))
    for argument, other in zip(given.kwonlyargs, given.kw_defaults):
        found.append((argument, kind.KEYWORD_ONLY, other))
    if given.kwarg:
        found.append((given.kwarg, kind.VAR_KEYWORD, None))
    parameters = [
        inspect.Parameter(
            argument.arg,
            of_kind,
            default=inspect.Parameter.empty if default is None else _default(default),
            annotation=_Shown(ast.unparse(argument.annotation)) if argument.annotation else kind.empty,
        )
        for argument, of_kind, default in found
    ]
    result = _Shown(ast.unparse(made.returns)) if made.returns else inspect.Signature.empty
    return inspect.Signature(parameters, return_annotation=result)


def of_function(function: Callable[..., Any]) -> Callable[..., Any]:
    """The function of Python in front of one of the module."""

    @functools.wraps(function)
    def call(*args: Any, **kwargs: Any) -> Any:
        return function(*args, **kwargs)

    del call.__wrapped__
    call.__module__ = __package__
    call.__qualname__ = function.__name__
    first, _, rest = (function.__doc__ or "").partition("\n")
    if signature := read(first):
        call.__signature__ = signature  # type: ignore[attr-defined]
        call.__doc__ = rest.strip() or None
    return call


def _records() -> dict[str, list[tuple[str, str, str, bool]]]:
    """The fields of each record: name, type on the way in, type on the way out, may be left out."""
    return vars(_core)["_records"]  # type: ignore[no-any-return]


class _OfClass:
    """Reads the signature of a class when somebody asks for it."""

    def __get__(self, instance: object, owner: type) -> inspect.Signature:
        if fields := _records().get(owner.__name__):
            given = (
                f"{name}: {taken}" + (" = ..." if optional else "")
                for name, taken, _, optional in fields
            )
            return _needed(read(f"{owner.__name__}(*, {', '.join(given)})"))
        first = (vars(owner)["__init__"].__doc__ or "").partition("\n")[0]
        _, *parameters = _needed(read(first)).parameters.values()
        return inspect.Signature(parameters)


def _needed(signature: inspect.Signature | None) -> inspect.Signature:
    """Without one it is as if nothing had been said."""
    if signature is None or not signature.parameters:
        raise AttributeError("__signature__")
    return signature


def functions() -> dict[str, Callable[..., Any]]:
    """Those that the package shows instead of the module's."""
    named = ((name, getattr(_core, name)) for name in _core.__all__)
    return {
        name: of_function(value)
        for name, value in named
        if isinstance(value, types.BuiltinFunctionType)
    }


def install() -> None:
    """Gives the classes theirs. Called once, by the package."""
    for name in _core.__all__:
        value = getattr(_core, name)
        if isinstance(value, type) and not issubclass(value, enum.Enum):
            value.__signature__ = _OfClass()  # type: ignore[attr-defined]
