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
full_page_writes = off
logging_collector = off
"""
# Of a server that is never stopped in the middle.
HASTY = "synchronous_commit = off\n"


def programs():
    """The folder of the newest server that is installed, or of the one that POSTGRES_PROGRAMS names."""
    if chosen := os.environ.get("POSTGRES_PROGRAMS"):
        return Path(chosen)
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


def run(user, *command, **environment):
    extra = {} if user is None else {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    done = subprocess.run([str(each) for each in command], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, cwd="/",
                          env={**os.environ, **environment}, **extra)
    if done.returncode != 0:
        sys.exit(f"server.py: {' '.join(map(str, command))}\n{done.stdout}")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """A cluster in a folder of its own."""

    def __init__(self, folder, port):
        self.folder, self.port = Path(folder), port
        self.environment = {}
        self.data = self.folder / "data"
        self.url = f"postgres://bba@127.0.0.1:{port}/postgres"

    @classmethod
    def make(cls, settings="", base=None, **environment):
        """Starts a new one; `base`: a standby of that one; `environment`: of the server's processes."""
        server = cls(tempfile.mkdtemp(prefix="bba-pg-"), free_port())
        server.environment = environment
        if owner() is not None:
            os.chown(server.folder, owner().pw_uid, owner().pw_gid)
        if base is None:
            run(owner(), programs() / "initdb", "-D", server.data, "-A", "trust", "-U", "bba", "-E",
                "UTF8", "--locale=C", "--no-sync", "--no-instructions")
        else:
            run(owner(), programs() / "pg_basebackup", "-D", server.data, "-R", "--no-sync", "-d",
                f"{base.url}?application_name=standby")
        with open(server.data / "postgresql.conf", "a") as file:
            file.write(f"{SETTINGS}{settings}port = {server.port}\n"
                       f"unix_socket_directories = '{server.folder}'\n")
        server.start()
        return server

    def start(self):
        run(owner(), programs() / "pg_ctl", "start", "-w", "-D", self.data, "-l", self.folder / "log",
            **self.environment)

    def stop(self, how="immediate"):
        if (self.data / "postmaster.pid").exists():
            run(owner(), programs() / "pg_ctl", "stop", "-D", self.data, "-m", how)

    def wait_until_up(self):
        while subprocess.run(["psql", "-X", "-q", self.url, "-c", ""], capture_output=True).returncode != 0:
            if not (self.data / "postmaster.pid").exists():
                self.start()

    def promote(self):
        run(owner(), programs() / "pg_ctl", "promote", "-w", "-D", self.data)

    def remove(self):
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)


def stop(file: Path):
    if not file.exists():
        return
    Server(file.read_text().splitlines()[1], 0).remove()
    file.unlink()


def start(file: Path):
    stop(file)  # what a run that was cut short left behind
    server = Server.make(HASTY)
    file.write_text(f"{server.url}\n{server.folder}\n")


if __name__ == "__main__":
    {"start": start, "stop": stop}[sys.argv[1]](Path(sys.argv[2]))
