"""Which certificates to trust when the caller names none."""

from __future__ import annotations

import os
import ssl

_SET_BY_THE_USER = ("SSL_CERT_FILE", "SSL_CERT_DIR")
_USUAL_PLACES = (
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/ca-bundle.pem",
    "/etc/ssl/cert.pem",
)


def ca_file(named: str | os.PathLike[str] | None) -> str:
    """The file to trust, or nothing: then OpenSSL finds the certificates by itself.

    In this order: what the caller names, SSL_CERT_FILE and SSL_CERT_DIR, what the system has, the
    package certifi. The last one is for a wheel on a system that keeps its certificates elsewhere.
    """
    if named:
        return os.fspath(named)
    if any(name in os.environ for name in _SET_BY_THE_USER):
        return ""
    if any(os.path.exists(place) for place in _USUAL_PLACES):
        return ""
    of_python = ssl.get_default_verify_paths().cafile
    if of_python:
        return of_python
    try:
        import certifi
    except ImportError:
        return ""
    return str(certifi.where())
