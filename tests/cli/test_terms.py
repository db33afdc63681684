"""Terms in money and conventions that have days: amended by command and by book, explained.

  C-1/seats bills 10 typed-in units at 10.00 a month from June, C-1/phones 4 at 5.00.
"""

import json
import unittest

from harness import Case, service


def book(**contract):
    return {"accounts": [{"id": "acme", "name": "Acme"}],
            "contracts": [{"id": "C-1", "account": "acme", "currency": "USD", "cycle": "monthly",
                           "start_date": "2026-06-01", **contract,
                           "services": [service("seats", "10.00", source="manual", count=10),
                                        service("phones", "5.00", source="manual", count=4)]}]}


class Terms(Case):
    def setUp(self):
        super().setUp()
        self.imported(book(), "2026-06-01")

    def amend(self, *arguments, day="2026-06-10", **more):
        return self.run_ok("amend", *arguments, "--as-of", day, **more)

    def taken(self, document, day):
        return self.run_ok("import", self.write_book(document), "--as-of", day, "--reach-back").out

    def posted(self, day):
        report = self.run_json("post", "--as-of", day, "--lines")
        return [(line["line"], line["part"], line["amount"])
                for contract in report["contracts"] for line in contract["lines"]]

    def test_the_review_says_where_a_minimum_is_billed(self):
        self.amend("C-1/phones", "--minimum", "6", "--from", "2026-07-01")
        told = self.run_ok("review", "--as-of", "2026-06-10", "--through", "2026-07-31").out
        rows = told.splitlines()
        phones, = (at for at, row in enumerate(rows) if "Phones" in row and "2026-07-01.." in row)
        self.assertEqual(rows[phones + 1], "      6 (4 counted, minimum 6)")
        self.assertEqual(told.count("counted"), 1)

    def test_a_book_that_reaches_into_posted_days_says_what_to_do(self):
        self.posted("2026-06-01")
        document = book()
        document["contracts"][0]["services"][0]["quantity"] = {"minimum": 20}
        path = self.write_book(document)
        told = self.run_ok("import", path, "--as-of", "2026-06-10", code=3).out
        self.assertIn("  ! reaches_back: service seats of contract C-1 is posted through "
                      "2026-06-30", told)
        self.assertIn("take a later day, or --reach-back", told)
        self.assertIn("170.00 USD", told)  # 10 more for 21 of 30 days, and for July
        self.run_ok("import", path, "--as-of", "2026-06-10", "--reach-back")

    def test_a_minimum_in_money_is_amended_billed_and_explained(self):
        self.amend("C-1/seats", "--minimum-amount", "130.00", "--from", "2026-06-16",
                   "--reason", "as agreed")
        self.posted("2026-06-30")
        july = self.posted("2026-07-01")
        self.assertIn(("C-1/seats/2026-07-01/2026-07-01/2", "minimum", "30.00"), july)
        told = self.run_ok("explain", "C-1/seats/2026-07-01/2026-07-01/2").out
        self.assertIn("From 2026-06-16: minimum amount 130.00 by", told)
        self.assertIn("(as agreed)", told)
        self.assertIn("Minimum amount on 2026-07-01: 100.00 of 130.00", told)
        self.assertIn("minimum amount 130.00", self.run_ok("contracts", "C-1").out)
        self.amend("C-1/seats", "--minimum-amount", "none", "--from", "2026-08-01",
                   day="2026-07-01")
        self.assertEqual([part for _, part, _ in self.posted("2026-08-01")], ["units", "units"])

    def test_an_amount_off_a_contract_is_shared_by_its_services_in_their_order(self):
        self.run_ok("discount", "C-1", "--amount", "110.00", "--from", "2026-06-01", "--through",
                    "2026-06-30", "--reason", "opening", "--as-of", "2026-06-01")
        june = self.posted("2026-06-01")
        self.assertEqual([amount for _, part, amount in june if part == "discount_amount"],
                         ["-100.00", "-10.00"])
        line = next(line for line, part, amount in june if amount == "-10.00")
        self.assertIn("From 2026-06-01: contract discount amount 110.00",
                      self.run_ok("explain", line).out)
        self.assertNotIn("discount_amount", [part for _, part, _ in self.posted("2026-07-01")])

    def test_conventions_hold_from_the_next_billing_period(self):
        told = self.amend("C-1/seats", "--day-count", "thirty_day_months", "--measure",
                          "high_watermark", "--from", "2026-06-10")
        self.assertIn("it holds from 2026-07-01 on, where a billing period begins", told.err)
        self.assertNotIn("holds from", self.amend("C-1/phones", "--rounding", "half_even", "--from",
                                                  "2026-07-01").err)
        shown = self.run_json("contracts", "C-1", "--as-of", "2026-06-20")["contracts"][0]
        self.assertEqual(shown["services"][0]["measure"], "prorated")
        shown = self.run_json("contracts", "C-1", "--as-of", "2026-07-01")["contracts"][0]
        self.assertEqual(shown["services"][0]["measure"], "high_watermark")
        self.assertEqual(shown["services"][0]["proration"]["day_count"], "thirty_day_months")

    def test_a_yearly_raise_begins_and_ends(self):
        self.amend("C-1/seats", "--indexation", "5", "--first-raise", "2026-07-01", "--from",
                   "2026-07-01")
        self.amend("C-1/seats", "--indexation", "none", "--from", "2026-08-01")
        july = {line: amount for line, _, amount in self.posted("2026-07-01")}
        self.assertEqual(july["C-1/seats/2026-07-01/2026-07-01/1"], "105.00")
        told = self.run_ok("explain", "C-1/seats/2026-07-01/2026-07-01/1").out
        self.assertIn("raised by 5 %: 10.50 from 2026-07-01", told)
        self.assertIn("yearly raise 5 % from 2026-07-01", told)

    def test_trust_has_days(self):
        self.amend("C-1", "--trust", "propose", "--from", "2026-07-01")
        for day, trust in (("2026-06-30", "automatic"), ("2026-07-01", "propose")):
            shown = self.run_json("contracts", "C-1", "--as-of", day)["contracts"][0]
            self.assertEqual(shown["trust"], trust)

    def test_a_book_says_the_same_and_null_takes_away(self):
        document = book(amendments=[{"effective_date": "2026-06-01", "discount_amount": "20.00"},
                                    {"effective_date": "2026-07-01", "discount_amount": None}])
        document["contracts"][0]["services"][0] |= {
            "minimum_amount": "150.00",
            "amendments": [{"effective_date": "2026-07-01", "minimum_amount": "180.00",
                            "indexation": {"percent": "3", "first_date": "2027-01-01"},
                            "proration": {"rounding": "half_even"},
                            "quantity": {"measure": "average", "maximum": None}},
                           {"effective_date": "2028-01-01", "indexation": None}]}
        told = self.taken(document, "2026-06-01")
        for words in ("C-1: amendment from 2026-07-01: new: no discount amount",
                      "C-1/seats: minimum_amount: none -> 150.00",
                      "C-1/seats: amendment from 2026-07-01: new: no maximum, minimum amount "
                      "180.00, yearly raise 3 % from 2027-01-01, rounding half_even, measure "
                      "average",
                      "C-1/seats: amendment from 2028-01-01: new: no yearly raise"):
            self.assertIn(words, told)
        again = self.taken(document, "2026-06-01")
        self.assertNotIn("new:", again)
        self.assertEqual(sum(float(amount) for _, _, amount in self.posted("2026-06-01")), 150)
        without = json.loads(json.dumps(document))
        without["contracts"][0]["services"][0]["minimum_amount"] = None
        self.assertIn("C-1/seats: amendment from 2026-06-15: new: no minimum amount",
                      self.taken(without, "2026-06-15"))

    def test_what_is_wrong_is_named(self):
        for wrong, words in (("--minimum-amount", ("C-1/seats", "--minimum-amount", "much")),
                             ("none of: actual_period", ("C-1/seats", "--day-count", "31")),
                             ("--first-raise", ("C-1/seats", "--first-raise", "2027-01-01")),
                             ("--indexation", ("C-1/seats", "--indexation", "0")),
                             ("amend C-1 --trust", ("C-1/seats", "--trust", "observe")),
                             ("of a contract --trust", ("C-1", "--minimum", "3")),
                             ("fixed_day", ("C-1/seats", "--fixed-day", "3")),
                             ("say what changes", ("C-1/seats",))):
            with self.subTest(words=words):
                self.assertIn(wrong, self.amend(*words, code=2).err)
        self.assertIn("say --percent or --amount",
                      self.run_ok("discount", "C-1", "--as-of", "2026-06-10", code=2).err)


if __name__ == "__main__":
    unittest.main()
