"""The tree of exceptions: one class for each group of codes, from the library's own table."""

import pickle

import pytest

import billbyagent as bba

GROUPS = {1: bba.InputError, 2: bba.BookError, 3: bba.RmmError, 4: bba.StoreError,
          9: bba.InternalError}


def test_every_code_has_a_class():
    for code in bba.Errc:
        error = bba.Error(code, "thing")
        assert type(error) is GROUPS[code // 100] and isinstance(error, bba.Error)
        assert (error.code, error.context) == (code, "thing")
        assert str(error) == f"{code.name}: thing ({bba.meaning_of(code)})"
        assert pickle.loads(pickle.dumps(error)) == error


def test_a_class_takes_only_its_own_codes():
    assert bba.RmmError(bba.Errc.view_gone, "view 7").context == "view 7"
    with pytest.raises(TypeError, match="view_gone is a RmmError, not a StoreError"):
        bba.StoreError(bba.Errc.view_gone)


def test_errors_are_values():
    error = bba.Error(bba.Errc.timed_out, "page 3")
    assert error == bba.Error(bba.Errc.timed_out, "page 3") != bba.Error(bba.Errc.timed_out)
    assert len({error, bba.Error(bba.Errc.timed_out, "page 3")}) == 1
    assert error != "timed_out"


def test_input_errors_are_value_errors():
    with pytest.raises(ValueError):
        bba.Currency("?")
