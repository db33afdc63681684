"""All that waits for a person in one list: counts, what is gone, credits, a day; and what became of it."""

import json
import unittest

from harness import ACME_SERVERS, Case, book, identity, service


def undecided():
    made = book()
    made["contracts"].append(
        {"id": "C-4", "account": "beta", "currency": "USD", "cycle": "monthly",
         "start_date": "2026-06-01", "services": [service("s", "30.00", source="manual", count=10)]})
    made["contracts"][0]["services"][1]["units"] = {"source": "agents", "group": ACME_SERVERS}
    return made


class Decisions(Case):
    def setUp(self):
        super().setUp()
        self.imported(undecided())
        self.night("2026-06-01")
        self.run_ok("post", "--as-of", "2026-06-01")
        self.simulator.events(*({"action": "delete_agent", "agent": identity(100 + n)}
                                for n in range(2, 6)))
        self.simulator.events({"action": "delete_group", "group": ACME_SERVERS,
                               "parent": "acme.root"})
        self.night("2026-06-10", 1)
        self.run_ok("end", "C-4", "--on", "2026-06-09", "--as-of", "2026-06-10")

    def waiting(self, *more, code=1):
        return self.run_json("decisions", "--as-of", "2026-06-10", *more, code=code)

    def rows(self):
        return [(row["about"], row["subject"], row["since"]) for row in self.waiting()["open"]]

    def test_one_list_of_all_that_waits(self):
        self.assertEqual(self.rows(), [("drop", "C-1/desks", "2026-06-10"),
                                       ("gone", "C-1/servers", "2026-06-10"),
                                       ("credit", "C-4", None)])
        said = self.run_ok("decisions", "--as-of", "2026-06-10", code=1).out
        self.assertIn("machine_group_gone", said)
        self.assertIn("210.00 USD owed", said)

    def test_rows_are_confirmed_and_rejected_by_their_numbers(self):
        told = self.waiting()
        self.run_ok("reject", "1", "--list", told["list"], "--reason", "repair", "--as-of",
                    "2026-06-10")
        told = self.waiting()
        done = self.run_ok("confirm", "1-2", "--list", told["list"], "--as-of", "2026-06-10").out
        self.assertIn("C-1/servers has 0 units from 2026-06-10", done)
        self.assertIn("C-4 is paid out by batch C-4#2", done)
        ended = self.waiting(code=0)["ended"]
        self.assertEqual({(row["about"], row["subject"], row["ended"], row["ended_by"],
                           row["ended_reason"]) for row in ended},
                         {("drop", "C-1/desks", "rejected", "tester", "repair"),
                          ("gone", "C-1/servers", "confirmed", "tester", ""),
                          ("credit", "C-4", "confirmed", "tester", "")})

    def test_a_file_of_decisions_ends_all_kinds(self):
        self.waiting("--file", "decisions.json")
        path = self.folder / "decisions.json"
        document = json.loads(path.read_text())
        self.assertEqual([row["about"] for row in document["decisions"] if "about" in row],
                         ["credit"])
        for row in document["decisions"]:
            row["decision"] = "approve"
        path.write_text(json.dumps(document))
        done = self.run_json("decide", path, "--as-of", "2026-06-10")
        self.assertEqual([(each.get("service", each.get("subject")), each.get("batch"))
                          for each in done["decided"]],
                         [("C-1/desks", None), ("C-1/servers", None), ("C-4", "C-4#2")])
        self.waiting(code=0)

    def test_what_is_owed_can_not_be_rejected(self):
        told = self.waiting()
        refused = self.run_ok("reject", "3", "--list", told["list"], "--reason", "no", "--as-of",
                              "2026-06-10", code=3)
        self.assertIn("stays owed", refused.all)
        self.assertEqual(len(self.rows()), 3)

    def test_a_day_is_believed_once_a_person_says_so(self):
        self.run_ok("post", "--as-of", "2029-01-01", code=6)
        told = self.run_json("decisions", "--as-of", "2029-01-01", code=1)
        self.assertEqual(told["open"][-1]["about"], "day")
        self.assertIn("2029-01-01, and the last run", told["open"][-1]["evidence"])
        row = str(len(told["open"]))
        said = self.run_ok("confirm", row, "--list", told["list"], "--as-of", "2029-01-01").out
        self.assertIn("the day is believed", said)
        posted = self.call("post", "--as-of", "2029-01-01")
        self.assertNotIn("implausible_day", posted.err)


if __name__ == "__main__":
    unittest.main()
