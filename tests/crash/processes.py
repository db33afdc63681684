"""Two to four processes at once on one database: nights, postings, corrections, notices.

Each round starts several commands together, drawn anew, and then settles what is open. Whatever came
first, the book has to be one that some serial order makes: all orders of a round bill the same, which
a second database tells by running them one after the other.

BILLBYAGENT_SEED repeats a failure; BILLBYAGENT_ROUNDS asks for more than six.
"""

import json
import os
import random
import shutil
import sqlite3
import tempfile
import unittest
from pathlib import Path

import crash

SEED = int(os.environ.get("BILLBYAGENT_SEED", "20261127"))
ROUNDS = int(os.environ.get("BILLBYAGENT_ROUNDS", "6"))

# How it is cut into lines and batches tells who came first.
SAME = {
    **crash.STATE,
    "units": "SELECT contract, service, effective, units FROM unit_change ORDER BY 1, 2, 3, 4",
    "lines": "SELECT contract, service, period_begin, sum(amount_minor), sum(cost_minor) FROM line"
             " GROUP BY 1, 2, 3 ORDER BY 1, 2, 3",
    "batches": "SELECT contract, sum(total_minor) FROM batch GROUP BY 1 ORDER BY 1",
}


class Book(crash.Run):
    def import_book(self):
        super().import_book()
        account = json.loads(self.finish("--json", "lists", "organizations"))["organizations"][0]
        typed_in = {"contracts": [{
            "id": "typed", "account": account["id"], "currency": "USD", "cycle": "monthly",
            "start_date": "2026-06-01", "services": [
                {"id": "seats", "unit_price": "3.00", "units": {"source": "manual", "count": 5}}]}]}
        file = self.folder / "typed.json"
        file.write_text(json.dumps(typed_in))
        self.finish("import", file, "--as-of", "2026-06-01")
        self.told = self.folder / "told.jsonl"

    def words_of(self, command, day):
        return (*command, "--as-of", day, "--busy-seconds", "60",
                *(("--notify-file", self.told) if command[0] in ("nightly", "notify") else ()))

    def at_once(self, commands, day):
        running = [(command, self.start(*self.words_of(command, day))) for command in commands]
        for command, process in running:
            out = process.communicate(timeout=300)[0]
            # 1: a count is held, or another night's counts hold.
            if process.returncode not in (0, 1):
                raise AssertionError(f"{command} ended with {process.returncode}:\n{out}")

    def one_by_one(self, commands, day):
        for command in commands:
            self.finish(*self.words_of(command, day), codes=(0, 1))

    def state(self):
        with sqlite3.connect(self.folder / "book.db") as database:
            return {name: database.execute(query).fetchall() for name, query in SAME.items()}


class Processes(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="billbyagent-processes-"))
        self.addCleanup(shutil.rmtree, self.folder)
        self.random = random.Random(SEED)

    def book_of(self, name):
        book = Book(self.folder / name)
        self.addCleanup(book.stop)
        book.import_book()
        return book

    def commands(self):
        night, post, notify = ("nightly",), ("post",), ("notify",)
        correct = ("correct", "typed/seats", "--units", str(self.random.randint(6, 40)),
                   "--reason", "counted by hand")
        drawn = self.random.choice([
            [night, night], [night, post], [night, night, notify], [post, correct],
            [night, post, correct, notify], [night, post, post, notify], [night, night, post, post]])
        self.random.shuffle(drawn)
        return drawn

    def test_together_as_one_after_the_other(self):
        together, serial = self.book_of("together"), self.book_of("serial")
        for number in range(ROUNDS):
            day = f"2026-{6 + number // 28 % 6:02d}-{number % 28 + 1:02d}"
            commands = self.commands()
            for book in (together, serial):
                book.to_day(day)
            together.at_once(commands, day)
            serial.one_by_one(commands, day)
            for book in (together, serial):
                # A credit finds a charge to settle it in one order, and none in another.
                book.finish("post", "--as-of", day, "--credit-batches", "allowed", codes=(0, 1))
            found, expected = together.state(), serial.state()
            for name in SAME:
                self.assertEqual(found[name], expected[name],
                                 f"{name} differ after {commands} on {day}; seed {SEED}")
        told = []
        for book in (together, serial):
            book.finish("notify", "--notify-file", book.told)
            told.append(sorted(json.loads(line)["id"] for line in book.told.open()))
            self.assertEqual(len(told[-1]), len(set(told[-1])), "a notice was told twice")
        self.assertEqual(*told)
        verified = json.loads(together.finish("--json", "verify"))
        self.assertEqual((verified["findings"], verified["lines_recomputed"]),
                         ([], verified["lines"]))
        print(f"{ROUNDS} rounds, {verified['lines']} lines, {len(told[0])} notices, seed {SEED}")


if __name__ == "__main__":
    unittest.main()
