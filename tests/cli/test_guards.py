"""What others could do through arguments, files and folders."""

import os
import stat
import unittest

from harness import Case

SECRET = "Hunter2-0f-7he-c4r0l5"


class Arguments(Case):
    def test_a_secret_in_the_wrong_place_is_not_repeated(self):
        holder = self.folder / "key"
        holder.write_text(SECRET + "\n")
        wrong = [
            ("--vsa-token", SECRET, "status"),
            ("--vsa-token=" + SECRET, "status"),
            ("status", "--token", SECRET),
            ("--config", str(holder), "status"),
            ("--config", SECRET, "status"),
            (SECRET,),
            ("status", SECRET),
        ]
        for arguments in wrong:
            with self.subTest(arguments=arguments):
                result = self.run_ok(*arguments, code=2)
                self.assertNotIn(SECRET, result.all)
                self.assertTrue(result.err)

    def test_a_secret_for_the_name_of_its_file_is_not_repeated(self):
        self.imported()
        self.assertNotIn(SECRET, self.run_ok("--rmm", SECRET + "=x", "nightly", code=2).all)
        result = self.call("nightly", "--vsa-url", "https://127.0.0.1:1", "--vsa-user", "u",
                           "--vsa-token-file", SECRET, env={"BILLBYAGENT_VSA_TOKEN": ""})
        self.assertNotEqual(result.code, 0)
        self.assertNotIn(SECRET, result.all)


class Files(Case):
    def test_settings_that_others_can_write_are_refused(self):
        self.imported()
        config = self.folder / "billbyagent.toml"
        config.write_text('zone = "Europe/London"\n')
        config.chmod(0o666)
        for arguments in (("status",), ("--config", str(config), "status")):
            result = self.run_ok(*arguments, code=2)
            self.assertIn("billbyagent.toml", result.err)
            self.assertIn("chmod", result.err)
        config.chmod(0o644)
        self.assertIn("billbyagent.toml", self.run_ok("status", "-v").err)

    def test_an_export_replaces_regular_files_only(self):
        self.imported()
        target = self.folder / "lines.csv"
        other = self.folder / "other"
        other.write_text("mine")
        (self.folder / "lines.csv.part").symlink_to(other)
        self.run_ok("export", "-o", target)
        self.assertEqual(other.read_text(), "mine")
        self.assertTrue(target.read_text().startswith("line,"))
        self.assertEqual(stat.S_IMODE(target.stat().st_mode), 0o600)
        link, pipe, folder = (self.folder / name for name in ("link", "pipe", "sub"))
        link.symlink_to(other)
        os.mkfifo(pipe)
        folder.mkdir()
        for path in (link, pipe, folder, "/dev/null"):
            with self.subTest(path=path):
                self.assertNotEqual(self.call("export", "-o", path).code, 0)
        self.assertEqual(other.read_text(), "mine")
        self.assertTrue(link.is_symlink() and stat.S_ISFIFO(pipe.stat().st_mode))
        self.assertTrue(stat.S_ISCHR(os.stat("/dev/null").st_mode))
        left = [path.name for path in self.folder.iterdir() if path.name.startswith(".bill")]
        self.assertEqual(left, [])

    def test_the_database_is_its_owners(self):
        self.imported()
        self.assertEqual(stat.S_IMODE(os.stat(self.database).st_mode), 0o600)

    def test_files_without_an_end_are_refused(self):
        pipe = self.folder / "pipe"
        os.mkfifo(pipe, 0o600)
        self.run_ok("import", "/dev/zero", code=2)
        self.imported()
        result = self.call("nightly", "--vsa-url", "https://127.0.0.1:1", "--vsa-user", "u",
                           "--vsa-token-file", pipe, env={"BILLBYAGENT_VSA_TOKEN": ""})
        self.assertIn("secret file", result.all)


if __name__ == "__main__":
    unittest.main()
