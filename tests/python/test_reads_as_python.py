"""What `help` and `inspect` say: signatures as those of Python, a sentence for every public name."""

import enum
import inspect
import pickle
import pydoc

import pytest

import billbyagent as bba
from billbyagent import errors, frames, notices, plots, progress

# Made by no caller: what is handed out or subclassed.
WITHOUT = {"AgentSink", "Clock", "Store", "Transaction"}


@pytest.mark.parametrize("name", bba.__all__)
def test_every_name_is_documented(name):
    assert inspect.getdoc(getattr(bba, name))


@pytest.mark.parametrize("name", [name for name in bba.__all__ if inspect.isclass(getattr(bba, name))])
def test_every_member_is_documented(name):
    cls = getattr(bba, name)
    assert [member for member, value in vars(cls).items()
            if not member.startswith("_") and (inspect.isroutine(value) or isinstance(value, property))
            and not inspect.getdoc(value)] == []


@pytest.mark.parametrize("module", [errors, frames, notices, plots, progress])
def test_every_name_of_the_modules_is_documented(module):
    for name, value in vars(module).items():
        if not name.startswith("_") and getattr(value, "__module__", "") == module.__name__:
            assert inspect.getdoc(value), name


@pytest.mark.parametrize("name", [name for name in bba.__all__ if name not in WITHOUT])
def test_every_name_has_a_signature(name):
    value = getattr(bba, name)
    if callable(value):
        assert inspect.signature(value) is not None


def test_signatures_are_in_the_words_of_python():
    for name in bba.__all__:
        value = getattr(bba, name)
        if callable(value) and name not in WITHOUT and not (
                inspect.isclass(value) and issubclass(value, enum.Enum)):
            text = str(inspect.signature(value))
            for word in ("SupportsIndex", "_core", "collections.abc", "Ellipsis", " at 0x", "'Store'"):
                assert word not in text, (name, text)


def test_the_signature_is_the_one_that_is_called():
    signature = inspect.signature(bba.deliver_notices)
    assert list(signature.parameters) == ["store", "clock", "tenant", "notifier", "limit"]
    assert signature.parameters["limit"].default == 10_000
    contract = inspect.signature(bba.Contract)
    assert str(contract.parameters["end"]) == "end: datetime.date | None = ..."
    assert contract.parameters["id"].default is inspect.Parameter.empty
    clock = inspect.signature(bba.SystemClock)
    assert [*clock.parameters] == ["zone", "now"] and clock.parameters["now"].default is None
    assert str(clock.parameters["zone"]) == "zone: str"


def test_help_reads_as_python():
    text = pydoc.render_doc(bba.deliver_notices, renderer=pydoc.plaintext)
    assert "deliver_notices(store: Store, clock: Clock, tenant: str" in text
    assert "Delivers what is in the outbox" in text and "_core" not in text


def test_functions_are_those_of_the_package():
    assert bba.split.__module__ == "billbyagent"
    assert pickle.loads(pickle.dumps(bba.split)) is bba.split
