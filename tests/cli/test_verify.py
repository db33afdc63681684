"""Damage in the database is an error, never an invoice; `verify` lists all of it."""

import sqlite3
import unittest

from harness import ACME, ACME_DESKS, Case, service


def contract(name):
    return {"id": name, "account": "acme", "currency": "USD", "cycle": "monthly",
            "start_date": "2026-01-01",
            "services": [service("s", "30.00", source="manual", count=2)]}


class Verify(Case):
    def posted(self):
        self.imported({"accounts": [{"id": "acme", "name": "Acme"}],
                       "contracts": [contract("C-1"), contract("C-2")]}, "2026-01-01")
        self.run_ok("post", "--as-of", "2026-02-01")

    def damage(self, table, change):
        connection = sqlite3.connect(self.database)
        with connection:
            for (trigger,) in connection.execute(
                    "SELECT name FROM sqlite_schema WHERE type='trigger' AND tbl_name=?",
                    (table,)).fetchall():
                connection.execute(f"DROP TRIGGER {trigger}")
            connection.execute(change if change.startswith("DELETE") else
                               f"UPDATE {table} SET {change}")
        connection.close()

    def test_what_is_sound_is_counted(self):
        self.posted()
        report = self.run_json("verify")
        self.assertEqual(report, {
            "sound": True, "accounts": 1, "contracts": 2, "unit_changes": 2, "held_readings": 0,
            "batches": 2, "lines": 4, "lines_recomputed": 4, "findings": []})
        self.assertIn("Verified 2 contracts of 1 account:", self.run_ok("verify").out)
        self.run_ok("invoice", "C-1#1", "--number", "INV-1")
        self.run_ok("verify")

    def test_a_changed_line_is_neither_exported_nor_taken_for_posted(self):
        self.posted()
        self.damage("line", "amount_minor=600 WHERE contract='C-1' AND period_begin=20454")
        report = self.run_json("verify", code=4)
        self.assertEqual([each["subject"] for each in report["findings"]], ["contract C-1"])
        self.assertEqual(report["contracts"], 1)
        self.assertIn("batch C-1#1 as stored: not what was recorded",
                      report["findings"][0]["what"])
        self.assertIn("! contract C-1: ", self.run_ok("verify", code=4).out)
        self.assertIn("the file is damaged", self.run_ok("export", code=4).err)
        later = self.run_json("post", "--as-of", "2026-03-01", code=1)
        self.assertEqual({each["contract"]: len(each["lines"]) for each in later["contracts"]},
                         {"C-1": 0, "C-2": 1})

    def test_changed_units_are_not_billed(self):
        self.posted()
        self.damage("unit_change", "units=20 WHERE contract='C-1'")
        self.assertIn("the units of service s of contract C-1 as stored",
                      self.run_ok("post", "--as-of", "2026-03-01", code=1).out)

    def test_what_is_missing_of_the_evidence_stops_who_goes_by_it(self):
        desks = service("desks", "5.00", source="agents", group=ACME_DESKS,
                        counting={"grace_new_days": 3, "grace_gone_days": 5})
        self.imported({"accounts": [{"id": "acme", "name": "Acme", "organization": ACME}],
                       "contracts": [{"id": "C-1", "account": "acme", "currency": "USD",
                                      "cycle": "monthly", "start_date": "2026-06-01",
                                      "services": [desks]}]})
        for day in range(1, 6):
            self.night(f"2026-06-0{day}")
        self.simulator.events({"action": "add_agent", "name": "new", "group": ACME_DESKS})
        self.night("2026-06-06")
        self.assertIn("waiting", self.run_ok("history", "C-1/desks").out)
        whole = self.database.read_bytes()
        cases = [("machine_event", "DELETE FROM machine_event WHERE move='waiting'",
                  "the machine events of service desks"),
                 ("machine_event", "seen=seen-3", "the machine events of service desks"),
                 ("machine", "DELETE FROM machine", "the machines of service desks"),
                 ("reading", "DELETE FROM reading WHERE number=6", "reading 6"),
                 ("reading", "day=day+29", "reading"),
                 ("run", "DELETE FROM run WHERE day=(SELECT max(day) FROM run)", "run nightly/"),
                 ("run", "day=day-9", "run nightly/")]
        self.simulator.admin("date", {"date": "2026-06-09"})
        for table, change, says in cases:
            with self.subTest(change=change):
                for path in self.folder.glob("book.db-*"):
                    path.unlink()
                self.database.write_bytes(whole)
                self.damage(table, change)
                report = self.run_json("verify", code=4)
                self.assertFalse(report["sound"])
                self.assertIn(says, report["findings"][0]["what"])
                night = self.call("nightly", "--as-of", "2026-06-09")
                self.assertNotEqual(night.code, 0)
                self.assertIn("is damaged", night.all)

    def test_a_mistyped_tenant_is_no_tenant_without_customers(self):
        self.posted()
        for command in (("status",), ("post",), ("review",), ("verify",), ("contracts",)):
            self.assertIn("tenant 'defualt'",
                          self.run_ok(*command, "--tenant", "defualt", code=6).err)

    def test_a_database_of_no_bytes_is_no_empty_book(self):
        self.posted()
        self.database.write_bytes(b"")
        for command in ("status", "post", "verify"):
            self.assertIn("the file is empty", self.run_ok(command, code=4).err)


if __name__ == "__main__":
    unittest.main()
