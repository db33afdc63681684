"""The prices of many services in one run."""

import unittest

from harness import Case


class Prices(Case):
    def setUp(self):
        super().setUp()
        self.imported()
        self.night("2026-06-01")
        self.run_ok("post", "--as-of", "2026-06-01")

    def raised(self, *more, code=0):
        return self.run_json("raise-prices", "--percent", "10", "--from", "2026-07-01", "--as-of",
                             "2026-06-20", *more, code=code)

    def test_a_dry_run_shows_what_the_run_then_does(self):
        shown = self.raised("--dry-run")
        self.assertEqual([(s["service"], s["status"], s["before"]["unit_price"],
                           s["after"]["unit_price"])
                          for s in shown["services"]],
                         [("C-1/desks", "raised", "5.00", "5.50"),
                          ("C-1/servers", "raised", "20.00", "22.00"),
                          ("C-1/backup", "raised", "7.00", "7.70"),
                          ("C-2/all", "raised", "9.99", "10.99")])
        self.assertEqual([(c["contract"], c["before"], c["after"], c["difference"], c["currency"])
                          for c in shown["contracts"]],
                         [("C-1", "172.00", "189.20", "17.20", "USD"),
                          ("C-2", "79.92", "87.92", "8.00", "GBP")])
        done = self.raised()
        self.assertEqual(done["services"], shown["services"])
        july = self.run_json("post", "--as-of", "2026-07-01", "--lines")
        self.assertEqual([line["unit_price"] for contract in july["contracts"]
                          for line in contract["lines"] if line["contract"] == "C-1"],
                         ["5.50", "22.00", "7.70"])

    def test_run_again_it_asks_for_a_person(self):
        self.raised()
        again = self.raised(code=1)
        self.assertEqual({s["status"] for s in again["services"]}, {"priced_already"})

    def test_some_of_them(self):
        only = self.raised("--account", "acme", "--except", "C-1/desks", "--except", "C-1/backup")
        self.assertEqual([s["status"] for s in only["services"]],
                         ["excepted", "raised", "excepted"])
        said = self.run_ok("raise-prices", "--percent", "-5", "--from", "2026-07-01", "--account",
                           "acme", "--except", "C-1/servers", "--as-of", "2026-06-20").out
        self.assertIn("4.75", said)
        self.assertIn("-5 % from 2026-07-01: 2 services raised, 1 left as they are", said)

    def test_what_is_wrong_is_named(self):
        july = ("--percent", "5", "--from", "2026-07-01")
        for wrong, words in (("--percent", ("--percent", "0", "--from", "2026-07-01")),
                             ("--from", ("--percent", "5", "--from", "July")),
                             ("nobody", (*july, "--account", "nobody")),
                             ("C-9", (*july, "--except", "C-9"))):
            refused = self.call("raise-prices", *words, "--as-of", "2026-06-20")
            self.assertIn(refused.code, (2, 6), refused.all)
            self.assertIn(wrong, refused.err)


if __name__ == "__main__":
    unittest.main()
