"""The demo: one account's story, by the program alone."""

import os
import re
import signal
import subprocess
import tempfile
import unittest
from pathlib import Path

PROGRAM = os.environ["BILLBYAGENT_PROGRAM"]


class Demo(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="billbyagent-cli-")
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.temporary = self.folder / "tmp"
        self.temporary.mkdir()
        # Settings of this user would lead to other databases and mail servers.
        others = {name: value for name, value in os.environ.items()
                  if not name.startswith("BILLBYAGENT_")}
        self.environment = {**others, "TMPDIR": str(self.temporary),
                            "BILLBYAGENT_DATABASE": str(self.folder / "mine.db"),
                            "BILLBYAGENT_SMTP_URL": "smtp://mail.example",
                            "BILLBYAGENT_SMTP_FROM": "a@msp.example"}

    def call(self, *arguments):
        return subprocess.run([PROGRAM, *arguments], cwd=self.folder, env=self.environment,
                              stdin=subprocess.DEVNULL, capture_output=True, text=True,
                              timeout=60)

    def test_the_story_and_nothing_else(self):
        told = self.call("demo")
        self.assertEqual((told.returncode, told.stderr), (0, ""), told.stdout)
        for part in ["https://127.0.0.1:",
                     "$ billbyagent import book.json",
                     "$ billbyagent nightly --as-of 2026-06-12",
                     "chair04",
                     "1 x 12.00 x 19/30 of 2026-06-01..2026-06-30 = 7.60",
                     "7.60 USD",
                     "posted 1 batch, 1 line\n",
                     "$ billbyagent explain HARWELL-1/surgery/2026-06-01/2026-06-12/1"]:
            self.assertIn(part, told.stdout)
        # What is posted: June for four machines, then the line of the fourth in the surgery.
        self.assertLess(told.stdout.index("81.00"), told.stdout.index("7.60 USD"))
        last = told.stdout[told.stdout.index("nothing is billed twice"):]
        self.assertIn("Nothing to post.\n", last)
        self.assertEqual(list(self.temporary.iterdir()), [])
        self.assertEqual([path.name for path in self.folder.iterdir()], ["tmp"])

    def test_its_commands_can_be_run_again(self):
        stage = self.folder / "stage"
        with subprocess.Popen([PROGRAM, "demo", "--folder", stage], cwd=self.folder,
                              env=self.environment, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, text=True) as demo:
            try:
                told = ""
                for line in demo.stdout:
                    told += line
                    if line.startswith("  billbyagent post"):
                        break
                self.assertIn("goes on until Ctrl-C", told)
                later = told[told.index("goes on until Ctrl-C"):]
                commands = re.findall(r"^[$ ] ?billbyagent (.*)$", later, re.MULTILINE)
                self.assertEqual([command.split()[0] for command in commands],
                                 ["status", "nightly", "post"])
                own = {name: value for name, value in self.environment.items()
                       if not name.startswith("BILLBYAGENT_")}
                for command in commands:
                    again = subprocess.run([PROGRAM, *command.split()], cwd=stage, env=own,
                                           capture_output=True, text=True, timeout=60)
                    # Counts of June are stale by now, of which `status` warns.
                    self.assertIn(again.returncode, (0, 1), command + again.stderr)
                self.assertIn("HARWELL-1#3  Harwell Dental Practice  Care contract      2   93.00", again.stdout)
            finally:
                demo.send_signal(signal.SIGINT)
            self.assertEqual(demo.wait(timeout=30), 0)
        self.assertEqual((stage / "vsa-token").stat().st_mode & 0o777, 0o600)
        again = self.call("demo", "--folder", stage)
        self.assertEqual((again.returncode, again.stdout), (4, ""))
        self.assertIn("is there already", again.stderr)

    def test_it_has_no_document(self):
        self.assertEqual(self.call("--json", "demo").returncode, 2)


if __name__ == "__main__":
    unittest.main()
