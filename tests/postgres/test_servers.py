"""Workers while servers die, change places, stand behind a pooler, or have to prove who they are."""

import os
import random
import shutil
import subprocess
import tempfile
import time
import unittest
from pathlib import Path

from server import Server, free_port, owner, programs, run
from workers import Fleet, WorkerCase, psql, read_state

SEED = int(os.environ.get("BILLBYAGENT_SEED", "20261127"))
ROUNDS = int(os.environ.get("BILLBYAGENT_ROUNDS", "1"))
# How often a run was begun depends on when the server died; what it leaves does not.
WITHOUT = ("readings", "runs")


class ServerCase(WorkerCase):
    def server(self, settings="", base=None, **environment):
        server = Server.make(settings, base, **environment)
        self.addCleanup(server.remove)
        return server

    def fleet_on(self, url, **more):
        fleet = Fleet(self, url, **more)
        fleet.import_all()
        return fleet

    def check_same(self, url, serial):
        self.assertEqual(read_state(url, WITHOUT),
                         {name: rows for name, rows in serial.items() if name not in WITHOUT})

    def check_whole(self, server, fleet, serial):
        """As the serial run left it, by the program's own checks and by the server's."""
        self.check_same(server.url, serial)
        for tenant in fleet.tenants:
            self.assertIn("All as they were recorded", fleet.run("--tenant", tenant, "verify"))
        run(owner(), programs() / "pg_amcheck", "--install-missing", "--heapallindexed",
            server.url)

    def settle(self, fleet, day):
        """What is still open after the trouble is done by one more worker."""
        return fleet.end(fleet.worker(day, "--lease", 1), (0, 1))


class Crashes(ServerCase):
    def test_a_server_that_is_stopped_at_once_loses_and_doubles_nothing(self):
        serial = self.serial((1, 2))
        drawn = random.Random(SEED)
        for _ in range(ROUNDS):
            server = self.server()
            fleet = self.fleet_on(server.url)
            for day in (1, 2):
                fleet.show(day)
                workers = [fleet.worker(day, "--lease", 1) for _ in range(3)]
                for each in workers:
                    try:
                        each.wait(drawn.uniform(0.05, 0.4))
                    except subprocess.TimeoutExpired:
                        pass
                    server.stop()
                    server.start()
                for each in workers:
                    each.communicate(timeout=120)
                self.settle(fleet, day)
            self.check_whole(server, fleet, serial)


class FullDisk(ServerCase):
    """A library of ours, preloaded into the server, says for some files that there is no room."""

    def setUp(self):
        self.switches = Path(tempfile.mkdtemp(prefix="bba-full-"))
        self.addCleanup(shutil.rmtree, self.switches)
        self.switches.chmod(0o755)
        library = self.switches / "full_disk.so"
        subprocess.run([os.environ.get("CC") or "cc", "-shared", "-fPIC", "-o", library,
                        Path(__file__).with_name("full_disk.c"), "-ldl"], check=True)
        self.library = {"LD_PRELOAD": str(library), "FULL_DISK": str(self.switches)}

    def play(self, which, said):
        """The disk is full from some moment of each day on, until all workers have ended."""
        serial = self.serial((1, 2))
        drawn = random.Random(SEED)
        for _ in range(ROUNDS):
            server = self.server(**self.library)
            fleet = self.fleet_on(server.url)
            for day in (1, 2):
                fleet.show(day)
                workers = [fleet.worker(day, "--lease", 1) for _ in range(3)]
                begun = drawn.randrange(1, 30)
                while int(psql(server.url, "SELECT count(*) FROM work WHERE done IS NOT NULL "
                               f"AND day = DATE '2026-06-0{day}' - DATE '1970-01-01'")) < begun:
                    self.assertTrue(any(each.poll() is None for each in workers))
                (self.switches / which).touch()
                for each in workers:
                    self.assertIn(said, fleet.end(each, (4,)))
                self.assertIn("No space left on device", (server.folder / "log").read_text())
                (self.switches / which).unlink()
                server.wait_until_up()
                self.settle(fleet, day)
            self.check_whole(server, fleet, serial)

    def test_tables_without_room_are_an_error_that_names_it_and_lose_nothing(self):
        self.play("data", "No space left on device")

    def test_a_log_without_room_stops_the_server_and_loses_nothing(self):
        # It begins anew until there is room, and says why in its own log; workers find it closed.
        self.play("log", "connection to server")


class Standby(ServerCase):
    def test_a_standby_takes_over_and_until_then_is_only_read(self):
        serial = self.serial((1, 2))
        first = self.server("synchronous_standby_names = ''\n")
        second = self.server(base=first)
        psql(first.url, "ALTER SYSTEM SET synchronous_standby_names = 'standby'")
        psql(first.url, "SELECT pg_reload_conf()")
        both = (f"postgres://bba@127.0.0.1:{first.port},127.0.0.1:{second.port}/postgres"
                "?target_session_attrs=read-write")
        fleet = self.fleet_on(both)
        fleet.show(1)
        fleet.end(fleet.worker(1), (0, 1))
        # Reports may go to the standby; what writes may not.
        reads = ["--tenant", "t1", "--database", second.url, "--as-of", "2026-06-01"]
        self.assertIn("12 accounts", fleet.run(*reads, "status", codes=(0, 1)))
        self.assertIn("recovery", fleet.run(*reads, "post", codes=(4,)))
        fleet.show(2)
        workers = [fleet.worker(2, "--lease", 1) for _ in range(2)]
        first.stop()
        second.promote()
        for each in workers:
            each.communicate(timeout=120)
        self.settle(fleet, 2)
        self.check_same(second.url, serial)


class Pooler(ServerCase):
    def pgbouncer(self, server):
        if not shutil.which("pgbouncer"):
            self.fail("no pgbouncer is installed; scripts/install-packages installs it")
        folder, port = server.folder, free_port()
        (folder / "users").write_text('"bba" ""\n')
        (folder / "pgbouncer.ini").write_text(
            f"[databases]\n* = host=127.0.0.1 port={server.port}\n[pgbouncer]\n"
            f"listen_addr = 127.0.0.1\nlisten_port = {port}\nunix_socket_dir =\n"
            f"auth_type = trust\nauth_file = {folder}/users\npool_mode = transaction\n"
            "default_pool_size = 4\n")
        extra = {} if owner() is None else {"user": owner().pw_uid, "group": owner().pw_gid,
                                            "extra_groups": []}
        process = subprocess.Popen(["pgbouncer", "-q", str(folder / "pgbouncer.ini")], cwd="/",
                                   stderr=subprocess.DEVNULL, **extra)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        return f"postgres://bba@127.0.0.1:{port}/postgres"

    def test_behind_pgbouncer_in_transaction_mode_all_is_the_same(self):
        serial = self.serial((1, 2))
        server = self.server()
        pooled = self.pgbouncer(server)
        for _ in range(100):
            if subprocess.run(["psql", "-X", "-q", pooled, "-c", ""], capture_output=True).returncode == 0:
                break
        fleet = self.fleet_on(pooled)
        for day in (1, 2):
            fleet.show(day)
            for each in [fleet.worker(day) for _ in range(3)]:
                fleet.end(each, (0, 1))
        self.assertEqual(read_state(server.url), serial)


class Encryption(ServerCase):
    def test_a_server_has_to_prove_who_it_is(self):
        server = self.server()
        folder = Path(tempfile.mkdtemp(prefix="bba-tls-"))
        self.addCleanup(shutil.rmtree, folder)
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
                        "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost",
                        "-keyout", server.data / "server.key", "-out", server.data / "server.crt"],
                       check=True, capture_output=True)
        shutil.copy(server.data / "server.crt", folder / "authority.crt")
        for name in ("server.key", "server.crt"):
            os.chmod(server.data / name, 0o600)
            if owner() is not None:
                os.chown(server.data / name, owner().pw_uid, owner().pw_gid)
        psql(server.url, "ALTER SYSTEM SET ssl = on")
        psql(server.url, "SELECT pg_reload_conf()")
        proven = f"sslmode=verify-full&sslrootcert={folder}/authority.crt"
        named = f"postgres://bba@localhost:{server.port}/postgres?hostaddr=127.0.0.1&{proven}"
        fleet = self.fleet_on(named, tenants=1, accounts=3)
        fleet.show(1)
        fleet.end(fleet.worker(1), (0, 1))
        self.assertGreater(int(psql(server.url, "SELECT count(*) FROM line")), 0)
        # By another name it is not the one that the certificate is for.
        other = f"postgres://bba@127.0.0.1:{server.port}/postgres?{proven}"
        self.assertIn("certificate", fleet.run("--tenant", "t1", "--database", other, "status",
                                               codes=(4,)))


if __name__ == "__main__":
    unittest.main()
