"""A PostgreSQL server for tests, from Debian's packages: `server.py start FILE` and `server.py stop FILE`.

FILE gets the server's URL, and its folder in a second line. The server refuses to run as root: root starts
it as the user `postgres`, which the package makes, or as `nobody`. It listens on a port of its own on this
machine and keeps nothing: its folder is a temporary one.
"""

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

SETTINGS = """
listen_addresses = '127.0.0.1'
max_connections = 60
shared_buffers = 32MB
# What is tested here does not outlive the machine.
fsync = off
synchronous_commit = off
full_page_writes = off
logging_collector = off
"""


def programs():
    """The folder of the newest server that is installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[4]))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).resolve().parent
    sys.exit("server.py: no PostgreSQL server is installed; 'scripts/install-packages' installs postgresql-15")


def owner():
    """As whom the server runs."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    sys.exit("server.py: the server does not run as root, and there is no user 'postgres' or 'nobody'")


def run(user, *command):
    extra = {} if user is None else {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    done = subprocess.run([str(each) for each in command], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, cwd="/", **extra)
    if done.returncode != 0:
        sys.exit(f"server.py: {' '.join(map(str, command))}\n{done.stdout}")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def stop(file: Path):
    if not file.exists():
        return
    folder = Path(file.read_text().splitlines()[1])
    data = folder / "data"
    if (data / "postmaster.pid").exists():
        run(owner(), programs() / "pg_ctl", "stop", "-D", data, "-m", "immediate")
    shutil.rmtree(folder, ignore_errors=True)
    file.unlink()


def start(file: Path):
    stop(file)  # what a run that was cut short left behind
    bin_folder, user = programs(), owner()
    folder = Path(tempfile.mkdtemp(prefix="bba-pg-"))
    if user is not None:
        os.chown(folder, user.pw_uid, user.pw_gid)
    data = folder / "data"
    run(user, bin_folder / "initdb", "-D", data, "-A", "trust", "-U", "bba", "-E", "UTF8", "--locale=C",
        "--no-sync", "--no-instructions")
    port = free_port()
    with open(data / "postgresql.conf", "a") as settings:
        settings.write(f"{SETTINGS}port = {port}\nunix_socket_directories = '{folder}'\n")
    run(user, bin_folder / "pg_ctl", "start", "-w", "-D", data, "-l", folder / "log")
    file.write_text(f"postgres://bba@127.0.0.1:{port}/postgres\n{folder}\n")


if __name__ == "__main__":
    {"start": start, "stop": stop}[sys.argv[1]](Path(sys.argv[2]))
