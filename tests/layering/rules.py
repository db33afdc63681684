"""The layers of docs/design.md as tables: who may include what, which words may not appear where."""

import posixpath
import re
from pathlib import PurePosixPath

from source import Source

LINE_LENGTH_MAX = 100
FUNCTION_LINES_MAX = 70
FILE_LINES_MAX = 600

# For each part of the tree: what of the project it may include beside its own. First match counts.
# A name is a layer of include/billbyagent, or a folder with private headers in it.
CORE = ["base", "domain", "ports", "app"]
BELOW_ADAPTERS = ["base", "domain", "ports", "adapters"]
# One header tells the time that computers have.
ADAPTER = BELOW_ADAPTERS + ["src/system_clock"]
PUBLIC = CORE + ["adapters", "described"]
MAY_INCLUDE = [
    ("include/billbyagent/base/", ["base"]),
    ("include/billbyagent/domain/", ["base", "domain"]),
    ("include/billbyagent/ports/", ["base", "domain", "ports"]),
    ("include/billbyagent/app/", CORE),
    ("include/billbyagent/described/", CORE + ["described"]),
    ("include/billbyagent/adapters/", BELOW_ADAPTERS),
    ("include/billbyagent/conformance/", ["base", "domain", "ports", "conformance"]),
    ("include/billbyagent/", CORE),
    # What stands for the terms has to forget none of them.
    ("src/app/billing/terms_digest.", CORE + ["described"]),
    ("src/app/", CORE),
    ("src/documents/", PUBLIC),
    ("src/pages/", PUBLIC + ["src/documents", "src/text"]),
    # How the program is called: for its main(), for its tests and for Python.
    ("src/program/", []),
    ("src/conformance/", ["base", "domain", "ports", "conformance"]),
    ("src/odata/", ADAPTER + ["src/http"]),
    ("src/kaseya_vsa", ADAPTER + ["src/http", "src/odata"]),
    ("src/meshcentral/", ADAPTER + ["src/http", "src/text"]),
    ("src/file_provider/", ADAPTER + ["src/text"]),
    ("src/notify/", ADAPTER + ["src/http", "src/documents", "src/text"]),
    # Rows are loops over the fields.
    ("src/store_sql/", ADAPTER + ["described"]),
    ("src/store_sqlite/", ADAPTER + ["described", "src/store_sql"]),
    ("src/store_postgres/", ADAPTER + ["described", "src/store_sql", "src/text"]),
    ("src/", ADAPTER),
    ("bindings/c/", PUBLIC + ["src/documents"]),
    ("bindings/python/", PUBLIC + ["src/documents", "src/pages", "src/program"]),
    # The simulator judges the VSA provider, so it shares nothing with it.
    ("tools/vsa_simulator/", []),
    # The demo has the simulator in it.
    ("tools/billbyagent/cli/demo.", PUBLIC + ["tools/vsa_simulator"]),
    ("tools/", PUBLIC + ["src/documents", "src/pages", "src/program", "src/text"]),
    ("examples/", PUBLIC + ["conformance", "bindings/c"]),
    ("bench/", PUBLIC + ["bindings/c"]),
    ("fuzz/", PUBLIC + ["src"]),
    ("tests/cli/", PUBLIC + ["src/documents", "src/program", "tools/billbyagent"]),
    ("tests/", PUBLIC + ["conformance", "src", "bindings", "tools/vsa_simulator"]),
]
# Where the first folder of an include does not name the folder of src/ that it is in.
FOLDERS = {
    "cli": "tools/billbyagent",
    "vsa_simulator": "tools/vsa_simulator",
    "bba": "bindings/c",
    "billbyagent.h": "bindings/c",
    "billbyagent_provider.h": "bindings/c",
}

# Third-party headers in public headers: nobody's, but for the one that wraps the calendar and those
# that tell the fields of structs.
THIRD_PARTY_IN_HEADERS = [
    ("include/billbyagent/domain/date.hpp", re.compile(r"^boost/date_time/gregorian/")),
    ("include/billbyagent/described/", re.compile(r"^boost/(describe|mp11)[/.]")),
]
THIRD_PARTY_NAMES = re.compile(r"^(sqlite3|libpq-fe|openssl|curl|boost|date|CLI|doctest|pybind11)\b")

# Standard headers that a layer has no business with.
SILENT = {"iostream", "cstdio", "stdio.h", "print", "syncstream", "clocale", "locale"}
FORBIDDEN_STANDARD = [
    (
        "include/billbyagent/(base|domain)/",
        SILENT | {"fstream", "chrono", "ctime", "time.h", "thread", "mutex", "atomic", "future",
                  "condition_variable", "random", "filesystem", "cmath"},
    ),
    ("include/billbyagent/(ports|app)/", SILENT | {"fstream", "ctime", "time.h", "random"}),
    ("(include|src|bindings/c)/", SILENT - {"cstdio", "stdio.h"}),
]

# (where, pattern over code without comments and literals, what is wrong with it)
FORBIDDEN_CODE = [
    (r"include/billbyagent/(base|domain)/", r"\b(double|float)\b",
     "floating point has no place near money"),
    (r"include/billbyagent/", r"\b(system_clock|high_resolution_clock)\b|\b(time|gettimeofday|clock_gettime)\s*\(",
     "the core is told the time by the Clock port"),
    (r"include/billbyagent/", r"\b(getenv|setlocale)\s*\(|\bstd::locale\b",
     "the core reads neither environment nor locale"),
    (r"(include|src|bindings/c)/", r"\bstd::(cout|cerr|clog)\b|(?<![\w:.>])(?:std::)?(f?printf|puts|fputs|perror)\s*\(",
     "the library prints nothing"),
    (r"(include|src|bindings/c)/", r"(?<![\w:.>])(?:std::)?(abort|exit|quick_exit|terminate|signal)\s*\(",
     "the library does not end its host"),
    (r"(include|src|bindings/c)/", r"\bthread_local\b", "no thread-local state"),
    (r"(include|src|tools|bindings)/.*\.hpp", r"\busing\s+namespace\b", "no using namespace in a header"),
    (r"(tools|bindings|bench|examples|fuzz)/",
     r"(?<!\bpy::)(?<!\bpybind11::)\bdetail\s*::|\bnamespace[^;{]*\bdetail\s*;", "the library's own"),
    (r"bindings/.*/CMakeLists\.txt", r"\btools/", "bindings use targets, not sources of the tools"),
]

# Headers that C reads know no C++ beyond its comments, and no third party.
C_HEADERS = re.compile(r"^bindings/c/include/")
C_HEADERS_MAY_INCLUDE = re.compile(r"^(bba/|billbyagent(_provider)?\.h$|std(int|def)\.h$)")

# What the opening of each public header says besides what it models: which threads may do what.
PUBLIC_HEADERS = re.compile(r"^include/(?!.*/detail/).*\.hpp$")
THREADS = re.compile(r"^///.*\bThreads:", re.MULTILINE)

# Over the whole text, comments included.
FORBIDDEN_TEXT = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")

ROOTS = ["include", "src", "tools", "tests", "examples", "bench", "fuzz", "bindings"]
SUFFIXES = {".hpp", ".cpp", ".h", ".c"}
BUILD_FILE = "CMakeLists.txt"
# Proof of the rules would break the rules.
# A header as it was published is longer than one would write it.
NOT_CHECKED = re.compile(r"^tests/(layering|abi/frozen)/")


def check(path: str, text: str):
    """Yields (line, message) for every rule that the file breaks."""
    source = Source(path, text)
    if not path.endswith(BUILD_FILE):
        yield from _size(source)
        yield from _own_includes(source)
        yield from _other_includes(source)
    for where, pattern, why in FORBIDDEN_CODE:
        if re.match(where, path):
            for found in re.finditer(pattern, source.code):
                yield source.line_of(found.start()), f"'{found[0].strip()}': {why}"
    for found in FORBIDDEN_TEXT.finditer(text):
        yield source.line_of(found.start()), f"'{found[0]}': finish it or file it"
    if path.endswith((".hpp", ".h")) and not re.search(r"^#(pragma once|ifndef)", text, re.MULTILINE):
        yield 1, "a header without #pragma once"
    if PUBLIC_HEADERS.match(path) and not THREADS.search(text):
        yield 1, "no sentence on threads ('/// ... Threads: ...')"


def _size(source: Source):
    for number, line in enumerate(source.lines, start=1):
        # A line that nobody can break: a single long word, such as an address.
        if len(line) > LINE_LENGTH_MAX and " " in line.strip():
            yield number, f"{len(line)} columns, more than {LINE_LENGTH_MAX}"
    if len(source.lines) - 1 > FILE_LINES_MAX:
        yield 1, f"{len(source.lines) - 1} lines, more than {FILE_LINES_MAX}"
    for function in source.functions():
        if function.lines > FUNCTION_LINES_MAX:
            yield (function.first_line,
                   f"a function of {function.lines} lines, more than {FUNCTION_LINES_MAX}")


def _own_includes(source: Source):
    allowed = next((layers for where, layers in MAY_INCLUDE if source.path.startswith(where)), None)
    if allowed is None:
        return
    for include in source.includes:
        layer = _layer(source.path, include)
        if layer and source.path.startswith(f"{layer}/"):
            continue
        if layer and not any(f"{layer}/".startswith(f"{each}/") for each in allowed):
            yield include.line, f"includes {include.path}: this layer may not know {layer}"


def _layer(path: str, include):
    """What an include is part of: a layer such as base, or the folder of a private header."""
    parts = PurePosixPath(include.path).parts
    if parts[0] == "billbyagent":
        return parts[1] if len(parts) > 2 else None
    if parts[0] in FOLDERS:
        return FOLDERS[parts[0]]
    if not include.quoted:
        return None
    if path.startswith("include/"):
        return "src"
    if parts[0] == "..":
        return posixpath.normpath(posixpath.join(posixpath.dirname(path), include.path))
    # A header beside the source; in tests, of their folders or of those in src, which look alike.
    if len(parts) == 1:
        return None
    return "tests" if path.startswith("tests/") else f"src/{parts[0]}"


def _other_includes(source: Source):
    if C_HEADERS.match(source.path):
        for include in source.includes:
            if not C_HEADERS_MAY_INCLUDE.match(include.path):
                yield include.line, f"includes {include.path}: a C header needs stdint and stddef"
    for where, names in FORBIDDEN_STANDARD:
        if re.match(where, source.path):
            for include in source.includes:
                if include.path in names:
                    yield include.line, f"includes <{include.path}>: not in this layer"
            break
    if not source.path.startswith("include/"):
        return
    exception = next((allowed for where, allowed in THIRD_PARTY_IN_HEADERS
                      if source.path.startswith(where)), None)
    for include in source.includes:
        third_party = not include.path.startswith("billbyagent/") and (
            "/" in include.path or THIRD_PARTY_NAMES.match(include.path))
        if third_party and not (exception and exception.match(include.path)):
            yield include.line, f"includes {include.path}: public headers need no third party"
