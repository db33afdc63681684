"""Runs an example of docs/scaling.md with a server: `for_pages.py FILE COMMAND...`, FILE as server.py wrote it.

What the page makes on the server is gone before and afterwards."""

import os
import subprocess
import sys
from pathlib import Path


def clear(server):
    for sql in ("DROP DATABASE IF EXISTS billbyagent WITH (FORCE)", "DROP ROLE IF EXISTS billbyagent"):
        subprocess.run(["psql", "-X", "-q", server, "-c", sql], check=True, stderr=subprocess.DEVNULL)


def main(file, *command):
    server = Path(file).read_text().splitlines()[0]
    place = server.split("@")[1].split("/")[0]
    os.environ["SERVER"] = server
    os.environ["DATABASE"] = f"postgres://billbyagent@{place}/billbyagent"
    clear(server)
    try:
        return subprocess.run(command).returncode
    finally:
        clear(server)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
