"""Several workers over the nights and postings of several tenants: what they leave is what one process
after the other leaves, whatever happens to them."""

import json
import os
import random
import signal
import subprocess
import unittest
import urllib.error
import urllib.request

from lossy_proxy import LossyProxy
from workers import Fleet, Schema, WorkerCase, events, go_on, psql, read_state, stop

SEED = int(os.environ.get("BILLBYAGENT_SEED", "20261127"))
ROUNDS = int(os.environ.get("BILLBYAGENT_ROUNDS", "1"))
WITHOUT = ("readings", "runs")


class Workers(WorkerCase):
    def test_four_workers_leave_what_one_process_leaves(self):
        serial = self.serial((1, 2))
        fleet = self.fleet()
        for day in (1, 2):
            fleet.show(day)
            outs = [fleet.end(each, (0, 1)) for each in [fleet.worker(day) for _ in range(4)]]
        self.assertEqual(read_state(fleet.database), serial)
        self.assertEqual(len(serial["lines"]), 96)
        self.assertEqual(psql(fleet.database, "SELECT count(*) FROM work WHERE done IS NULL"), "0")
        ended = [event["steps"] for out in outs for event in events(out)
                 if event["event"] == "worker ended"]
        self.assertGreater(sum(ended), 40)
        for tenant in fleet.tenants:
            self.assertTrue(json.loads(fleet.run("--json", "--tenant", tenant, "verify"))["sound"])
        # A second time there is nothing to do.
        self.assertNotIn('"planned"', fleet.end(fleet.worker(2)))
        self.assertEqual(read_state(fleet.database), serial)

    def test_on_a_file_one_worker_leaves_the_same(self):
        serial = self.serial((1, 2), tenants=2)
        fleet = Fleet(self, "book.db", tenants=2)
        fleet.import_all()
        copied = Schema(self)
        for day in (1, 2):
            fleet.show(day)
            fleet.end(fleet.worker(day), (0, 1))
        for tenant in fleet.tenants:
            fleet.run("--tenant", tenant, "copy", "--from", "sqlite:book.db", "--to", copied.url)
        self.assertEqual(read_state(copied.url), serial)

    def test_one_tenants_dead_rmm_stalls_nobody(self):
        fleet = self.fleet()
        fleet.show(1)
        fleet.settings("t2", '[rmm]\nurl = "file:nowhere.csv"\n')
        fleet.settings("t9", "post-on = 1\nwhat = 1\n")
        out = fleet.end(fleet.worker(1), (1,))
        refused = [event for event in events(out) if event["event"] == "tenant refused"]
        self.assertEqual([event["file"].rsplit("/", 1)[-1] for event in refused], ["t9.toml"])
        done = {event["tenant"]: event["level"] for event in events(out)
                if event["event"] == "night done"}
        self.assertEqual(done, {"t1": "info", "t2": "warning", "t3": "info"})
        self.assertEqual(psql(fleet.database, "SELECT DISTINCT tenant FROM unit_change WHERE "
                              "service = 's' AND contract LIKE '%care' ORDER BY 1"), "t1\nt3")

    def test_a_day_that_is_not_believed_and_a_name_that_nobody_imported_leave_no_record(self):
        fleet = Fleet(self, "book.db", tenants=1)
        fleet.import_all()
        fleet.show(2)
        fleet.end(fleet.worker(2), (0, 1))
        fleet.settings("defualt", '[rmm]\nurl = "file:../t1.csv"\n')
        fleet.settings(".t3", "")
        out = fleet.end(fleet.worker(1), (1,))
        refused = {event["tenant"]: event["error"] for event in events(out)
                   if event["event"] == "not planned"}
        self.assertIn("implausible_day", refused["t1"])
        self.assertIn("nothing was ever imported", refused["defualt"])
        self.assertEqual(len(refused), 2)
        # It was no run, so a day after it is no better.
        fleet.run("--tenant", "t1", "post", "--as-of", "2026-06-01", codes=(6,))
        fleet.run("--tenant", "defualt", "status", codes=(6,))


class Service(WorkerCase):
    def test_a_worker_tells_figures_and_ends_when_it_is_told_to(self):
        fleet = self.fleet(tenants=2)
        fleet.show(1)
        worker = fleet.start("worker", "--as-of", "2026-06-01", "--metrics", "127.0.0.1:0")
        began = json.loads(worker.stdout.readline())
        self.assertEqual((began["event"], began["tenants"]), ("worker began", 2))
        ended = set()
        while len(ended) < 4:
            event = json.loads(worker.stdout.readline())
            if event["event"] in ("night done", "posting done"):
                ended.add((event["tenant"], event["run"]))
        self.assertEqual(ended, {(tenant, f"{run}/2026-06-01") for tenant in fleet.tenants
                                 for run in ("night", "posting")})

        def get(path):
            with urllib.request.urlopen(f"http://{began['metrics']}{path}", timeout=30) as answer:
                return answer.read().decode()

        def read_figures():
            return dict(line.split() for line in get("/metrics").splitlines() if line[0] != "#")

        # What is told is settled right after that.
        figures = read_figures()
        while figures["billbyagent_postings_open"] != "0":
            figures = read_figures()
        for name, value in (("nights_done", 2), ("postings_done", 2), ("nights_open", 0),
                            ("lines_posted_total", 48), ("decisions_waiting", 0), ("tenants", 2)):
            self.assertEqual(figures[f"billbyagent_{name}"], str(value), name)
        self.assertGreater(float(figures["billbyagent_oldest_reading_seconds"]), 0)
        self.assertEqual((get("/ready"), get("/health")), ("ready\n", "alive\n"))
        with self.assertRaises(urllib.error.HTTPError) as refused:
            get("/else")
        self.assertEqual(refused.exception.code, 404)
        refused.exception.close()
        worker.send_signal(signal.SIGTERM)
        self.assertEqual(events(fleet.end(worker))[-1]["event"], "worker ended")

    def test_what_a_worker_is_told_wrong_is_said_before_it_works(self):
        fleet = self.fleet(tenants=1)
        for address in ("nowhere", "127.0.0.1:99999"):
            self.assertIn("--metrics", fleet.run("worker", "--once", "--metrics", address, codes=(2,)))
        for setting, said in (('post-on = "31"', "post-on"), ('night-at = "2:30"', "night-at"),
                              ('database = "other.db"', "in its database"),
                              ('tenant = "t2"', "the file's name")):
            fleet.settings("t1", setting + "\n")
            self.assertIn(said, fleet.run("worker", "--once", codes=(2,)))
        os.remove(fleet.folder / "tenants.d" / "t1.toml")
        self.assertIn("no file NAME.toml", fleet.run("worker", "--once", codes=(2,)))

    def test_ctrl_c_ends_a_wait_for_a_lock(self):
        fleet = self.fleet(tenants=1)
        holder = subprocess.Popen(["psql", "-X", "-q", "-A", "-t", fleet.database], text=True,
                                  stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.addCleanup(holder.communicate)
        holder.stdin.write("BEGIN;\nSELECT count(*) FROM (SELECT 1 FROM contract FOR UPDATE) held;\n")
        holder.stdin.flush()
        self.assertEqual(holder.stdout.readline(), "24\n")
        waiting = fleet.start("--tenant", "t1", "--busy-seconds", "3600", "post", "--as-of",
                              "2026-06-01")
        while psql(fleet.database, "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = "
                   "'Lock' AND application_name = current_setting('application_name')") == "0":
            self.assertIsNone(waiting.poll())
        waiting.send_signal(signal.SIGINT)
        fleet.end(waiting, (130,))
        self.assertEqual(psql(fleet.database, "SELECT count(*) FROM line"), "0")


class Trouble(WorkerCase):
    """Each with a short lease, so that what the dead had is soon somebody else's."""

    def setUp(self):
        self.random = random.Random(SEED)

    def check_same(self, fleet, serial):
        # How often a run was begun depends on when the trouble came; what it leaves does not.
        self.assertEqual(read_state(fleet.database, WITHOUT),
                         {name: rows for name, rows in serial.items() if name not in WITHOUT})

    def settle(self, fleet, day, *words):
        """What is still open after the trouble is done by one more worker."""
        fleet.end(fleet.worker(day, "--lease", 1, *words), (0, 1))

    def test_workers_that_are_killed_lose_and_double_nothing(self):
        serial = self.serial((1, 2))
        for _ in range(ROUNDS):
            fleet = self.fleet()
            for day in (1, 2):
                fleet.show(day)
                doomed = [fleet.worker(day, "--lease", 1) for _ in range(3)]
                for each in doomed:
                    try:
                        each.wait(self.random.uniform(0.05, 0.6))
                    except subprocess.TimeoutExpired:
                        each.kill()
                self.settle(fleet, day)
            self.check_same(fleet, serial)

    def test_backends_that_are_ended_lose_and_double_nothing(self):
        serial = self.serial((1, 2))
        for _ in range(ROUNDS):
            fleet = self.fleet()
            for day in (1, 2):
                fleet.show(day)
                workers = [fleet.worker(day, "--lease", 1) for _ in range(2)]
                while any(each.poll() is None for each in workers):
                    psql(fleet.database, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE "
                         "application_name = current_setting('application_name') AND pid <> "
                         f"pg_backend_pid() ORDER BY hashtext(pid::text || '{self.random.random()}') "
                         "LIMIT 1")
                self.settle(fleet, day)
            self.check_same(fleet, serial)

    def test_commits_whose_answers_are_lost_are_done_once(self):
        serial = self.serial((1, 2))
        for _ in range(ROUNDS):
            fleet = self.fleet()
            port = int(fleet.database.split(":")[-1].split("/")[0])
            proxy = LossyProxy(port, self.random.random(), 0.15)
            (fleet.folder / "billbyagent.toml").write_text(
                'database = "' + fleet.database.replace(f":{port}/", f":{proxy.port}/") + '"\n')
            for day in (1, 2):
                fleet.show(day)
                for each in [fleet.worker(day, "--lease", 1) for _ in range(2)]:
                    fleet.end(each, (0, 1, 4))
                self.settle(fleet, day, "--database", fleet.database)
            proxy.close()
            self.assertGreater(proxy.swallowed, 3)
            self.check_same(fleet, serial)

    def test_a_worker_that_was_stopped_for_longer_than_its_lease_writes_nothing_late(self):
        serial = self.serial((1, 2))
        for _ in range(ROUNDS):
            fleet = self.fleet()
            for day in (1, 2):
                fleet.show(day)
                stopped = fleet.worker(day, "--lease", 1)
                while psql(fleet.database, "SELECT count(*) FROM work WHERE token <> '' AND done IS "
                           f"NULL AND step = {self.random.choice((0, 1))}") == "0":
                    if stopped.poll() is not None:
                        break
                stop(stopped)
                self.settle(fleet, day)
                go_on(stopped)
                fleet.end(stopped, (0, 1, 4))
            self.check_same(fleet, serial)


if __name__ == "__main__":
    unittest.main()
