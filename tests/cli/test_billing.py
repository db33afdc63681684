"""Review, post, export and what becomes of batches; every figure worked out by hand."""

import csv
import io
import unittest

from harness import ACME_DESKS, Case, amounts, identity

# 16 June: one more desk, one server less, for 15 of June's 30 days.
MID_JUNE = [("C-1/desks/2026-06-01/2026-06-16/1", "2.50"),  # 1 x 5.00 x 15/30
            ("C-1/servers/2026-06-01/2026-06-16/1", "-10.00")]  # -1 x 20.00 x 15/30


class Billing(Case):
    def setUp(self):
        super().setUp()
        self.imported()
        self.night("2026-06-01")

    def post(self, day, *more):
        report = self.run_json("post", "--as-of", day, *more)
        return [line for contract in report["contracts"] for line in contract["lines"]]

    def lines(self):
        return [row for row in self.dump() if row.startswith('INSERT INTO "line"')]

    def review(self, day, *more):
        report = self.run_json("review", "--as-of", day, *more)
        return [line for contract in report["contracts"] for line in contract["lines"]]

    def mid_june(self):
        self.simulator.events({"action": "add_agent", "name": "pc9", "group": ACME_DESKS},
                              {"action": "delete_agent", "agent": identity(112)})
        self.night("2026-06-16")


class Review(Billing):
    def test_looks_three_months_ahead_or_as_far_as_told(self):
        self.assertEqual(len(self.review("2026-06-01")), 15)
        self.assertEqual(amounts(self.review("2026-06-01", "--through", "2026-06-01")),
                         [("C-1/desks/2026-06-01/2026-06-01/1", "25.00"),
                          ("C-1/servers/2026-06-01/2026-06-01/1", "40.00"),
                          ("C-1/backup/2026-06-01/2026-06-01/1", "21.00")])

    def test_arrears_come_at_the_end_of_the_period(self):
        self.assertEqual(amounts(self.review("2026-06-01", "--account", "beta", "--through",
                                             "2026-06-30")),
                         [("C-2/all/2026-06-01/2026-06-01/1", "39.96")])

    def test_filters(self):
        self.assertEqual(amounts(self.review("2026-06-01", "--service", "backup", "--from",
                                             "2026-08-01", "--through", "2026-08-31")),
                         [("C-1/backup/2026-08-01/2026-08-01/1", "21.00")])
        self.run_ok("review", "--as-of", "2026-06-01", "--contract", "C-9", code=6)
        self.run_ok("review", "--from", "2026-07-01", "--through", "2026-06-01", code=2)
        self.run_ok("review", "--from", "1 June", code=2)

    def test_tables_line_up(self):
        text = self.run_ok("review", "--as-of", "2026-06-01", "--contract", "C-1").out
        rows = [row for row in text.splitlines() if "recurring" in row]
        self.assertEqual(len(rows), 12)  # four months
        self.assertNotIn("C-1/", text)
        self.assertEqual(len({row.index("2026-0", row.index("recurring")) for row in rows}), 1)
        self.assertIn("344.00", text)  # (25 + 40 + 21) x 4
        # With -v rows begin with the keys that 'explain' takes.
        keyed = self.run_ok("review", "--as-of", "2026-06-01", "--contract", "C-1", "-v").out
        self.assertIn("  C-1/desks/2026-06-01/2026-06-01/1    Desks ", keyed)


class Post(Billing):
    def test_posts_once(self):
        first = self.post("2026-06-01")
        self.assertEqual([line["amount"] for line in first], ["25.00", "40.00", "21.00"])
        before = self.lines()
        self.assertEqual(self.post("2026-06-01"), [])
        self.assertEqual(self.lines(), before)
        self.assertEqual(len(before), 3)
        self.assertIn("Nothing to post", self.run_ok("post", "--as-of", "2026-06-01").out)

    def test_dry_run_tells_all_and_writes_nothing(self):
        before = self.dump()
        would = amounts(self.post("2026-06-01", "--dry-run"))
        self.assertEqual(self.dump(), before)
        self.assertEqual(would, amounts(self.post("2026-06-01")))

    def test_changes_of_a_posted_month_follow_as_prorations(self):
        self.post("2026-06-01")
        self.mid_june()
        report = self.run_json("post", "--as-of", "2026-06-16")
        self.assertEqual(amounts(report["contracts"][0]["lines"]), MID_JUNE)
        self.assertEqual(report["totals"], [{"currency": "USD", "amount": "-7.50",
                                             "cost": "0.88", "margin": "-8.38", "lines": 2}])
        self.assertEqual(amounts(self.post("2026-07-01")),
                         [("C-1/desks/2026-07-01/2026-07-01/1", "30.00"),
                          ("C-1/servers/2026-07-01/2026-07-01/1", "20.00"),
                          ("C-1/backup/2026-07-01/2026-07-01/1", "21.00"),
                          ("C-2/all/2026-06-01/2026-06-01/1", "39.96")])

    def test_credits_alone_wait_for_a_charge(self):
        self.post("2026-06-01")
        self.run_ok("correct", "C-1/backup", "--units", "1", "--as-of", "2026-06-16")
        report = self.run_json("post", "--as-of", "2026-06-16", "--contract", "C-1")
        self.assertEqual(report["contracts"][0]["status"], "held")
        posted = self.post("2026-06-16", "--contract", "C-1", "--credit-batches", "allowed")
        self.assertEqual(amounts(posted), [("C-1/backup/2026-06-01/2026-06-16/1", "-7.00")])

    def test_units_that_nobody_counted_need_a_person(self):
        self.simulator.admin("date", {"date": "2026-06-01"})
        empty = self.folder / "other.db"
        self.run_ok("import", self.folder / "book.json", "--database", empty)
        report = self.run_json("post", "--as-of", "2026-06-01", "--database", empty, code=1)
        self.assertEqual(report["contracts"][0]["units_unknown"], ["desks", "servers"])


class Explain(Billing):
    def test_arithmetic_and_machines(self):
        self.post("2026-06-01")
        self.mid_june()
        text = self.run_ok("explain", MID_JUNE[0][0]).out
        for part in ("1 x 5.00 x 15/30 of 2026-06-01..2026-06-30 = 2.50", "units 5 -> 6",
                     "+ pc9", "6 machines counted"):
            self.assertIn(part, text)
        document = self.run_json("explain", MID_JUNE[1][0])
        self.assertEqual(document["line"]["amount"], "-10.00")
        self.assertEqual([m["name"] for m in document["machines"]], ["srv11"])

    def test_no_such_line(self):
        self.run_ok("explain", "C-1/desks/2026-06-01/2026-06-02/1", code=6)
        self.run_ok("explain", "C-1/desks", code=2)


class Batches(Billing):
    def setUp(self):
        super().setUp()
        self.post("2026-06-01")

    def states(self):
        return [(b["batch"], b["state"], b["invoice_number"])
                for b in self.run_json("batches")["batches"]]

    def test_unposted_lines_come_back_to_review(self):
        self.run_ok("unpost", "C-1#1", "--reason", "wrong price")
        self.assertEqual(self.states(), [("C-1#1", "returned", "")])
        again = self.post("2026-06-01")
        self.assertEqual([line["amount"] for line in again], ["25.00", "40.00", "21.00"])
        self.run_ok("unpost", "C-1#1", "--reason", "again", code=6)

    def test_a_decision_that_is_asked_for_again_is_made_once(self):
        words = ("unpost", "C-1#1", "--reason", "wrong", "--request", "r-1")
        first = self.run_json(*words)
        self.assertEqual(self.run_json(*words), first)
        self.post("2026-06-01")
        self.assertEqual(self.run_json(*words), first)
        self.assertIn("r-1", self.run_ok("unpost", "C-1#2", *words[2:], code=6).err)

    def test_invoiced_exported_voided(self):
        self.run_ok("invoice", "C-1#1", "--number", "R-1")
        self.assertEqual(self.states(), [("C-1#1", "invoiced", "R-1")])
        self.run_ok("unpost", "C-1#1", "--reason", "too late", code=6)
        self.run_ok("exported", "C-1#1")
        self.assertEqual(self.states(), [("C-1#1", "exported", "R-1")])
        self.assertEqual(self.run_json("void", "R-1", "--reason", "wrong customer"),
                         {"state": "returned", "batches": ["C-1#1"]})
        self.assertEqual(len(self.review("2026-06-01", "--through", "2026-06-01")), 3)

    def test_all_or_nothing(self):
        self.run_ok("invoice", "C-1#1", "C-9#9", "--number", "R-1", code=6)
        self.assertEqual(self.states(), [("C-1#1", "posted", "")])

    def test_a_reason_is_needed(self):
        self.run_ok("unpost", "C-1#1", code=2)
        self.run_ok("void", "R-1", code=2)


class Export(Billing):
    def setUp(self):
        super().setUp()
        self.post("2026-06-01")
        self.mid_june()
        self.post("2026-06-16")

    def test_csv(self):
        text = self.run_ok("export").out
        rows = list(csv.DictReader(io.StringIO(text)))
        self.assertEqual(len(rows), 5)
        self.assertEqual([row["amount"] for row in rows],
                         ["25.00", "40.00", "21.00", "2.50", "-10.00"])

    def test_json(self):
        lines = self.run_ok("export", "--format", "json").json()["lines"]
        self.assertEqual(amounts(lines)[3:], MID_JUNE)
        self.assertEqual({line["batch"] for line in lines}, {"C-1#1", "C-1#2"})

    def test_filters_and_files(self):
        file = self.folder / "lines.csv"
        self.run_ok("export", "--batch", "C-1#2", "--output", file)
        self.assertEqual(len(file.read_text().splitlines()), 3)
        self.assertEqual(self.run_json("export", "--from", "2026-06-17")["lines"], [])
        self.run_ok("unpost", "C-1#2", "--reason", "try")
        self.assertEqual(len(self.run_json("export")["lines"]), 3)
        self.assertEqual(len(self.run_json("export", "--state", "returned")["lines"]), 2)
        self.run_ok("export", "--output", self.folder / "no" / "where.csv", code=4)


if __name__ == "__main__":
    unittest.main()
