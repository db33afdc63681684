"""What is different on a terminal: its width and colours. And how people are told counts and what to do."""

import re
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "pages"))

import screens
from harness import ACME_DESKS, PROGRAM, Case, book, identity

COLOUR = re.compile(r"\x1b\[\d*m")


def plain_of(shown):
    """Without colours, and without the bars that were drawn over."""
    return COLOUR.sub("", re.sub(r"\r\x1b\[K([^\r\n]*(?=\r))?", "", shown))


class Terminal(Case):
    def on_terminal(self, *arguments, columns=80, **env):
        """What the program shows on a terminal of that width."""
        environment = self.environment({"TERM": "xterm", "COLUMNS": "500", **env})
        environment = {name: value for name, value in environment.items() if value is not None}
        code, shown = screens.on_terminal([PROGRAM, *arguments], columns, cwd=self.folder,
                                          env=environment)
        self.assertIn(code, (0, 1, 6), shown)
        return shown

    def setUp(self):
        super().setUp()
        self.imported()
        self.run_ok("nightly", "--as-of", "2026-06-01", "--no-notify")
        self.run_ok("post", "--as-of", "2026-06-01")

    def test_tables_fit(self):
        for arguments in [("review", "--as-of", "2026-07-01"), ("status", "--as-of", "2026-06-01"),
                          ("batches",), ("lists", "groups"),
                          ("post", "--as-of", "2026-07-01", "--dry-run", "--lines")]:
            with self.subTest(arguments=arguments):
                piped = self.run_ok(*arguments, code=None).out
                shown = plain_of(self.on_terminal(*arguments))
                tables = [line for line in shown.splitlines() if line.startswith("  -")]
                self.assertTrue(tables, shown)
                self.assertLessEqual(max(map(len, tables)), 80)
                # Nothing is lost of keys, days and amounts.
                for word in re.findall(r"[\w.-]+", piped.replace("..", " ")):
                    if not set(word) <= {"-"}:
                        self.assertIn(word, shown)
                self.assertEqual(plain_of(self.on_terminal(*arguments, columns=300)), piped)

    def run_ok(self, *arguments, code=0, **more):
        if code is not None:
            return super().run_ok(*arguments, code=code, **more)
        return self.call(*arguments, **more)

    def test_colours(self):
        self.simulator.events(*({"action": "delete_agent", "agent": identity(100 + n)}
                                for n in range(1, 6)))
        night = ("nightly", "--as-of", "2026-06-02", "--no-notify", "--dry-run")
        plain = self.run_ok(*night, code=1).out
        shown = self.on_terminal(*night, columns=300)
        self.assertIn("\x1b[33m  ! Desks of Acme Ltd is held", shown)
        self.assertEqual(plain_of(shown), plain)
        self.assertIn("\x1b[31mbillbyagent: not_found", self.on_terminal("history", "C-9/x"))
        for off in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
            with self.subTest(off=off):
                self.assertNotRegex(self.on_terminal(*night, **off), COLOUR)
        # An empty NO_COLOR is none.
        self.assertRegex(self.on_terminal(*night, NO_COLOR=""), COLOUR)
        self.assertNotIn("\x1b", plain)


class Words(Case):
    def test_machines_in_the_order_of_their_names(self):
        document = book()
        del document["contracts"][0]["services"][1:]
        self.imported(document)
        self.simulator.events(
            *({"action": "add_agent", "name": f"pc{n}", "group": ACME_DESKS} for n in (10, 9)))
        self.run_ok("nightly", "--as-of", "2026-06-01", "--no-notify")
        self.run_ok("post", "--as-of", "2026-06-01")
        for arguments in [("machines", "C-1/desks"),
                          ("explain", "C-1/desks/2026-06-01/2026-06-01/1", "-v"),
                          ("history", "C-1/desks", "-v")]:
            with self.subTest(arguments=arguments):
                names = re.findall(r"^ +\W*pc(\d+)\b", self.run_ok(*arguments).out, re.MULTILINE)
                self.assertIn("10", names)
                # Each of its lists.
                breaks = [i for i in range(1, len(names)) if names[i] == names[0]]
                for begin, end in zip([0, *breaks], [*breaks, len(names)]):
                    self.assertEqual(names[begin:end], sorted(names[begin:end], key=int))

    def test_one_is_no_plural_and_zero_is_not_told(self):
        document = book()
        del document["accounts"][1], document["contracts"][1]
        del document["contracts"][0]["services"][1:]
        told = [self.run_ok("import", self.write_book(document), "--as-of", "2026-06-01").out]
        self.assertIn("Imported: 1 account new or changed, 1 new contract\n", told[0])
        for arguments in [("nightly", "--no-notify"), ("post",), ("status",), ("verify",),
                          ("doctor",), ("post",), ("nightly", "--no-notify")]:
            told.append(self.call(*arguments, "--as-of", "2026-06-01").out)
        self.assertIn("1 service, 12 machines: 1 counted for the first time\n", told[1])
        self.assertIn("posted 1 batch, 1 line\n", told[2])
        self.assertIn("Verified 1 contract of 1 account: 1 unit change, 1 batch, 1 line,", told[4])
        self.assertNotIn("posted", told[6])
        self.assertIn("1 service, 12 machines: 1 unchanged\n", told[7])
        for text in told:
            self.assertNotRegex(text, r"\b0 [a-z]")
            self.assertNotRegex(text, r"\b1 (?!of )(?!agents)(?!services)(?!batches)(?!lines)[a-z]+s\b")

    def test_hints_fit_what_is_there(self):
        document = book()
        document["contracts"][0]["trust"] = "propose"
        del document["contracts"][0]["services"][2]["units"]["count"]
        self.imported(document)
        review = ("review", "--as-of", "2026-06-01", "--through", "2026-06-01")
        before = self.run_ok(*review).out
        self.assertIn("C-1/desks has no units yet; it can't be billed\n"
                      "    run 'billbyagent nightly', which counts it\n", before)
        self.assertIn("C-1/backup has no units yet; it can't be billed\n"
                      "    type them in: billbyagent correct C-1/backup --units N\n", before)
        night = self.run_ok("nightly", "--as-of", "2026-06-01", "--no-notify", code=1).out
        self.assertIn("it has no units until a person decides", night)
        for arguments in (review, ("post", "--as-of", "2026-06-01")):
            with self.subTest(arguments=arguments):
                self.assertIn("a count waits for a person: billbyagent confirm C-1/desks, or reject",
                              self.call(*arguments).out)


if __name__ == "__main__":
    unittest.main()
