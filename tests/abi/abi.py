#!/usr/bin/env python3
"""What the C interface promises, checked (docs/abi-policy.md).

abi.py fallible INCLUDE                        prints the functions that take an error object
abi.py symbols NM LIBRARY INCLUDE SYMBOLS      exported = declared = frozen
abi.py layout CC INCLUDE LAYOUT [--write]      the layout of every struct is the frozen one
abi.py codes INCLUDE ERRC_HPP PAGE             the status codes are those of C++, and documented
abi.py flatten INCLUDE OUT                     billbyagent.h as one file, to be frozen
abi.py tomorrow INCLUDE OUT                    the headers with a field more in every options struct
abi.py prefix CC INCLUDE FROZEN LAYOUT         nothing of a frozen header is gone or has moved
abi.py self-test
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/", re.DOTALL)
FUNCTION = re.compile(r"BBA_API\s+[\w\s*]+?\b(?P<name>bba_\w+)\s*\((?P<parameters>[^;{]*)\);")
STRUCT = re.compile(r"typedef struct (?P<name>bba_\w+) \{(?P<body>.*?)\} (?P=name);", re.DOTALL)
FUNCTION_FIELD = re.compile(r"\(\*(\w+)\)\s*\(")
CODE = re.compile(r"^\s*BBA_(?P<name>[A-Z_]+) = (?P<number>\d+),?$", re.MULTILINE)
ONLY_IN_C = {"ok": 0, "out_of_memory": 901}


class Fault(Exception):
    pass


def headers(include):
    return sorted(Path(include).rglob("*.h"))


def code_of(text):
    return COMMENT.sub(" ", text)


def functions(include):
    found = {}
    for header in headers(include):
        for match in FUNCTION.finditer(code_of(header.read_text("utf-8"))):
            found[match["name"]] = match["parameters"]
    return found


def fallible(include):
    # bba_error_free takes one to free.
    return sorted(name for name, parameters in functions(include).items()
                  if "bba_error** error" in parameters and name != "bba_error_free")


def differences(what, wanted, got):
    lines = [f"{what}: {name} is missing" for name in sorted(set(wanted) - set(got))]
    return lines + [f"{what}: {name} is new" for name in sorted(set(got) - set(wanted))]


def check_symbols(nm, library, include, frozen):
    rows = run([nm, "-D", "--defined-only", library]).splitlines()
    names = [row.split()[-1].split("@")[0] for row in rows]
    exported = [name for name in names if not re.fullmatch(r"BBA_\d+", name)]
    wanted = Path(frozen).read_text("utf-8").split()
    raise_all(differences("exported", wanted, exported) +
              differences("declared", wanted, functions(include)))
    return f"{len(exported)} symbols"


def fields(body):
    for declaration in code_of(body).split(";"):
        declaration = " ".join(declaration.split())
        if not declaration:
            continue
        pointer = FUNCTION_FIELD.search(declaration)
        yield pointer[1] if pointer else re.search(r"(\w+)(\[\w+\])?$", declaration)[1]


def structs(text):
    return {match["name"]: list(fields(match["body"])) for match in STRUCT.finditer(code_of(text))}


def layout(cc, include, text, includes):
    """`struct size`, then its fields as `struct.field offset size`, as the compiler has them."""
    program = "".join(f'#include "{name}"\n' for name in includes)
    program += "#include <stdio.h>\nint main(void) {\n"
    for name, members in sorted(structs(text).items()):
        program += f'  printf("{name} %zu\\n", sizeof({name}));\n'
        for member in members:
            program += (f'  printf("{name}.{member} %zu %zu\\n", offsetof({name}, {member}), '
                        f"sizeof((({name}*)0)->{member}));\n")
    program += "  return 0;\n}\n"
    with tempfile.TemporaryDirectory() as folder:
        source, binary = Path(folder) / "layout.c", Path(folder) / "layout"
        source.write_text(program, "utf-8")
        run([cc, "-std=c99", f"-I{include}", str(source), "-o", str(binary)])
        return run([str(binary)]).splitlines()


def layout_of_headers(cc, include):
    text = "".join(header.read_text("utf-8") for header in headers(include))
    return layout(cc, include, text, ["billbyagent.h", "billbyagent_provider.h"])


def check_layout(cc, include, frozen):
    got = layout_of_headers(cc, include)
    raise_all(differences("layout", Path(frozen).read_text("utf-8").splitlines(), got))
    return f"{len(got)} rows"


def check_prefix(cc, include, frozen, _):
    """Fields of the frozen header are where they were; structs may only have grown."""
    text = Path(frozen).read_text("utf-8")
    today = dict(row.split(" ", 1) for row in layout_of_headers(cc, include))
    faults = []
    for row in layout(cc, Path(frozen).parent, text, [Path(frozen).name]):
        name, numbers = row.split(" ", 1)
        if name not in today:
            faults.append(f"{name} is gone")
        elif "." in name and today[name] != numbers:
            faults.append(f"{name} was at {numbers} and is at {today[name]}")
        elif "." not in name and int(today[name]) < int(numbers):
            faults.append(f"{name} has shrunk")
    declared = functions(include)
    for match in FUNCTION.finditer(code_of(text)):
        now = declared.get(match["name"])
        if now is None or " ".join(now.split()) != " ".join(match["parameters"].split()):
            faults.append(f"{match['name']} is gone or has other parameters")
    raise_all(faults)
    return "nothing is gone"


def check_codes(include, errc, page):
    header = (Path(include) / "bba/status.h").read_text("utf-8")
    got = {match["name"].lower(): int(match["number"]) for match in CODE.finditer(code_of(header))}
    table = re.search(r"enum class Errc[^{]*\{(.*?)\};", code_of(Path(errc).read_text()), re.DOTALL)
    wanted = {name: int(number) for name, number in re.findall(r"(\w+) = (\d+)", table[1])}
    if set(ONLY_IN_C.values()) & set(wanted.values()):
        raise Fault("a number that only C has is used in C++")
    meanings = dict(re.findall(r'ErrcInfo\{Errc::\w+, "(\w+)",\s*"([^"]*)"\}', Path(errc).read_text()))
    wanted |= ONLY_IN_C
    documented = dict()
    for number, name, meaning in re.findall(r"^\| (\d+) \| `(\w+)` \| (.*?) \|",
                                            Path(page).read_text("utf-8"), re.MULTILINE):
        documented[name] = int(number)
        if name in meanings and meaning != meanings[name]:
            raise Fault(f"{page}: {name} means '{meanings[name]}' in {errc}")
    pairs = lambda codes: [f"{name} = {number}" for name, number in codes.items()]
    raise_all(differences("status.h", pairs(wanted), pairs(got)) +
              differences(page, pairs(wanted), pairs(documented)))
    return f"{len(got)} codes"


def flatten(include, out):
    seen = set()

    def text_of(name):
        if name in seen:
            return ""
        seen.add(name)
        return "".join(text_of(match[1]) if (match := re.match(r'#include "([^"]+)"', line)) else line
                       for line in (Path(include) / name).read_text("utf-8").splitlines(True))

    text = re.sub(r"\n{3,}", "\n\n", text_of("billbyagent.h"))
    Path(out).write_text(text, "utf-8")
    return out


def tomorrow(include, out):
    """Every struct of the caller's gets a last field `tomorrow`, as a later version would append."""
    for header in headers(include):
        text = STRUCT.sub(lambda match: match[0].replace(
            "} " + match["name"] + ";", "  int64_t tomorrow;\n} " + match["name"] + ";")
            if "struct_size" in match["body"] else match[0], header.read_text("utf-8"))
        target = Path(out) / header.relative_to(include)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")
    return out


def run(command):
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise Fault(f"{' '.join(command)}\n{done.stdout}{done.stderr}")
    return done.stdout


def raise_all(faults):
    if faults:
        raise Fault("\n".join(faults))


def self_test():
    sample = ("/// bba_not(bba_error** error);\nBBA_API bba_status bba_a(int *out,\n"
              "                  bba_error** error);\nBBA_API const char* bba_b(void);\n"
              "typedef struct bba_s {\n  uint32_t struct_size; ///< of it\n  char c[4];\n"
              "  void (*call)(int x, void *payload);\n  const char *const *list;\n} bba_s;\n")
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "a.h").write_text(sample, "utf-8")
        if fallible(folder) != ["bba_a"] or sorted(functions(folder)) != ["bba_a", "bba_b"]:
            raise Fault("functions")
        tomorrow(folder, Path(folder) / "out")
        if structs((Path(folder) / "out/a.h").read_text())["bba_s"][-1] != "tomorrow":
            raise Fault("tomorrow")
    if structs(sample) != {"bba_s": ["struct_size", "c", "call", "list"]}:
        raise Fault(f"structs: {structs(sample)}")
    if differences("x", ["a", "b"], ["b", "c"]) != ["x: a is missing", "x: c is new"]:
        raise Fault("differences")
    return "self-test"


def main(arguments):
    commands = {"symbols": check_symbols, "layout": check_layout, "codes": check_codes,
                "flatten": flatten, "tomorrow": tomorrow, "prefix": check_prefix,
                "self-test": self_test}
    if arguments[:1] == ["fallible"]:
        print("\n".join(fallible(arguments[1])))
    elif arguments[:1] == ["layout"] and arguments[-1] == "--write":
        Path(arguments[3]).write_text("\n".join(layout_of_headers(*arguments[1:3])) + "\n", "utf-8")
    elif arguments and arguments[0] in commands:
        print(commands[arguments[0]](*arguments[1:]))
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except Fault as fault:
        sys.exit(str(fault))
