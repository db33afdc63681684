"""Writes _core.pyi, the types of the compiled module: enumerations and the fields of records as the
module itself tells them, everything else from hand_written.pyi beside this file.

    PYTHONPATH=build/dev/bindings/python/package python bindings/python/stub/generate.py

tests/python/test_stub.py compares what is checked in with what this makes.
"""

import ast
import enum
import textwrap
from pathlib import Path

HERE = Path(__file__).parent
STUB = HERE.parent / "billbyagent" / "_core.pyi"
WIDTH = 100

# From pybind11's words to those of the stub, which imports the names and takes numbers as they are.
SHORTER = [
    ("collections.abc.", ""),
    ("typing.SupportsInt | typing.SupportsIndex", "int"),
    ("billbyagent.errors.", ""),
]


def shortened(text):
    for long, short in SHORTER:
        text = text.replace(long, short)
    return text


def as_attribute(text):
    """A list is shown as a tuple."""
    text = shortened(text)
    is_list = text.startswith("list[") and text.endswith("]")
    return f"tuple[{text[5:-1]}, ...]" if is_list else text


def docstring(text):
    return [f'    """{text.replace(chr(92), chr(92) * 2)}"""'] if text else []


def function(name, parameters, result):
    """`def name(self, *, parameters) -> result`, on one line where it fits."""
    parameters = ["self", "*", *parameters] if parameters else ["self"]
    one = f"    def {name}({', '.join(parameters)}) -> {result}: ..."
    if len(one) <= WIDTH:
        return [one]
    return [f"    def {name}(", *[f"        {each}," for each in parameters],
            f"    ) -> {result}: ..."]


def enumeration(cls):
    base = "enum.IntEnum" if issubclass(cls, enum.IntEnum) else "enum.Enum"
    return [f"class {cls.__name__}({base}):", *docstring(cls.__doc__),
            *[f"    {member.name} = {member.value}" for member in cls]]


def record(cls, fields):
    names = [f'"{name}"' for name, *_ in fields]
    listed = f"({', '.join(names)}{',' if len(names) == 1 else ''})"
    lines = [f"class {cls.__name__}:", *docstring(cls.__doc__)]
    if len(listed) < 75:
        lines += [f"    __match_args__ = {listed}"]
    else:
        lines += ["    __match_args__ = (", *[f"        {name}," for name in names], "    )"]
    usual = [f"{name}: {shortened(taken)} = ..." for name, taken, _, _ in fields]
    lines += function("__init__", [text if optional else text[:-len(" = ...")]
                                   for text, (*_, optional) in zip(usual, fields)], "None")
    lines += function("replace", usual, cls.__name__)
    for name, _, shown, _ in fields:
        sentence = vars(cls)[name].__doc__.removeprefix(shown).removeprefix(": ")
        body = docstring(sentence)
        lines += ["    @property", f"    def {name}(self) -> {as_attribute(shown)}:" +
                  ("" if body else " ...")]
        lines += textwrap.indent("\n".join(body), "    ").splitlines()
    return lines + ["    def __eq__(self, other: object, /) -> bool: ...",
                    "    def __hash__(self) -> int: ..."]


class HandWritten:
    """The statements of hand_written.pyi."""

    def __init__(self, text):
        self.lines = text.splitlines()
        self.opening, self.classes, self.functions = [], {}, []
        for node in ast.parse(text).body:
            if isinstance(node, ast.FunctionDef):
                self.functions.append(node)
            elif isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                self.classes[node.name] = node
            else:
                self.opening.append(node)

    def text_of(self, node):
        first = min([node.lineno, *[each.lineno for each in getattr(node, "decorator_list", [])]])
        return self.lines[first - 1:node.end_lineno]

    def members_of(self, name):
        """What stands in a class of that name, which is used up."""
        node = self.classes.pop(name, None)
        return self.text_of(node)[1:] if node else []


def stub(core):
    written = HandWritten((HERE / "hand_written.pyi").read_text(encoding="utf-8"))
    parts = [["# Made by bindings/python/stub/generate.py from the compiled module and "
              "hand_written.pyi."]]
    imports = [node for node in written.opening
               if isinstance(node, (ast.Import, ast.ImportFrom))]
    parts += [[line for node in imports for line in written.text_of(node)]]
    parts += [["__all__ = [", *[f'    "{name}",' for name in core.__all__], "]"]]
    parts += [written.text_of(node) for node in written.opening if node not in imports]
    for name, found in vars(core).items():
        if name.startswith("_") or not isinstance(found, type):
            continue
        if issubclass(found, enum.Enum):
            parts.append(enumeration(found))
        elif name in core._records:
            parts.append(record(found, core._records[name]) + written.members_of(name))
        else:
            parts.append(written.text_of(written.classes.pop(name)))
    if written.classes:
        raise SystemExit(f"hand_written.pyi has classes that the module has not: {written.classes}")
    parts.append([line for node in written.functions for line in written.text_of(node)])
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


if __name__ == "__main__":
    from billbyagent import _core

    STUB.write_text(stub(_core), encoding="utf-8")
