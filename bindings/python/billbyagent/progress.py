"""Progress bars for the long calls, such as ``nightly_sync(..., progress=bar)``.

A progress callback takes ``(stage, done, total)``; ``total`` is 0 while it is not known. Both classes
are one, and a context manager that takes the bar off the screen in the end::

    with RichProgress() as bar:
        nightly_sync(store, rmm, clock, "msp", progress=bar)
"""

from __future__ import annotations

from types import TracebackType
from typing import Any


class TqdmProgress:
    """One tqdm bar per stage. Further arguments are tqdm's own."""

    def __init__(self, **options: Any) -> None:
        from tqdm import tqdm

        self._make = tqdm
        self._options = options
        self._bar: Any = None
        self._stage: str | None = None

    def __call__(self, stage: str, done: int, total: int) -> None:
        if self._bar is None or stage != self._stage:
            self.close()
            self._stage = stage
            self._bar = self._make(desc=stage, total=total or None, **self._options)
        self._bar.total = total or None
        self._bar.update(done - self._bar.n)

    def close(self) -> None:
        if self._bar is not None:
            self._bar.close()
            self._bar = None

    def __enter__(self) -> TqdmProgress:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        raised: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


class RichProgress:
    """One task per stage in a rich.progress.Progress, which may be one that is there already."""

    def __init__(self, progress: Any = None) -> None:
        from rich.progress import Progress

        self._own = progress is None
        self._progress: Any = Progress() if progress is None else progress
        self._tasks: dict[str, Any] = {}

    def __call__(self, stage: str, done: int, total: int) -> None:
        if stage not in self._tasks:
            self._tasks[stage] = self._progress.add_task(stage, total=total or None)
        self._progress.update(self._tasks[stage], completed=done, total=total or None)

    def __enter__(self) -> RichProgress:
        if self._own:
            self._progress.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        raised: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._own:
            self._progress.stop()
