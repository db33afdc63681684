"""Units and amounts as drawings. Needs the extra ``plots`` (matplotlib).

The functions draw into ``ax``, or into axes of a new figure, and return the axes. They choose no backend and
show nothing: a notebook does, or ``matplotlib.pyplot.show()``. ``UnitHistory``, ``BillingReview``,
``PostReport``, ``Preview`` and ``Table`` have them as their method ``plot``.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from ._core import BillingReview, LineItem, PostedLine, PostReport, Preview, UnitHistory

# matplotlib's Axes, which nobody has to have in order to import this.
Axes = Any


def units(history: UnitHistory, *, through: datetime.date | None = None, ax: Axes = None) -> Axes:
    """Units over time as steps, from the first change to ``through`` (the last change unless it is said)."""
    axes = _axes(ax)
    timeline = history.timeline
    days = [each.effective for each in timeline]
    counts = [each.units for each in timeline]
    if through is not None and days and through > days[-1]:
        days.append(through)
        counts.append(counts[-1])
    axes.step(days, counts, where="post", marker="o")
    axes.set_ylim(bottom=0)
    axes.set_ylabel("units")
    axes.yaxis.get_major_locator().set_params(integer=True)
    axes.figure.autofmt_xdate()
    return axes


def amounts(lines: Iterable[LineItem | PostedLine], *, ax: Axes = None) -> Axes:
    """What lines come to by service, as a bar for each. Lines of one currency; otherwise a ``ValueError``."""
    items = [line.line if isinstance(line, PostedLine) else line for line in lines]
    currency = one_currency(line.currency.code for line in items)
    sums: dict[str, Any] = {}
    for line in items:
        name = line.service_name or line.key.service
        sums[name] = sums[name] + line.amount if name in sums else line.amount
    _draw(axes := _axes(ax), sums, currency)
    return axes


def preview(shown: Preview, *, ax: Axes = None) -> Axes:
    """What a change makes of each service, as the difference of its amounts."""
    sums: dict[str, Any] = {}
    for entry in shown.services:
        difference = entry.amount.difference
        sums[entry.service] = (
            sums[entry.service] + difference if entry.service in sums else difference
        )
    _draw(axes := _axes(ax), sums, shown.currency.code)
    return axes


def one_currency(codes: Iterable[str]) -> str:
    """The currency of all; nothing when there are no lines."""
    found = sorted(set(codes))
    if len(found) > 1:
        raise ValueError(f"a drawing has one currency, not {', '.join(found)}")
    return found[0] if found else ""


def _draw(axes: Axes, sums: dict[str, Any], currency: str) -> None:
    # A drawing is no bill: here, and nowhere else, an amount becomes a float.
    axes.barh(list(sums), [float(amount.amount) for amount in sums.values()])
    axes.invert_yaxis()
    axes.axvline(0, color="black", linewidth=0.8)
    axes.set_xlabel(currency)


def _axes(given: Axes) -> Axes:
    if given is not None:
        return given
    from matplotlib import pyplot

    return pyplot.subplots(layout="constrained")[1]


def _of_history(
    self: UnitHistory, *, through: datetime.date | None = None, ax: Axes = None
) -> Axes:
    """Units over time: `billbyagent.plots.units`."""
    return units(self, through=through, ax=ax)


def _of_preview(self: Preview, *, ax: Axes = None) -> Axes:
    """What the change makes of each service: `billbyagent.plots.preview`."""
    return preview(self, ax=ax)


def _of_review(self: BillingReview, *, ax: Axes = None) -> Axes:
    """What can be billed, by service: `billbyagent.plots.amounts`."""
    return amounts(self.lines, ax=ax)


def _of_posting(self: PostReport, *, ax: Axes = None) -> Axes:
    """What was posted, by service: `billbyagent.plots.amounts`."""
    return amounts(self.lines, ax=ax)


def install() -> None:
    """Called once, by the package."""
    for cls, method in [
        (UnitHistory, _of_history),
        (BillingReview, _of_review),
        (PostReport, _of_posting),
        (Preview, _of_preview),
    ]:
        setattr(cls, "plot", method)
