"""Measures posting month after month, and importing, with the program as it is installed.

posting.py PROGRAM [--other PROGRAM] [--contracts N] [--months N] [--import SERVICES]

A book of contracts with three services each is imported and posted each month. Printed for some of the months:
seconds of the processor for the run that posts, and for a second one that finds nothing. With --other the same is
done with another build in turn, A B A B in one run, as the machine is never quite the same.
"""

import argparse
import json
import os
import subprocess
import tempfile
import time
from datetime import date
from pathlib import Path

FIRST_YEAR = 2016
SERVICES = 3


def book_of(contracts, services=SERVICES):
    return {
        "accounts": [{"id": f"a{i}", "name": f"Account {i}"} for i in range(contracts)],
        "contracts": [{
            "id": f"C-{i}", "account": f"a{i}", "currency": "USD", "cycle": "monthly",
            "periods": "calendar", "start_date": f"{FIRST_YEAR}-01-01",
            "services": [{"id": f"s{k}", "unit_price": "9.99",
                          "units": {"source": "manual", "count": 5 + k}}
                         for k in range(services)]} for i in range(contracts)]}


class Program:
    def __init__(self, path, folder, name):
        self.path, self.folder, self.name = path, folder, name
        self.environment = {**os.environ, "BILLBYAGENT_AUTHOR": "bench",
                            "BILLBYAGENT_DATABASE": str(folder / f"{name}.db")}

    def run(self, *arguments):
        """Seconds of the processor and of the clock, and the peak in megabytes."""
        begin = time.monotonic()
        with open(self.folder / f"{self.name}.out", "wb") as out:
            process = subprocess.Popen([self.path, *map(str, arguments)], env=self.environment,
                                       stdout=out, stderr=subprocess.STDOUT)
            _, status, usage = os.wait4(process.pid, 0)
        if os.waitstatus_to_exitcode(status) not in (0, 1):
            raise SystemExit(f"{arguments}: " + (self.folder / f"{self.name}.out").read_text())
        return (usage.ru_utime + usage.ru_stime, time.monotonic() - begin, usage.ru_maxrss / 1024)


def months(count):
    for number in range(count):
        yield number + 1, date(FIRST_YEAR + number // 12, number % 12 + 1, 1)


def post_months(programs, count):
    shown = {1, 2, 3, 7, 12, 24, 43, 60, 84, 120, count}
    columns = "".join(f" {p.name + ' ' + what:>14}" for p in programs for what in ("posts", "nothing"))
    print(f"{'month':>6}{columns}   processor seconds")
    rows = []
    for number, day in months(count):
        row = {"month": number}
        for program in programs:
            row[program.name] = [program.run("post", "--as-of", day),
                                 program.run("post", "--as-of", day)]
        rows.append(row)
        if number in shown:
            cells = "".join(f" {run[0]:>14.3f}" for p in programs for run in row[p.name])
            print(f"{number:>6}{cells}", flush=True)
    return rows


def import_book(programs, folder, services):
    path = folder / "import.json"
    path.write_text(json.dumps(book_of(services // 5, 5)))
    print(f"\nimport of {services} services, new and again: processor seconds, peak MB")
    rows = {}
    for program in programs:
        rows[program.name] = [program.run("import", path, "--as-of", f"{FIRST_YEAR}-01-01")
                              for _ in range(2)]
        print(f"{program.name:>6}" + "".join(f" {run[0]:>8.3f} {run[2]:>6.0f}"
                                             for run in rows[program.name]), flush=True)
    return rows


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--other")
    parser.add_argument("--contracts", type=int, default=2_000)
    parser.add_argument("--months", type=int, default=24)
    parser.add_argument("--import", type=int, default=20_000, dest="services")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="billbyagent-bench-") as name:
        folder = Path(name)
        named = [("this", arguments.program)] + ([("other", arguments.other)]
                                                 if arguments.other else [])
        importing = [Program(path, folder, f"{name}-i") for name, path in named]
        imported = import_book(importing, folder, arguments.services) if arguments.services else {}
        programs = [Program(path, folder, name) for name, path in named]
        book = folder / "book.json"
        book.write_text(json.dumps(book_of(arguments.contracts)))
        for program in programs:
            program.run("import", book, "--as-of", f"{FIRST_YEAR}-01-01")
        print()
        posted = post_months(programs, arguments.months)
    print(json.dumps({"import": imported, "months": posted}))


if __name__ == "__main__":
    main()
