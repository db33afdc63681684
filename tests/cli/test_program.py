"""Settings, secrets, exit codes, and what happens when the RMM or the file is not as it should."""

import errno
import os
import pty
import signal
import sqlite3
import subprocess
import time
import unittest
from pathlib import Path

from harness import ACME_DESKS, PROGRAM, TOKEN, Case


class Settings(Case):
    def test_later_wins(self):
        config = self.folder / "billbyagent.toml"  # read without being named
        config.write_text('tenant = "file"\nzone = "Europe/London"\n')
        self.imported()

        def seen(*arguments, **env):
            self.run_ok("import", self.write_book(book_of_nobody()), *arguments, env=env)
            status = self.run_json("status", *arguments, env=env)
            return status["tenant"], status["zone"]

        self.assertEqual(seen(), ("file", "Europe/London"))
        self.assertEqual(seen(BILLBYAGENT_TENANT="env"), ("env", "Europe/London"))
        self.assertEqual(seen("--tenant", "flag", BILLBYAGENT_TENANT="env"),
                         ("flag", "Europe/London"))
        other = self.folder / "other.toml"
        other.write_text('tenant = "other"\n')
        self.assertEqual(seen(BILLBYAGENT_CONFIG=str(other)), ("other", "Etc/UTC"))
        self.assertEqual(seen("--config", str(config), BILLBYAGENT_CONFIG=str(other))[0], "file")

    def test_mistakes_are_usage_errors(self):
        wrong = [
            ((), "which command"),
            (("nonsense",), "nonsense"),
            (("status", "--deadline", "0"), "deadline"),
            (("status", "--zone", "Mars/Olympus"), "Mars/Olympus"),
            (("status", "--as-of", "2026-02-30"), "2026-02-30"),
            (("status", "--config", "nowhere.toml"), "nowhere.toml"),
            (("history", "C-1"), "CONTRACT/SERVICE"),
            (("correct", "C-1/desks"), "units"),
        ]
        for arguments, named in wrong:
            with self.subTest(arguments=arguments):
                result = self.run_ok(*arguments, code=2)
                self.assertIn(named, result.err)

    def test_an_unknown_setting_is_named(self):
        (self.folder / "billbyagent.toml").write_text('vsa-token = "x"\n')
        self.assertIn("vsa-token", self.run_ok("status", code=2).err)

    def test_help_and_version(self):
        text = self.run_ok("--help").out
        for word in ("nightly", "explain", "Exit codes", "130"):
            self.assertIn(word, text)
        self.assertIn("--dry-run", self.run_ok("nightly", "--help").out)
        self.assertRegex(self.run_ok("--version").out, r"^\d+\.\d+\.\d+\n$")


class Samples(Case):
    share = Path(__file__).resolve().parents[2] / "tools" / "billbyagent" / "share"

    def test_the_sample_book_is_accepted(self):
        report = self.run_json("import", "--dry-run", self.share / "book.json")
        self.assertEqual((report["accepted"], report["contracts_created"]), (True, 2))

    def test_the_sample_settings_are_settings(self):
        self.imported()
        (self.folder / "billbyagent.toml").write_text((self.share / "billbyagent.toml").read_text())
        self.assertEqual(self.run_json("status")["zone"], "Europe/London")


def read_to_the_end(terminal):
    """All that was written: a terminal hands it over in pieces, and ends with an error."""
    pieces = []
    try:
        while piece := os.read(terminal, 65536):
            pieces.append(piece)
    except OSError as ended:
        if ended.errno != errno.EIO:
            raise
    return b"".join(pieces)


class Output(Case):
    def test_names_from_elsewhere_cannot_steer_the_terminal(self):
        self.imported()
        self.night("2026-06-01")
        self.simulator.events({"action": "add_agent", "name": "pc\x1b[2J", "group": ACME_DESKS})
        self.simulator.admin("date", {"date": "2026-06-02"})
        text = self.run_ok("nightly", "--as-of", "2026-06-02").out
        self.assertIn("pc?[2J", text)
        self.assertNotIn("\x1b", text)

    def test_what_can_not_be_printed_is_an_error(self):
        self.imported()
        with open("/dev/full", "w") as full:
            code = subprocess.run([PROGRAM, "export"], cwd=self.folder, stdout=full,
                                  stderr=subprocess.DEVNULL, env=self.environment({})).returncode
        self.assertEqual(code, 4)

    def test_a_bar_on_a_terminal_and_silence_elsewhere(self):
        self.imported()
        terminal, other_end = pty.openpty()
        self.addCleanup(os.close, terminal)
        result = subprocess.run([PROGRAM, "nightly", "--as-of", "2026-06-01"], cwd=self.folder,
                                stdout=subprocess.PIPE, stderr=other_end, text=True,
                                env=self.environment({}))
        os.close(other_end)
        self.assertEqual(result.returncode, 0)
        self.assertNotIn("\r", result.stdout)
        drawn = read_to_the_end(terminal).decode()
        self.assertIn("taking over counts", drawn)
        self.assertTrue(drawn.endswith("\r\x1b[K"), "the bar was left on the screen")
        self.assertEqual(self.run_ok("nightly", "--as-of", "2026-06-01").err, "")


class Secrets(Case):
    def with_file(self, mode, text=TOKEN + "\n"):
        file = self.folder / "token"
        file.write_text(text)
        file.chmod(mode)
        return {"BILLBYAGENT_VSA_TOKEN": None, "BILLBYAGENT_VSA_TOKEN_FILE": str(file)}

    def test_a_token_file_of_the_owner_alone(self):
        self.run_ok("lists", env=self.with_file(0o600))
        self.run_ok("lists", env=self.with_file(0o400))

    def test_a_token_file_that_others_may_read(self):
        for mode in (0o640, 0o604, 0o660):
            with self.subTest(mode=oct(mode)):
                result = self.run_ok("lists", code=2, env=self.with_file(mode))
                self.assertIn("chmod 600", result.err)

    def test_a_token_file_that_holds_nothing(self):
        self.run_ok("lists", code=2, env=self.with_file(0o600, "\n"))
        self.run_ok("lists", code=2, env={"BILLBYAGENT_VSA_TOKEN": None,
                                          "BILLBYAGENT_VSA_TOKEN_FILE": "nowhere"})

    def test_no_login_at_all(self):
        result = self.run_ok("lists", code=2, env={"BILLBYAGENT_VSA_TOKEN": None})
        self.assertIn("BILLBYAGENT_VSA_TOKEN", result.err)

    def test_no_argument_takes_a_secret(self):
        # The harness looks for the token in everything that is printed.
        result = self.run_ok("lists", f"--vsa-token={TOKEN}", code=2)
        self.assertIn("--vsa-token", result.err)


class Rmm(Case):
    def setUp(self):
        super().setUp()
        self.imported()
        self.night("2026-06-01")

    def refused(self, code_name, exit_code=5, env=None, arguments=()):
        before = self.run_json("history", "C-1/desks")
        report = self.run_json("nightly", "--as-of", "2026-06-02", *arguments, code=exit_code,
                               env=env)
        self.assertEqual(report["scan_error"]["code"], code_name)
        self.assertTrue(report["scan_error"]["hint"])
        self.assertEqual(self.run_json("history", "C-1/desks"), before)
        return report

    def test_half_a_list_changes_nothing(self):
        self.simulator.faults({"kind": "wrong_total", "path": "/agents", "value": 1})
        self.refused("incomplete_scan")

    def test_second_factor(self):
        self.simulator.faults({"kind": "mfa"})
        self.refused("mfa_required")

    def test_wrong_token(self):
        self.refused("unauthorized", env={"BILLBYAGENT_VSA_TOKEN": "wrong"})

    def test_unknown_authority(self):
        self.refused("tls_failed", env={"BILLBYAGENT_VSA_CA_FILE": None})

    def test_a_server_that_does_not_answer_in_time(self):
        self.simulator.faults({"kind": "stall", "path": "/agents"})
        self.refused("timed_out", arguments=("--deadline", "1"))

    def test_lists_say_what_is_wrong(self):
        self.simulator.faults({"kind": "mfa"})
        result = self.run_ok("lists", code=5)
        self.assertIn("access token", result.err)
        document = self.run_json("lists", code=5)
        self.assertEqual((document["error"]["code"], document["exit_code"]), ("mfa_required", 5))

    def ended_while_open(self, path, *words):
        """Tells the program to end once it has the file open."""
        process = subprocess.Popen([PROGRAM, *map(str, words)], cwd=self.folder,
                                   env=self.environment({"BILLBYAGENT_VSA_URL": ""}),
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        end = time.monotonic() + 30
        while True:
            self.assertLess(time.monotonic(), end, "the program never opened the file")
            self.assertIsNone(process.poll(), process.stderr.read() if process.poll() else "")
            try:
                if any(link.resolve() == path for link in Path(f"/proc/{process.pid}/fd").iterdir()):
                    break
            except OSError:
                pass
        process.send_signal(signal.SIGTERM)
        _, said = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 130, said)
        self.assertIn("cancelled", said)

    def test_ctrl_c_ends_the_reading_of_a_file_without_end(self):
        huge = self.folder / "machines.csv"
        with huge.open("w") as file:
            file.write("id,organization\n")
            file.truncate(3 << 30)
        self.ended_while_open(huge, "nightly", "--rmm", f"file:{huge}", "--as-of", "2026-06-02")

    def test_ctrl_c_ends_the_wait_for_a_pipe_that_nobody_writes_to(self):
        pipe = self.folder / "book.fifo"
        os.mkfifo(pipe)
        self.ended_while_open(pipe, "import", pipe)

    def test_ctrl_c_ends_the_run_and_leaves_what_was(self):
        self.simulator.faults({"kind": "stall", "path": "/agents"})
        before = self.dump()
        self.simulator.admin("log", method="DELETE")
        process = subprocess.Popen([PROGRAM, "nightly", "--as-of", "2026-06-02"], cwd=self.folder,
                                   env=self.environment({}), stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE)
        end = time.monotonic() + 30
        while not any("agents" in path for path in self.simulator.admin("log")["by_path"]):
            self.assertLess(time.monotonic(), end, "the program never asked for agents")
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=30)
        self.assertEqual(process.returncode, 130)
        def work(rows):
            return [row for row in rows if "run" not in row.lower() and "reading" not in row]

        self.assertEqual(work(self.dump()), work(before))


class Database(Case):
    def test_none_there(self):
        result = self.run_ok("status", code=4)
        self.assertIn("billbyagent import", result.err)
        self.assertFalse(self.database.exists())

    def test_a_file_that_is_no_database(self):
        self.database.write_text("notes of mine, kept here for a long time\n" * 100)
        before = self.database.read_bytes()
        for command in (("status",), ("import", self.write_book({}))):
            result = self.call(*command)
            self.assertIn(result.code, (3, 4), result.all)
            self.assertEqual(self.database.read_bytes(), before)
        self.assertIn("store_not_a_database", self.run_ok("status", code=4).err)

    def test_a_database_of_a_newer_version(self):
        self.imported()
        with sqlite3.connect(self.database) as connection:
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            connection.execute(f"PRAGMA user_version = {version + 1}")
        result = self.run_ok("status", code=4)
        self.assertIn("store_newer", result.err)
        self.assertIn("newer billbyagent", result.err)

    def test_a_run_that_holds_the_database(self):
        self.imported()
        self.night("2026-06-01")
        other = sqlite3.connect(self.database, isolation_level=None)
        self.addCleanup(other.close)
        other.execute("BEGIN IMMEDIATE")
        for command in ("post", "nightly"):
            with self.subTest(command=command):
                begin = time.monotonic()
                document = self.run_json(command, "--busy-seconds", "1", code=4)
                self.assertEqual(document["error"]["code"], "store_busy")
                # Once for the run, not once for every contract.
                self.assertLess(time.monotonic() - begin, 2.9)
        other.execute("ROLLBACK")
        self.run_ok("post", "--as-of", "2026-06-01")

    def test_a_folder_without_permission_or_existence(self):
        self.run_ok("import", self.write_book(book_of_nothing()), "--database",
                    os.path.join(self.folder, "no", "where.db"), code=4)

    def test_tenants_do_not_see_each_other(self):
        self.imported()
        self.run_ok("import", self.write_book(book_of_nobody()), "--tenant", "other")
        self.assertEqual(self.run_json("status", "--tenant", "other")["contracts"], 0)


def book_of_nobody():
    return {"accounts": [{"id": "nobody", "name": "Nobody"}], "contracts": []}


def book_of_nothing():
    return {"accounts": [], "contracts": []}


class Json(Case):
    def test_every_command_prints_one_document(self):
        self.imported()
        self.night("2026-06-01")
        self.run_json("post", "--as-of", "2026-06-01")
        for command in ("lists", "nightly", "review", "post", "export", "batches", "status",
                        "history C-1/desks", "explain C-1/desks/2026-06-01/2026-06-01/1",
                        "units-now C-1/desks"):
            with self.subTest(command=command):
                result = self.run_ok("--json", *command.split(), "--as-of", "2026-06-02")
                self.assertIsInstance(result.json(), dict)
                self.assertEqual(result.out.count("\n"), 1)
                self.assertEqual(result.err, "")


if __name__ == "__main__":
    unittest.main()
