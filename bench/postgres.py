"""Measures a PostgreSQL server of its own on this machine: posting, and nights and postings of several workers.

postgres.py PROGRAM [--contracts N] [--months N] [--tenants N] [--workers N...] [--full [tenants|agents]]

Posting: each month a book of contracts with three services each is posted. Then the rows that this made of
batches, their states and lines are copied into staging tables of another schema with the same book and
inserted from there into the same tables, with the same keys and triggers, by psql in one transaction. Both
in turn, month after month, A B A B in one run, as the machine is never quite the same. Told are seconds of the
processor, of client and server together, and of the clock, and the ratio of each: 1 is a posting that takes
no longer than the copy of its rows.

Workers: tenants with 2,500 agents and 250 contracts each; a night and a posting of all, by each number of
workers. With --full also 1,000 tenants of 1,000 agents, and 1,000,000 agents of one tenant: an hour or so.
The server is without fsync. The last line is all of it as JSON.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import unittest
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "tests" / "postgres"))

from posting import FIRST_YEAR, book_of, months as months_of

# In the order in which rows refer to each other.
POSTED = ("batch", "state_record", "line")


def psql(url, *commands):
    words = [word for command in commands for word in ("-c", command)]
    done = subprocess.run(["psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-1", url, *words],
                          capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(done.stderr)
    return done.stdout.strip()


class Stopwatch:
    """Of the processor, of what this process and the server have started and what has ended since; and of
    the clock."""

    def __init__(self, server):
        self.server = server
        self.postmaster = (server.data / "postmaster.pid").read_text().split()[0]
        self.before = self.now()

    def now(self):
        own = os.times()
        # Behind the name in brackets: user and system time of children that ended are the 14th and 15th.
        of_server = Path(f"/proc/{self.postmaster}/stat").read_text().rpartition(")")[2].split()
        ticks = int(of_server[13]) + int(of_server[14])
        return (own.children_user + own.children_system + ticks / os.sysconf("SC_CLK_TCK"),
                time.monotonic())

    def passed(self):
        clock = self.now()[1] - self.before[1]
        # A backend's time is known once it has ended.
        while psql(self.server.url, "SELECT count(*) FROM pg_stat_activity WHERE backend_type = "
                   "'client backend' AND pid <> pg_backend_pid()") != "0":
            pass
        return {"processor": round(self.now()[0] - self.before[0], 3), "clock": round(clock, 3)}


class Posting:
    def __init__(self, program, server, contracts):
        self.server = server
        self.program, self.folder = program, Path(tempfile.mkdtemp(prefix="billbyagent-bench-"))
        book = self.folder / "book.json"
        book.write_text(json.dumps(book_of(contracts)))
        self.posts, self.copies = (self.schema(server.url, name) for name in ("posts", "copies"))
        for url in (self.posts, self.copies):
            self.run(url, "import", book, "--as-of", f"{FIRST_YEAR}-01-01")
        psql(self.copies, *(f"CREATE UNLOGGED TABLE staging_{table} (LIKE {table})" for table in POSTED))

    @staticmethod
    def schema(server, name):
        psql(server, f"CREATE SCHEMA {name}")
        return f"{server}?options=-csearch_path%3D{name}"

    def run(self, url, *words):
        done = subprocess.run([self.program, "--database", url, *map(str, words)], capture_output=True,
                              text=True, env={**os.environ, "BILLBYAGENT_AUTHOR": "bench"})
        if done.returncode not in (0, 1):
            raise SystemExit(done.stdout + done.stderr)

    def copy(self):
        """Of what is in one schema and not yet in the other."""
        known = {"batch": psql(self.copies, "SELECT count(*) FROM batch")}
        condition = ("batch IN (SELECT batch FROM batch ORDER BY number OFFSET " + known["batch"] + ")")
        files = {}
        for table in POSTED:
            files[table] = self.folder / f"{table}.csv"
            psql(self.posts, f"\\copy (SELECT * FROM {table} WHERE {condition}) TO '{files[table]}' CSV")
        commands = []
        for table in POSTED:
            commands += [f"TRUNCATE staging_{table}", f"\\copy staging_{table} FROM '{files[table]}' CSV",
                         f"INSERT INTO {table} SELECT * FROM staging_{table}"]
        watch = Stopwatch(self.server)
        psql(self.copies, *commands)
        return watch.passed()

    def measure(self, months):
        rows = []
        lines = 0
        for _, day in months_of(months):
            # As the server does by itself within minutes.
            psql(self.posts, "ANALYZE")
            watch = Stopwatch(self.server)
            self.run(self.posts, "post", "--as-of", day)
            posted, copied = watch.passed(), self.copy()
            before, lines = lines, int(psql(self.copies, "SELECT count(*) FROM line"))
            assert lines == int(psql(self.posts, "SELECT count(*) FROM line")) and lines > before
            rows.append({"lines": lines - before, "post": posted, "copy": copied,
                         **{name: round(copied[name] / posted[name], 3) for name in posted}})
            print("{lines:>8} lines: seconds posted {post}, copied {copy}: ratio by processor {processor}, "
                  "by clock {clock}".format(**rows[-1]), flush=True)
        return rows


def machines(accounts, each):
    rows = [f"{account}-{machine},a{account:03d},2026-06-01T00:00:00Z"
            for account in range(accounts) for machine in range(each)]
    return "\n".join(["id,organization,last_seen", *rows, f"#end,{len(rows)}"]) + "\n"


def measure_workers(server, tenants, accounts, each, counts):
    from workers import Fleet, Schema

    rows = []
    for count in counts:
        test = unittest.TestCase()
        fleet = Fleet(test, Schema(test, server.url).url, tenants, accounts)
        text = machines(accounts, each)
        for tenant in fleet.tenants:
            (fleet.folder / f"{tenant}.csv").write_text(text)
        fleet.run("--tenant", fleet.tenants[0], "import", "book.json", "--as-of", "2026-06-01")
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(lambda tenant, fleet=fleet: fleet.run(
                "--tenant", tenant, "import", "book.json", "--as-of", "2026-06-01"), fleet.tenants[1:]))
        psql(server.url, "ANALYZE")
        begin = time.monotonic()
        workers = [fleet.start("worker", "--once", "--as-of", "2026-06-01", "--hands", "1",
                               "--readers", "2") for _ in range(count)]
        for worker in workers:
            out = worker.communicate()[0]
            if worker.returncode not in (0, 1):
                raise SystemExit(out)
        seconds = time.monotonic() - begin
        rows.append({"workers": count, "tenants": tenants, "agents": tenants * accounts * each,
                     "contracts": tenants * accounts * 2, "seconds": round(seconds, 1),
                     "lines": int(psql(fleet.database, "SELECT count(*) FROM line"))})
        print("{workers} workers, {tenants} tenants, {agents} agents, {contracts} contracts: {lines} lines "
              "in {seconds} s".format(**rows[-1]), flush=True)
        test.doCleanups()
    return rows


def spread(rows, name):
    values = sorted(row[name] for row in rows)
    return {"median": statistics.median(values), "least": values[0], "most": values[-1]}


def measure(server, options):
    found = {}
    if options.months:
        found["posting"] = Posting(options.program, server, options.contracts).measure(options.months)
        found["ratio"] = {name: spread(found["posting"], name) for name in ("processor", "clock")}
        for name, ratio in found["ratio"].items():
            print(f"ratio by {name}: median {{median}}, from {{least}} to {{most}}".format(**ratio),
                  flush=True)
    if options.tenants:
        found["workers"] = measure_workers(server, options.tenants, 125, 20, options.workers)
    if options.full in ("tenants", "both"):
        found["many_tenants"] = measure_workers(server, 1_000, 20, 50, options.workers)
    if options.full in ("agents", "both"):
        found["one_tenant"] = measure_workers(server, 1, 2_000, 500, options.workers)
    return found


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--contracts", type=int, default=2_000)
    parser.add_argument("--months", type=int, default=6)
    parser.add_argument("--tenants", type=int, default=8)
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2, 4])
    parser.add_argument("--full", nargs="?", const="both", choices=("tenants", "agents", "both"))
    options = parser.parse_args()
    os.environ["BILLBYAGENT_PROGRAM"] = options.program
    from server import Server

    server = Server.make()
    try:
        address = server.folder / "server.txt"
        address.write_text(f"{server.url}\n{server.folder}\n")
        os.environ["POSTGRES_SERVER_FILE"] = str(address)
        print(json.dumps(measure(server, options)))
    finally:
        server.remove()


if __name__ == "__main__":
    main()
