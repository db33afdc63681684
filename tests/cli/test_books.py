"""Importing again: what a book does not name stays as it is saved, and null takes a value away."""

import json
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "pages"))

import screens
from harness import PROGRAM, Case
from test_settlement import book, contract


class Books(Case):
    def amounts(self, day):
        report = self.run_json("post", "--as-of", day)
        return [line["amount"] for each in report["contracts"] for line in each["lines"]]

    def ended(self):
        self.imported(book(contract("C-1", end_date="2026-03-31")), "2026-01-01")
        self.assertEqual(self.amounts("2026-03-31"), ["60.00"] * 3)

    def test_a_book_without_an_end_opens_nothing(self):
        self.ended()
        again = self.run_json("import", self.write_book(book(contract("C-1"))), "--as-of",
                              "2026-05-10")
        self.assertEqual((again["contracts_unchanged"], again["contracts_updated"]), (1, 0))
        self.assertEqual(self.amounts("2026-05-10"), [])

    def test_a_dry_run_shows_what_would_change_term_by_term(self):
        self.ended()
        changed = {**contract("C-1", end_date=None, status="inactive"), "name": "Care"}
        changed["services"][0]["prices"] = [{"effective_date": "2026-06-01", "unit_price": "31.00"}]
        path = self.write_book(book(changed, contract("C-2", "beta")))
        dry = self.run_ok("import", path, "--dry-run", "--as-of", "2026-05-10").out
        self.assertEqual(dry.splitlines()[:8], [
            "  C-1: name: C-1 -> Care",
            "  C-1: end_date: 2026-03-31 -> open",
            "  C-1: amendment from 2026-05-10: new: inactive",
            "  C-1/s: price from 2026-06-01: new: 31.00, cost 0.00",
            "  C-2: contract: new: C-2, account beta, monthly in advance, USD, from 2026-01-01 to "
            "open",
            "  C-2/s: service: new: S, typed-in units, from 2026-01-01 to open",
            "  C-2/s: price from 2026-01-01: new: 30.00, cost 0.00",
            "  C-2/s: units: new: 2"])
        told = self.run_json("import", path, "--dry-run", "--as-of", "2026-05-10")
        self.assertEqual(told["changes"][:2], [
            {"of": "C-1", "term": "name", "before": "C-1", "after": "Care"},
            {"of": "C-1", "term": "end_date", "before": "2026-03-31", "after": "open"}])
        self.assertEqual(told["changes"][3]["before"], "")
        # April and nine days of May; six months of the new one.
        self.assertEqual(
            [(each["contract"], each["new"], each["through"], each["before"], each["after"],
              each["difference"], each["currency"]) for each in told["next_bills"]],
            [("C-1", False, "2026-06-01", "0.00", "77.42", "77.42", "USD"),
             ("C-2", True, "2026-06-01", "0.00", "360.00", "360.00", "USD")])
        self.assertRegex(dry, r"C-2 +beta +2026-06-01 +new +360.00 +360.00 USD")
        self.run_ok("import", path, "--as-of", "2026-05-10")
        self.assertEqual(self.run_json("import", path, "--as-of", "2026-05-10")["changes"], [])

    def test_on_a_terminal_it_asks_before_it_takes_a_book(self):
        path = self.write_book(book(contract("C-1")))
        for arguments, typed, taken in (((), "n\n", False), ((), "\n", False),
                                        (("--yes",), "", True)):
            said = self.on_a_terminal("import", path, *arguments, typed=typed)
            self.assertIn("C-1: contract: new", said)
            self.assertEqual("Take it?" in said, not taken)
            self.assertEqual("Nothing was imported" in said, not taken)
            self.assertEqual(self.database.exists(), taken)
        # What changes nothing is not asked about.
        self.assertNotIn("Take it?", self.on_a_terminal("import", path))
        other = self.write_book(book({**contract("C-1"), "name": "Care"}))
        self.assertIn("1 changed", self.on_a_terminal("import", other, typed="y\n"))

    def on_a_terminal(self, *arguments, typed=""):
        environment = {k: v for k, v in self.environment({}).items() if v is not None}
        code, said = screens.on_terminal(
            [PROGRAM, *map(str, arguments), "--as-of", "2026-01-01"], 0, typed, cwd=self.folder,
            env=environment)
        self.assertEqual(code, 0, said)
        return said

    def test_the_book_in_force_changes_nothing_and_can_be_edited(self):
        self.ended()
        text = self.run_ok("book").out
        path = self.folder / "again.json"
        path.write_text(text)
        again = self.run_json("import", path, "--as-of", "2026-05-10")
        self.assertEqual((again["changes"], again["next_bills"], again["contracts_unchanged"]),
                         ([], [], 1))
        document = json.loads(self.run_ok("book", "C-1").out)
        self.assertEqual(document["contracts"][0]["end_date"], "2026-03-31")
        self.assertEqual([each["id"] for each in document["accounts"]], ["acme"])
        document["contracts"][0]["end_date"] = "2026-06-30"
        path.write_text(json.dumps(document))
        changed = self.run_json("import", path, "--dry-run", "--as-of", "2026-05-10")
        self.assertEqual([each["term"] for each in changed["changes"]], ["end_date"])
        self.assertEqual(self.call("book", "C-9").code, 6)

    def test_null_opens_it(self):
        self.ended()
        again = self.run_json("import", self.write_book(book(contract("C-1", end_date=None))),
                              "--as-of", "2026-05-10")
        self.assertEqual(again["contracts_updated"], 1)
        self.assertEqual(self.amounts("2026-05-10"), ["60.00", "60.00"])

    def test_a_service_that_is_not_listed_goes_on(self):
        two = contract("C-1")
        two["services"].append({**two["services"][0], "id": "t", "tax_category": "VAT"})
        self.imported(book(two), "2026-01-01")
        self.imported(book(contract("C-1")), "2026-01-01")
        del two["services"][1]["tax_category"]
        self.imported(book(two), "2026-01-01")
        lines = self.run_json("post", "--as-of", "2026-01-01")["contracts"][0]["lines"]
        self.assertEqual([line["tax_category"] for line in lines], ["", "VAT"])

    def test_a_paused_contract_stays_paused(self):
        self.imported(book(contract("C-1")), "2026-01-01")
        self.assertEqual(self.amounts("2026-01-01"), ["60.00"])
        self.imported(book(contract("C-1", status="inactive")), "2026-02-01")
        self.imported(book(contract("C-1")), "2026-03-01")
        self.assertEqual(self.amounts("2026-03-01"), [])

    def test_a_later_price_without_a_cost_costs_what_the_one_before_did(self):
        priced = contract("C-1")
        priced["services"][0]["unit_cost"] = "10.00"
        priced["services"][0]["prices"] = [{"effective_date": "2026-02-01", "unit_price": "40.00"}]
        self.imported(book(priced), "2026-01-01")
        lines = self.run_json("post", "--as-of", "2026-02-01")["contracts"][0]["lines"]
        self.assertEqual([(line["amount"], line["cost"]) for line in lines],
                         [("60.00", "20.00"), ("80.00", "20.00")])


if __name__ == "__main__":
    unittest.main()
