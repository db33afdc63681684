"""doctor: what the RMMs show, how the book fits them, what looks wrong."""

import unittest

from harness import Case, service

NO_VSA = {name: None for name in ("BILLBYAGENT_VSA_URL", "BILLBYAGENT_VSA_USER",
                                  "BILLBYAGENT_VSA_TOKEN", "BILLBYAGENT_VSA_CA_FILE")}


class Doctor(Case):
    def setUp(self):
        super().setUp()
        self.export = self.folder / "machines.csv"
        self.write("1,Acme,2026-05-31T00:00:00Z", "2,Acme,", "3,Beta,", "4,Gamma,")
        self.rmm = ["--rmm", f"file:{self.export}"]

    def write(self, *rows):
        self.export.write_text("\n".join(["id,organization,last_seen", *rows]) + "\n")

    def account(self, name, **more):
        return {"id": name.lower(), "name": name, **more}

    def contract(self, account):
        return {"id": f"C-{account}", "account": account, "currency": "USD", "cycle": "monthly",
                "start_date": "2026-06-01",
                "services": [service("all", "1.00", source="agents")]}

    def test_before_the_first_book_it_looks_at_the_rmms(self):
        seen = self.run_json("doctor", *self.rmm, env=NO_VSA)
        (rmm,) = seen["rmms"]
        self.assertEqual((rmm["provider"], rmm["organizations"], rmm["machines"]), ("file", 3, 4))
        self.assertEqual(rmm["tells"], {"operating_system": False, "device_type": False,
                                        "last_seen": True, "hardware": False})
        self.assertEqual(len(seen["without_account"]), 0)
        self.assertIsNone(seen["night"])
        self.assertEqual(seen["problems"], [])
        self.assertIn("nothing looks wrong", self.run_ok("doctor", *self.rmm, env=NO_VSA).out)

    def test_it_says_how_accounts_match_and_what_would_be_counted(self):
        self.imported({"accounts": [self.account("Acme", organization="ACME"),
                                    self.account("beta"),
                                    self.account("Delta", organization="Delta")],
                       "contracts": [self.contract("acme"), self.contract("delta")]})
        seen = self.run_json("doctor", *self.rmm, "--as-of", "2026-06-01", env=NO_VSA, code=1)
        self.assertEqual([(a["account"], a["match"], a["organization"]) for a in seen["accounts"]],
                         [("acme", "linked", "Acme"), ("beta", "by_name", "Beta"),
                          ("delta", "gone", None)])
        self.assertEqual([o["id"] for o in seen["without_account"]], ["Beta", "Gamma"])
        self.assertEqual([s["counted"] for s in seen["night"]["services"]], [2, None])
        self.assertTrue(seen["night"]["dry_run"])
        found = "\n".join(seen["problems"])
        for problem in ("account beta is not linked in the default RMM; the organization Beta has",
                        "account delta: the default RMM does not show its organization Delta",
                        "service C-delta/all: organization_gone"):
            self.assertIn(problem, found)
        self.assertEqual(len(seen["problems"]), 3)
        # Nothing was written.
        self.assertEqual(self.run_json("history", "C-acme/all")["changes"], [])

    def test_clocks_and_logins_that_do_not_fit(self):
        self.write("1,Acme,2031-01-01T00:00:00Z")
        seen = self.run_json("doctor", *self.rmm, env=NO_VSA, code=1)
        self.assertIn("which is yet to come", seen["problems"][0])
        rmm = ["--rmm", f"v=vsa+{self.simulator.url}", "--rmm", "v.user=nobody",
               "--rmm", f"v.ca-file={self.simulator.ca}"]
        env = {**NO_VSA, "BILLBYAGENT_RMM_V_TOKEN": "wrong"}
        seen = self.run_json("doctor", *rmm, env=env, code=5)
        self.assertIn("BILLBYAGENT_RMM_V_TOKEN or rmm.v.token-file", seen["problems"][0])


if __name__ == "__main__":
    unittest.main()
