#!/usr/bin/env python3
"""layering.py check|self-test ROOT: checks the tree against rules.py, or rules.py against itself."""

import sys
from pathlib import Path

import rules
import self_test


def sources(root: Path):
    for folder in rules.ROOTS:
        for path in sorted((root / folder).rglob("*")):
            name = path.relative_to(root).as_posix()
            checked = path.suffix in rules.SUFFIXES or path.name == rules.BUILD_FILE
            if checked and not rules.NOT_CHECKED.match(name):
                yield name, path.read_text(encoding="utf-8")


def check_tree(root: Path):
    count, faults = 0, []
    for name, text in sources(root):
        count += 1
        faults += [f"{name}:{line}: {message}" for line, message in rules.check(name, text)]
    if count == 0:
        faults.append(f"no sources under {root}")
    return count, faults


def main():
    if len(sys.argv) != 3 or sys.argv[1] not in ("check", "self-test"):
        sys.exit(__doc__)
    count, faults = check_tree(Path(sys.argv[2])) if sys.argv[1] == "check" else self_test.run()
    print("\n".join(faults))
    print(f"{sys.argv[1]}: {count} checked, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
