#!/usr/bin/env python3
"""compile_fail.py CASE COMPILER [FLAG...]: the case compiles, and with WRONG defined it must not."""

import re
import subprocess
import sys
from pathlib import Path

EXPECT = re.compile(r"^// expect: (?P<complaint>.+)$", re.MULTILINE)


def compile_case(command, case, *flags):
    return subprocess.run([*command, *flags, case], capture_output=True, text=True, check=False)


def main():
    case, command = sys.argv[1], sys.argv[2:]
    expect = EXPECT.match(Path(case).read_text(encoding="utf-8"))
    if not expect:
        return "the first line has to be '// expect: <regular expression>'"
    right = compile_case(command, case)
    if right.returncode != 0:
        return f"the right variant does not compile:\n{right.stderr}"
    wrong = compile_case(command, case, "-DWRONG")
    if wrong.returncode == 0:
        return "the wrong variant compiles"
    complaints = [line for line in wrong.stderr.splitlines() if "error:" in line]
    if not re.search(expect["complaint"], "\n".join(complaints)):
        return f"it fails, but not with '{expect['complaint']}':\n{wrong.stderr}"
    return 0


if __name__ == "__main__":
    sys.exit(main())
