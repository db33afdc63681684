"""The package around the core: its names, its types, what the module shows to others."""

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import billbyagent as bba
from billbyagent import _core, _trust

ROOT = Path(__file__).parents[2]


def run(*words, **more):
    done = subprocess.run([sys.executable, *words], capture_output=True, text=True, **more)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_everything_public_is_exported():
    assert {name for name in vars(_core) if not name.startswith("_")} - set(bba.__all__) == {
        "run_program"}
    assert bba.__version__ == _core.__version__
    for name in bba.__all__:
        assert hasattr(bba, name)


def test_the_module_shows_its_entry_point_and_nothing_else():
    symbols = subprocess.run(["nm", "-D", "--defined-only", _core.__file__],
                             capture_output=True, text=True, check=True).stdout
    assert [line.split()[-1] for line in symbols.splitlines()] == ["PyInit__core"]


def test_what_the_module_needs():
    needed = subprocess.run(["objdump", "-p", _core.__file__], capture_output=True, text=True,
                            check=True).stdout
    found = set(re.findall(r"NEEDED\s+(\S+?)\.so", needed))
    # Of these, a repaired wheel brings all but the C and C++ libraries along; it has no PostgreSQL.
    assert found - {"ld-linux-x86-64", "ld-linux-aarch64"} <= {
        "libssl", "libcrypto", "libsqlite3", "libdate-tz", "libutf8proc", "libz", "libpq",
        "libstdc++", "libgcc_s", "libm", "libc"}


def test_stubs_and_sources_pass_the_strict_checks(tmp_path):
    package = Path(bba.__file__).parent
    config = ["--config-file", str(ROOT / "pyproject.toml"), "--cache-dir", str(tmp_path)]
    typed = tmp_path / "typed.py"
    typed.write_text((Path(__file__).parent / "typed.py").read_text())
    environment = {**os.environ, "MYPYPATH": str(package.parent)}
    run("-m", "mypy", *config, str(package), str(typed), env=environment)


def test_the_stub_names_what_is_there(tmp_path):
    (tmp_path / "mypy.ini").write_text("[mypy]\n")
    environment = {**os.environ, "MYPYPATH": str(Path(bba.__file__).parents[1])}
    done = subprocess.run(
        [sys.executable, "-m", "mypy.stubtest", "--mypy-config-file", "mypy.ini", "--concise",
         "--ignore-disjoint-bases", "billbyagent._core"],
        capture_output=True, text=True, env=environment, cwd=tmp_path)
    # How pybind11 makes its classes and enums is no business of a stub.
    of_pybind11 = re.compile(r"metaclass differs|__pybind11_native_enum__ is not present in stub"
                            # Of the package, which tells how each class is called.
                            r"|__signature__ is not present in stub")
    assert done.stdout, done.stderr
    assert [line for line in done.stdout.splitlines() if not of_pybind11.search(line)] == []


def test_the_build_is_pinned_as_it_is_tested():
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text())["build-system"]["requires"]
    tested = (ROOT / "tests/python/requirements.txt").read_text().replace("_", "-").splitlines()
    assert set(wanted) <= set(tested)


@pytest.mark.parametrize("environment, named, expected", [
    ({}, "own.pem", "own.pem"),
    ({"SSL_CERT_FILE": "other.pem"}, "own.pem", "own.pem"),
    ({"SSL_CERT_FILE": "other.pem"}, None, ""),
    ({}, None, "bundle of certifi"),
])
def test_which_certificates_are_trusted(monkeypatch, environment, named, expected):
    class Certifi:
        @staticmethod
        def where():
            return "bundle of certifi"

    for name in ("SSL_CERT_FILE", "SSL_CERT_DIR"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setitem(sys.modules, "certifi", Certifi)
    # A system without certificates in any of the usual places.
    monkeypatch.setattr(_trust, "_USUAL_PLACES", ())
    monkeypatch.setattr(_trust.ssl, "get_default_verify_paths",
                        lambda: type("Paths", (), {"cafile": None}))
    assert _trust.ca_file(named) == expected


def test_importing_prints_nothing_and_starts_nothing():
    text = run("-W", "error", "-c", "import billbyagent, threading; print(threading.active_count())")
    assert text == "1\n"


def test_another_interpreter_is_refused_instead_of_waiting_for_ever():
    interpreters = pytest.importorskip("_xxsubinterpreters")
    other = interpreters.create()
    try:
        with pytest.raises(Exception, match="main interpreter alone"):
            interpreters.run_string(
                other, f"import sys; sys.path[:] = {sys.path!r}\nimport billbyagent")
    finally:
        interpreters.destroy(other)
