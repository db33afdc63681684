"""What operators do wrong: two crons, a wrong day, a mistyped price, a limit lifted without a word."""

import subprocess
import unittest

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
