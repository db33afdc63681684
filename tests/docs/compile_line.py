"""Runs the line by which README.md compiles its first program, as it stands there."""

import re
import subprocess
import sys
import tempfile
from pathlib import Path


def main(root):
    readme = (root / "README.md").read_text()
    block = re.search(r"^```cpp\n(.*?)^```$\n+prints\n+^```text\n(.*?)^```$", readme, re.DOTALL | re.MULTILINE)
    line = re.search(r"`(c\+\+ -std[^`]*)`", readme)
    if not block or not line:
        sys.exit("README.md: no program, what it prints, and the line that compiles it")
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "first_bill.cpp").write_text(block[1])
        # The page speaks of the folder of the sources, where nothing is to be written here.
        command = line[1].replace("-Iinclude", f"-I{root / 'include'}")
        subprocess.run(command, shell=True, cwd=place, check=True)
        printed = subprocess.run(["./first_bill"], cwd=place, check=True, capture_output=True, text=True)
    if printed.stdout != block[2]:
        sys.exit(f"README.md promises\n{block[2]}and gets\n{printed.stdout}")


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
