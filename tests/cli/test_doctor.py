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
                                    self.account("Delta", organization="Delta"),
                                    self.account("Zeta")],
                       "contracts": [self.contract("acme"), self.contract("delta")]})
        seen = self.run_json("doctor", *self.rmm, "--as-of", "2026-06-01", env=NO_VSA, code=1)
        self.assertEqual([(a["account"], a["match"], a["organization"]) for a in seen["accounts"]],
                         [("acme", "linked", "Acme"), ("beta", "by_name", "Beta"),
                          ("delta", "gone", None), ("zeta", "none", None)])
        self.assertEqual([o["id"] for o in seen["without_account"]], ["Beta", "Gamma"])
        self.assertEqual([s["counted"] for s in seen["night"]["services"]], [2, None])
        self.assertTrue(seen["night"]["dry_run"])
        found = "\n".join(seen["problems"])
        for problem in ("account beta is not linked in the default RMM; the organization Beta has",
                        "account delta: the default RMM does not show its organization Delta",
                        "service C-delta/all: organization_gone"):
            self.assertIn(problem, found)
        self.assertEqual(len(seen["problems"]), 3)
        self.assertTrue(all("; " in problem for problem in seen["problems"]))
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

    def test_servers_show_their_certificate_and_clock_and_what_they_refuse(self):
        seen = self.run_json("doctor")
        (rmm,) = seen["rmms"]
        self.assertEqual(rmm["refused"], [])
        self.assertGreater(rmm["certificate_until"], "2026-06-01")
        self.assertLess(abs(rmm["clock_ahead_ms"]), 60_000)
        self.assertIn("its certificate is good until", self.run_ok("doctor").out)
        self.simulator.faults({"kind": "status", "value": 403, "path": "/views"})
        try:
            seen = self.run_json("doctor", code=5)
        finally:
            self.simulator.faults()
        (rmm,) = seen["rmms"]
        self.assertEqual((rmm["refused"], rmm["organizations"]), (["views"], 2))
        self.assertIn("views: forbidden", seen["problems"][0])

    def test_it_says_where_settings_and_secrets_come_from(self):
        secret = self.folder / "token"
        secret.write_text("t0ken\n")
        secret.chmod(0o600)
        settings = self.folder / "own.toml"
        settings.write_text('zone = "Europe/Berlin"\n[rmm.v]\n'
                            f'url = "vsa+{self.simulator.url}"\nuser = "bill"\n'
                            f'token-file = "{secret}"\nca-file = "{self.simulator.ca}"\n')
        settings.chmod(0o600)
        words = ["--config", str(settings), "--rmm", "v.user=other", "doctor"]
        env = {**NO_VSA, "BILLBYAGENT_WEBHOOK_KEY": "k3y"}
        seen = self.run_json(*words, env=env, code=5)
        origins = {each["setting"]: each["from"] for each in seen["settings"]}
        self.assertEqual(origins["zone"], f"the file {settings}")
        self.assertEqual(origins["rmm.v.url"], f"the file {settings}")
        self.assertEqual(origins["rmm.v.user"], "the argument --rmm")
        self.assertEqual(origins["database"], "the variable BILLBYAGENT_DATABASE")
        self.assertEqual(origins["config"], "the argument --config")
        self.assertEqual([(each["setting"], each["from"], each["mode"])
                          for each in seen["secrets"]],
                         [("rmm.v.token-file", str(secret), "0600"),
                          ("webhook-key-file", "BILLBYAGENT_WEBHOOK_KEY", "")])
        self.assertNotIn("t0ken", str(seen))
        self.assertNotIn("k3y", str(seen))
        self.assertIn("0600", self.run_ok(*words, env=env, code=5).out)
        # What is of no use is named with its setting, and by its name once it is there.
        secret.chmod(0o644)
        said = self.run_ok(*words, env=env, code=2).err
        self.assertIn(f"rmm.v.token-file: others may read the secret file {secret}", said)
        secret.unlink()
        secret.mkdir()
        said = self.run_ok(*words, env=env, code=2).err
        self.assertIn(f"rmm.v.token-file: the secret file {secret} can't be read", said)
        secret.rmdir()
        said = self.run_ok(*words, env=env, code=2).err
        self.assertIn("rmm.v.token-file: the secret file can't be read", said)
        self.assertNotIn(str(secret), said)
        no_token = {"BILLBYAGENT_VSA_TOKEN": None}
        said = self.run_ok("--vsa-token-file", str(self.folder), "doctor", env=no_token, code=2).err
        self.assertIn(f"vsa-token-file: the secret file {self.folder} can't be read", said)


if __name__ == "__main__":
    unittest.main()
