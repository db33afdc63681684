"""What all frozen records share."""

import copy
import pickle
import subprocess
import sys
from datetime import date

import pytest

import billbyagent as bba
from billbyagent import _core
from conftest import SEATS, TENANT, acme_book


def records():
    return sorted((found for found in vars(_core).values() if hasattr(found, "__match_args__")),
                  key=lambda cls: cls.__name__)


def test_every_field_of_the_library_has_its_name_in_python():
    # A description that forgets a field does not compile: tests/compile_fail/cases/field_forgotten_*.
    assert {cls.__name__ for cls in records()} == set(_core._records)
    for cls in records():
        assert cls.__match_args__ == tuple(name for name, *_ in _core._records[cls.__name__])
        assert all(isinstance(vars(cls)[name], property) for name in cls.__match_args__)
    assert len(records()) > 60


CALLED_ALONE = """
import sys
from billbyagent import _core
for cls in vars(_core).values():
    if not isinstance(cls, type) or issubclass(cls, BaseException):
        continue
    try:
        made = cls.__new__(cls)
    except TypeError:
        continue
    if type(made).__module__ == "billbyagent._core" and not hasattr(made, "value"):
        sys.exit(f"{cls.__name__} made {made!r}")
"""


def test_no_class_makes_an_object_that_holds_nothing():
    done = subprocess.run([sys.executable, "-c", CALLED_ALONE], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


# In a process of its own: what it looks for ends in an abort.
CALLED_ANOTHER = """
import copy, pickle, sys
import billbyagent as bba

class Mine(bba.Machine):
    pass

class Other(bba.Machine):
    pass

class Plain:
    pass

made = [bba.Machine(agent="1", name="pc"), bba.MemoryStore(),
        Mine(agent="2", name="pc")]
for each in made:
    was = type(each)
    for other in (bba.Machine, bba.MemoryStore, bba.LineItem, Mine, Other, Plain, object):
        for change in (lambda: setattr(each, "__class__", other),
                       lambda: object.__setattr__(each, "__class__", other)):
            try:
                change()
            except TypeError:
                pass
            else:
                sys.exit(f"{was.__name__} became {other.__name__}")
    assert type(each) is was and each.__class__ is was and isinstance(each, was)
    repr(each), each == made[0], hash(each)
for each in made[:1]:
    assert copy.deepcopy(each) == copy.copy(each) == pickle.loads(pickle.dumps(each)) == each
assert bba.Machine.__class__.__name__ == "_Class"
"""


def test_no_object_becomes_one_of_another_class():
    done = subprocess.run([sys.executable, "-c", CALLED_ANOTHER], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def test_what_holds_a_resource_is_not_pickled():
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        with pytest.raises(TypeError, match="cannot pickle 'MemoryStore' object"):
            pickle.dumps(bba.MemoryStore(), protocol)


def test_a_representation_is_short_whatever_it_holds():
    book = bba.parse_book(acme_book()).book
    many = book.replace(contracts=list(book.contracts) * 3000)
    assert len(repr(many)) < 1500 and "..." in repr(many)
    assert len(repr(bba.Machine(agent="1", name="x" * 5000))) < 400
    with pytest.raises(TypeError) as refused:
        bba.import_book(many, many, many, many)
    assert len(str(refused.value)) < 8000


def test_records_are_frozen():
    machine = bba.Machine(agent="1", name="pc")
    with pytest.raises(AttributeError):
        machine.name = "other"
    assert machine.replace(name="other") == bba.Machine(agent="1", name="other")
    assert machine.name == "pc"


def test_what_is_wrong_with_an_argument_is_named():
    with pytest.raises(TypeError, match="Machine: agent is missing"):
        bba.Machine(name="pc")
    with pytest.raises(TypeError, match="Machine has no field nam"):
        bba.Machine(agent="1", nam="pc")
    with pytest.raises(TypeError, match="Machine: agent must be str, not int"):
        bba.Machine(agent=1)
    with pytest.raises(TypeError, match=r"Agent: state must be AgentState, not str"):
        bba.Agent(id="1", organization="o", group="g", state="online")


def test_representation_comparison_and_hash():
    key = bba.ServiceKey(contract="C", service="s")
    assert repr(key) == "ServiceKey(contract='C', service='s')"
    assert key == bba.ServiceKey(contract="C", service="s") != bba.Machine(agent="1")
    assert len({key, bba.ServiceKey(contract="C", service="s")}) == 1
    assert key != ("C", "s")
    match key:
        case bba.ServiceKey(contract, service):
            assert (contract, service) == ("C", "s")
    scope = bba.AgentScope(machines=["1", "2"])
    assert scope.machines == ("1", "2")
    assert hash(scope) == hash(bba.AgentScope(machines=("1", "2")))


def test_everything_can_be_pickled_and_copied(store, night, clock):
    history = bba.UnitHistory(date(2026, 6, 1), 10)
    history.record(date(2026, 6, 16), 15)
    contract = bba.Book.parse(acme_book()).contracts[0]
    report = night()
    made = [
        history, contract, contract.services[0], contract.cycle, bba.Money("1.5", "USD"),
        bba.UnitPrice("0.25", "KWD"), bba.Currency("JPY"), bba.Period.month(2026, 6),
        bba.Trust.propose, report, report.services[0],
        bba.billing_review(store, clock, TENANT),
        bba.explain_line(store, TENANT, "C-1/seats/2026-06-01/2026-06-01/1"),
        bba.preview_contract(store, clock, TENANT, "C-1",
                             [bba.MoreUnits(service="seats", effective=date(2026, 6, 5), delta=1)]),
    ]
    for value in made:
        for twin in (pickle.loads(pickle.dumps(value)), copy.copy(value), copy.deepcopy(value)):
            assert type(twin) is type(value) and repr(twin) == repr(value)
            if type(value).__eq__ is not object.__eq__:
                assert twin == value
    assert hash(report.services[0].key) == hash(SEATS)
