"""Measures what compiling costs, against a program that includes nlohmann/json.

compile.py [--rounds N] [--compiler CXX] [--check]     the headers and the examples
compile.py units BUILD_FOLDER [--target NAME]... [--match REGEX] [--top N] [--check]
                                                       every translation unit of a build folder
compile.py pip [--check]                               `pip install .` from a fresh clone

The first compiles in turn, N times over (default 5), a program that includes nlohmann/json.hpp and
makes one parse and one dump call, and ours, with the same flags. Printed: medians, peak memory, and
the ratio to the program of the same optimisation. Seconds are those of the processor, so that a
machine that does something else besides changes them little. The second compiles what
compile_commands.json says, without ccache and one at a time; `--target` may be repeated. With
`--check` the exit code is 1 when a target of docs/bench.md is missed.
"""

import argparse
import json
import os
import re
import shlex
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
UNIT_MB_MAX = 1000
PIP_SECONDS_MAX = 75

NLOHMANN = """#include <nlohmann/json.hpp>
#include <string>
int main(int argc, char** argv) {
  return static_cast<int>(nlohmann::json::parse(argc > 1 ? argv[1] : "{}").dump().size());
}
"""


def compiled(command, folder):
    """Seconds of the processor and megabytes at the peak of one compilation."""
    process = subprocess.Popen(command, cwd=folder, stdin=subprocess.DEVNULL,
                               env={**os.environ, "CCACHE_DISABLE": "1"})
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"compile.py: exit {process.returncode} of {shlex.join(command)}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1000


def including(*layers):
    """A program that includes every header of some layers."""
    include = ROOT / "include"
    headers = [path.relative_to(include) for layer in layers
               for path in sorted((include / "billbyagent" / layer).glob("*.hpp"))]
    return "".join(f"#include <{header}>\n" for header in headers)


def programs(folder):
    """Name, source, flags and the ratio aimed at; each after what it is compared with.

    `linked` is with what CMake and pkg-config define for whoever links a component."""
    written = {"nlohmann": NLOHMANN,
               "umbrella": "#include <billbyagent/billbyagent.hpp>\n",
               "core": including("base", "domain", "ports")}
    for name, text in written.items():
        (folder / f"{name}.cpp").write_text(text)
    examples = ROOT / "examples"
    linked = "-DBILLBYAGENT_LINKED"
    return [("nlohmann/json", folder / "nlohmann.cpp", "-O0", None),
            ("billbyagent.hpp", folder / "umbrella.cpp", "-O0", 1.6),
            ("the same, linked", folder / "umbrella.cpp", f"-O0 {linked}", None),
            ("base, domain and ports", folder / "core.cpp", "-O0", None),
            ("the same, linked", folder / "core.cpp", f"-O0 {linked}", None),
            ("nlohmann/json", folder / "nlohmann.cpp", "-O2", None),
            ("first_bill.cpp", examples / "first_bill.cpp", "-O2", 3),
            ("first_night.cpp", examples / "first_night.cpp", "-O2", None),
            # It calls use cases, so it is linked.
            ("the same, linked", examples / "first_night.cpp", f"-O2 {linked}", 4),
            ("nightly.cpp", examples / "nightly.cpp", "-O2", 4)]


def require_nlohmann(compiler):
    read = subprocess.run([compiler, "-E", "-x", "c++", "-o", os.devnull, "-"], text=True,
                          capture_output=True, input="#include <nlohmann/json.hpp>\n")
    if read.returncode != 0:
        sys.exit(f"compile.py: {compiler} finds no nlohmann/json.hpp, the measure of everything.\n"
                 "On Debian: scripts/install-packages nlohmann-json3-dev")


def headers(options):
    require_nlohmann(options.compiler)
    missed = 0
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        table = programs(folder)
        measured = [[] for _ in table]
        for _ in range(options.rounds):
            for row, (_, source, flags, _) in zip(measured, table):
                row.append(compiled([options.compiler, "-std=c++20", *flags.split(),
                                     f"-I{ROOT / 'include'}", "-c", str(source),
                                     "-o", str(folder / "out.o")], folder))
        print(f"{'':24} {'':4} {'seconds':>8} {'MB':>6} {'ratio':>6} {'target':>7}")
        base = None
        for row, (name, _, flags, target) in zip(measured, table):
            seconds = statistics.median(one for one, _ in row)
            if name == "nlohmann/json":
                base = seconds
            ratio = seconds / base
            late = target is not None and ratio > target
            missed += late
            peak = max(megabytes for _, megabytes in row)
            print(f"{name:24} {flags[:3]:4} {seconds:8.2f} {peak:6.0f} {ratio:6.2f} "
                  f"{target or '':>7}{'  missed' if late else ''}")
    return missed


def without_launcher(words):
    """The command itself, neither through ccache nor writing where the build keeps its objects."""
    while Path(words[0]).name in ("ccache", "sccache", "distcc"):
        words = words[1:]
    kept, skip = [], False
    for word in words:
        if skip:
            skip = False
        elif word in ("-o", "-MF", "-MT", "-MQ"):
            skip = True
        elif word not in ("-MD", "-MMD"):
            kept.append(word)
    return kept


def units(options):
    build = Path(options.build).resolve()
    database = build / "compile_commands.json"
    if not database.exists():
        sys.exit(f"compile.py: {database} is missing; configure that folder first")
    chosen = []
    for entry in json.loads(database.read_text()):
        words = entry.get("arguments") or shlex.split(entry["command"])
        output = entry.get("output") or words[words.index("-o") + 1]
        target = re.search(r"CMakeFiles/([^/]+)\.dir/", output)
        name = f"{target[1] if target else '?'}: {os.path.relpath(entry['file'], ROOT)}"
        if options.target and (not target or target[1] not in options.target):
            continue
        if re.search(options.match, name):
            chosen.append((name, entry["directory"], without_launcher(words)))
    if not chosen:
        sys.exit("compile.py: no translation unit of that name")
    found = []
    with tempfile.TemporaryDirectory() as made:
        for name, folder, words in chosen:
            seconds, megabytes = compiled([*words, "-o", f"{made}/out"], folder)
            found.append((megabytes, seconds, name))
    print(f"{'seconds':>8} {'MB':>6}")
    for megabytes, seconds, name in sorted(found, reverse=True)[:options.top]:
        print(f"{seconds:8.1f} {megabytes:6.0f}  {name}")
    total = sum(seconds for _, seconds, _ in found)
    print(f"{total:8.1f} {max(found)[0]:6.0f}  all {len(found)} together")
    over = sum(megabytes > UNIT_MB_MAX for megabytes, _, _ in found)
    if over:
        print(f"{over} of them need more than {UNIT_MB_MAX} MB")
    return over


def pip(options):
    del options
    with tempfile.TemporaryDirectory() as made:
        clone = f"{made}/billbyagent"
        subprocess.run(["git", "clone", "--quiet", str(ROOT), clone], check=True)
        subprocess.run([sys.executable, "-m", "venv", f"{made}/venv"], check=True)
        begin = time.monotonic()
        subprocess.run([f"{made}/venv/bin/python", "-m", "pip", "install", "--quiet", "."],
                       cwd=clone, check=True, env={**os.environ, "CCACHE_DISABLE": "1"})
        seconds = time.monotonic() - begin
    late = seconds > PIP_SECONDS_MAX
    print(f"pip install . took {seconds:.0f} s, target {PIP_SECONDS_MAX} s{', missed' if late else ''}")
    return late


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--compiler", default=os.environ.get("CXX", "g++"))
    parser.add_argument("--check", action="store_true")
    parser.set_defaults(measure=headers)
    kinds = parser.add_subparsers()
    of_units = kinds.add_parser("units")
    of_units.add_argument("build")
    of_units.add_argument("--target", action="append", default=[])
    of_units.add_argument("--match", default="")
    of_units.add_argument("--top", type=int, default=20)
    of_units.add_argument("--check", action="store_true")
    of_units.set_defaults(measure=units)
    of_pip = kinds.add_parser("pip")
    of_pip.add_argument("--check", action="store_true")
    of_pip.set_defaults(measure=pip)
    options = parser.parse_args()
    if options.measure(options) and options.check:
        sys.exit(1)


main()
