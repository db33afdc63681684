"""The notebook of the examples: its cells run in their order, and show what is stored with them.

    BILLBYAGENT_WRITE_NOTEBOOK=1 pytest tests/python/test_notebook.py

stores what they show now.
"""

import ast
import json
import os
from pathlib import Path

import matplotlib
import pytest

NOTEBOOK = Path(__file__).parents[2] / "examples" / "first_bill.ipynb"


def shown_by(source, names):
    """Runs a cell; what a notebook would show of its last expression."""
    tree = ast.parse(source)
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, str(NOTEBOOK), "exec"), names)
    if last is None:
        return None
    value = eval(compile(ast.Expression(last.value), str(NOTEBOOK), "eval"), names)
    html = getattr(value, "_repr_html_", None)
    return {"text/html": html()} if html else {"text/plain": repr(value)}


def lines(text):
    return text.splitlines(keepends=True)


@pytest.fixture(scope="module")
def notebook():
    return json.loads(NOTEBOOK.read_text())


def test_its_form(notebook):
    assert (notebook["nbformat"], notebook["nbformat_minor"]) == (4, 4)
    for cell in notebook["cells"]:
        wanted = {"cell_type", "metadata", "source"}
        if cell["cell_type"] == "code":
            wanted |= {"execution_count", "outputs"}
        assert set(cell) == wanted and isinstance(cell["source"], list)


def test_it_shows_what_is_stored(notebook):
    matplotlib.use("Agg")
    names = {"__name__": "__main__"}
    number = 0
    for cell in notebook["cells"]:
        if cell["cell_type"] != "code":
            continue
        number += 1
        shown = shown_by("".join(cell["source"]), names)
        outputs = [] if shown is None else [{
            "data": {kind: lines(text) for kind, text in shown.items()},
            "execution_count": number, "metadata": {}, "output_type": "execute_result"}]
        if os.environ.get("BILLBYAGENT_WRITE_NOTEBOOK"):
            cell["outputs"], cell["execution_count"] = outputs, number
        assert (cell["execution_count"], cell["outputs"]) == (number, outputs)
    assert number > 8 and len(names["drawn"].get_lines()) == 1
    if os.environ.get("BILLBYAGENT_WRITE_NOTEBOOK"):
        NOTEBOOK.write_text(json.dumps(notebook, indent=1, ensure_ascii=False) + "\n")
