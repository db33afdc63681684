"""One snippet per rule that the rule must report, and its nearest innocent neighbour."""

from rules import FILE_LINES_MAX, FUNCTION_LINES_MAX, LINE_LENGTH_MAX, check

B, D, P, A, X, S = (
    "include/billbyagent/base/x.hpp",
    "include/billbyagent/domain/x.hpp",
    "include/billbyagent/ports/x.hpp",
    "include/billbyagent/app/x.hpp",
    "include/billbyagent/adapters/x.hpp",
    "src/store/x.cpp",
)
E = "include/billbyagent/described/x.hpp"
BODY, DOCUMENT, ENTRY = "src/app/x.cpp", "src/documents/x.cpp", "src/program/program.hpp"
C_SOURCE, PYTHON = "bindings/c/src/x.cpp", "bindings/python/src/x.cpp"
PROGRAM = "tools/billbyagent/cli/x.cpp"
DATE = "include/billbyagent/domain/date.hpp"
SUITE = "include/billbyagent/conformance/x.hpp"
FIELDS = "include/billbyagent/described/fields.hpp"
SIMULATOR = "tools/vsa_simulator/x.cpp"


def own(path):
    return f'#include "billbyagent/{path}.hpp"'


def function(lines):
    return "int f(int a) {\n" + "  a += 1;\n" * (lines - 2) + "}\n"


# (path, what is reported, what is not, part of the message)
CASES = [
    (B, own("domain/money"), own("base/result"), "may not know domain"),
    (D, own("ports/store"), own("base/result"), "may not know ports"),
    (D, own("app/night"), own("domain/money"), "may not know app"),
    (P, own("adapters/memory"), own("domain/money"), "may not know adapters"),
    (P, "#include <billbyagent/app/night.hpp>", "#include <billbyagent/base/id.hpp>", "not know app"),
    (A, own("adapters/memory"), own("ports/store"), "may not know adapters"),
    (X, own("app/night"), own("ports/store"), "may not know app"),
    (S, own("app/night"), own("adapters/store"), "may not know app"),
    (SUITE, own("adapters/memory"), own("ports/store"), "may not know adapters"),
    (SUITE, "#include <doctest/doctest.h>", own("conformance/suite"), "third party"),
    ("src/conformance/x.cpp", own("adapters/memory"), "#include <doctest/doctest.h>", "not know adapters"),
    (A, '#include "http/client.hpp"', own("app/night"), "may not know src"),
    (E, own("adapters/memory"), own("app/night"), "may not know adapters"),
    (D, own("described/service"), own("base/id"), "may not know described"),
    (BODY, own("described/report"), own("app/night"), "may not know described"),
    (BODY, '#include "documents/row.hpp"', '#include "app/night/census.hpp"', "know src/documents"),
    (S, '#include "http/client.hpp"', '#include "store/query.hpp"', "may not know src/http"),
    ("src/kaseya_vsa/x.cpp", '#include "kaseya_vsax/ids.hpp"', '#include "odata/rows.hpp"',
     "may not know src/kaseya_vsax"),
    ("src/notify/x.cpp", own("app/night"), '#include "documents/notice.hpp"', "not know app"),
    (DOCUMENT, '#include "cli/tables.hpp"', own("described/report"), "know tools/billbyagent"),
    (DOCUMENT, '#include "../../tools/billbyagent/cli/tables.hpp"', '#include "documents/row.hpp"',
     "may not know tools/billbyagent/cli/tables.hpp"),
    (ENTRY, own("app/night"), "#include <vector>", "may not know app"),
    (C_SOURCE, '#include "cli/tables.hpp"', '#include "documents/reports.hpp"', "tools/billbyagent"),
    (C_SOURCE, '#include "store_sqlite/query.hpp"', '#include "bba/rmm.h"', "know src/store_sqlite"),
    (PYTHON, '#include "cli/program.hpp"', '#include "program/program.hpp"', "tools/billbyagent"),
    (PYTHON, '#include "bba/rmm.h"', own("adapters/json"), "may not know bindings/c"),
    (PROGRAM, '#include "http/client.hpp"', '#include "cli/tables.hpp"', "may not know src/http"),
    (PROGRAM, '#include "bba/rmm.h"', own("adapters/json"), "may not know bindings/c"),
    (PROGRAM, "#include <billbyagent.h>", "#include <vector>", "may not know bindings/c"),
    ("fuzz/x.cpp", '#include "cli/book_file.hpp"', '#include "http/url.hpp"', "tools/billbyagent"),
    ("bench/x.cpp", '#include "store_sqlite/query.hpp"', "#include <billbyagent.h>", "src/store"),
    ("examples/x.cpp", '#include "documents/row.hpp"', own("adapters/json"), "src/documents"),
    ("tests/c/x.cpp", '#include "cli/tables.hpp"', '#include "bba/rmm.h"', "tools/billbyagent"),
    ("tests/app/x.cpp", '#include "cli/tables.hpp"', '#include "http/url.hpp"', "tools/billbyagent"),
    ("tests/cli/x.cpp", '#include "bba/rmm.h"', '#include "cli/tables.hpp"', "know bindings/c"),
    (PROGRAM, "auto end = detail::open_end();", "auto end = service.end();", "the library's own"),
    (PROGRAM, "namespace inner = billbyagent::detail;", "std::string detail;", "the library's own"),
    (PROGRAM, "using namespace detail;", "row.detail = text;", "the library's own"),
    (PYTHON, "billbyagent::detail::open_end();", "py::detail::name(); pybind11::detail::name();",
     "the library's own"),
    ("bindings/c/CMakeLists.txt", "include(x/tools/cli)", "# as in tools/ ...\ninclude(cmake)",
     "not sources of the tools"),
    (SIMULATOR, own("base/result"), '#include "vsa_simulator/estate.hpp"', "may not know base"),
    ("include/billbyagent/billbyagent.hpp", own("adapters/memory"), own("app/night"), "adapters"),
    (D, "#include <boost/date_time/gregorian/gregorian_types.hpp>", "#include <string>", "third party"),
    (DATE, "#include <boost/json.hpp>", "#include <boost/date_time/gregorian/gregorian_types.hpp>",
     "third party"),
    (P, "#include <boost/system/result.hpp>", "#include <span>", "third party"),
    (FIELDS, "#include <boost/json.hpp>", "#include <boost/describe/class.hpp>", "third party"),
    (A, own("described/app"), own("app/night"), "may not know described"),
    (FIELDS, own("adapters/memory"), own("app/night"), "may not know adapters"),
    (X, "#include <sqlite3.h>", "#include <memory>", "third party"),
    (X, "#include <openssl/ssl.h>", "#include <vector>", "third party"),
    (X, "#include <libpq-fe.h>", "#include <variant>", "third party"),
    (X, "#include <boost/beast/http.hpp>", "// #include <boost/beast/http.hpp>", "third party"),
    (D, "#include <iostream>", "#include <compare>", "not in this layer"),
    (D, "#include <chrono>", "#include <cstdint>", "not in this layer"),
    (S, "#include <iostream>", "#include <chrono>", "not in this layer"),
    (A, "#include <ctime>", "#include <chrono>", "not in this layer"),
    (D, "double share;", "// a double would lie", "floating point"),
    (B, "float share;", 'auto text = "float";', "floating point"),
    (D, "constexpr long a = 1'000; double b;", "constexpr long a = 1'000'000;", "floating point"),
    (A, "auto now = std::chrono::system_clock::now();", "std::chrono::steady_clock::time_point t;",
     "Clock port"),
    (A, "auto now = time(nullptr);", "auto now = clock.now();", "Clock port"),
    (A, 'auto zone = getenv("TZ");', "auto zone = tenant.zone;", "environment"),
    (S, "std::cerr << fault;", "log << fault;", "prints nothing"),
    (S, 'printf("x");', 'std::snprintf(buffer, sizeof buffer, "x");', "prints nothing"),
    (S, "std::abort();", "session.abort();", "does not end its host"),
    (S, "thread_local int last;", "int last;", "thread-local"),
    (A, "using namespace std;", "using std::string;", "using namespace"),
    ("bindings/c/src/a.cpp", "thread_local int last;", "int last;", "thread-local"),
    ("bindings/c/src/a.cpp", "std::cerr << fault;", "log << fault;", "prints nothing"),
    ("bindings/c/include/bba/a.h", "#ifndef A\n#include <string>", "#ifndef A\n#include <stdint.h>",
     "a C header"),
    (S, "// TODO later", "// to do so, later", "finish it"),
    (A, "/* FIXME */", "/* fixed */", "finish it"),
    (S, "int " + "x" * LINE_LENGTH_MAX + ";", "//" + "x" * LINE_LENGTH_MAX, "columns"),
    (S, function(FUNCTION_LINES_MAX + 1), function(FUNCTION_LINES_MAX), "a function of 71 lines"),
    (S, "namespace n {\nclass C {\n" + function(FUNCTION_LINES_MAX + 1) + "};\n}",
     "namespace n {\nclass C {\n" + function(9) * 9 + "};\n}", "a function of 71 lines"),
    (S, "\n" * (FILE_LINES_MAX + 1), "\n" * FILE_LINES_MAX, "601 lines"),
]


def run():
    faults = []
    for path, bad, good, message in CASES:
        prefix = "#pragma once\n/// Threads: values.\n" if path.endswith(".hpp") else ""
        reported = [text for _, text in check(path, prefix + bad)]
        if not any(message in text for text in reported):
            faults.append(f"{path}: not reported: {bad[:60]!r} (wanted '{message}', got {reported})")
        for _, text in check(path, prefix + good):
            faults.append(f"{path}: reported for no reason: {good[:60]!r}: {text}")
    if not any("pragma once" in text for _, text in check(D, "int x;")):
        faults.append("a header without #pragma once was not reported")
    for path in (B, X, "include/billbyagent/billbyagent.hpp"):
        if not any("threads" in text for _, text in check(path, "#pragma once\n// Threads: none\n")):
            faults.append(f"{path}: a header without a sentence on threads was not reported")
    if list(check("include/billbyagent/ports/detail/x.hpp", "#pragma once\n")):
        faults.append("a header that is not public was asked for threads")
    return len(CASES) + 5, faults
