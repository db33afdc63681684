"""Terms of contracts: what renews or ends soon, renewing, and prices from the next renewal on."""

import unittest

from harness import Case
from test_settlement import book, contract

YEAR = {"years": 1, "notice_days": 90, "at_end": "renews"}
ENDS = {"months": 12, "at_end": "ends"}


class Renewals(Case):
    def setUp(self):
        super().setUp()
        self.imported(book(contract("C-1", term=YEAR),
                           contract("C-2", "beta", term=ENDS, end_date="2026-12-31"),
                           contract("C-3")), "2026-01-01")

    def listed(self, day, days, *more):
        told = self.run_json("renewals", "--days", days, "--as-of", day, *more)
        return [(row["contract"], row["what"], row["day"], row["notice_by"])
                for row in told["contracts"]]

    def test_the_list(self):
        self.assertEqual(self.listed("2026-10-01", 30),
                         [("C-1", "renews", "2027-01-01", "2026-10-02")])
        self.assertEqual(self.listed("2026-12-01", 31),
                         [("C-2", "ends", "2026-12-31", "2026-12-31"),
                          ("C-1", "renews", "2027-01-01", "2026-10-02")])
        self.assertEqual(self.listed("2026-12-01", 31, "--account", "beta")[0][0], "C-2")
        said = self.run_ok("renewals", "--as-of", "2026-12-01").out
        self.assertIn("2026-10-02, passed", said)
        self.assertIn("12 months, renews, 90 days of notice", said)
        self.assertIn("Nothing renews or ends through 2026-02-01.",
                      self.run_ok("renewals", "--days", "1", "--as-of", "2026-01-31").out)
        self.assertIn("nobody", self.call("renewals", "--account", "nobody").err)

    def test_renewing_moves_the_end_and_keeps_who_and_why(self):
        renewed = self.run_json("renew", "C-2", "--reason", "signed", "--as-of", "2026-12-01")
        self.assertEqual(renewed["end_date"], "2027-12-31")
        amendment = renewed["amendments"][0]
        self.assertEqual((amendment["effective_date"], amendment["term"]["months"],
                          amendment["author"], amendment["reason"]),
                         ("2027-01-01", 12, "tester", "signed"))
        self.assertEqual(renewed["next"],
                         {"what": "renews", "day": "2027-01-01", "notice_by": "2026-12-31"})
        said = self.run_ok("contracts", "C-2", "--as-of", "2026-12-01").out
        self.assertIn("from 2027-01-01: a term of 12 months, ends, by tester (signed)", said)
        # The book of before does not take it back.
        self.imported(book(contract("C-2", "beta")), "2026-12-02")
        self.assertEqual(self.listed("2026-12-02", 365),
                         [("C-1", "renews", "2027-01-01", "2026-10-02"),
                          ("C-2", "renews", "2027-01-01", "2026-12-31")])

    def test_another_term_and_what_can_not_be_renewed(self):
        longer = self.run_json("renew", "C-1", "--months", "24", "--at-end", "ends", "--as-of",
                               "2026-06-01")
        self.assertEqual(longer["end_date"], "2028-12-31")
        self.run_ok("renew", "C-2", "--at-end", "renews", "--as-of", "2026-06-01")
        again = self.call("renew", "C-2", "--as-of", "2026-06-01")
        self.assertIn("renews by itself on 2027-01-01", again.err)
        self.assertIn("say --months", self.call("renew", "C-3", "--notice-days", "5").err)
        self.assertIn("has no term", self.call("renew", "C-3").err)

    def test_ending_with_the_term(self):
        self.assertEqual(self.run_json("end", "C-1", "--with-term", "--as-of",
                                       "2026-10-02")["end_date"], "2026-12-31")
        self.run_ok("extend", "C-1", "--open")
        self.assertEqual(self.run_json("end", "C-1", "--with-term", "--as-of",
                                       "2026-10-03")["end_date"], "2027-12-31")
        self.assertIn("no term", self.call("end", "C-3", "--with-term").err)
        self.assertIn("--with-term", self.call("end", "C-1").err)
        self.assertEqual(self.call("end", "C-1/s", "--with-term").code, 2)

    def test_a_term_in_a_book_is_checked(self):
        for term, words in (({"at_end": "ends"}, "say months or years"),
                            ({"months": 12, "years": 1}, "say months or years"),
                            ({"months": 0}, "0"), ({"months": 1201}, "1201"),
                            ({"years": 1, "notice_days": -1}, "-1"),
                            ({"years": 1, "at_end": "x"}, "renews, ends"),
                            ({"years": 1, "note": 1}, "note"),
                            (ENDS, "needs an end")):
            path = self.write_book(book(contract("C-9", term=term)))
            refused = self.run_ok("import", path, code=3).out
            self.assertIn(words, refused)

    def test_prices_from_each_renewal_on(self):
        raised = self.run_json("raise-prices", "--unit-price", "32.00 USD", "--service", "s",
                               "--from-renewal", "--reason", "list of 2027", "--as-of",
                               "2026-06-01")
        self.assertEqual([(row["service"], row["status"],
                           row["after"] and row["after"]["effective_date"])
                          for row in raised["services"]],
                         [("C-1/s", "raised", "2027-01-01"), ("C-2/s", "no_renewal", None),
                          ("C-3/s", "no_renewal", None)])
        self.assertEqual((raised["percent"], raised["unit_price"], raised["from"]),
                         (None, "32.00", None))
        price = self.run_json("contracts", "C-1")["contracts"][0]["services"][0]["prices"][1]
        self.assertEqual((price["unit_price"], price["author"], price["reason"]),
                         ("32.00", "tester", "list of 2027"))
        said = self.run_ok("raise-prices", "--percent", "5", "--from-renewal", "--dry-run",
                           "--as-of", "2027-01-01", "--account", "acme").out
        self.assertIn("from 2028-01-01", said)
        self.assertIn("would be: 5 % from each renewal on: 1 service raised", said)

    def test_what_a_raise_has_to_say(self):
        july = ("--from", "2026-07-01")
        for wrong, words in (("--from", ("--percent", "5")),
                             ("--from", ("--percent", "5", *july, "--from-renewal")),
                             ("--unit-price", july),
                             ("--unit-price", ("--unit-price", "32.00", "--service", "s", *july)),
                             ("name the services", ("--unit-price", "32 USD", *july)),
                             ("service t", ("--percent", "5", *july, "--service", "t"))):
            refused = self.call("raise-prices", *words, "--as-of", "2026-06-20")
            self.assertIn(refused.code, (2, 6), refused.all)
            self.assertIn(wrong, refused.err)

    def test_a_last_day_that_is_the_last_day_of_the_contract(self):
        self.run_ok("pause", "C-2", "--from", "2026-12-01", "--through", "2026-12-31",
                    "--reason", "holiday", "--as-of", "2026-06-01")
        self.run_ok("discount", "C-2/s", "--percent", "10", "--through", "2026-12-31", "--as-of",
                    "2026-06-01")
        beyond = self.call("pause", "C-2", "--from", "2026-11-01", "--through", "2027-01-01",
                           "--reason", "x", "--as-of", "2026-06-01")
        self.assertEqual(beyond.code, 2)
        self.assertIn("2027-01-02 is not a day on which contract C-2 is in force", beyond.err)


if __name__ == "__main__":
    unittest.main()
