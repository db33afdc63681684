"""Plays the scenario files of tests/golden with the program, one process for each step, and takes
every posted line apart with `explain`. Only the database lives from one step to the next.
"""

import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

SCENARIOS = Path(__file__).resolve().parent.parent / "golden"
sys.path.insert(0, str(SCENARIOS))
import reports

PROGRAM = os.environ["BILLBYAGENT_PROGRAM"]
NUMBER = r"-?[\d.]*\d"


class Program:
    """The program on a database of its own; only that lives from one call to the next."""

    def __init__(self, case, today):
        self.case = case
        self.today = today
        self.folder = Path(tempfile.mkdtemp(prefix="billbyagent-golden-"))
        case.addCleanup(shutil.rmtree, self.folder)

    def call(self, *arguments, codes=(0,)):
        environment = {name: value for name, value in os.environ.items()
                       if not name.startswith("BILLBYAGENT_")}
        environment.update(BILLBYAGENT_DATABASE=str(self.folder / "book.db"),
                           BILLBYAGENT_AUTHOR="tester", BILLBYAGENT_AS_OF=self.today)
        done = subprocess.run([PROGRAM, *arguments], cwd=self.folder, env=environment,
                              capture_output=True, text=True, timeout=60)
        self.case.assertIn(done.returncode, codes, done.stdout + done.stderr)
        return done.stdout

    def import_book(self, account, contract, *others):
        book = {"accounts": [account, *others], "contracts": [contract]}
        (self.folder / "book.json").write_text(json.dumps(book))
        self.call("import", "book.json", "--reach-back")

    def post_through(self, day):
        self.today = max(self.today, day)
        return json.loads(self.call("--json", "post", "--through", day, "--credit-batches",
                                    "allowed"))


class Player(Program):
    """The contract as it stands after the steps so far."""

    def __init__(self, case, scenario):
        self.contract = scenario["contract"]
        super().__init__(case, self.contract["start_date"])
        self.service = self.contract["services"][0]
        self.imported = False
        self.batches = []

    def save(self):
        others = {amendment["account"] for amendment in self.contract.get("amendments", [])
                  if "account" in amendment}
        self.import_book({"id": self.contract["account"]}, self.contract,
                         *({"id": account} for account in sorted(others)))
        self.imported = True

    def play(self, step):
        if "units" in step:
            self.units(step["units"], step["from"])
        elif "unit_price" in step:
            self.price(step["unit_price"], step["from"])
        elif "amend_contract" in step:
            self.contract.setdefault("amendments", []).append(step["amend_contract"])
            self.save()
        elif "amend_service" in step:
            self.service.setdefault("amendments", []).append(step["amend_service"])
            self.save()
        elif "service_ends" in step:
            self.end(self.service, step["service_ends"])
        elif "contract_ends" in step:
            self.end(self.contract, step["contract_ends"])
        elif "take_back" in step:
            self.call("unpost", self.batches[step["take_back"] - 1], "--reason", "scenario")
        else:
            self.post(step)

    def units(self, units, day):
        if not self.imported:
            self.service["units"]["count"] = units
            return self.save()
        self.today = max(self.today, day)
        self.call("correct", f"{self.contract['id']}/{self.service['id']}",
                  "--units", str(units), "--from", day, "--reason", "scenario")

    def price(self, price, day):
        self.service.setdefault("prices", []).append({"effective_date": day, "unit_price": price})
        self.save()

    def end(self, what, day):
        what["end_date"] = day
        self.save()

    def post(self, step):
        posted = self.post_through(step["post_through"])["contracts"]
        lines = [line for contract in posted for line in contract["lines"]]
        self.case.assertEqual([reports.line_text(line) for line in lines], step["lines"])
        batches = [batch for contract in posted for batch in contract["batch"]]
        # One for each account.
        self.case.assertEqual(len(batches) > 0, len(lines) > 0)
        self.case.assertEqual(sum(Decimal(batch["total"]) for batch in batches),
                              Decimal(step["total"]))
        self.batches += [batch["batch"] for batch in batches]
        for line in lines:
            self.explained(line)

    def explained(self, line):
        """The printed arithmetic, done again by hand, has to end at the amount of the line."""
        text = self.call("explain", line["line"])

        def printed(pattern):
            found = re.search(pattern, text, re.MULTILINE)
            self.case.assertTrue(found, f"{pattern}\n{text}")
            return found.groups()

        units, price, minus, share, exact, cut = printed(
            rf"^({NUMBER}) x \(?({NUMBER})(?: - ({NUMBER})\))? x (\d+/\d+) of .*"
            rf" = ({NUMBER})(\.\.\.)?$")
        product = int(units) * (Fraction(price) - Fraction(minus or 0)) * Fraction(share)
        tolerance = Fraction(1, 10**6) if cut else Fraction(1, 10**12)
        self.case.assertLess(abs(product - Fraction(exact)), tolerance, text)
        if "is rounded first" in text:
            units, price, amount = printed(rf"first: ({NUMBER}) x ({NUMBER}) = ({NUMBER}) ")
            self.case.assertEqual(int(units) * Fraction(price), Fraction(amount), text)
        else:
            (before,) = printed(rf"before it: exactly .*, billed ({NUMBER})$")
            total, amount = printed(
                rf"rounded ({NUMBER}); this line is the difference, ({NUMBER}) ")
            self.case.assertEqual(Fraction(total) - Fraction(before), Fraction(amount), text)
        self.case.assertEqual(amount, line["amount"], text)

    def standing(self):
        rows = csv.DictReader(io.StringIO(self.call("export")))
        return sum(Fraction(row["amount"]) for row in rows if row["state"] == "posted")


class Golden(unittest.TestCase):
    maxDiff = None

    def test_every_scenario(self):
        files = sorted(SCENARIOS.glob("*.json"))
        self.assertGreater(len(files), 50)
        for file in files:
            with self.subTest(file.stem):
                scenario = json.loads(file.read_text())
                player = Player(self, scenario)
                for step in scenario["steps"]:
                    player.play(step)
                player.call("verify")
                self.assertEqual(player.standing(), Fraction(scenario["total"]))


if __name__ == "__main__":
    unittest.main()
