"""Importing again: what a book does not name stays as it is saved, and null takes a value away."""

import unittest

from harness import Case
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
        self.assertEqual(dry.splitlines()[:-1], [
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
        self.run_ok("import", path, "--as-of", "2026-05-10")
        self.assertEqual(self.run_json("import", path, "--as-of", "2026-05-10")["changes"], [])

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
