"""What operators do wrong: two crons, a wrong day, a mistyped price, a limit lifted without a word."""

import os
import subprocess
import unittest
from pathlib import Path

from harness import PROGRAM, Case, amounts


class Mistakes(Case):
    stale_days = None

    def runs(self):
        return self.run_json("status", "--runs", "99", "--stale-days", "0")["runs"]

    def at_once(self, *commands):
        """Runs them all at the same time; answers their exit codes and what they said."""
        environment = {name: value for name, value in
                       self.environment({"BILLBYAGENT_BUSY_SECONDS": "60"}).items() if value}
        running = [subprocess.Popen([PROGRAM, "--json", *words], cwd=self.folder, env=environment,
                                    stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
                   for words in commands]
        said = [process.communicate(timeout=120) for process in running]
        return [(process.returncode, *texts) for process, texts in zip(running, said)]

    def test_two_crons_bill_as_one(self):
        self.imported()
        night = ("nightly", "--as-of", "2026-06-01", "--notify-file", str(self.folder / "told"))
        post = ("post", "--as-of", "2026-06-01")
        for code, out, err in self.at_once(night, night):
            self.assertIn(code, (0, 1), out + err)  # 1: the other night's counts hold
        said = self.at_once(post, post, ("post", "--as-of", "2026-06-01", "--contract", "C-1"))
        self.assertEqual([code for code, _, _ in said], [0, 0, 0], said)
        lines = self.run_json("export", "--format", "json")["lines"]
        self.assertEqual(sorted(amount for _, amount in amounts(lines)), ["21.00", "25.00", "40.00"])
        self.assertEqual(self.run_json("verify")["findings"], [])
        told = (self.folder / "told").read_text().splitlines()
        self.assertEqual(len(told), len(set(told)))

    def test_whole_numbers_are_read_as_people_write_them(self):
        self.imported()
        for words in (("correct", "C-1/backup", "--units", "010", "--reason", "x"),
                      ("correct", "C-1/backup", "--units", "0x10", "--reason", "x"),
                      ("amend", "C-1/backup", "--included", "-010"),
                      ("status", "--guard-periods", "010")):
            with self.subTest(words):
                self.assertIn("no whole number", self.run_ok(*words, code=2).err)
        self.run_ok("correct", "C-1/backup", "--units", "10", "--reason", "x", "--as-of", "2026-06-02")

    def test_what_is_no_text_is_refused_before_it_is_kept(self):
        self.imported()
        words = [os.fsencode(PROGRAM), b"correct", b"C-1/backup", b"--units", b"4", b"--reason", b"Se\xf1or"]
        done = subprocess.run(words, cwd=self.folder, capture_output=True,
                              env={name: value for name, value in self.environment({}).items() if value})
        self.assertEqual(done.returncode, 2, done)
        self.assertIn(b"is no text in UTF-8", done.stderr)

    def test_no_page_or_export_replaces_what_the_program_lives_on(self):
        self.imported()
        ledger = str(self.folder / "ledger")
        self.run_ok("post", "--as-of", "2026-06-01", "--ledger", ledger, code=1)
        settings = self.folder / "own.toml"
        settings.write_text("stale-days = 0\n")
        settings.chmod(0o600)
        database = self.database
        for path in (str(database), ledger, str(settings)):
            before = Path(path).read_bytes()
            for words in (("export", "--output", path), ("review", "--html", path),
                          ("decisions", "--file", path)):
                with self.subTest((words, path)):
                    self.assertIn("is not replaced", self.run_ok(*words, code=4).err)
            told = self.run_ok("nightly", "--as-of", "2026-06-01", "--notify-file", path, code=1)
            self.assertIn("is no file of notices", told.all)
            if path != str(database):  # it has the night by now
                self.assertEqual(Path(path).read_bytes(), before)
        self.assertTrue(self.run_json("verify")["sound"])

    def test_settings_that_cannot_be_read_are_not_left_out(self):
        self.imported()
        (self.folder / "billbyagent.toml").symlink_to("nowhere.toml")
        self.assertIn("can't be read", self.run_ok("status", code=2).err)

    def test_a_setting_that_stands_twice_is_not_guessed_at(self):
        self.imported()
        file = self.folder / "billbyagent.toml"
        cases = {
            'tenant = "a"\n# tenant\n\ntenant="b"\n': "'tenant' twice, on lines 1 and 4",
            '[rmm.vsa]\nuser = "a"\n[rmm.mesh]\nuser = "b"\n[rmm.vsa]\nuser = "c"\n':
                "'rmm.vsa.user' twice, on lines 2 and 6",
            'zone = "UTC"\r\n"zone" = "UTC"\r\n': "'zone' twice, on lines 1 and 2",
            'hunter2SECRET = 1\nhunter2SECRET = 1': "a setting twice, on lines 1 and 2",
        }
        for text, says in cases.items():
            with self.subTest(text=text):
                file.write_text(text, newline="")
                refused = self.run_ok("status", code=2)
                self.assertIn(f"billbyagent.toml holds {says}", refused.err)
                self.assertNotIn("hunter2", refused.err)
        file.write_text('author = """a\nauthor = b\n"""\nsmtp-operator = ["a@b",\n"c = d@e"]\n')
        self.assertNotIn("twice", self.call("status").err)

    def test_a_mark_before_the_settings_is_no_setting(self):
        self.imported()
        (self.folder / "billbyagent.toml").write_bytes(b'\xef\xbb\xbftenant = "typo"\n')
        self.assertIn("tenant 'typo'", self.run_ok("status", code=6).err)

    def test_nothing_is_no_backup(self):
        self.imported()
        (self.folder / "empty").write_bytes(b"")
        for path in ("empty", "/dev/null"):
            self.assertIn("nothing was ever kept there",
                          self.run_ok("restore", path, "--reason", "x", code=4).err)
        self.assertEqual(self.run_json("verify")["contracts"], 2)

    def test_a_night_of_a_wrong_day_is_told_and_mended(self):
        self.imported()
        self.night("2026-06-08")
        refused = self.run_ok("post", "--as-of", "2026-06-01", code=6)
        self.assertIn("--believe-day --reason TEXT", refused.err)
        self.run_ok("post", "--as-of", "2026-06-01", "--believe-day", code=2)
        self.run_ok("post", "--as-of", "2026-06-01", "--believe-day", "--reason", "mistyped")
        self.assertEqual(self.runs()[0]["lifted"], "the day is believed: mistyped (tester)")
        self.assertNotIn("lifted", self.runs()[1])
        self.assertIn("limits lifted: the day is believed: mistyped",
                      self.run_ok("status", "--stale-days", "0").out)

    def test_a_mistyped_price_waits_for_a_person(self):
        self.imported()
        self.night("2026-06-01")
        self.run_ok("post", "--as-of", "2026-06-01")
        self.run_ok("amend", "C-1/desks", "--unit-price", "500.00", "--from", "2026-07-01",
                    "--as-of", "2026-06-20")
        self.night("2026-07-01")
        held = self.run_json("post", "--as-of", "2026-07-01", code=1)["contracts"]
        self.assertEqual([(each["contract"], each["error"] and each["error"]["code"])
                          for each in held], [("C-1", "implausible_batch"), ("C-2", None)])
        self.assertIn("2561.00 USD for 1 billing period, and no period came to more than 86.00 USD",
                      held[0]["error"]["context"])
        self.assertIn("--believe-batch", held[0]["error"]["hint"])
        self.run_ok("amend", "C-1/desks", "--unit-price", "5.50", "--from", "2026-07-01",
                    "--as-of", "2026-07-01")
        self.run_ok("post", "--as-of", "2026-07-01")
        self.assertEqual(self.run_json("batches", "--contract", "C-1")["batches"][1]["total"],
                         "88.50")

    def test_a_price_that_is_right_is_billed_with_a_reason(self):
        self.imported()
        self.night("2026-06-01")
        self.run_ok("post", "--as-of", "2026-06-01")
        self.run_ok("amend", "C-1/desks", "--unit-price", "500.00", "--from", "2026-07-01",
                    "--as-of", "2026-06-20")
        self.run_ok("post", "--as-of", "2026-07-01", "--believe-batch", code=2)
        self.run_ok("post", "--as-of", "2026-07-01", "--contract", "C-1", "--believe-batch",
                    "--reason", "they wanted it")
        self.assertEqual(self.runs()[0]["lifted"],
                         "the batch is believed: they wanted it (tester)")
        # A wider limit of the settings is on record too, whoever set it.
        self.run_ok("post", "--as-of", "2026-08-01", "--guard-batch-percent", "900",
                    "--guard-periods", "0")
        self.assertEqual(self.runs()[0]["lifted"],
                         "most_periods 0; max_rise_percent of a batch 900")


if __name__ == "__main__":
    unittest.main()
