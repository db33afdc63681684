"""Pages as files, and decisions many at once."""

import json
import re
import sys
import unittest
from pathlib import Path

from harness import Case, book, identity

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "pages"))
import strict_html  # noqa: E402

NASTY = '<b onclick="x">Evil & "Söhne"</b> \u202eשלום 👩‍💻'
PNG = b"\x89PNG\r\n\x1a\n and more"


class Pages(Case):
    def page(self, *arguments, code=0, name="page.html"):
        self.run_ok(*arguments, "--html", name, code=code)
        file = self.folder / name
        self.assertEqual(file.stat().st_mode & 0o777, 0o600)
        return strict_html.read(file.read_text(encoding="utf-8"))

    def begin(self):
        document = book()
        document["accounts"][0]["name"] = NASTY
        document["contracts"][0]["services"][0]["name"] = NASTY
        document["contracts"][0]["services"][0]["unit_price"] = "1234.50"
        self.imported(document)

    def test_each_page_is_html_and_says_what_matters(self):
        self.begin()
        night = self.page("nightly", "--as-of", "2026-06-01")
        self.assertIn("Night of 2026-06-01", night)
        self.assertIn("first count", night)
        self.assertIn(NASTY.replace("\u202e", "\ufffd"), night)
        review = self.page("review", "--as-of", "2026-06-01", "--coverage",
                           "--pages-decimal-mark", "comma", "--pages-grouping", "point")
        for part in ("Nothing needs a person", "6.172,50", "Evil & \"Söhne\"", "Due now",
                     "Arithmetic of 2026-06-01 to 2026-06-30"):
            self.assertIn(part, review)
        self.assertIn("The RMMs were not read", self.page("review", "--as-of", "2026-06-01"))
        self.assertIn("A part of the book",
                      self.page("review", "--as-of", "2026-06-01", "--account", "beta"))
        self.run_ok("notify", "--notify-file", "notices.jsonl")
        self.assertIn("Nothing waits for a person", self.page("status", "--as-of", "2026-06-01"))
        self.run_ok("review", "--coverage", code=2)

    def test_the_rmm_that_fails_is_seen(self):
        self.begin()
        self.simulator.faults({"kind": "mfa"})
        night = self.page("nightly", "--as-of", "2026-06-01", code=5)
        self.assertIn("Nothing was read", night)
        self.assertNotIn("A quiet night", night)

    def test_a_statement_is_for_the_customer(self):
        self.begin()
        self.night("2026-06-01")
        self.run_ok("post", "--as-of", "2026-06-01")
        (self.folder / "logo").write_bytes(PNG)
        words = ["--pages-provider", "Northgate <IT>", "--pages-note", "Ask & be told",
                 "--pages-logo-file", "logo", "--as-of", "2026-06-01"]
        text = self.page("statement", "acme", *words)
        # Without the style sheet.
        raw = (self.folder / "page.html").read_text().split("</head>")[1]
        for part in ("Evil & \"Söhne\"", "Northgate <IT>", "Ask & be told", "1234.50", "5 machines",
                     "pc1"):
            self.assertIn(part, text)
        self.assertIn("data:image/png;base64,", raw)
        # Keys, costs (5 x 1.75), ids of machines, other customers.
        for secret in ("C-1", "desks/", "8.75", "1.75", "argin", "cost", identity(101), "beta",
                       "acme@msp.example"):
            self.assertNotIn(secret, raw)
        self.run_ok("statement", "beta", *words, "--html", "x.html", code=6)
        self.run_ok("statement", "nobody", *words, "--html", "x.html", code=6)
        self.run_ok("statement", "acme", "--invoice", "INV-9", *words, "--html", "x.html", code=6)
        self.assertFalse((self.folder / "x.html").exists())

    def test_all_statements_at_once(self):
        self.imported()
        self.night("2026-06-01")
        self.run_ok("post", "--as-of", "2026-06-30")
        (self.folder / "june").mkdir()
        done = self.run_json("statement", "--all", "--html", "june", "--month", "2026-06",
                             "--as-of", "2026-07-01")
        self.assertEqual([each["totals"] for each in done["statements"]],
                         [[{"amount": "86.00", "currency": "USD"}],
                          [{"amount": "39.96", "currency": "GBP"}]])
        self.assertEqual(sorted(each.name for each in (self.folder / "june").iterdir()),
                         ["acme.html", "beta.html"])
        none = self.run_json("statement", "--all", "--html", "june", "--month", "2026-05")
        self.assertEqual((none["statements"], none["accounts_without"]), ([], 2))
        for wrong in (["--all", "acme"], [], ["--all", "--month", "2026-6"],
                      ["acme", "--month", "2026-06", "--invoice", "I"]):
            self.run_ok("statement", *wrong, "--html", "june", code=2)

    def test_settings_that_make_no_page(self):
        self.imported()
        (self.folder / "svg").write_text("<svg onload='x'/>")
        for words in (["--pages-logo-file", "svg"], ["--pages-logo-file", "nowhere"],
                      ["--pages-decimal-mark", "comma", "--pages-grouping", "comma"]):
            self.run_ok("review", "--html", "page.html", *words, code=2)
        self.assertFalse((self.folder / "page.html").exists())


class Checker(unittest.TestCase):
    """The check that the tests above rely on finds what is wrong."""

    GOOD = ("<!DOCTYPE html>\n<html><head><title>t</title></head><body><main><h1>h</h1>{}</main>"
            "</body></html>")
    TABLE = ("<table><caption>c</caption><thead><tr><th scope=\"col\">a</th></tr></thead><tbody>"
             "<tr>{}</tr></tbody></table>")

    def test_what_is_wrong_is_found(self):
        strict_html.read(self.GOOD.format(self.TABLE.format("<td>1</td>")))
        for wrong in ("<p>x", "<p><div></div></p>", "<b>x</p></b>", "<i>x</i>", "<!-- c -->", "<br/>",
                      '<img src="https://x" alt="y">', '<img src="data:,">', "<li>x</li>",
                      '<p onclick="x">y</p>', '<p style="x">y</p>', "<script>x</script>",
                      '<p class="a" class="b">y</p>', '<svg role="img"></svg>', "<ul>x<p>y</p></ul>",
                      self.TABLE.format("<td>1</td><td>2</td>"), self.TABLE.format("<th>1</th>"),
                      "<table><tbody><tr><td>1</td></tr></tbody></table>"):
            with self.subTest(wrong), self.assertRaises(AssertionError):
                strict_html.read(self.GOOD.format(wrong))
        with self.assertRaises(AssertionError):
            strict_html.read("<html></html>")


class Decisions(Case):
    """A drop of each of three services waits."""

    def setUp(self):
        super().setUp()
        self.imported()
        self.night("2026-06-01")
        for number in (102, 103, 104, 105, 111, 112, 122, 123, 124):
            self.simulator.events({"action": "delete_agent", "agent": identity(number)})
        self.night("2026-06-10", 1, "--guard-units", "1")

    def list_now(self):
        text = self.run_ok("review", "--as-of", "2026-06-10", code=1).out
        rows = [re.split(r" {2,}", row.strip())[:3] for row in text.split("Waiting for a decision")[1].splitlines()
                if row.strip()[:1].isdigit()]
        return text.split("Waiting for a decision, list ")[1].split()[0], rows

    def units(self):
        return {name: self.run_json("history", name)["changes"][-1]["units"]
                for name in ("C-1/desks", "C-1/servers", "C-2/all")}

    def test_rows_by_their_numbers(self):
        name, rows = self.list_now()
        self.assertEqual(rows, [["1", "Acme Ltd", "Desks"], ["2", "Acme Ltd", "Servers"],
                                ["3", "Beta Ltd", "All"]])
        self.run_ok("confirm", "1", "3", code=2)
        for wrong, code in (("0", 2), ("2-1", 2), ("4", 6), ("1-4", 6)):
            self.run_ok("confirm", wrong, "--list", name, code=code)
        self.assertEqual(self.units(), {"C-1/desks": 5, "C-1/servers": 2, "C-2/all": 4})
        self.run_ok("confirm", "1", "3-3", "--list", name, "--as-of", "2026-06-10")
        self.assertEqual(self.units(), {"C-1/desks": 1, "C-1/servers": 2, "C-2/all": 1})
        # Row 1 is the servers now: never what was not seen.
        self.run_ok("confirm", "1", "--list", name, code=6)
        self.assertEqual(self.units()["C-1/servers"], 2)
        name, rows = self.list_now()
        self.run_ok("reject", "1", "--list", name, "--reason", "ticket 7", "--as-of", "2026-06-10")
        self.assertEqual(self.units()["C-1/servers"], 2)

    def decisions(self):
        self.run_ok("review", "--as-of", "2026-06-10", "--decisions", "d.json", code=1)
        return json.loads((self.folder / "d.json").read_text())

    def decide(self, document, code=0):
        return self.run_json("decide", self.write_book(document, "d.json"), "--as-of",
                             "2026-06-10", code=code)

    def test_a_file_is_taken_as_a_whole(self):
        document = self.decisions()
        rows = document["decisions"]
        self.assertEqual([row["service"] for row in rows], ["C-1/desks", "C-1/servers", "C-2/all"])
        self.run_ok("decide", "d.json", code=6)  # nothing filled in
        rows[0]["decision"] = "approve"
        rows[1].update(decision="adjust", adjust_to=1, reason="one is broken")
        broken = [({"decision": "exclude"}, "decisions[2].decision"),
                  ({"decision": "dismiss"}, "C-2/all: dismiss needs a reason"),
                  ({"decision": "adjust", "reason": "x"}, "decisions[2].adjust_to"),
                  ({"decision": "approve", "adjust_to": 3}, "decisions[2].adjust_to"),
                  ({"reason": "forgot the word"}, "decisions[2].decision"),
                  ({"decision": "approve", "seen": "00000000"}, "C-2/all: what waits is not"),
                  ({"decision": "approve", "service": "C-1/desks"}, "C-1/desks"),
                  ({"decision": "approve", "approved": True}, "decisions[2].approved")]
        for change, said in broken:
            with self.subTest(said):
                wrong = json.loads(json.dumps(document))
                wrong["decisions"][2].update(change)
                refused = self.decide(wrong, code=3)["refused"]
                self.assertTrue(any(said in error["context"] for error in refused), refused)
        self.decide({**document, "tenant": "other"}, code=6)
        self.assertEqual(self.units(), {"C-1/desks": 5, "C-1/servers": 2, "C-2/all": 4})
        done = self.decide(document)
        self.assertEqual([(each["service"], each["decision"]) for each in done["decided"]],
                         [("C-1/desks", "approve"), ("C-1/servers", "adjust")])
        self.assertEqual(done["left"], 1)
        self.assertEqual(self.units(), {"C-1/desks": 1, "C-1/servers": 1, "C-2/all": 4})
        self.decide(document, code=3)


if __name__ == "__main__":
    unittest.main()
