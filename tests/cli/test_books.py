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
