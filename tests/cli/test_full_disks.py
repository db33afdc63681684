"""A disk that is full, for every file that the program writes: an error that names the file, and
what was there before, or nothing; never a torn file."""

import resource
import subprocess
import unittest

from harness import PROGRAM, Case, book, service

# SQLite's shared memory, which is a file too, is as long; what is written here is longer.
ENOUGH_TO_READ = 33_000


class FullDisks(Case):
    def setUp(self):
        super().setUp()
        document = book()
        document["contracts"].append(
            {"id": "C-3", "account": "acme", "currency": "USD", "cycle": "monthly",
             "start_date": "2026-06-01", "services": [
                 service(f"s{n}-" + 20 * "long-", "1.00", source="manual", count=1)
                 for n in range(300)]})
        self.imported(document)
        self.night("2026-06-01")
        self.run_ok("post", "--as-of", "2026-06-01")

    def limited(self, size, *words, env=None):
        """No file grows beyond so many bytes: the signal that says so ends the program as little as
        a disk that is full would."""
        def limit():
            resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

        return subprocess.run([PROGRAM, *map(str, words)], cwd=self.folder,
                              env=self.environment(env or {}), preexec_fn=limit, text=True,
                              capture_output=True, timeout=120)

    def names(self):
        return sorted(path.name for path in self.folder.iterdir())

    def test_files_that_are_written_as_a_whole(self):
        commands = {
            "lines.csv": ("export", "-o", "lines.csv"),
            "page.html": ("review", "--html", "page.html"),
            "customer.html": ("statement", "acme", "--month", "2026-06", "--html", "customer.html"),
            "copy.db": ("backup", "copy.db"),
        }
        for name, words in commands.items():
            if name != "copy.db":  # which never overwrites
                (self.folder / name).write_text("as before")
            before = self.names()
            for size in (ENOUGH_TO_READ, ENOUGH_TO_READ + 9_000):
                with self.subTest(file=name, size=size):
                    full = self.limited(size, *words, "--as-of", "2026-06-02")
                    self.assertEqual(full.returncode, 4, full.stdout + full.stderr)
                    self.assertIn(name, full.stderr)
                    self.assertEqual(self.names(), before, "something was left behind")
                    if name in before:
                        self.assertEqual((self.folder / name).read_text(), "as before")
            self.run_ok(*words, "--as-of", "2026-06-02")
            self.assertGreater((self.folder / name).stat().st_size, ENOUGH_TO_READ + 9_000)

    def test_notices_in_a_file(self):
        told = self.folder / "told.jsonl"
        full = self.limited(40, "notify", env={"BILLBYAGENT_NOTIFY_FILE": str(told)})
        # The database could not grow either: then nothing was tried.
        self.assertIn(full.returncode, (1, 4), full.stdout + full.stderr)
        self.assertIn(told.read_bytes() if told.exists() else b"", (b"",))
        self.run_ok("notify", env={"BILLBYAGENT_NOTIFY_FILE": str(told)})
        self.assertEqual(len(told.read_text().splitlines()), 1)

    def test_the_database(self):
        for command in (("nightly", "--no-notify"), ("post",)):
            size = self.database.stat().st_size
            before = self.dump()
            with self.subTest(command=command):
                full = self.limited(1000, *command, "--as-of", "2026-07-01")
                self.assertEqual(full.returncode, 4, full.stdout + full.stderr)
                self.assertIn("store_failed", full.stdout + full.stderr)
                self.assertEqual(self.dump(), before)
                self.assertEqual(self.run_json("verify")["findings"], [])
                self.assertGreaterEqual(self.database.stat().st_size, size)
            self.run_ok(*command, "--as-of", "2026-07-01")


if __name__ == "__main__":
    unittest.main()
