"""Billing cycle, timing, account, name and recipients of a contract from a day on."""

import unittest

from harness import Case
from test_settlement import book, contract


class Amended(Case):
    def setUp(self):
        super().setUp()
        # Two units at 30.00 a month; January is posted.
        self.imported(book(contract("C-1")), "2026-01-01")
        self.posted("2026-01-01")

    def posted(self, day):
        report = self.run_json("post", "--as-of", day, "--credit-batches", "allowed")
        return [(each["account"], line["amount"], line["billed_days"]["last_day"])
                for each in report["contracts"] for line in each["lines"]]

    def amend(self, *words, code=0, day="2026-01-15"):
        return self.run_ok("amend", "C-1", *words, "--as-of", day, code=code)

    def shown(self, day="2026-01-15"):
        return self.run_json("contracts", "C-1", "--as-of", day)["contracts"][0]

    def test_a_cycle_from_a_day_that_is_posted_is_asked_for(self):
        words = ("--cycle", "quarterly", "--periods", "calendar", "--from", "2026-01-16")
        refused = self.amend(*words, code=6)
        self.assertIn("C-1 is posted through 2026-01-31: periods quarterly", refused.err)
        told = self.amend(*words, "--reach-back", "--reason", "agreed").out
        self.assertIn("from 2026-01-16: periods quarterly", told)
        self.assertEqual(self.posted("2026-01-16"), [
            ("acme", "-30.97", "2026-01-31"),
            ("acme", "50.00", "2026-03-31")])  # 2 x 30.00 x 75/90
        amendment, = self.shown()["amendments"]
        self.assertEqual((amendment["cycle"], amendment["periods"]), ("quarterly", "calendar"))
        self.assertEqual(self.shown("2026-01-16")["cycle"], "quarterly")

    def test_a_discount_and_limits_from_a_day_that_is_posted_are_asked_for(self):
        for words in (("discount", "C-1", "--percent", "10"), ("discount", "C-1/s", "--amount", "5.00"),
                      ("amend", "C-1/s", "--minimum", "4"), ("amend", "C-1/s", "--tax-category", "VAT")):
            with self.subTest(words):
                words = (*words, "--from", "2026-01-31", "--as-of", "2026-01-15")
                self.assertIn("is posted through 2026-01-31", self.run_ok(*words, code=6).err)
                self.run_ok(*words, "--reach-back")
        self.run_ok("pause", "C-1", "--from", "2026-01-31", "--reason", "closed", "--as-of", "2026-01-15")

    def test_a_cycle_that_is_said_in_part_goes_on_otherwise(self):
        self.amend("--every", "2", "--from", "2026-02-01")
        self.amend("--anchor-day", "15", "--from", "2026-06-01")
        shown = self.shown("2026-06-01")
        self.assertEqual((shown["cycle"], shown["every"], shown["anchor_day"]),
                         ("monthly", 2, 15))
        for words, said in ((("--anchor-day", "32"), "--anchor-day"),
                            (("--every", "0"), "--every: 0"),
                            (("--anchor-month", "4"), "--anchor-month"),
                            (("--timing", "later"), "--timing: 'later' is none of"),
                            (("--recipient", "ann"), "--recipient: 'ann'"),
                            (("--unit-price", "3.00"), "CONTRACT/SERVICE"),
                            ((), "say what changes: --cycle")):
            refused = self.amend(*words, "--from", "2027-01-01", code=2)
            self.assertIn(said, refused.err)
        refused = self.run_ok("amend", "C-1/s", "--timing", "arrears", code=2)
        self.assertIn("leave the service out", refused.err)

    def test_another_account_pays_the_rest(self):
        self.amend("--account", "beta", "--from", "2026-01-11", "--reach-back", "--reason", "sold")
        self.assertEqual(self.posted("2026-01-11"), [
            ("acme", "-40.65", "2026-01-31"), ("beta", "40.65", "2026-01-31")])
        told = self.run_ok("explain", "C-1/s/2026-01-01/2026-01-11/2").out
        self.assertIn("From 2026-01-11: contract account beta by ", told)
        batches = self.run_json("batches")["batches"]
        self.assertEqual([batch["account"] for batch in batches], ["acme", "acme", "beta"])
        exported = self.run_ok("export", "--format", "csv", "--as-of", "2026-01-11").out
        self.assertEqual([row.split(",")[-3] for row in exported.splitlines()[1:]],
                         ["acme", "acme", "beta"])
        self.amend("--account", "acme", "--next-period", "--from", "2026-01-12", day="2026-01-12")
        self.assertEqual(self.posted("2026-02-01"), [("acme", "60.00", "2026-02-28")])

    def test_names_and_recipients_have_days(self):
        self.amend("--name", "Care", "--recipient", "a@x.example", "--recipient", "b@x.example")
        self.run_ok("amend", "C-1/s", "--name", "Seats", "--as-of", "2026-01-15")
        self.assertEqual(self.shown("2026-01-14")["services"][0]["name"], "S")
        self.assertEqual(self.shown()["name"], "Care")
        self.assertEqual(self.shown()["amendments"][0]["recipients"],
                         ["a@x.example", "b@x.example"])
        self.run_ok("post", "--as-of", "2026-02-01")
        lines = self.run_json("export", "--format", "json")["lines"]
        self.assertEqual([line["service_name"] for line in lines], ["S", "Seats"])
        self.assertEqual(lines[1]["contract_name"], "Care")

    def test_the_book_of_before_says_nothing_new(self):
        self.amend("--account", "beta", "--timing", "arrears", "--name", "Care",
                   "--from", "2026-02-01")
        told = self.run_ok("import", self.write_book(book(contract("C-1"))),
                           "--as-of", "2026-02-10").out
        self.assertIn("1 as before", told)


if __name__ == "__main__":
    unittest.main()
