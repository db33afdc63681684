"""Bill service contracts by the number of machines that an RMM manages.

The C++ library of the same name. Start with the README and docs/python.md; ``bill`` says what is due,
``nightly_sync`` counts, ``post_available`` posts. Everything raised is an :class:`Error`.
"""

from __future__ import annotations

import datetime
import os
from collections.abc import Sequence
from typing import Any

from . import _interpreter  # first: it refuses what the compiled module would hang in
from . import _core, _html, _signatures, _trust, plots
from ._core import *
from ._html import Table
from .errors import BookError, Error, InputError, InternalError, RmmError, StoreError

__version__: str = _core.__version__

_html.install()
plots.install()
_signatures.install()


def _book_from_frame(frame: Any) -> Book:
    """A book from a data frame with one row per service: `billbyagent.frames.book`."""
    from . import frames

    return frames.book(frame)


setattr(Book, "from_frame", staticmethod(_book_from_frame))
globals().update(_signatures.functions())


def make_kaseya_vsa(
    *,
    url: str,
    user: str,
    token: str = "",
    password: str = "",
    ca_file: str | os.PathLike[str] | None = None,
    connections: int = 8,
    records_per_session: int = 25_000,
    scan_attempts: int = 3,
    connect_timeout: datetime.timedelta | float = 15,
    answer_timeout: datetime.timedelta | float = 60,
    attempts: int = 4,
    retry_delay: datetime.timedelta | float = 1,
) -> RmmProvider:
    """Kaseya VSA 9 over its REST API. Only reads; nothing is sent before the first call.

    Give `token` (a personal access token, recommended) or `password`; no error repeats either. Without
    `ca_file` the system's certificates are trusted. Ctrl-C ends a call.
    """
    return _core.make_kaseya_vsa(
        url=url,
        user=user,
        token=token,
        password=password,
        ca_file=_trust.ca_file(ca_file),
        connections=connections,
        records_per_session=records_per_session,
        scan_attempts=scan_attempts,
        connect_timeout=connect_timeout,
        answer_timeout=answer_timeout,
        attempts=attempts,
        retry_delay=retry_delay,
    )


def make_kaseya_vsax(
    *,
    url: str,
    token_id: str,
    token_secret: str,
    ca_file: str | os.PathLike[str] | None = None,
    devices: VsaxDevices = VsaxDevices.agent_installed,
    details: VsaxDetails = VsaxDetails.none,
    page_size: int = 100,
    ask_for_order: bool = True,
    connections: int = 4,
    scan_attempts: int = 3,
    connect_timeout: datetime.timedelta | float = 15,
    answer_timeout: datetime.timedelta | float = 60,
    attempts: int = 4,
    retry_delay: datetime.timedelta | float = 1,
) -> RmmProvider:
    """Kaseya VSA X (VSA 10) over its REST API. Only reads; see docs/vsax.md.

    Without `ca_file` the system's certificates are trusted. Ctrl-C ends a call.
    """
    return _core.make_kaseya_vsax(
        url=url,
        token_id=token_id,
        token_secret=token_secret,
        ca_file=_trust.ca_file(ca_file),
        devices=devices,
        details=details,
        page_size=page_size,
        ask_for_order=ask_for_order,
        connections=connections,
        scan_attempts=scan_attempts,
        connect_timeout=connect_timeout,
        answer_timeout=answer_timeout,
        attempts=attempts,
        retry_delay=retry_delay,
    )


def make_meshcentral(
    *,
    url: str,
    user: str,
    password: str,
    login_key: str = "",
    ca_file: str | os.PathLike[str] | None = None,
    organizations: MeshCentralOrganizations = MeshCentralOrganizations.by_group_name,
    organization_separator: str = "/",
    organization_tag: str = "org:",
    organization: str = "",
    devices: MeshCentralDevices = MeshCentralDevices(),
    views: Sequence[str] = (),
    expected_groups: Sequence[str] = (),
    all_groups_required: bool = False,
    no_devices_allowed: bool = False,
    connect_timeout: datetime.timedelta | float = 30,
    answer_timeout: datetime.timedelta | float = 60,
    attempts: int = 4,
    scan_attempts: int = 3,
) -> RmmProvider:
    """MeshCentral, over the WebSocket of its own web page. Only reads; see docs/meshcentral.md.

    `user` and `password` are those of a login token. Without `ca_file` the system's certificates are
    trusted. Ctrl-C ends a call.
    """
    return _core.make_meshcentral(
        url=url,
        user=user,
        password=password,
        login_key=login_key,
        ca_file=_trust.ca_file(ca_file),
        organizations=organizations,
        organization_separator=organization_separator,
        organization_tag=organization_tag,
        organization=organization,
        devices=devices,
        views=views,
        expected_groups=expected_groups,
        all_groups_required=all_groups_required,
        no_devices_allowed=no_devices_allowed,
        connect_timeout=connect_timeout,
        answer_timeout=answer_timeout,
        attempts=attempts,
        scan_attempts=scan_attempts,
    )


def make_webhook_notifier(
    *,
    url: str,
    signing_key: str,
    ca_file: str | os.PathLike[str] | None = None,
    timeout: datetime.timedelta | float = 30,
    attempts: int = 4,
) -> Notifier:
    """Notices posted to a web address, signed. Without `ca_file` the system's certificates are trusted."""
    return _core.make_webhook_notifier(
        url=url,
        signing_key=signing_key,
        ca_file=_trust.ca_file(ca_file),
        timeout=timeout,
        attempts=attempts,
    )


__all__ = [
    "BookError",
    "Error",
    "InputError",
    "InternalError",
    "RmmError",
    "StoreError",
    "Table",
    "make_kaseya_vsa",
    "make_kaseya_vsax",
    "make_meshcentral",
    "make_webhook_notifier",
]
__all__ += _core.__all__
