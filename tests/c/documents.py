#!/usr/bin/env python3
"""documents.py PROGRAM BOOK EXPECTED: the documents of the C interface, byte for byte as they were."""

import subprocess
import sys
from itertools import zip_longest
from pathlib import Path

PROGRAM, BOOK, EXPECTED = sys.argv[1:]


def documents(text):
    return text.split(b"== ")[1:]


found = documents(subprocess.run([PROGRAM, BOOK], check=True, stdout=subprocess.PIPE).stdout)
expected = documents(Path(EXPECTED).read_bytes())
assert len(expected) > 20
for was, now in zip_longest(expected, found, fillvalue=b"nothing"):
    if was != now:
        sys.exit(f"was: {was.decode()}\nnow: {now.decode()}")
print(f"{len(found)} documents as they were")
