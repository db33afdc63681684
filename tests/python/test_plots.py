"""Drawings of units and amounts."""

from datetime import date

import matplotlib
import pytest

import billbyagent as bba
from billbyagent import Table, plots
from conftest import TENANT

matplotlib.use("Agg")


@pytest.fixture(autouse=True)
def close():
    yield
    from matplotlib import pyplot

    pyplot.close("all")


def test_units_as_steps():
    history = bba.UnitHistory(date(2026, 6, 1), 3)
    history.record(date(2026, 6, 11), 5)
    axes = history.plot(through=date(2026, 6, 30))
    (line,) = axes.get_lines()
    assert list(line.get_ydata()) == [3, 5, 5] and line.get_drawstyle() == "steps-post"
    assert list(line.get_xdata()) == [date(2026, 6, 1), date(2026, 6, 11), date(2026, 6, 30)]
    assert history.plot(ax=axes) is axes and len(axes.get_lines()) == 2
    assert plots.units(bba.UnitHistory()).get_ylabel() == "units"


def test_amounts_by_service(night, store, clock):
    night(1)
    clock.set_today(date(2026, 6, 1))
    axes = bba.billing_review(store, clock, TENANT).plot()
    assert [label.get_text() for label in axes.get_yticklabels()] == ["Seats"]
    assert axes.get_xlabel() == "USD"
    posted = bba.post_available(store, clock, TENANT)
    for drawn in (posted.plot(), Table(posted.lines).plot()):
        assert [bar.get_width() for bar in drawn.patches] == [15.0]
    shown = bba.preview_contract(store, clock, TENANT, "C-1",
                                 [bba.NewPrice(service="seats", effective=date(2026, 7, 1), price=bba.UnitPrice("6.00", "USD"))])
    assert [bar.get_width() for bar in shown.plot().patches] == [float(shown.amount.difference.amount)]


def test_a_drawing_has_one_currency():
    lines = [bba.bill(bba.Service.per_unit("a", price="5.00", currency=currency),
                      bba.UnitHistory(date(2026, 6, 1), 1), bba.Period.month(2026, 6))[0]
             for currency in ("USD", "GBP")]
    with pytest.raises(ValueError, match="GBP, USD"):
        plots.amounts(lines)
