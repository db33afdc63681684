"""Notices that a program of yours keeps."""

from __future__ import annotations

from ._core import Notice, Notifier


class NoticeStore(Notifier):
    """A store of notices: takes each one once, although it can be delivered more than once.

    Subclasses write :meth:`has` and :meth:`add` over whatever keeps the notices; this class keeps
    them in memory. What they raise leaves the notice in the outbox for the next delivery.
    """

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], Notice] = {}

    def has(self, tenant: str, notice_id: str) -> bool:
        """Whether the notice of this id is kept for good."""
        return (tenant, notice_id) in self.kept

    def add(self, tenant: str, notice: Notice) -> None:
        """Keeps a notice for good before it returns."""
        self.kept[tenant, notice.id] = notice

    def deliver(self, tenant: str, notice: Notice) -> None:
        if not self.has(tenant, notice.id):
            self.add(tenant, notice)
