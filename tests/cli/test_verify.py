"""Damage in the database is an error, never an invoice; `verify` lists all of it."""

import sqlite3
import unittest

from harness import Case, service


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
            connection.execute(f"UPDATE {table} SET {change}")
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
