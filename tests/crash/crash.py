"""Kills `nightly` and `post` at random moments and runs them again.

The same schedule of nights and postings is played twice on the same seeded estate: once undisturbed,
once with `kill -9` at moments drawn over the time that each command takes, several times before it may
end. The two databases have to hold the same units, lines and batches, and none twice.

BILLBYAGENT_SEED repeats a failure; BILLBYAGENT_KILLS asks for more than fifty.
"""

import json
import os
import random
import shutil
import signal
import sqlite3
import ssl
import subprocess
import tempfile
import time
import unittest
import urllib.request
from pathlib import Path

PROGRAM = os.environ["BILLBYAGENT_PROGRAM"]
SIMULATOR = os.environ["BILLBYAGENT_SIMULATOR"]
SEED = int(os.environ.get("BILLBYAGENT_SEED", "20261123"))
KILLS = int(os.environ.get("BILLBYAGENT_KILLS", "50"))
TOKEN = "6f1c2a7e-3b84-4d0f-9a55-c1d2e3f40516"

SCHEDULE = [("nightly", "2026-06-01"), ("post", "2026-06-01"), ("nightly", "2026-06-08"),
            ("nightly", "2026-06-15"), ("post", "2026-06-15"), ("nightly", "2026-06-22"),
            ("nightly", "2026-07-01"), ("post", "2026-07-01")]

# Everything but the moments of recording, which differ from run to run.
STATE = {
    "units": "SELECT contract, service, sequence, effective, units, reason, note, author"
             " FROM unit_change ORDER BY 1, 2, 3",
    "machines": "SELECT contract, service, seen, move, agent, name, detail, serial, mac, since"
                " FROM machine_event ORDER BY 1, 2, 3, 4, 5",
    "members": "SELECT contract, service, agent, name FROM machine ORDER BY 1, 2, 3",
    "lines": "SELECT contract, service, period_begin, effective, sequence, kind, quantity,"
             " amount_minor, cost_minor, batch FROM line ORDER BY 1, 2, 3, 4, 5",
    "batches": "SELECT batch, contract, total_minor, posted_on FROM batch ORDER BY 1",
    "notices": "SELECT notice, kind, subject, body FROM notice ORDER BY 1",
}


class Run:
    """One database against one simulator of its own."""

    def __init__(self, folder):
        self.folder = folder
        folder.mkdir()
        self.simulator = subprocess.Popen(
            [SIMULATOR, "--seed", "7", "--organizations", "12", "--agents", "400", "--date",
             "2026-06-01", "--churn-until", "2026-07-01", "--churn-per-day", "6", "--write-ca",
             folder / "ca"], stdout=subprocess.PIPE, text=True)
        ready = json.loads(self.simulator.stdout.readline())
        self.url, self.ca = ready["url"], ready["ca"]
        self.environment = {
            **{k: v for k, v in os.environ.items() if not k.startswith("BILLBYAGENT_")},
            "BILLBYAGENT_DATABASE": str(folder / "book.db"), "BILLBYAGENT_VSA_URL": self.url,
            "BILLBYAGENT_VSA_USER": "billbot", "BILLBYAGENT_VSA_TOKEN": TOKEN,
            "BILLBYAGENT_VSA_CA_FILE": self.ca, "BILLBYAGENT_AUTHOR": "tester"}

    def stop(self):
        self.simulator.terminate()
        self.simulator.wait()
        self.simulator.stdout.close()

    def start(self, *arguments):
        return subprocess.Popen([PROGRAM, *map(str, arguments)], env=self.environment,
                                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    def finish(self, *arguments, codes=(0,)):
        process = self.start(*arguments)
        out = process.communicate(timeout=120)[0]
        if process.returncode not in codes:
            raise AssertionError(f"{arguments} ended with {process.returncode}:\n{out}")
        return out

    def to_day(self, day):
        context = ssl.create_default_context(cafile=self.ca)
        request = urllib.request.Request(f"{self.url}/admin/date",
                                         data=json.dumps({"date": day}).encode())
        urllib.request.urlopen(request, context=context, timeout=30).read()

    def import_book(self):
        lists = json.loads(self.finish("--json", "lists"))
        file = self.folder / "book.json"
        file.write_text(json.dumps(book_for(lists)))
        self.finish("import", file, "--as-of", "2026-06-01")

    def state(self):
        with sqlite3.connect(self.folder / "book.db") as database:
            assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            return {name: database.execute(query).fetchall() for name, query in STATE.items()}


def services_of(number, scope):
    """One service, or one for each of two classes with grace days that end between the nights."""
    def service(name, price, **units):
        return {"id": name, "unit_price": price, "unit_cost": "3.33",
                "units": {"source": "agents", **scope, **units}}

    if number % 2 == 0:
        return {"services": [service("care", "9.99")]}
    counting = {"grace_new_days": 7, "grace_gone_days": 10, "duplicate": "left_out",
                "suspended": "left_out"}
    return {"machine_classes": ["server", "workstation"],
            "services": [service(name, price, machine_class=name, counting=counting)
                         for name, price in (("server", "20.00"), ("workstation", "5.00"))]}


def book_for(lists):
    """A contract for each organization, and one for each of its groups."""
    accounts, contracts = [], []
    for organization in lists["organizations"]:
        account = organization["id"]
        accounts.append({"id": account, "organization": account})
        scopes = [{}] + [{"group": group["id"]} for group in lists["groups"]
                         if group["organization"] == account]
        for number, scope in enumerate(scopes):
            contracts.append({
                "id": f"{account}-{number}", "account": account, "currency": "USD",
                "cycle": "monthly", "periods": "calendar", "start_date": "2026-06-01",
                "timing": "arrears" if number % 3 == 2 else "advance",
                "recipients": ["billing@msp.example"],
                **services_of(number, scope)})
    return {"accounts": accounts, "contracts": contracts}


class Crash(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="billbyagent-crash-"))
        self.addCleanup(shutil.rmtree, self.folder)
        self.random = random.Random(SEED)
        self.kills = 0

    def run_of(self, name):
        run = Run(self.folder / name)
        self.addCleanup(run.stop)
        run.import_book()
        return run

    def kill_once(self, run, command, day, duration):
        process = run.start(command, "--as-of", day)
        time.sleep(self.random.uniform(0, duration))
        process.send_signal(signal.SIGKILL)
        process.communicate()
        if process.returncode == -signal.SIGKILL:
            self.kills += 1

    def test_killed_runs_end_like_undisturbed_ones(self):
        undisturbed = self.run_of("undisturbed")
        durations = []
        for command, day in SCHEDULE:
            undisturbed.to_day(day)
            begin = time.monotonic()
            # 1: something is held and needs a person; the same in both runs.
            undisturbed.finish(command, "--as-of", day, codes=(0, 1))
            durations.append(time.monotonic() - begin)

        killed = self.run_of("killed")
        each = -(-KILLS // len(SCHEDULE))
        for number, ((command, day), duration) in enumerate(zip(SCHEDULE, durations), start=1):
            killed.to_day(day)
            for _ in range(each * 4):
                if self.kills >= each * number:
                    break
                self.kill_once(killed, command, day, duration)
            killed.finish(command, "--as-of", day, codes=(0, 1))
        self.assertGreaterEqual(self.kills, KILLS, "too few runs were still going when killed")

        expected, found = undisturbed.state(), killed.state()
        for name in STATE:
            self.assertEqual(found[name], expected[name], f"{name} differ; seed {SEED}")
        self.assertGreater(len(expected["lines"]), 100)
        moves = {row[3] for row in expected["machines"]}
        self.assertLessEqual({"added", "removed", "waiting", "missing"}, moves)
        keys = [line[:5] for line in found["lines"]]
        self.assertEqual(len(keys), len(set(keys)))
        killed.finish("post", "--as-of", SCHEDULE[-1][1], codes=(0, 1))
        self.assertEqual(killed.state()["lines"], found["lines"], "posted a second time")
        print(f"{self.kills} kills, {len(keys)} lines, seed {SEED}")


if __name__ == "__main__":
    unittest.main()
