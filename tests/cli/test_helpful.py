"""What is mistyped is named with what was meant; help, completion and the manual page tell of every
command and option."""

import os
import re
import shutil
import subprocess
import unittest

from harness import PROGRAM, Case


class Mistyped(Case):
    def test_commands_options_and_settings(self):
        wrong = [
            (("reveiw",), "did you mean 'review'?"),
            (("units_now", "C-1/desks"), "did you mean 'units-now'?"),
            (("rest",), "did you mean 'restore'?"),
            (("review", "--acount", "acme"), "did you mean '--account'?"),
            (("review", "--databse=x.db"), "did you mean '--database'?"),
            (("help", "nightli"), "did you mean 'nightly'?"),
            (("help", "setings"), "did you mean 'settings'?"),
        ]
        for arguments, meant in wrong:
            with self.subTest(arguments=arguments):
                self.assertIn(meant, self.run_ok(*arguments, code=2).err)

    def test_nothing_is_suggested_for_what_is_far_off(self):
        self.assertNotIn("did you mean", self.run_ok("nonsense", code=2).err)

    def test_the_environment(self):
        said = self.run_ok("status", code=2, env={"BILLBYAGENT_DATABSE": "x.db"}).err
        self.assertIn("BILLBYAGENT_DATABSE, which is no setting; did you mean "
                      "BILLBYAGENT_DATABASE?", said)
        self.imported()
        said = self.run_ok("status", env={"BILLBYAGENT_WEATHER": "fine"})
        self.assertIn("BILLBYAGENT_WEATHER, which is no setting", said.err)

    def test_the_settings_file(self):
        file = self.folder / "billbyagent.toml"
        for line, meant in [("databse = 'x.db'", "'database'"), ("zoen = 'Etc/UTC'", "'zone'"),
                            ("[rmm.mesh]\nulr = 'file:x'", "'url'")]:
            with self.subTest(line=line):
                file.write_text(line + "\n")
                self.assertIn("did you mean " + meant, self.run_ok("status", code=2).err)


class Unknown(Case):
    def setUp(self):
        super().setUp()
        self.imported()
        self.run_ok("nightly", "--as-of", "2026-06-01")
        self.run_ok("post", "--as-of", "2026-06-01")

    def test_what_is_not_stored_is_no_empty_answer(self):
        unknown = [
            ("review", "--contract", "C-9"), ("review", "--account", "acne"),
            ("review", "--service", "desk"), ("post", "--contract", "C-9"),
            ("post", "--dry-run", "--account", "acne"), ("pay-out", "--account", "acne"),
            ("pay-out", "--contract", "C-9"), ("export", "--contract", "C-9"),
            ("export", "--account", "acne"), ("export", "--batch", "C-1#2"),
            ("batches", "--contract", "C-9"), ("contracts", "C-9"), ("history", "C-1/desk"),
            ("machines", "C-1/desk"), ("units-now", "C-1/desk"), ("confirm", "C-1/desk"),
            ("reject", "C-1/desk", "--reason", "x"), ("correct", "C-1/desk", "--units", "1"),
            ("preview", "C-9", "--service", "desks", "--units", "1"),
            ("pause", "C-9", "--reason", "x"), ("end", "C-9", "--on", "2026-12-31"),
            ("extend", "C-1/desk", "--open"), ("amend", "C-1/desk", "--unit-price", "1"),
            ("discount", "C-9", "--percent", "5"), ("delete", "C-9", "--reason", "x"),
            ("charge", "C-9", "--amount", "1", "--text", "x"),
            ("invoice", "C-1#2", "--number", "1"), ("unpost", "C-1#2", "--reason", "x"),
            ("exported", "C-1#2"),
        ]
        for arguments in unknown:
            with self.subTest(arguments=arguments):
                said = self.run_ok("--as-of", "2026-06-02", *arguments, code=6)
                self.assertIn("did you mean '", said.err)
                self.assertEqual(said.out, "")


def commands_of(text):
    """The names in the lists of `--help`."""
    return re.findall(r"^  ([a-z-]+) +[A-Z]", text, re.MULTILINE)


class Help(Case):
    def test_two_screens_of_eighty_columns(self):
        text = self.run_ok("--help").out
        lines = text.splitlines()
        self.assertLessEqual(len(lines), 86)
        self.assertEqual([line for line in lines if len(line) > 80], [])
        self.assertNotIn("Others:", text)
        self.assertEqual(text, self.run_ok("help").out)
        self.assertGreater(len(commands_of(text)), 35)

    def test_every_command_has_its_page(self):
        for name in commands_of(self.run_ok("--help").out):
            with self.subTest(name):
                page = self.run_ok("help", name).out
                self.assertIn(f"Usage: billbyagent {name}", page)
                self.assertEqual(page, self.run_ok(name, "--help").out)
                self.assertEqual([x for x in page.splitlines()
                                  if len(x) > 80 and "billbyagent " not in x], [])

    def test_the_examples_are_commands(self):
        page = self.run_ok("help", "export").out
        self.assertIn("billbyagent export --state posted --output june.csv", page)
        self.assertIn("csv|json", page)
        self.assertRegex(page, r"\n  --bom +Begin")
        self.assertIn("--webhook-url", self.run_ok("help", "settings").out)
        self.assertIn("130", self.run_ok("help", "exit-codes").out)


class Made(Case):
    """The manual page and the completions know what the help knows."""

    def setUp(self):
        super().setUp()
        self.commands = commands_of(self.run_ok("--help").out)

    def options_of(self, command):
        return re.findall(r"--[a-z-]+", self.run_ok("help", command).out.split("Settings,")[0]
                          .split("\nExamples:")[0])

    def test_the_manual_page(self):
        page = self.run_ok("man").out.replace("\\-", "-")
        for name in self.commands:
            self.assertIn(f"\n.SS {name}", page)
            for option in self.options_of(name):
                self.assertIn(option, page)
        for heading in ("NAME", "SYNOPSIS", "EXAMPLES", "SETTINGS", "EXIT STATUS", "FILES"):
            self.assertIn(f".SH {heading}\n", page)

    def complete(self, *words):
        """What bash would offer for the last word."""
        file = self.folder / "billbyagent.bash"
        file.write_text(self.run_ok("completion", "bash").out)
        script = (f'source {file}; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _billbyagent; '
                  'printf "%s\\n" "${COMPREPLY[@]}"')
        done = subprocess.run(["bash", "-c", script, "bash", "billbyagent", *words],
                              cwd=self.folder, capture_output=True, text=True, check=True)
        self.assertEqual(done.stderr, "")
        return done.stdout.split()

    def test_bash(self):
        self.assertEqual(self.complete("revi"), ["review"])
        self.assertEqual(sorted(set(self.complete("")) & set(self.commands)),
                         sorted(self.commands))
        self.assertEqual(self.complete("export", "--format", ""),
                         ["csv", "json", "quickbooks", "xero", "focus"])
        self.assertEqual(self.complete("--guard-rises", "h"), ["held"])
        self.assertEqual(self.complete("--json", "post", "--dry"), ["--dry-run"])
        self.assertEqual(self.complete("completion", "z"), ["zsh"])
        (self.folder / "my book.json").touch()
        self.assertEqual(" ".join(self.complete("import", "my")), "my book.json")
        for name in self.commands:
            self.assertEqual(set(self.options_of(name)) - set(self.complete(name, "--")), set())

    def test_zsh_and_fish_read_theirs(self):
        for shell in ("zsh", "fish"):
            file = self.folder / f"billbyagent.{shell}"
            file.write_text(self.run_ok("completion", shell).out)
            text = file.read_text()
            for name in self.commands:
                self.assertIn(name, text)
                for option in self.options_of(name):
                    self.assertIn(option.removeprefix("--"), text)
            if program := shutil.which(shell):
                read = subprocess.run([program, "-n", file], capture_output=True, text=True)
                self.assertEqual((read.returncode, read.stderr), (0, ""))

    def test_no_database_and_no_settings_are_needed(self):
        done = subprocess.run([PROGRAM, "man"], cwd=self.folder, capture_output=True, text=True,
                              env={"PATH": os.environ["PATH"]})
        self.assertEqual((done.returncode, done.stderr), (0, ""))


class PathsInTheSettingsFile(Case):
    def test_are_relative_to_it(self):
        place = self.folder / "etc"
        place.mkdir()
        (place / "machines.csv").write_text("id,name,organization\n1,pc1,acme\n")
        (place / "settings.toml").write_text(
            'database = "here.db"\nnotify-file = "notices.jsonl"\n'
            '[rmm.export]\nurl = "file:machines.csv"\n')
        book = {"accounts": [{"id": "acme", "name": "Acme", "organizations": {"export": "acme"}}],
                "contracts": [{"id": "C-1", "account": "acme", "currency": "USD",
                               "cycle": "monthly", "start_date": "2026-06-01",
                               "recipients": ["a@b.example"],
                               "services": [{"id": "pcs", "unit_price": "5.00",
                                             "units": {"source": "agents", "rmm": "export"}}]}]}
        named = ("--config", "etc/settings.toml", "--as-of", "2026-06-01")
        nothing = {name: None for name in ("BILLBYAGENT_DATABASE", "BILLBYAGENT_VSA_URL",
                                           "BILLBYAGENT_VSA_USER", "BILLBYAGENT_VSA_TOKEN",
                                           "BILLBYAGENT_VSA_CA_FILE")}
        self.run_ok("import", self.write_book(book), *named, env=nothing)
        self.run_ok("nightly", *named, env=nothing)
        self.assertEqual(sorted(x.name for x in place.iterdir() if x.suffix != ".db-wal"),
                         ["here.db", "machines.csv", "notices.jsonl", "settings.toml"])
        # The environment and the options speak of the working folder.
        self.run_ok("import", self.write_book(book), *named,
                    env={**nothing, "BILLBYAGENT_DATABASE": "other.db"})
        self.assertTrue((self.folder / "other.db").exists())


if __name__ == "__main__":
    unittest.main()
