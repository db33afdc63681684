"""What was never posted can be mended by importing it again, and deleted for good."""

import unittest

from harness import Case
from test_settlement import book, contract


def seats(price, **more):
    made = contract("C-1", **more)
    made["services"][0]["unit_price"] = price
    return book(made)


class NeverPosted(Case):
    def amounts(self, day):
        report = self.run_json("post", "--as-of", day)
        return [line["amount"] for each in report["contracts"] for line in each["lines"]]

    def take(self, document, day="2026-01-01", code=0):
        return self.run_ok("import", self.write_book(document), "--as-of", day, code=code)

    def test_a_mistyped_price_is_mended_by_the_corrected_book(self):
        self.imported(seats("300.00"), "2026-01-01")
        told = self.take(seats("30.00")).out
        self.assertIn("C-1/s: price from 2026-01-01: 300.00, cost 0.00 -> 30.00, cost 0.00", told)
        self.assertEqual(self.amounts("2026-01-01"), ["60.00"])
        refused = self.take(seats("31.00"), code=3)
        self.assertIn("terms_locked", refused.err + refused.out)

    def test_every_term_but_the_unit_source_is_free(self):
        self.imported(seats("30.00"), "2026-01-01")
        other = contract("C-1", "beta", start_date="2025-12-01", cycle="quarterly",
                         timing="arrears", currency="EUR")
        other["services"][0].update(unit_price="20.00", tax_category="VAT",
                                    quantity={"minimum": 5})
        self.take(book(other))
        line, = self.run_json("post", "--as-of", "2026-02-28")["contracts"][0]["lines"]
        self.assertEqual((line["amount"], line["currency"], line["tax_category"]),
                         ("100.00", "EUR", "VAT"))
        self.assertEqual(self.run_json("batches")["batches"][0]["account"], "beta")

    def test_a_voided_batch_was_posted(self):
        self.imported(seats("30.00"), "2026-01-01")
        self.amounts("2026-01-01")
        self.run_ok("invoice", "C-1#1", "--number", "I-1")
        self.run_ok("void", "I-1", "--reason", "test")
        self.take(seats("31.00"), code=3)
        self.run_ok("delete", "C-1", "--reason", "test", code=6)

    def test_a_price_in_posted_months_is_asked_for(self):
        self.imported(seats("30.00"), "2026-01-01")
        self.amounts("2026-01-01")
        words = ("amend", "C-1/s", "--unit-price", "31.00", "--from")
        refused = self.run_ok(*words, "2026-01-16", code=6)
        self.assertIn("posted through 2026-01-31", refused.err)
        self.assertEqual(self.amounts("2026-01-20"), [])
        self.run_ok(*words, "2026-02-01")
        self.run_ok(*words, "2026-01-16", "--reach-back", "--reason", "agreed so")
        self.assertEqual(len(self.amounts("2026-01-20")), 1)

    def test_deleted_is_deleted(self):
        self.imported(seats("30.00"), "2026-01-01")
        dry = self.run_json("delete", "C-1", "--reason", "twice", "--dry-run")
        self.assertTrue(dry["dry_run"])
        self.assertEqual(len(self.run_json("contracts")["contracts"]), 1)
        self.run_ok("delete", "C-1", "--reason", "twice", "--author", "ann")
        self.assertEqual(self.run_json("contracts")["contracts"], [])
        gone, = self.run_json("contracts", "--deleted")["deleted"]
        self.assertEqual((gone["contract"], gone["author"], gone["reason"]), ("C-1", "ann", "twice"))
        self.assertEqual(self.amounts("2026-02-01"), [])
        again = self.take(seats("30.00"), code=3)
        self.assertIn("contract C-1 was deleted by ann at ", again.err + again.out)
        self.run_ok("delete", "C-1", "--reason", "twice", code=6)
        other = contract("C-2")
        self.take(book(other), "2026-02-01")
        self.run_ok("delete", "C-2/s", "--reason", "wrong contract")
        self.take(book(contract("C-3")), "2026-02-01")
        self.assertEqual(self.amounts("2026-02-01"), ["60.00", "60.00"])


if __name__ == "__main__":
    unittest.main()
