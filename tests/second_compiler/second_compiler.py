#!/usr/bin/env python3
"""second_compiler.py COMPILER COMPILE_COMMANDS SOURCE...: reads the sources of one target, with its own
flags, for warnings.

They are read as one, from the last to the first: what they include is most of the work, and the build's
own order is the other way round.
"""

import json
import shlex
import subprocess
import sys
from pathlib import Path


def holds(entry, source):
    """Whether it compiles the source, alone or together with others (cmake/target_defaults.cmake)."""
    file = Path(entry["file"])
    return entry["file"] == source or (
        file.parent.name == "Unity" and f'#include "{source}"' in file.read_text(encoding="utf-8"))


def flags_of(commands, source):
    """The flags of the build's own command, from behind the compiler to the output file."""
    for entry in json.loads(Path(commands).read_text(encoding="utf-8")):
        if holds(entry, source):
            words = shlex.split(entry["command"])
            first = next(i for i, word in enumerate(words) if word.startswith("-"))
            return entry["directory"], words[first : words.index("-o")]
    sys.exit(f"{source} is not part of this build")


def main():
    compiler, commands, *sources = sys.argv[1:]
    folder, flags = flags_of(commands, sources[0])
    together = "".join(f'#include "{source}"\n' for source in reversed(sources))
    # A name of one source is no shadow of another's.
    return subprocess.run([compiler, *flags, "-Werror", "-Wno-shadow", "-fsyntax-only", "-x", "c++", "-"],
                          cwd=folder, input=together, text=True, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
