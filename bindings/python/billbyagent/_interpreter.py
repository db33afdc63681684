"""Where the package may be imported."""

from __future__ import annotations

import importlib


def refuse_sub_interpreters() -> None:
    """The compiled module works in the main interpreter alone; in another one it would wait for
    ever for the main one's lock."""
    for name in ("_interpreters", "_xxsubinterpreters"):  # Python 3.13, and before
        try:
            interpreters = importlib.import_module(name)
        except ImportError:
            continue
        if interpreters.get_current() != interpreters.get_main():
            raise ImportError("billbyagent works in the main interpreter alone")
        return


refuse_sub_interpreters()
