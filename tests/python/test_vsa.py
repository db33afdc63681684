"""A VSA over TLS: the simulator, with its faults."""

import os
import signal
import sys
import threading
from datetime import date
from pathlib import Path

import pytest

import billbyagent as bba
from conftest import TENANT

sys.path.append(str(Path(__file__).parents[1] / "cli"))
import harness


@pytest.fixture(scope="module")
def simulator(tmp_path_factory):
    made = harness.Simulator(tmp_path_factory.mktemp("simulator"))
    yield made
    made.stop()


def vsa(simulator, **options):
    return bba.make_kaseya_vsa(**{
        "url": simulator.url, "user": harness.USER, "token": harness.TOKEN,
        "ca_file": simulator.ca, "retry_delay": 0.001, **options})


def test_a_night_over_tls_into_sqlite(simulator, tmp_path):
    store, clock = bba.SqliteStore(tmp_path / "b.db"), bba.FixedClock(date(2026, 6, 1))
    bba.import_book(store, clock, TENANT, bba.Book.parse(harness.book()))
    report = bba.nightly_sync(store, vsa(simulator), clock, TENANT)
    assert report.scan_error is None
    assert {service.key.service: service.counted for service in report.services} == {
        "desks": 5, "servers": 2, "all": 4}


def test_a_refused_login_is_an_error_without_the_secret(simulator):
    with pytest.raises(bba.RmmError) as raised:
        vsa(simulator, token="wrong-secret").organizations()
    assert raised.value.code is bba.Errc.unauthorized
    assert "wrong-secret" not in str(raised.value)


def test_a_certificate_that_is_not_trusted_is_refused(simulator):
    with pytest.raises(bba.RmmError) as raised:
        vsa(simulator, ca_file=None).organizations()
    assert raised.value.code is bba.Errc.tls_failed


def test_settings_are_checked_before_anything_is_sent():
    with pytest.raises(bba.InputError, match="url"):
        bba.make_kaseya_vsa(url="http://vsa.example", user="u", token="t")
    with pytest.raises(TypeError):
        bba.make_kaseya_vsa("https://vsa.example", "u")


def test_ctrl_c_ends_a_call_that_hangs(simulator):
    simulator.faults({"kind": "stall"})
    try:
        provider = vsa(simulator)
        threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGINT)).start()
        with pytest.raises(KeyboardInterrupt):
            provider.organizations(timeout=30)
    finally:
        simulator.admin("faults", method="DELETE")
    assert len(vsa(simulator).organizations()) == 2
