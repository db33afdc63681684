"""Import, nights, decisions: what comes in, what is held, what a person decides."""

import unittest

from harness import (ACME_DESKS, BETA_ROOT, Case, book, identity, service, status_of)


def delete(*numbers):
    return [{"action": "delete_agent", "agent": identity(100 + n)} for n in numbers]


class Import(Case):
    def test_reports_what_it_took(self):
        report = self.run_json("import", self.write_book(book()))
        self.assertTrue(report["accepted"])
        self.assertEqual((report["accounts_saved"], report["contracts_created"],
                          report["units_recorded"]), (2, 2, 1))
        again = self.run_json("import", self.write_book(book()))
        self.assertEqual((again["accounts_saved"], again["contracts_unchanged"],
                          again["units_recorded"]), (0, 2, 0))

    def test_reads_standard_input(self):
        self.run_ok("import", "-", stdin=self.write_book(book()).read_text())
        self.assertEqual(self.run_json("status")["contracts"], 2)

    def test_names_every_bad_row_and_writes_nothing(self):
        bad = book()
        bad["contracts"][0]["services"][0]["unit_price"] = "5.0000001"
        bad["contracts"].append({**book()["contracts"][1], "id": "C-3", "account": "nobody"})
        bad["contracts"][1]["currency"] = "XYZ"
        result = self.run_ok("import", self.write_book(bad), code=3)
        for word in ("contracts[0].services[0].unit_price", "5.0000001", "contracts[1].currency",
                     "XYZ", "nobody"):
            self.assertIn(word, result.out)
        self.assertFalse(self.database.exists(), "a refused book left a database behind")

    def test_a_refused_change_leaves_the_book_as_it_was(self):
        self.imported()
        before = self.dump()
        changed = book()
        changed["contracts"][0]["services"][0]["units"] = {"source": "agents"}
        changed["contracts"][1]["name"] = "Renamed"
        report = self.run_json("import", self.write_book(changed), code=3)
        self.assertEqual([row["code"] for row in report["refused"]], ["unit_source_locked"])
        self.assertIn("desks", report["refused"][0]["context"])
        self.assertEqual(self.dump(), before)

    def test_dry_run_writes_nothing(self):
        self.run_ok("import", "--dry-run", self.write_book(book()))
        self.assertFalse(self.database.exists())
        self.imported()
        before = self.dump()
        more = book()
        more["contracts"][0]["services"].append(service("extra", "1.00", source="manual", count=1))
        report = self.run_json("import", "--dry-run", self.write_book(more))
        self.assertEqual(report["contracts_updated"], 1)
        self.assertEqual(self.dump(), before)

    def test_what_is_no_json_is_refused(self):
        file = self.folder / "bad.json"
        file.write_text("{")
        self.assertIn("malformed_document", self.run_ok("import", file, code=3).err)

    def test_a_book_that_is_not_there(self):
        self.assertIn("nowhere.json", self.run_ok("import", "nowhere.json", code=2).err)


class Nightly(Case):
    def setUp(self):
        super().setUp()
        self.imported()

    def test_first_count_and_nothing_more_the_second_time(self):
        first = self.night("2026-06-01")
        self.assertEqual({s["service"]: (s["status"], s["before"], s["counted"])
                          for s in first["services"]},
                         {"C-1/desks": ("first_count", None, 5),
                          "C-1/servers": ("first_count", None, 2),
                          "C-2/all": ("first_count", None, 4)})
        history = self.run_json("history", "C-1/desks")
        second = self.night("2026-06-01")
        self.assertEqual({s["status"] for s in second["services"]}, {"unchanged"})
        self.assertEqual(self.run_json("history", "C-1/desks"), history)

    def test_dry_run_tells_all_and_writes_nothing(self):
        before = self.dump()
        report = self.night("2026-06-01", 0, "--dry-run")
        self.assertEqual(status_of(report, "C-1/desks")["counted"], 5)
        self.assertEqual(self.dump(), before)

    def test_a_change_names_the_machines(self):
        self.night("2026-06-01")
        self.simulator.events({"action": "add_agent", "name": "pc9", "group": ACME_DESKS},
                              {"action": "move_agent", "agent": identity(101),
                               "group": BETA_ROOT}, *delete(12))
        report = self.night("2026-06-10")
        desks = status_of(report, "C-1/desks")
        self.assertEqual([(m["move"], m["name"]) for m in desks["machines"]],
                         [("moved_out", "pc1"), ("added", "pc9")])
        self.assertIn("beta.root", desks["machines"][0]["detail"])
        self.assertEqual(desks["status"], "machines_changed")
        self.assertEqual([(m["move"], m["name"])
                          for m in status_of(report, "C-2/all")["machines"]],
                         [("moved_in", "pc1")])
        self.assertEqual(status_of(report, "C-1/servers")["counted"], 1)
        text = self.run_ok("history", "C-1/servers").out
        self.assertIn("- srv12", text)

    def test_a_mass_deletion_is_held_until_a_person_confirms(self):
        self.night("2026-06-01")
        self.simulator.events(*delete(21, 22, 23))
        self.assertEqual(status_of(self.night("2026-06-10", 1), "C-2/all")["status"], "held")
        self.assertEqual(self.run_json("status", code=1)["held"][0]["units"], 1)
        text = self.run_ok("nightly", "--as-of", "2026-06-10", code=1).out
        self.assertIn("billbyagent confirm C-2/all", text)
        self.run_ok("confirm", "C-2/all", "--as-of", "2026-06-11")
        changes = self.run_json("history", "C-2/all")["changes"]
        self.assertEqual([(c["effective"], c["units"], c["reason"], c["author"]) for c in changes],
                         [("2026-06-01", 4, "initial", "nightly"),
                          ("2026-06-10", 1, "confirmed_drop", "tester")])
        self.run_ok("confirm", "C-2/all", code=6)
        self.night("2026-06-12")

    def test_the_guard_is_a_setting(self):
        self.night("2026-06-01")
        self.simulator.events(*delete(21, 22, 23))
        self.night("2026-06-10", 0, "--guard-percent", "80")

    def test_a_group_that_is_gone_fails_its_service_alone(self):
        self.night("2026-06-01")
        self.simulator.events({"action": "delete_group", "group": ACME_DESKS,
                               "parent": "acme.root"}, *delete(24))
        report = self.night("2026-06-10", 1)
        self.assertEqual(status_of(report, "C-1/desks")["error"]["code"], "machine_group_gone")
        self.assertEqual(status_of(report, "C-2/all")["counted"], 3)

    def test_units_now(self):
        self.night("2026-06-01")
        self.simulator.events({"action": "add_agent", "name": "pc9", "group": ACME_DESKS})
        self.assertEqual(self.run_json("units-now", "C-1/desks", "--as-of", "2026-06-05"),
                         {"service": "C-1/desks", "counted": 6, "present": 5})
        self.run_ok("units-now", "C-1/desks", "--take-over", "--as-of", "2026-06-05")
        last = self.run_json("history", "C-1/desks")["changes"][-1]
        self.assertEqual((last["units"], last["effective"], last["reason"]),
                         (6, "2026-06-05", "get_units_now"))
        self.run_ok("units-now", "C-1/backup", code=2)
        self.run_ok("units-now", "C-9/desks", code=6)

    def test_notices(self):
        notices = self.folder / "notices.jsonl"
        self.night("2026-06-01")
        self.assertEqual(self.run_json("status")["pending_notices"], 1)
        self.assertEqual(self.run_json("notify", "--notify-file", notices),
                         {"delivered": 1, "failed": 0, "first_failure": None, "left": 0, "stopped": None,
                          "elsewhere": 0})
        self.assertIn("desks", notices.read_text())
        self.simulator.events(*delete(1))
        report = self.night("2026-06-02", 0, "--notify-file", notices)
        self.assertEqual(report["notices"]["delivered"], 1)
        self.assertEqual(len(notices.read_text().splitlines()), 2)
        self.run_ok("notify", code=2)


class Trust(Case):
    def trusted(self, trust):
        document = book()
        document["contracts"][1]["trust"] = trust
        return document

    def test_a_proposal_waits_for_a_person(self):
        self.imported(self.trusted("propose"))
        first = status_of(self.night("2026-06-01", 1), "C-2/all")
        self.assertEqual((first["status"], first["before"], first["counted"], first["proposal"]),
                         ("proposed", None, 4, 1))
        self.simulator.events(*delete(21))
        text = self.run_ok("nightly", "--as-of", "2026-06-10", code=1).out
        self.assertIn("billbyagent confirm C-2/all --proposal 2", text)
        status = self.run_json("status", code=1)
        self.assertEqual([(h["service"], h["proposal"], h["units"], h["cause"])
                          for h in status["held"]],
                         [("C-2/all", 1, 4, "proposed"), ("C-2/all", 2, 3, "proposed")])
        self.assertIn("proposal 2, of 2026-06-10: 4 -> 3", self.run_ok("history", "C-2/all").out)
        self.assertIn("is not the newest; that is 2",
                      self.run_ok("confirm", "C-2/all", "--proposal", "1", code=6).err)
        self.run_ok("confirm", "C-2/all", "--proposal", "2")
        history = self.run_json("history", "C-2/all")
        self.assertEqual([(c["effective"], c["units"], c["reason"]) for c in history["changes"]],
                         [("2026-06-01", 4, "confirmed_proposal"),
                          ("2026-06-10", 3, "confirmed_proposal")])
        self.assertEqual([(e["proposal"], e["ended"], e["ended_by"]) for e in history["ended"]],
                         [(1, "confirmed", "tester"), (2, "confirmed", "tester")])
        self.night("2026-06-11")

    def test_a_person_says_no(self):
        self.imported(self.trusted("propose"))
        self.night("2026-06-01", 1)
        self.run_ok("reject", "C-2/all", code=2)
        self.run_ok("reject", "C-2/all", "--reason", "not signed yet")
        self.run_ok("reject", "C-2/all", "--reason", "again", code=6)
        self.assertEqual(status_of(self.night("2026-06-02"), "C-2/all")["status"], "rejected")
        status = self.run_json("status")
        self.assertEqual([(p["service"], p["proposal"], p["ended"], p["ended_reason"])
                          for p in status["past_proposals"]],
                         [("C-2/all", 1, "rejected", "not signed yet")])
        self.assertIn("1 rejected", self.run_ok("status").out)
        self.assertIn("not signed yet", self.run_ok("history", "C-2/all").out)

    def test_an_observed_contract_is_only_reported(self):
        self.imported(self.trusted("observe"))
        observed = status_of(self.night("2026-06-01"), "C-2/all")
        self.assertEqual((observed["status"], observed["before"], observed["counted"],
                          len(observed["machines"]), observed["proposal"]),
                         ("observed", None, 4, 4, None))
        self.assertIn("observed", self.run_ok("nightly", "--as-of", "2026-06-02").out)
        self.assertEqual(self.run_json("status")["never_counted"], ["C-2/all"])
        self.assertEqual(self.run_json("history", "C-2/all")["changes"], [])

    def test_a_trust_that_is_none_is_refused(self):
        result = self.run_ok("import", self.write_book(self.trusted("blind")), code=3)
        self.assertIn("contracts[1].trust", result.out)


class Decisions(Case):
    def setUp(self):
        super().setUp()
        self.imported()
        self.night("2026-06-01")

    def test_correct_records_who_why_and_from_when(self):
        self.run_ok("correct", "C-1/desks", "--units", "4", "--from", "2026-06-10", "--reason",
                    "pc5 was lost", "--as-of", "2026-06-20")
        last = self.run_json("history", "C-1/desks")["changes"][-1]
        self.assertEqual((last["effective"], last["units"], last["reason"], last["note"],
                          last["author"]),
                         ("2026-06-10", 4, "correction", "pc5 was lost", "tester"))

    def test_the_past_needs_a_reason(self):
        result = self.run_ok("correct", "C-1/desks", "--units", "4", "--from", "2026-06-10",
                             "--as-of", "2026-06-20", code=2)
        self.assertIn("reason", result.err)

    def test_manual_units_are_typed_in(self):
        self.run_ok("correct", "C-1/backup", "--units", "5", "--as-of", "2026-06-20")
        last = self.run_json("history", "C-1/backup")["changes"][-1]
        self.assertEqual((last["effective"], last["units"], last["reason"]),
                         ("2026-06-20", 5, "manual"))
        self.run_ok("correct", "C-1/backup", "--units", "5", "--as-of", "2026-06-20", code=6)


if __name__ == "__main__":
    unittest.main()
