"""The program on a PostgreSQL database: import, nights, posting, a second time, and what it says no to."""

import os
import signal
import subprocess
import sys
import time
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "cli"))

from harness import PROGRAM, Case, book  # noqa: E402

SERVER = Path(os.environ["POSTGRES_SERVER_FILE"]).read_text().splitlines()[0]


def psql(sql, url=SERVER):
    done = subprocess.run(["psql", "-X", "-A", "-t", "-q", "-v", "ON_ERROR_STOP=1", url, "-c", sql],
                          capture_output=True, text=True)
    if done.returncode != 0:
        raise AssertionError(done.stderr)
    return done.stdout.strip()


class OnPostgres(Case):
    last = 0

    def setUp(self):
        super().setUp()
        OnPostgres.last += 1
        schema = f"p{os.getpid()}_{OnPostgres.last}"
        psql(f"CREATE SCHEMA {schema}")
        self.addCleanup(psql, f"DROP SCHEMA {schema} CASCADE")
        self.file = self.database
        self.database = f"{SERVER}?options=-csearch_path%3D{schema}"

    def posted(self):
        self.imported()
        self.night("2026-06-01")
        return self.run_json("post", "--as-of", "2026-06-01")

    def test_a_month_is_billed_once(self):
        self.run_ok("status", code=4)  # nothing was ever kept there
        self.imported()
        self.night("2026-06-01")
        posted = self.run_json("post", "--as-of", "2026-06-01")
        self.assertEqual([total["amount"] for total in posted["totals"]], ["86.00"])
        again = self.run_json("post", "--as-of", "2026-06-01")
        self.assertEqual(again["totals"], [])
        self.assertEqual(psql("SELECT count(*), sum(amount_minor) FROM line", self.database), "3|8600")
        self.assertTrue(self.run_json("verify")["sound"])
        self.assertFalse(self.file.exists())

    def test_the_url_is_no_file_beside_the_settings(self):
        file = self.file.parent / "settings" / "of.toml"
        file.parent.mkdir()
        file.write_text(f'database = "{self.database}"\n')
        self.imported()
        done = subprocess.run([PROGRAM, "--config", file, "verify"], capture_output=True, text=True)
        self.assertIn("All as they were recorded", done.stdout, done.stderr)

    def lines(self):
        return [{**line, "posted": None} for line in self.run_json("export", "--format", "json")["lines"]]

    def test_the_lines_are_those_of_a_file(self):
        self.posted()
        there = self.lines()
        self.database = self.file
        self.posted()
        self.assertEqual(self.lines(), there)
        self.assertEqual(len(there), 3)

    def test_ctrl_c_does_not_wait_for_the_locks_of_others(self):
        self.imported()
        self.night("2026-06-01")
        holding = ("BEGIN; SELECT count(*) FROM (SELECT 1 FROM contract FOR UPDATE) locked;"
                   " SELECT pg_sleep(60)")
        other = subprocess.Popen(["psql", "-X", "-q", self.database, "-c", holding],
                                 stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.addCleanup(other.wait)
        self.addCleanup(other.kill)
        asked = "SELECT count(*) FROM pg_stat_activity WHERE {} AND datname=current_database()"
        self.until(asked.format("query LIKE '%pg_sleep(60)%' AND wait_event='PgSleep'"))
        environment = {k: v for k, v in self.environment({"BILLBYAGENT_BUSY_SECONDS": "50"}).items()
                       if v}
        for words in (("post", "--as-of", "2026-06-01"),
                      ("correct", "C-1/backup", "--units", "4", "--as-of", "2026-06-01")):
            with self.subTest(command=words[0]):
                process = subprocess.Popen([PROGRAM, *words], cwd=self.folder, env=environment,
                                           stdout=subprocess.PIPE, stderr=subprocess.PIPE)
                self.until(asked.format("wait_event_type='Lock'"))
                process.send_signal(signal.SIGINT)
                said = process.communicate(timeout=25)  # less than what it would wait for
                self.assertEqual(process.returncode, 130, said)
                self.until("SELECT (count(*) = 0)::int FROM pg_stat_activity "
                           "WHERE wait_event_type='Lock' AND datname=current_database()")

    def until(self, question):
        end = time.monotonic() + 20
        while int(psql(question)) == 0:
            self.assertLess(time.monotonic(), end, question)

    def test_damage_is_no_invoice(self):
        self.posted()
        psql("SET session_replication_role = replica; UPDATE line SET amount_minor = 1 "
             "WHERE service = 'desks'", self.database)
        self.assertIn("the database is damaged", self.run_ok("export", code=4).err)
        report = self.run_json("verify", code=4)
        self.assertEqual([each["subject"] for each in report["findings"]], ["contract C-1"])

    def test_a_ledger_notices_what_a_restored_database_lacks(self):
        ledger = {"BILLBYAGENT_LEDGER": str(self.folder / "ledger")}
        self.imported()
        self.night("2026-06-01")
        self.run_ok("post", "--as-of", "2026-06-01", env=ledger)
        # As a backup from before the posting would be.
        psql("SET session_replication_role = replica; DELETE FROM line; DELETE FROM state_record; "
             "DELETE FROM batch; DELETE FROM seal WHERE kind IN ('batch', 'batches', 'states')",
             self.database)
        self.assertIn("the ledger knows more than the database",
                      self.run_ok("post", "--as-of", "2026-06-01", env=ledger, code=4).err)
        self.run_ok("reconcile", "--accept", "--reason", "restored", env=ledger)
        self.assertEqual(self.run_json("post", "--as-of", "2026-06-01", env=ledger)["totals"], [])
        self.assertEqual(psql("SELECT count(*), sum(amount_minor) FROM line", self.database), "3|8600")

    def test_a_file_moves_to_the_server_and_back(self):
        server = self.database
        self.database = self.file
        self.posted()
        lines = self.lines()
        moved = self.run_json("copy", "--from", f"sqlite:{self.file}", "--to", server)
        self.assertEqual(moved["tables"]["line"], 3)
        self.assertEqual([each["amount"] for each in moved["totals"]], ["86.00"])
        self.database = server
        self.assertEqual(self.lines(), lines)
        self.assertTrue(self.run_json("verify")["sound"])
        self.assertEqual(self.run_json("post", "--as-of", "2026-06-01")["totals"], [])
        second = self.folder / "second.db"
        said = self.run_ok("copy", "--from", server, "--to", second).out
        self.assertIn("86.00 USD posted in all", said)
        self.run_ok("copy", "--from", server, "--to", second, code=6)
        self.run_ok("copy", "--from", self.folder / "none.db", "--to", server, code=4)
        self.database = second
        self.assertEqual(self.lines(), lines)

    def test_what_only_a_file_can_says_so(self):
        self.imported()
        for command in (["backup", "copy"], ["restore", "copy", "--reason", "x"]):
            said = self.run_ok(*command, code=2).err
            self.assertIn("PostgreSQL's own tools", said)

    def test_no_message_tells_the_password(self):
        for url in ("postgres://u:s3cr3t@127.0.0.1:1/d", "postgres://u:s3cr3t@[/d"):
            self.database = url
            for command in (["status"], ["import", self.write_book(book())], ["backup", "copy"]):
                result = self.call(*command)
                self.assertNotEqual(result.code, 0)
                self.assertNotIn("s3cr3t", result.all)


if __name__ == "__main__":
    unittest.main()
