"""From nothing to one's own estate, priced."""

import json
import unittest

from harness import ACME, BETA, TOKEN, Case


class Init(Case):
    def init(self, *more, code=0, env=None):
        return self.run_ok("init", "--unit-price", "4.50", "--currency", "USD", "--as-of",
                           "2026-06-10", *more, code=code, env=env)

    def test_the_estate_is_shown_with_what_it_would_bring(self):
        said = self.init().out
        rows = [line.split() for line in said.splitlines()]
        self.assertIn(["acme-ltd", "Acme", "Ltd", "7", "31.50"], rows)
        self.assertIn(["beta-ltd", "Beta", "Ltd", "4", "18.00"], rows)
        self.assertIn(["11", "49.50"], rows)

    def test_the_files_are_what_import_and_every_other_command_read(self):
        made = json.loads(self.run_ok(
            "--json", "init", "--unit-price", "4.50", "--currency", "USD", "--as-of",
            "2026-06-10").out)
        self.assertEqual(made["total"], "49.50")
        self.assertEqual([(a["account"], a["organization"], a["machines"], a["amount"])
                          for a in made["accounts"]],
                         [("acme-ltd", ACME, 7, "31.50"), ("beta-ltd", BETA, 4, "18.00")])
        settings = (self.folder / "billbyagent.toml").read_text()
        self.assertNotIn(TOKEN, settings)
        book = json.loads((self.folder / "book.json").read_text())
        self.assertEqual({c["trust"] for c in book["contracts"]}, {"observe"})
        self.assertEqual({c["start_date"] for c in book["contracts"]}, {"2026-06-01"})
        # What the environment said before now stands in the file; secrets do not.
        gone = dict.fromkeys(("BILLBYAGENT_DATABASE", "BILLBYAGENT_VSA_URL", "BILLBYAGENT_VSA_USER",
                              "BILLBYAGENT_VSA_CA_FILE"))
        self.run_ok("import", "book.json", env=gone)
        night = self.run_json("nightly", "--as-of", "2026-06-10", env=gone)
        self.assertEqual([(s["status"], s["counted"]) for s in night["services"]],
                         [("observed", 7), ("observed", 4)])
        self.assertTrue(self.database.exists())
        review = self.run_json("review", "--as-of", "2026-06-10", env=gone)
        self.assertEqual(
            [(o["service"], o["units"], o["seen"], o["amount"], o["currency"])
             for o in review["observed"]],
            [("agents", 7, "2026-06-10", "31.50", "USD"),
             ("agents", 4, "2026-06-10", "18.00", "USD")])
        self.assertEqual(review["totals"], [])
        said = self.run_ok("review", "--as-of", "2026-06-10", env=gone).out
        self.assertIn("/agents, 7 units since 2026-06-10 would be "
                      "31.50 USD for 2026-06-01 to 2026-06-30", said)
        self.assertIn("Observed contracts would bring 49.50 USD; none of it is billed", said)
        page = self.folder / "review.html"
        self.run_ok("review", "--as-of", "2026-06-10", "--html", str(page), env=gone, code=1)
        self.assertIn("7 would be 31.50\u00a0USD for 2026-06-01 to 2026-06-30; not billable",
                      page.read_text())
        self.run_ok("post", "--as-of", "2026-07-01", env=gone, code=1)  # nothing is counted yet
        self.assertEqual(self.run_json("batches", env=gone)["batches"], [])

    def test_nothing_that_is_there_is_written_over(self):
        (self.folder / "book.json").write_text("mine")
        self.assertIn("--book", self.init(code=2).err)
        self.assertFalse((self.folder / "billbyagent.toml").exists())
        (self.folder / "billbyagent.toml").write_text("zone = 'Europe/Paris'\n")
        (self.folder / "billbyagent.toml").chmod(0o600)
        self.init("--book", "first.json")
        self.assertEqual((self.folder / "book.json").read_text(), "mine")
        self.assertEqual((self.folder / "billbyagent.toml").read_text(), "zone = 'Europe/Paris'\n")
        (self.folder / "other.toml").write_text("")
        self.assertIn("--settings", self.init("--book", "b.json", "--settings", "other.toml",
                                              code=2).err)

    def test_a_bad_price_is_told_before_anything_is_read(self):
        for words in (("--unit-price", "-1", "--currency", "USD"),
                      ("--unit-price", "4.50", "--currency", "XYZ"),
                      ("--unit-price", "4.50")):
            refused = self.call("init", *words, "--as-of", "2026-06-10",
                                env={"BILLBYAGENT_VSA_URL": "https://127.0.0.1:1"})
            self.assertIn(refused.code, (2, 3, 6), refused.all)
            self.assertFalse((self.folder / "book.json").exists())

    def test_an_rmm_that_fails_leaves_nothing_behind(self):
        self.simulator.faults({"kind": "mfa"})
        self.init(code=5)
        self.assertFalse((self.folder / "book.json").exists())
        self.simulator.faults()

    def test_one_of_two_rmms_is_down(self):
        devices = self.folder / "devices.csv"
        devices.write_text("id,name,organization,state\n1,pc1,Acme Ltd,online\n2,pc2,Zoo,online\n")
        said = self.init("--rmm", f"export=file:{devices}", "--rmm", "down=file:none.csv", code=1)
        self.assertIn("down", said.out)
        book = json.loads((self.folder / "book.json").read_text())
        self.assertEqual([a["id"] for a in book["accounts"]],
                         ["acme-ltd", "beta-ltd", "acme-ltd-2", "zoo"])
        self.assertEqual(book["accounts"][2]["organizations"], {"export": "Acme Ltd"})
        self.assertEqual(book["contracts"][2]["services"][0]["units"],
                         {"source": "agents", "rmm": "export"})
        self.run_ok("import", "book.json")


if __name__ == "__main__":
    unittest.main()
