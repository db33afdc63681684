"""What an installation of the program brings along, and that it fits the program."""

import os
import re
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

PROGRAM = os.environ["BILLBYAGENT_PROGRAM"]
SCRIPT = os.environ["BILLBYAGENT_INSTALL_SCRIPT"]


def said(*arguments):
    clean = {name: value for name, value in os.environ.items()
             if not name.startswith("BILLBYAGENT_")}
    return subprocess.run([PROGRAM, *arguments], capture_output=True, text=True, check=True,
                          env=clean, cwd="/").stdout


class Installed(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.place = Path(tempfile.mkdtemp(prefix="billbyagent-installed-"))
        cls.addClassCleanup(shutil.rmtree, cls.place)
        subprocess.run(["cmake", f"-DCMAKE_INSTALL_PREFIX={cls.place}", "-P", SCRIPT], check=True,
                       capture_output=True)

    def test_what_the_program_tells_of_itself(self):
        for file, arguments in [
                ("share/man/man1/billbyagent.1", ("man",)),
                ("share/bash-completion/completions/billbyagent", ("completion", "bash")),
                ("share/zsh/site-functions/_billbyagent", ("completion", "zsh")),
                ("share/fish/vendor_completions.d/billbyagent.fish", ("completion", "fish"))]:
            with self.subTest(file):
                self.assertEqual((self.place / file).read_text(), said(*arguments))

    def test_a_book_and_settings_to_start_from(self):
        for file in ("book.json", "billbyagent.toml"):
            self.assertTrue((self.place / "share/billbyagent" / file).stat().st_size > 0)

    def test_units_run_commands_that_there_are(self):
        units = self.place / "lib/systemd/system"
        for job in ("nightly", "post"):
            service = (units / f"billbyagent-{job}.service").read_text()
            started = re.search(r"^ExecStart=(/\S+)/billbyagent --config (\S+) (\S+)$", service,
                                re.MULTILINE)
            self.assertEqual(started[3], job)
            self.assertIn(f"Usage: billbyagent {job}", said("help", job))
            for line in ("ProtectSystem=strict", "NoNewPrivileges=yes", "CapabilityBoundingSet=",
                         "User=billbyagent"):
                self.assertIn(line, service.splitlines())
            timer = (units / f"billbyagent-{job}.timer").read_text()
            self.assertIn("Persistent=yes", timer.splitlines())
        self.assertIn("billbyagent", (self.place / "lib/sysusers.d/billbyagent.conf").read_text())


if __name__ == "__main__":
    unittest.main()
