"""A restored backup does not bill again: the ledger, backups and reconciling.

  C-1 of Acme and C-2 of Beta bill 2 x 30.00 a month. The backup is of January; February is posted
  after it.
"""

import csv
import io
import json
import resource
import shutil
import stat
import subprocess
import unittest

from harness import PROGRAM, Case
from test_settlement import book, contract


class Restored(Case):
    def setUp(self):
        super().setUp()
        self.ledger = self.folder / "outside" / "ledger.jsonl"
        self.ledger.parent.mkdir()
        self.backup = self.folder / "backup.db"

    def go(self, *words, code=0, ledger=True):
        return self.run_ok(*words, *(("--ledger", str(self.ledger)) if ledger else ()), code=code)

    def posted(self, day, **more):
        report = json.loads(self.go("post", "--as-of", day, "--json", **more).out)
        return sum(each["status"] == "posted" for each in report["contracts"])

    def january(self, ledger=True):
        self.imported(book(contract("C-1"), contract("C-2", "beta")), "2026-01-01")
        self.assertEqual(self.posted("2026-01-01", ledger=ledger), 2)
        self.go("backup", str(self.backup), ledger=False)

    def february(self, ledger=True):
        self.assertEqual(self.posted("2026-02-01", ledger=ledger), 2)
        self.go("invoice", "C-1#2", "--number", "I-2", ledger=ledger)
        return self.go("export", ledger=ledger).out

    def write(self, text):
        path = self.folder / "psa.csv"
        path.write_text(text, newline="")
        return str(path)

    def restore(self):
        self.go("restore", str(self.backup), "--reason", "disk failed", code=1, ledger=False)

    def stopped(self, ledger=True):
        for words in (("post", "--as-of", "2026-02-01"), ("export",), ("nightly",),
                      ("invoice", "C-1#1", "--number", "I-1")):
            refused = self.go(*words, code=4, ledger=ledger)
            self.assertIn("store_behind", refused.err)
            self.assertEqual(refused.out, "")

    def accepted(self):
        said = json.loads(self.go("reconcile", "--accept", "--reason", "compared", "--json").out)
        self.assertEqual((said["accepted"], said["brought_back"]), (True, ["C-1#2", "C-2#2"]))
        self.assertEqual(self.posted("2026-02-01"), 0)
        states = {each["batch"]: (each["state"], each["invoice_number"])
                  for each in self.run_json("batches")["batches"]}
        self.assertEqual(states["C-1#2"], ("invoiced", "I-2"))
        self.assertEqual(states["C-2#2"], ("posted", ""))

    def test_restored_and_reconciled_with_the_ledger(self):
        self.january()
        before = self.february()
        self.restore()
        self.stopped()
        self.go("reconcile", code=1)
        self.stopped()
        self.accepted()
        self.assertEqual(self.go("export").out, before)
        self.assertEqual(self.posted("2026-03-01"), 2)

    def test_copied_over_by_other_means(self):
        self.january()
        self.february()
        for suffix in ("-wal", "-shm"):
            (self.folder / f"book.db{suffix}").unlink(missing_ok=True)
        shutil.copy(self.backup, self.database)
        self.stopped()
        self.accepted()

    def test_without_a_ledger_the_psa_decides(self):
        self.january(ledger=False)
        held = self.february(ledger=False)
        january = "".join(line for line in held.splitlines(True)
                          if "/2026-02-01/" not in line)
        self.restore()
        self.stopped(ledger=False)
        # The PSA has February: it would be billed again.
        said = json.loads(self.go("reconcile", self.write(held), "--accept", "--reason", "x",
                                  "--json", code=1, ledger=False).out)
        self.assertEqual((said["accepted"], said["matching"], len(said["missing_here"])),
                         (False, 2, 2))
        self.stopped(ledger=False)
        # February never left.
        self.go("reconcile", self.write(january), "--accept", "--reason", "x", ledger=False)
        self.assertEqual(self.posted("2026-02-01", ledger=False), 2)

    def test_what_differs_is_told(self):
        self.january()
        rows = list(csv.DictReader(io.StringIO(self.go("export").out)))
        rows[0]["amount"] = "61.00"
        rows[1]["line"] = rows[1]["line"].replace("C-2", "C-9")
        rows.append(rows[0])
        text = "currency,line,amount\n" + "".join(
            f'{row["currency"]},"{row["line"]}",{row["amount"]}\n' for row in rows)
        said = json.loads(self.go("reconcile", self.write(text), "--json", code=1).out)
        self.assertEqual([each["there"] for each in said["differing"]], ["61.00 USD"])
        self.assertEqual([len(said[name]) for name in
                          ("missing_here", "missing_there", "twice_there")], [1, 1, 1])
        self.go("reconcile", self.write("line,amount\n"), code=3)

    def test_two_tenants_are_compared_each_on_its_own(self):
        self.go("import", self.write_book(book(contract("C-1"))), "--as-of", "2026-01-01",
                "--tenant", "other")
        self.january()
        self.february()
        self.assertEqual(json.loads(self.go("post", "--as-of", "2026-01-01", "--tenant", "other",
                                            "--json").out)["contracts"][0]["status"], "posted")
        self.restore()
        self.accepted()
        refused = self.go("post", "--as-of", "2026-01-01", "--tenant", "other", code=4)
        self.assertIn("nobody has reconciled", refused.err)

    def test_a_ledger_that_was_cut_off_follows_again(self):
        self.january()
        whole = self.ledger.read_bytes()
        for size in (len(whole) - 7, whole.index(b"\n", whole.index(b"\n") + 1) + 1):
            self.ledger.write_bytes(whole[:size])
            self.assertEqual(self.posted("2026-01-01"), 0)
            self.assertEqual(sorted(self.ledger.read_bytes().splitlines()),
                             sorted(whole.splitlines()))

    def test_a_ledger_that_vanished_is_missed(self):
        self.january()
        whole = self.ledger.read_bytes()
        for rest in (None, b"", whole[:5], whole[:whole.index(b"\n") + 1]):
            with self.subTest(rest=rest):
                self.ledger.unlink()
                if rest is not None:
                    self.ledger.write_bytes(rest)
                for words in (("post", "--as-of", "2026-02-01"), ("export",), ("nightly",),
                              ("invoice", "C-1#1", "--number", "I-1")):
                    refused = self.go(*words, code=4)
                    self.assertIn("store_behind", refused.err)
                    self.assertIn("the ledger holds nothing of this tenant", refused.err)
                    self.assertEqual(refused.out, "")
                said = json.loads(self.go("reconcile", "--json", code=1).out)
                self.assertEqual((said["stopped"], said["accepted"]), (True, False))
                self.ledger.write_bytes(whole)
                self.assertEqual(self.posted("2026-01-01"), 0)
        self.ledger.unlink()
        # Another tenant's first records do not hide it.
        self.go("import", self.write_book(book(contract("C-1"))), "--as-of", "2026-01-01",
                "--tenant", "other")
        self.go("post", "--as-of", "2026-01-01", "--tenant", "other")
        self.go("export", code=4)
        said = json.loads(self.go("reconcile", "--accept", "--reason", "it is gone", "--json").out)
        self.assertEqual((said["stopped"], said["accepted"]), (False, True))
        self.assertEqual(self.posted("2026-02-01"), 2)
        # It knows all again.
        self.assertEqual(self.ledger.read_bytes().count(b'"kind":"batch"'), 5)
        self.assertIn(b"it is gone", self.ledger.read_bytes())

    def test_a_ledger_that_is_none_or_of_another_database(self):
        self.january()
        self.ledger.write_text("no ledger\n")
        self.assertIn("line 1: no record", self.go("post", "--as-of", "2026-02-01", code=3).err)
        self.ledger.write_text('{"kind":"ledger","version":1,"database":"other"}\n')
        refused = self.go("post", "--as-of", "2026-02-01", code=4)
        self.assertIn("belongs to another database", refused.err)
        self.assertEqual(self.run_json("review", "--as-of", "2026-02-01")["contracts"][0]["lines"][0]
                         ["amount"], "60.00")

    def test_a_ledger_that_can_not_be_opened_stops_before_anything_is_posted(self):
        self.imported(book(contract("C-1")), "2026-01-01")
        for path in ("/dev/full", str(self.folder), str(self.folder / "no" / "folder")):
            refused = self.run_ok("post", "--as-of", "2026-01-01", "--ledger", path, code=4)
            self.assertIn("ledger " + path, refused.err)
        self.assertEqual(self.run_json("batches")["batches"], [])

    def test_a_full_disk_keeps_whole_lines_and_lets_nothing_out(self):
        self.january()
        pad = json.dumps({"kind": "notices", "tenant": "default", "pad": "x" * 4_000_000}) + "\n"
        with self.ledger.open("a") as file:
            file.write(pad)
        before = self.ledger.read_bytes()

        def limited():
            resource.setrlimit(resource.RLIMIT_FSIZE, (len(before) + 50, len(before) + 50))

        for words in (("post", "--as-of", "2026-02-01"), ("export",)):
            full = subprocess.run([PROGRAM, *words, "--ledger", self.ledger], cwd=self.folder,
                                  env=self.environment({}), preexec_fn=limited, text=True,
                                  capture_output=True, timeout=120)
            self.assertEqual((full.returncode, full.stdout), (4, ""))
            self.assertIn("file_failed", full.stderr)
            self.assertEqual(self.ledger.read_bytes(), before)
        # Posted it was; the next run makes the ledger good.
        self.assertEqual(len(self.run_json("batches")["batches"]), 4)
        self.assertEqual(self.posted("2026-02-01"), 0)
        self.assertIn(b"C-1#2", self.ledger.read_bytes())

    def test_a_backup_is_its_owners_alone_and_never_overwrites(self):
        self.january()
        self.assertEqual(stat.S_IMODE(self.backup.stat().st_mode), 0o600)
        self.assertFalse((self.folder / "backup.db-wal").exists())
        self.assertIn("conflicts", self.go("backup", str(self.backup), code=6, ledger=False).err)
        damaged = self.folder / "damaged.db"
        damaged.write_bytes(self.backup.read_bytes()[:20000])
        self.go("restore", str(damaged), "--reason", "x", code=4, ledger=False)
        self.assertEqual(self.posted("2026-02-01"), 2)


if __name__ == "__main__":
    unittest.main()
