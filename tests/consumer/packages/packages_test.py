"""The Debian packages of this build: what is in them, what they need, and that the program runs from one.

packages_test.py CPACK BUILD_FOLDER FOLDER. scripts/prove-packages installs all of them on a fresh system.
"""

import shutil
import subprocess
import sys
from pathlib import Path

CPACK, BUILD, FOLDER = sys.argv[1], *map(Path, sys.argv[2:])
# The archives of the development package take a minute to compress.
PARTS = {
    "billbyagent": ["usr/bin/billbyagent", "usr/share/man/man1/billbyagent.1",
                    "usr/share/billbyagent/book.json", "usr/share/billbyagent/presets/ninjaone.json",
                    "usr/lib/systemd/system/billbyagent-nightly.timer",
                    "usr/share/doc/billbyagent/copyright"],
    "libbillbyagent1": ["usr/lib/libbillbyagent.so.1", "usr/share/doc/libbillbyagent1/copyright"],
}


def run(*words, **more):
    done = subprocess.run(list(map(str, words)), capture_output=True, text=True, **more)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


shutil.rmtree(FOLDER, ignore_errors=True)
FOLDER.mkdir(parents=True)
run(CPACK, "--config", BUILD / "CPackConfig.cmake", "-B", FOLDER,
    "-D", "CPACK_COMPONENTS_ALL=program;library")
made = {path.name.split("_")[0]: path for path in FOLDER.glob("*.deb")}
assert made.keys() == PARTS.keys(), made
for name, wanted in PARTS.items():
    root = FOLDER / "root" / name
    root.mkdir(parents=True)
    run("dpkg-deb", "-x", made[name], root)
    there = {str(path.relative_to(root)) for path in root.rglob("*") if not path.is_dir()}
    assert not set(wanted) - there, (set(wanted) - there, there)
    assert not any(path.endswith((".hpp", ".a", ".cmake")) for path in there), there
    needs = run("dpkg-deb", "-f", made[name], "Depends")
    assert "libsqlite3-0" in needs and "tzdata" in needs, needs
program = FOLDER / "root/billbyagent/usr/bin/billbyagent"
book = FOLDER / "root/billbyagent/usr/share/billbyagent/book.json"
run(program, "--database", FOLDER / "book.db", "import", book)
assert "ACME-1" in run(program, "--database", FOLDER / "book.db", "contracts")
print("packages: the program runs from its package")
