"""Credits of a contract that ended: settled with the account's other charges, owed, paid out.

  C-1 and C-2 of Acme bill 2 x 30.00 a month from January; on 5 March C-1 ended on 20 February:
  60.00 x 8/28 = 17.14 are owed.
"""

import unittest

from harness import Case, service


def contract(name, account="acme", count=2, **more):
    return {"id": name, "account": account, "currency": "USD", "cycle": "monthly",
            "start_date": "2026-01-01", **more,
            "services": [service("s", "30.00", source="manual", count=count)]}


def book(*contracts):
    return {"accounts": [{"id": "acme", "name": "Acme"}, {"id": "beta", "name": "Beta"}],
            "contracts": list(contracts)}


CREDIT = ("C-1/s/2026-02-01/2026-02-21/1", "-17.14")
OWED = {"account": "acme", "contract": "C-1", "amount": "17.14", "currency": "USD", "lines": 1,
        "charge_to_come": False}


class Settlement(Case):
    def ended(self, *others):
        self.imported(book(contract("C-1"), *others), "2026-01-01")
        self.run_ok("post", "--as-of", "2026-02-01")
        self.imported(book(contract("C-1", end_date="2026-02-20"), *others), "2026-03-05")

    def lines_of(self, report, name):
        return [(line["line"], line["amount"]) for each in report["contracts"]
                if each["contract"] == name for line in each["lines"]]

    def batches(self):
        return {each["batch"]: each for each in self.run_json("batches")["batches"]}

    def test_a_charge_of_the_account_settles_it(self):
        self.ended(contract("C-2"))
        report = self.run_json("post", "--as-of", "2026-03-05")
        self.assertEqual(self.lines_of(report, "C-1"), [CREDIT])
        self.assertEqual(report["totals"][0]["amount"], "42.86")
        self.assertEqual(report["owed"], [])
        self.assertEqual([self.batches()[name]["settlement"] for name in ("C-1#2", "C-2#2")],
                         ["C-1#2", "C-1#2"])
        error = self.run_json("invoice", "C-2#2", "--number", "INV-1", code=6)["error"]
        self.assertEqual(error["code"], "conflicts")
        self.assertIn("C-2#2 settles with batch C-1#2", error["context"])
        self.assertEqual(self.run_json("unpost", "C-2#2", "--reason", "late")["batches"],
                         ["C-2#2", "C-1#2"])
        self.assertIn("C-2#3 settles with C-1#3: one invoice",
                      self.run_ok("post", "--as-of", "2026-03-05").out)
        self.run_ok("invoice", "C-1#3", "C-2#3", "--number", "INV-1")

    def test_what_nothing_settles_needs_a_person(self):
        self.ended(contract("C-2", "beta"))
        report = self.run_json("post", "--as-of", "2026-03-05", code=1)
        self.assertEqual(report["owed"], [OWED])
        self.assertIn("C-1 owes 17.14 USD to acme, and nothing settles it",
                      self.run_ok("post", "--as-of", "2026-03-05", code=1).out)
        self.imported(book(contract("C-1", end_date="2026-02-20", status="inactive")),
                      "2026-03-06")
        for command in ("status", "review"):
            shown = self.run_json(command, "--as-of", "2026-03-06", code=1)
            self.assertEqual(shown["owed"], [OWED], command)
            self.assertIn("billbyagent pay-out --contract C-1",
                          self.run_ok(command, "--as-of", "2026-03-06", code=1).out)
        self.run_ok("pay-out", "--as-of", "2026-03-06", code=2)
        dry = self.run_json("pay-out", "--account", "acme", "--as-of", "2026-03-06", "--dry-run")
        paid = self.run_json("pay-out", "--account", "acme", "--as-of", "2026-03-06")
        for each in (dry, paid):
            self.assertEqual(self.lines_of(each, "C-1"), [CREDIT])
        self.assertEqual(self.run_json("status", "--as-of", "2026-03-06")["owed"], [])
        self.run_ok("invoice", "C-1#2", "--number", "CN-1")

    def test_per_contract_it_waits(self):
        self.ended(contract("C-2"))
        report = self.run_json("post", "--settlement", "contract", "--as-of", "2026-03-05", code=1)
        self.assertEqual(report["owed"], [OWED])
        self.run_ok("status", "--settlement", "contract", "--as-of", "2026-03-05", code=1)
        # The account's next charge settles it.
        status = self.run_json("status", "--as-of", "2026-03-05")
        self.assertEqual(status["owed"], [{**OWED, "charge_to_come": True}])

    def test_an_invoice_number_belongs_to_one_account(self):
        self.imported(book(contract("C-1"), contract("C-2", "beta")), "2026-01-01")
        self.run_ok("post", "--as-of", "2026-02-01")
        self.run_ok("invoice", "C-1#1", "--number", "INV-2")
        self.run_ok("void", "INV-2", "--reason", "wrong")
        error = self.run_json("invoice", "C-2#1", "--number", "INV-2", code=6)["error"]
        self.assertEqual((error["code"], error["context"]),
                         ("conflicts", "invoice INV-2: batch C-1#1 (returned) is of account acme, "
                                       "batch C-2#1 of account beta"))

    def test_zeros_at_the_end_are_no_decimals_and_four_decimals_are_too_many(self):
        for price, code in (("5.5000000", 0), ("5.0000001", 3)):
            changed = contract("C-1")
            changed["services"][0]["unit_price"] = price
            self.run_ok("import", self.write_book(book(changed)), "--as-of", "2026-01-01",
                        code=code)
        refused = self.run_ok("import", self.write_book(book(contract("C-9", currency="CLF"))),
                              code=3).all
        self.assertIn("CLF has four decimals", refused)
        self.assertNotIn("not an ISO 4217", refused)


if __name__ == "__main__":
    unittest.main()
