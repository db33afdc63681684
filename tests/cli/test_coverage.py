"""Coverage: what is billed twice, and what by nobody."""

import unittest

from harness import (ACME, ACME_DESKS, ACME_ROOT, ACME_SERVERS, BETA, Case, book, service)


def overlapping(overlaps):
    document = book()
    document["accounts"][0]["overlaps"] = overlaps
    document["contracts"] = [document["contracts"][0]]
    document["contracts"][0]["services"] = [
        service("root", "5.00", source="agents", group=ACME_ROOT),
        service("desks", "3.00", source="agents", group=ACME_DESKS)]
    return document


class Coverage(Case):
    def test_everything_is_billed(self):
        self.imported()
        self.night("2026-06-01")
        report = self.run_json("coverage")
        self.assertEqual((report["machines"], report["covered"], report["unbilled"],
                          report["overlaps"], report["uncounted"], report["services"]),
                         (12, 11, [], [], [], 3))
        self.assertEqual([(m["service"], m["name"], m["why"]) for m in report["left_out"]],
                         [("C-2/all", "new", "never_checked_in")])
        self.assertIn("0 of 12 machines are billed by no contract\n", self.run_ok("coverage").out)

    def test_unbilled_machines_and_what_they_would_bring(self):
        document = book()
        document["accounts"].pop()
        document["contracts"].pop()
        self.imported(document)
        self.night("2026-06-01")
        self.simulator.events({"action": "add_agent", "name": "nas1", "group": ACME_ROOT},
                              {"action": "add_agent", "name": "nas2", "group": ACME_ROOT})
        before = self.dump()
        report = self.run_json("coverage", code=1)
        self.assertEqual(report["unbilled_machines"], 7)
        self.assertEqual(report["totals"],
                         [{"amount": "40.00", "currency": "USD", "cycle": "monthly"}])
        self.assertEqual(report["machines_of_unknown_worth"], 5)
        known, unknown = report["unbilled"]
        self.assertEqual((known["organization"], known["account"], known["worth"]["priced_by"],
                          sorted(m["name"] for m in known["machines"])),
                         (ACME, "acme", "C-1/servers", ["nas1", "nas2"]))
        self.assertEqual((unknown["organization"], unknown["account"], unknown["worth"]),
                         (BETA, None, None))
        self.assertEqual([(o["organization_name"], o["machines"])
                          for o in report["organizations_without_account"]], [("Beta Ltd", 5)])
        text = self.run_ok("coverage", code=1).out
        self.assertTrue(text.startswith(
            "7 of 14 machines are billed by no contract; they would bring 40.00 USD a monthly "
            "period; what 5 of them would bring is not known\n"), text)
        self.assertIn("nas1", text)
        self.assertEqual(self.dump(), before)

    def test_overlaps_allowed_and_refused(self):
        self.imported(overlapping("allowed"))
        self.night("2026-06-01")
        self.assertIn("both count 5 machines (allowed)", self.run_ok("coverage", code=1).out)
        refused = self.run_json("import", "--check-groups",
                                self.write_book(overlapping("refused")), code=3)
        self.assertEqual([(r["code"], r["context"]) for r in refused["refused"]],
                         [("overlapping_services", "account acme: contract C-1, service root and "
                           "contract C-1, service desks")])
        # Without the groups the import can't know; the report does.
        self.run_ok("import", self.write_book(overlapping("refused")))
        overlap = self.run_json("coverage", code=1)["overlaps"][0]
        self.assertEqual((overlap["services"], overlap["overlaps"], len(overlap["machines"])),
                         (["C-1/desks", "C-1/root"], "refused", 5))

    def test_it_says_when_it_is_not_the_whole_picture(self):
        self.imported()
        self.night("2026-06-01")
        self.simulator.events({"action": "delete_group", "group": ACME_SERVERS,
                               "parent": "acme.root"},
                              {"action": "delete_group", "group": ACME_DESKS,
                               "parent": "acme.root"})
        report = self.run_json("coverage", code=1)
        self.assertEqual([(u["service"], u["error"]["code"], len(u["machines"]))
                          for u in report["uncounted"]],
                         [("C-1/desks", "machine_group_gone", 5)])
        self.assertEqual(report["unbilled"], [])
        self.assertIn("not the whole picture: 1 of 3 services", self.run_ok("coverage",
                                                                            code=1).out)

    def test_without_the_rmm_there_is_no_report(self):
        self.imported()
        self.run_ok("coverage", env={"BILLBYAGENT_VSA_TOKEN": "wrong"}, code=5)


if __name__ == "__main__":
    unittest.main()
