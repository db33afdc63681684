"""Preview: what a change would do to the next invoices; every figure worked out by hand."""

import unittest

from harness import (ACME_DESKS, ACME_SERVERS, BETA_ROOT, SERVERS_VIEW, Case, book, identity,
                     service)


def differences(report):
    return [(row["service"], row["billing_period"]["first_day"], row["amount"]["difference"])
            for row in report["services"] if row["amount"]["difference"] != "0.00"]


def names(machines):
    return sorted(machine["name"] for machine in machines)


class Preview(Case):
    def setUp(self):
        super().setUp()
        self.imported()
        self.night("2026-06-01")
        self.run_ok("post", "--as-of", "2026-06-01")
        self.before = self.dump()

    def tearDown(self):
        self.assertEqual(self.dump(), self.before, "a preview wrote something")

    def preview(self, *arguments, code=0):
        return self.run_json("preview", "C-1", "--as-of", "2026-06-16", *arguments, code=code)

    def desks(self, *arguments):
        return self.preview("--service", "desks", *arguments)

    def test_a_price(self):
        # 5 x 1.00 x 15/30, then 5 x 1.00; the cost only when it is named: 5 x 0.25 x 15/30, 1.25
        report = self.desks("--unit-price", "6.00", "--periods", "2")
        self.assertEqual(differences(report), [("desks", "2026-06-01", "2.50"),
                                               ("desks", "2026-07-01", "5.00")])
        self.assertEqual(report["cost"]["difference"], "0.00")
        self.assertEqual(report["amount"], {"before": "172.00", "after": "179.50",
                                            "difference": "7.50"})
        report = self.desks("--unit-price", "6.00", "--unit-cost", "2.00", "--from", "2026-07-16",
                            "--periods", "1")
        # 5 x 1.00 x 16/31 = 2.58; 5 x 0.25 x 16/31 = 0.645 -> 0.65 with the lines before it
        self.assertEqual(differences(report), [("desks", "2026-07-01", "2.58")])
        self.assertEqual(report["cost"]["difference"], "0.65")

    def test_units_and_end(self):
        self.assertEqual(differences(self.desks("--add-units", "2", "--periods", "1")),
                         [("desks", "2026-06-01", "5.00")])  # 2 x 5.00 x 15/30
        self.assertEqual(differences(self.desks("--add-units=-5", "--periods", "1")),
                         [("desks", "2026-06-01", "-12.50")])
        self.assertEqual(differences(self.desks("--units", "9", "--periods", "1")),
                         [("desks", "2026-06-01", "10.00")])
        self.assertEqual(differences(self.desks("--end", "2026-06-20", "--periods", "2")),
                         [("desks", "2026-06-01", "-8.33"),  # 5 x 5.00 x 10/30
                          ("desks", "2026-07-01", "-25.00")])
        error = self.preview("--service", "desks", "--add-units=-6", code=2)
        self.assertEqual(error["error"]["context"], "service desks: -1 units on 2026-06-16")

    def test_text_can_be_followed(self):
        text = self.run_ok("preview", "C-1", "--as-of", "2026-06-16", "--service", "desks",
                           "--unit-price", "6.00", "--periods", "1").out
        self.assertEqual(text.splitlines(), [
            "What if  desks: unit price 6.00 from 2026-06-16",
            "Preview of contract C-1, 2026-06-01..2026-06-30, 1 billing period",
            "Sum: 86.00 USD -> 88.50 USD, difference +2.50 USD",
            "Cost: 8.75 USD -> 8.75 USD, difference 0.00 USD",
            "2026-06-01..2026-06-30  desks: 25.00 USD -> 27.50 USD, difference +2.50 USD",
            "    1 line as before, 25.00 USD",
            "  + 2026-06-16..2026-06-30  +5 x 1.00 x 15/30  2.50 USD  increment",
            "2026-06-01..2026-06-30  servers: 40.00 USD, no difference",
            "2026-06-01..2026-06-30  backup: 21.00 USD, no difference",
            "2026-06-01..2026-06-30  all services: 86.00 USD -> 88.50 USD, difference +2.50 USD"])

    def test_machines_of_another_group(self):
        # What came since last night is no part of the change.
        self.simulator.events({"action": "add_agent", "name": "pc9", "group": ACME_DESKS})
        report = self.desks("--machines-of", BETA_ROOT, "--periods", "1")
        row = report["services"][0]
        self.assertEqual(names(row["machines_added"]),
                         ["pc21", "pc22", "pc23", "pc24"])
        self.assertEqual(row["machines_removed"], [])
        # 4 x 5.00 x 15/30
        self.assertEqual((row["amount"]["difference"], row["average_per_machine"]),
                         ("10.00", "2.50"))
        row = self.desks("--group", "acme.root.servers", "--periods", "1")["services"][0]
        self.assertEqual(names(row["machines_added"]),
                         ["srv11", "srv12"])
        self.assertEqual(len(row["machines_removed"]), 5)
        self.assertEqual(row["amount"]["difference"], "-7.50")
        self.preview("--service", "desks", "--group", "nowhere", code=5)
        self.preview("--service", "backup", "--group", ACME_SERVERS, code=2)

    def test_another_book(self):
        document = book()
        contract = document["contracts"][0]
        contract["services"] = [
            service("desks", "5.00", source="agents", group=BETA_ROOT),
            service("servers", "19.00", source="agents", view=SERVERS_VIEW),
            service("patches", "1.00", source="agents", group=ACME_DESKS)]
        # The account's link is the book's: Beta's machines are counted.
        contract["services"][0]["units"]["organization"] = identity(2)
        file = self.write_book(document, "other.json")
        report = self.preview("--book", file, "--periods", "1")
        self.assertEqual(differences(report),
                         [("desks", "2026-06-01", "-2.50"),  # -1 x 5.00 x 15/30
                          ("servers", "2026-06-01", "-2.00"),  # -2 x 1.00
                          ("backup", "2026-06-01", "-21.00"),
                          ("patches", "2026-06-01", "5.00")])
        text = self.run_ok("preview", "C-1", "--book", file, "--as-of", "2026-06-16",
                           "--periods", "1").out
        self.assertIn("    1 line as before, 25.00 USD\n", text)
        self.assertIn("  - machine pc1 (", text)
        self.assertIn("  + machine pc21 (", text)

        document["contracts"][0]["currency"] = "JPY"
        self.preview("--book", self.write_book(document, "yen.json"), code=2)
        document["contracts"][0]["tyming"] = "never"
        refused = self.preview("--book", self.write_book(document, "bad.json"), code=3)
        self.assertEqual(refused["refused"][0]["context"], "contracts[0].tyming: unknown key")
        self.run_ok("preview", "C-2", "--book", self.write_book({"contracts": []}, "none.json"),
                    code=6)

    def test_what_cannot_be_asked(self):
        self.run_ok("preview", "C-9", code=6)
        self.run_ok("preview", "C-1", "--service", "nothing", code=6)
        self.run_ok("preview", "C-1", "--unit-price", "6.00", code=2)
        self.run_ok("preview", "C-1", "--service", "desks", "--units", "1", "--add-units", "1",
                    code=2)
        self.run_ok("preview", "C-1", "--periods", "61", code=2)
        self.run_ok("preview", "C-1", "--service", "desks", "--unit-price", "6.0000001", code=2)


if __name__ == "__main__":
    unittest.main()
