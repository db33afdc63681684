"""The stub that is checked in is the one that the compiled module makes."""

import importlib.util
from pathlib import Path

from billbyagent import _core

FOLDER = Path(__file__).parents[2] / "bindings/python/stub"


def generator():
    spec = importlib.util.spec_from_file_location("generate", FOLDER / "generate.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_stub_is_as_the_module_makes_it():
    generate = generator()
    # When they differ, run generate.py as its first lines say, and commit what it makes.
    assert generate.STUB.read_text(encoding="utf-8") == generate.stub(_core)


def test_each_field_has_its_place_in_the_stub():
    text = generator().STUB.read_text(encoding="utf-8")
    record = text.split("class LeftOut:")[1].split("\nclass ")[0]
    replaced = record.split("def replace(")[1]
    for name, taken, shown, _ in _core._records["LeftOut"]:
        assert f"{name}: {taken} = ..." in replaced and f"def {name}(self) -> {shown}" in record
