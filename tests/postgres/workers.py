"""Estates of several tenants, workers for them, and what they leave in the database."""

import json
import os
import shutil
import signal
import subprocess
import tempfile
import unittest
from pathlib import Path

PROGRAM = os.environ["BILLBYAGENT_PROGRAM"]
SERVER = Path(os.environ["POSTGRES_SERVER_FILE"]).read_text().splitlines()[0]

# Everything but moments, and numbers of what is counted through over all contracts.
STATE = {
    "units": "SELECT tenant, contract, service, sequence, effective, units, reason, note, author"
             " FROM unit_change ORDER BY 1, 2, 3, 4",
    "events": "SELECT tenant, contract, service, seen, move, agent, name, detail FROM machine_event"
              " ORDER BY 1, 2, 3, 4, 5, 6",
    "machines": "SELECT tenant, contract, service, agent, name FROM machine ORDER BY 1, 2, 3, 4",
    "lines": "SELECT tenant, contract, service, period_begin, effective, sequence, kind, quantity,"
             " amount_minor, cost_minor, batch, counted_on, unit_changes FROM line ORDER BY 1, 2, 3, 4, 5, 6",
    "batches": "SELECT tenant, batch, contract, account, total_minor, posted_on, settlement, terms"
               " FROM batch ORDER BY 1, 2",
    "held": "SELECT tenant, contract, service, effective, units, why FROM held_reading"
            " ORDER BY 1, 2, 3, 4",
    "notices": "SELECT tenant, notice, kind, subject, body FROM notice ORDER BY 1, 2",
    "runs": "SELECT tenant, job, day, summary, failures, lifted FROM run ORDER BY 1, 2, 3, 4",
    "readings": "SELECT tenant, rmm, day, state, agents, shown, (SELECT string_agg(contract || '/' || "
                "service || ' ' || why, ', ' ORDER BY contract, service) FROM uncounted_service u "
                "WHERE u.tenant = r.tenant AND u.number = r.number) FROM reading r "
                "ORDER BY 1, 2, 3, 4, 5",
}


def psql(url, sql):
    done = subprocess.run(["psql", "-X", "-A", "-t", "-q", "-v", "ON_ERROR_STOP=1", url, "-c", sql],
                          capture_output=True, text=True)
    if done.returncode != 0:
        raise AssertionError(done.stderr)
    return done.stdout.strip()


def read_state(url, without=()):
    return {name: psql(url, sql).splitlines() for name, sql in STATE.items() if name not in without}


def book(accounts):
    """Two contracts for each account: one by the machines of its organization, one for a fee."""
    def contract(name, account, units, price):
        return {"id": name, "account": account, "currency": "USD", "cycle": "monthly",
                "start_date": "2026-06-01", "recipients": [f"{account}@msp.example"],
                "services": [{"id": "s", "unit_price": price, "unit_cost": "1.00", "units": units}]}

    names = [f"a{number:03d}" for number in range(accounts)]
    return {"accounts": [{"id": name, "organization": name} for name in names],
            "contracts": [contract(f"{name}-{kind}", name, units, price) for name in names
                          for kind, units, price in (
                              ("care", {"source": "agents"}, "9.99"),
                              ("fee", {"source": "manual", "count": 1}, "100.00"))]}


def machines(accounts, day):
    """Between two days some machines come and some go, of one account all."""
    rows = []
    for number in range(accounts):
        for machine in range(4 + (number + day) % 3):
            if number == 1 and day > 1:
                continue
            rows.append(f"{number}-{machine},a{number:03d},2026-06-0{day}T00:00:00Z")
    return "\n".join(["id,organization,last_seen", *rows, f"#end,{len(rows)}"]) + "\n"


class Schema:
    last = 0

    def __init__(self, test, server=SERVER):
        Schema.last += 1
        self.server, self.name = server, f"w{os.getpid()}_{Schema.last}"
        psql(server, f"CREATE SCHEMA {self.name}")
        self.url = f"{server}?options=-csearch_path%3D{self.name}&application_name={self.name}"
        test.addCleanup(psql, server, f"DROP SCHEMA {self.name} CASCADE")


class Fleet:
    """Some tenants in one database, with a file for each one's RMM, and workers for them."""

    def __init__(self, test, database, tenants=3, accounts=12):
        self.test, self.database = test, str(database)
        self.tenants, self.accounts = [f"t{n}" for n in range(1, tenants + 1)], accounts
        self.folder = Path(tempfile.mkdtemp(prefix="bba-workers-"))
        test.addCleanup(shutil.rmtree, self.folder)
        self.processes = []
        test.addCleanup(self.kill_all)
        (self.folder / "tenants.d").mkdir()
        (self.folder / "billbyagent.toml").write_text(f'database = "{self.database}"\n')
        (self.folder / "book.json").write_text(json.dumps(book(accounts)))
        for tenant in self.tenants:
            self.settings(tenant, f'post-on = "1,2"\nnotify-file = "../{tenant}.jsonl"\n'
                                  f'[rmm]\nurl = "file:../{tenant}.csv"\n')

    def settings(self, tenant, text):
        (self.folder / "tenants.d" / f"{tenant}.toml").write_text(text)

    def show(self, day):
        for tenant in self.tenants:
            (self.folder / f"{tenant}.csv").write_text(machines(self.accounts, day))

    def environment(self):
        keep = {name: value for name, value in os.environ.items()
                if not name.startswith("BILLBYAGENT_")}
        return {**keep, "BILLBYAGENT_AUTHOR": "tester"}

    def start(self, *words):
        process = subprocess.Popen([PROGRAM, *map(str, words)], cwd=self.folder, text=True,
                                   env=self.environment(), stdout=subprocess.PIPE,
                                   stderr=subprocess.STDOUT)
        self.processes.append(process)
        return process

    def kill_all(self):
        for process in self.processes:
            if process.poll() is None:
                process.kill()
            process.wait()
            process.stdout.close()

    def end(self, process, codes=(0,)):
        out = process.communicate(timeout=120)[0]
        self.test.assertIn(process.returncode, codes, out)
        return out

    def run(self, *words, codes=(0,)):
        return self.end(self.start(*words), codes)

    def import_all(self):
        for tenant in self.tenants:
            self.run("--tenant", tenant, "import", "book.json", "--as-of", "2026-06-01")

    def worker(self, day, *words):
        """One hand and small parts, so that there is something to share."""
        return self.start("worker", "--once", "--as-of", f"2026-06-0{day}", "--contracts-per-part", 4,
                          "--hands", 1, "--readers", 2, *words)

    def serial_day(self, day):
        for tenant in self.tenants:
            settings = ["--config", f"tenants.d/{tenant}.toml", "--database", self.database,
                        "--tenant", tenant, "--as-of", f"2026-06-0{day}"]
            self.run(*settings, "nightly", codes=(0, 1))
            self.run(*settings, "post", codes=(0, 1))


def stop(process):
    process.send_signal(signal.SIGSTOP)


def go_on(process):
    process.send_signal(signal.SIGCONT)


def events(out):
    """The lines of a worker's log."""
    return [json.loads(line) for line in out.splitlines() if line.startswith("{")]


class WorkerCase(unittest.TestCase):
    maxDiff = None

    def fleet(self, **more):
        fleet = Fleet(self, Schema(self).url, **more)
        fleet.import_all()
        return fleet

    known = {}

    def serial(self, days, **more):
        """What one process after the other leaves; played once."""
        key = (days, *sorted(more.items()))
        if key not in WorkerCase.known:
            fleet = self.fleet(**more)
            for day in days:
                fleet.show(day)
                fleet.serial_day(day)
            WorkerCase.known[key] = read_state(fleet.database)
        return WorkerCase.known[key]
