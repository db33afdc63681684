"""Measures a scan of a real MeshCentral against `meshctrl listdevices`, in the same run.

mesh.py BUILD_FOLDER [DEVICES]...   the default is 2000 10000

Both are processes of their own that log in, read the list once and end. The client is the one that comes
with the server; its package is fetched as for the tests. Printed: medians and their ratio.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests/meshcentral"))

from server import MeshCentral, Unavailable  # noqa: E402  (found beside the tests)

ROUNDS = 7


def timed(call):
    begin = time.monotonic()
    result = call()
    return time.monotonic() - begin, result


def measure(build, server, login, devices):
    def scan():
        done = subprocess.run(
            [build / "bench/mesh_scan", server.url, login[0], server.ca], capture_output=True,
            text=True, check=True,
            env={**os.environ, "BILLBYAGENT_MESH_PASSWORD": login[1]})
        return int(done.stdout)

    client, library = [], []
    for _ in range(ROUNDS):
        seconds, listed = timed(lambda: server.devices(*login))
        client.append(seconds)
        seconds, scanned = timed(scan)
        library.append(seconds)
        if not len(listed) == scanned == devices:
            sys.exit(f"meshctrl lists {len(listed)} devices, the scan has {scanned}")
    client, library = statistics.median(client), statistics.median(library)
    print(f"{devices:>7} devices: meshctrl {client:.3f} s, scan {library:.3f} s, "
          f"ratio {library / client:.2f}")


def main(build, sizes):
    with tempfile.TemporaryDirectory(prefix="billbyagent-bench-") as folder:
        server = MeshCentral(Path(folder) / "server")
        try:
            server.start()
            password = server.create_user("billing")
            login = server.login_token("billing", password)
            present = 0
            group = server.create_group("Acme / All")
            server.link("billing", group)
            for size in sorted(sizes):
                names = [f"pc{number:05d}" for number in range(present, size)]
                server.add_devices(group, names, existing=present)
                present = size
                measure(build, server, login, size)
        finally:
            server.stop()


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    try:
        main(Path(sys.argv[1]), [int(size) for size in sys.argv[2:]] or [2000, 10000])
    except Unavailable as reason:
        sys.exit(f"the real MeshCentral can't be had here: {reason}")
