"""One book in dollars, yen and dinars, from import to export; every figure worked out by hand.

  C-1 (USD): 5 desks at 9.99, cost 1.50;  C-2 (JPY): 2 servers at 980.5;  C-3 (KWD): 4 machines at 1.255
"""

import csv
import io
import unittest

from harness import ACME, ACME_DESKS, ACME_SERVERS, BETA, Case, identity, service


def contract(name, account, currency, each):
    return {"id": name, "account": account, "currency": currency, "cycle": "monthly",
            "periods": "calendar", "start_date": "2026-06-01", "services": [each]}


BOOK = {
    "accounts": [{"id": "acme", "organization": ACME}, {"id": "beta", "organization": BETA}],
    "contracts": [
        contract("C-1", "acme", "USD",
                 service("desks", "9.99", "1.50", source="agents", group=ACME_DESKS)),
        contract("C-2", "acme", "JPY",
                 service("servers", "980.5", source="agents", group=ACME_SERVERS)),
        contract("C-3", "beta", "KWD", service("all", "1.255", "0.001", source="agents"))],
}

# 16 June, 15 of 30 days: one desk more, one server less, one machine of Beta's less.
# 9.99 x 15/30 = 4.995, in all 54.945 -> 54.95, less 49.95 (cost 0.75)
# 980.5 x 15/30 = 490.25, in all 1470.75 -> 1471, less 1961
# 1.255 x 15/30 = 0.6275, in all 4.3925 -> 4.393, less 5.020 (cost 0.0005, in all 0.0035 -> 0.004)
LINES = [("USD", "49.95", "7.50", "9.99"), ("JPY", "1961", "0", "980.5"),
         ("KWD", "5.020", "0.004", "1.255"),
         ("USD", "5.00", "0.75", "9.99"), ("JPY", "-490", "0", "980.5"),
         ("KWD", "-0.627", "0.000", "1.255")]


class Currencies(Case):
    def setUp(self):
        super().setUp()
        self.imported(BOOK)
        self.night("2026-06-01")
        self.first = self.run_json("post", "--as-of", "2026-06-01")
        self.simulator.events({"action": "add_agent", "name": "pc9", "group": ACME_DESKS},
                              {"action": "delete_agent", "agent": identity(112)},
                              {"action": "delete_agent", "agent": identity(121)})
        self.night("2026-06-16")
        self.second = self.run_json("post", "--as-of", "2026-06-16", "--credit-batches",
                                    "allowed")

    def totals(self, report):
        return [(t["currency"], t["amount"], t["cost"], t["margin"]) for t in report["totals"]]

    def test_totals_and_batches(self):
        self.assertEqual(self.totals(self.first),
                         [("JPY", "1961", "0", "1961"), ("KWD", "5.020", "0.004", "5.016"),
                          ("USD", "49.95", "7.50", "42.45")])
        self.assertEqual(self.totals(self.second),
                         [("JPY", "-490", "0", "-490"), ("KWD", "-0.627", "0.000", "-0.627"),
                          ("USD", "5.00", "0.75", "4.25")])
        self.assertEqual([(b["batch"], b["total"], b["currency"])
                          for b in self.run_json("batches")["batches"]],
                         [("C-1#1", "49.95", "USD"), ("C-2#1", "1961", "JPY"),
                          ("C-3#1", "5.020", "KWD"), ("C-1#2", "5.00", "USD"),
                          ("C-2#2", "-490", "JPY"), ("C-3#2", "-0.627", "KWD")])
        status = self.run_json("status")["batches"]
        self.assertEqual([(b["currency"], b["total"]) for b in status],
                         [("JPY", "1471"), ("KWD", "4.393"), ("USD", "54.95")])
        table = self.run_ok("status").out
        for row in ("1471  JPY", "4.393  KWD", "54.95  USD"):
            self.assertIn(row, table)

    def test_exports(self):
        wanted = sorted(LINES)
        rows = csv.DictReader(io.StringIO(self.run_ok("export").out))
        self.assertEqual(sorted((r["currency"], r["amount"], r["cost"], r["unit_price"])
                                for r in rows), wanted)
        lines = self.run_json("export", "--format", "json")["lines"]
        self.assertEqual(sorted((r["currency"], r["amount"], r["cost"], r["unit_price"])
                                for r in lines), wanted)

    def test_review_and_explain(self):
        review = self.run_json("review", "--as-of", "2026-06-16", "--through", "2026-07-01")
        self.assertEqual(self.totals(review),
                         [("JPY", "981", "0", "981"),  # 980.5
                          ("KWD", "3.765", "0.003", "3.762"), ("USD", "59.94", "9.00", "50.94")])
        for line, exact in (("C-1/desks/2026-06-01/2026-06-16/1", "= 4.995"),
                            ("C-2/servers/2026-06-01/2026-06-16/1", "= -490.25"),
                            ("C-3/all/2026-06-01/2026-06-16/1", "= -0.6275")):
            self.assertIn(exact + "\n", self.run_ok("explain", line).out)

    def test_an_invoice_is_in_one_currency(self):
        error = self.run_json("invoice", "C-1#1", "C-2#1", "--number", "R-1", code=2)["error"]
        self.assertEqual((error["code"], error["context"]),
                         ("currency_mismatch",
                          "invoice R-1: batch C-1#1 is in USD, batch C-2#1 in JPY"))
        self.run_ok("invoice", "C-1#1", "C-1#2", "--number", "R-1")

    def test_what_a_book_may_not_mix(self):
        mixed = {**BOOK["contracts"][1], "id": "C-9"}
        mixed["services"] = [{**mixed["services"][0], "currency": "USD"}]
        moved = {**BOOK["contracts"][1], "currency": "KWD"}
        file = self.write_book({"contracts": [mixed, moved]}, "mixed.json")
        before = self.dump()
        refused = self.run_json("import", file, code=3)["refused"]
        self.assertEqual([r["context"] for r in refused],
                         ["contracts[0].services[0].currency: unknown key",
                          "contract C-2: currency"])
        self.assertEqual(self.dump(), before)


if __name__ == "__main__":
    unittest.main()
