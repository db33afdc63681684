#!/usr/bin/env python3
"""Runs what the documentation shows.

A fenced block after the comment <!-- example: NAME --> is an example: `cpp`, `c` and `python` blocks
are whole programs, `sh` blocks are scripts that find the tools in PATH; each runs in an empty folder.
The next `text` block, if it comes before another example, is what the example has to print; in it, a
line of three dots stands for any lines. <!-- example: NAME continues --> runs an `sh` block after the
earlier `sh` examples of its file, in the same folder. A program that is not meant to be run says why:
<!-- not run: REASON -->.

docs.py extract OUT FILE...         writes OUT/NAME.cpp, OUT/NAME.sh and OUT/NAME.expected, and
                                    prints one line "NAME LANGUAGE" for each
docs.py run EXPECTED COMMAND...     runs the command and compares what it prints
docs.py check ROOT FILE...          every program is marked, every link to a file leads somewhere
docs.py self-test
"""

import difflib
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

MARK = re.compile(r"^<!-- example: (?P<name>[a-z0-9_]+)(?P<continues> continues)? -->$")
NOT_RUN = re.compile(r"^<!-- not run: \S.* -->$")
FENCE = re.compile(r"^(?P<ticks>`{3,})(?P<language>\w*)\s*$")
LINK = re.compile(r"(?<!`)\[[^\]\[]*\]\((?P<target>[^)\s]+)\)")
PROGRAMS = ("cpp", "c", "python")
LANGUAGES = (*PROGRAMS, "sh")
SH_PREAMBLE = "set -euo pipefail\ntrap 'kill $(jobs -p) 2>/dev/null || true' EXIT\n"


class Fault(Exception):
    pass


@dataclass
class Block:
    language: str
    line: int
    mark: str  # the last line with text before the block
    code: str


@dataclass
class Example:
    name: str
    language: str
    code: str
    expected: str | None = None
    earlier: list = field(default_factory=list)


def blocks(text):
    found, mark, opened = [], "", None
    for number, line in enumerate(text.splitlines(), start=1):
        fence = FENCE.match(line)
        if opened:
            ticks, block, code = opened
            if fence and fence["ticks"] == ticks and not fence["language"]:
                block.code = "".join(code)
                found.append(block)
                opened, mark = None, ""
            else:
                code.append(line + "\n")
        elif fence:
            opened = (fence["ticks"], Block(fence["language"], number, mark, ""), [])
        elif line.strip():
            mark = line.strip()
    if opened:
        raise Fault(f"line {opened[1].line}: a block without an end")
    return found


def examples(text):
    found = []
    for block in blocks(text):
        mark = MARK.match(block.mark)
        if mark:
            if block.language not in LANGUAGES:
                raise Fault(f"line {block.line}: cannot run a block of '{block.language}'")
            example = Example(mark["name"], block.language, block.code)
            if mark["continues"]:
                example.earlier = [e.code for e in found if e.language == "sh"]
            found.append(example)
        elif block.language == "text" and found and found[-1].expected is None:
            found[-1].expected = block.code
    return found


def extract(out, files):
    out.mkdir(parents=True, exist_ok=True)
    seen = {}
    for file in files:
        for example in examples(file.read_text(encoding="utf-8")):
            if example.name in seen:
                raise Fault(f"example {example.name} is in {seen[example.name]} and in {file}")
            seen[example.name] = file
            code = example.code
            if example.language == "sh":
                code = SH_PREAMBLE + "".join(f"{{\n{c}}} >/dev/null\n" for c in example.earlier) + code
            write(out / f"{example.name}.{example.language}", code)
            write(out / f"{example.name}.expected",
                  "...\n" if example.expected is None else example.expected)
            print(example.name, example.language)


def write(path, text):
    """Leaves an unchanged file alone, so that nothing is built again for it."""
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")


def same(expected, printed):
    pattern = "".join(
        r"(?:.*\n)*" if line == "..." else re.escape(line) + r"\n" for line in expected.splitlines())
    return re.fullmatch(pattern, printed) is not None


def run(expected_file, command):
    expected = expected_file.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(command, cwd=folder, stdin=subprocess.DEVNULL, text=True,
                              stdout=subprocess.PIPE, check=False)
    if done.returncode != 0:
        raise Fault(f"ended with {done.returncode}; it printed:\n{done.stdout}")
    if not same(expected, done.stdout):
        raise Fault("the documentation shows (-) something else than what is printed (+):\n" + "\n".join(
            difflib.unified_diff(expected.splitlines(), done.stdout.splitlines(), lineterm="")))


def faults_of(root, file, text):
    for block in blocks(text):
        if block.language in PROGRAMS and not (MARK.match(block.mark) or NOT_RUN.match(block.mark)):
            yield f"{file}:{block.line}: a {block.language} block that is neither an example nor 'not run'"
    prose = re.sub(r"^(`{3,}).*?^\1$", "", text, flags=re.MULTILINE | re.DOTALL)
    for link in LINK.finditer(prose):
        target = link["target"].split("#")[0]
        if target and "://" not in target and not target.startswith("mailto:"):
            path = (root / target[1:]) if target.startswith("/") else (file.parent / target)
            if not path.exists():
                yield f"{file}: the link to {link['target']} leads nowhere"


def check(root, files):
    found = [fault for file in files for fault in faults_of(root, file, file.read_text("utf-8"))]
    if found:
        raise Fault("\n".join(found))


def expect(holds, what):
    if not holds:
        raise Fault(f"self-test: {what}")


def fails(call, *arguments):
    try:
        call(*arguments)
    except Fault:
        return True
    return False


def self_test():
    sample = Path(__file__).with_name("sample.md").read_text(encoding="utf-8")
    found = {example.name: example for example in examples(sample)}
    expect(list(found) == ["sample_cpp", "sample_sh", "sample_sh_continues", "sample_silent"], "names")
    expect(found["sample_cpp"].expected == "12.50 USD\n", "what the program prints")
    expect(found["sample_silent"].expected is None, "no text block belongs to sample_silent")
    expect(len(found["sample_sh_continues"].earlier) == 1, "what came before")
    expect(same("a\n...\nd\n", "a\nb\nc\nd\n") and same("a\n...\n", "a\n"), "three dots match")
    expect(not same("a\n", "a\nb\n") and not same("a\n...\nd\n", "a\nb\n"), "other text does not")
    expect(not same("a.c\n", "abc\n"), "text is no pattern")
    here = Path(__file__).parent
    expect(not list(faults_of(here, here / "sample.md", sample)), "the sample is right")
    for wrong in ("```cpp\nint x;\n```\n", "```c\nint x;\n```\n", "[gone](no_such_file.md)\n"):
        expect(list(faults_of(here, here / "x.md", wrong)), f"reported: {wrong!r}")
    for wrong in ("```cpp\nint x;\n", "<!-- example: x -->\n```cobol\nx\n```\n"):
        expect(fails(examples, wrong), f"refused: {wrong!r}")
    with tempfile.TemporaryDirectory() as folder:
        expected = Path(folder) / "expected"
        expected.write_text("one\n", encoding="utf-8")
        run(expected, ["echo", "one"])
        expect(fails(run, expected, ["echo", "two"]), "other output fails")
        expect(fails(run, expected, ["false"]), "a failing command fails")


def main(arguments):
    if arguments[:1] == ["extract"]:
        extract(Path(arguments[1]), [Path(a) for a in arguments[2:]])
    elif arguments[:1] == ["run"]:
        run(Path(arguments[1]), arguments[2:])
    elif arguments[:1] == ["check"]:
        check(Path(arguments[1]), [Path(a) for a in arguments[2:]])
    elif arguments == ["self-test"]:
        self_test()
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except Fault as fault:
        sys.exit(str(fault))
