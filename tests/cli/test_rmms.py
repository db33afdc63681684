"""Several RMMs: said by options, environment and file; each read on its own."""

import socket
import threading
import unittest

from harness import ACME, TOKEN, USER, Case, book, service, status_of

NO_VSA = {name: None for name in ("BILLBYAGENT_VSA_URL", "BILLBYAGENT_VSA_USER",
                                  "BILLBYAGENT_VSA_TOKEN", "BILLBYAGENT_VSA_CA_FILE")}


def machines(*rows, end=True):
    lines = ["id,name,organization,group_path,state,views", *rows]
    if end:
        lines.append(f"#end,{len(rows)}")
    return "\n".join(lines) + "\n"


def two_rmms():
    document = book()
    document["accounts"][0]["organizations"] = {"shop": "acme-shop"}
    document["contracts"].append(
        {"id": "C-3", "name": "Acme tills", "account": "acme", "currency": "USD",
         "cycle": "monthly", "start_date": "2026-06-01",
         "services": [service("tills", "3.00", source="agents", rmm="shop"),
                      service("all", "1.00", source="agents")]})
    return document


class Proxy:
    """Carries connections to the simulator, whatever server is asked for, and remembers what was."""

    def __init__(self, to):
        self.to, self.asked, self.status = to, [], "200 Connection established"

    def __enter__(self):
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.listener.close()

    def accept(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.carry, args=(client,), daemon=True).start()

    def carry(self, client):
        request = b""
        while not request.endswith(b"\r\n\r\n"):
            part = client.recv(4096)
            if not part:
                return
            request += part
        lines = request.decode().split("\r\n")
        headers = dict(line.lower().split(": ", 1) if not line.lower().startswith("proxy-auth")
                       else ("proxy-authorization", line.split(": ", 1)[1]) for line in lines[1:-2])
        self.asked.append((lines[0].split(" ")[1], headers.get("proxy-authorization", "")))
        client.sendall(f"HTTP/1.1 {self.status}\r\n\r\n".encode())
        if not self.status.startswith("200"):
            return client.close()
        with client, socket.create_connection(("127.0.0.1", self.to)) as server:
            answers = threading.Thread(target=self.pump, args=(server, client), daemon=True)
            answers.start()
            self.pump(client, server)
            answers.join()

    @staticmethod
    def pump(source, sink):
        try:
            while part := source.recv(65536):
                sink.sendall(part)
            sink.shutdown(socket.SHUT_WR)
        except OSError:
            pass


class Several(Case):
    def setUp(self):
        super().setUp()
        self.export = self.folder / "tills.csv"
        self.write_tills("1", "2", "3")

    def write_tills(self, *ids):
        self.export.write_text(machines(*(f"{n},till{n},acme-shop,front,online," for n in ids)))

    def shop(self):
        return {"BILLBYAGENT_RMM_SHOP_URL": f"file:{self.export}"}

    def counts(self, report):
        return {s["service"]: s["counted"] for s in report["services"]}

    def test_one_night_over_two_rmms(self):
        self.imported(two_rmms())
        report = self.run_json("nightly", "--as-of", "2026-06-01", env=self.shop())
        self.assertEqual(self.counts(report),
                         {"C-1/desks": 5, "C-1/servers": 2, "C-2/all": 4, "C-3/tills": 3,
                          "C-3/all": 7})
        self.assertEqual([(r["rmm"], r["provider"], r["machines"], r["error"])
                          for r in report["rmms"]],
                         [("", "kaseya_vsa", 12, None), ("shop", "file", 3, None)])
        text = self.run_ok("nightly", "--as-of", "2026-06-01", env=self.shop()).out
        self.assertIn("RMM shop (file): 3 machines in ", text)
        self.assertEqual(self.run_json("units-now", "C-3/tills", env=self.shop())["counted"], 3)
        self.assertEqual(self.run_json("coverage", env=self.shop())["covered"], 14)

    def test_one_that_fails_leaves_the_others_alone(self):
        self.imported(two_rmms())
        self.run_ok("nightly", "--as-of", "2026-06-01", env=self.shop())
        for broken, error in ((machines("1,t,acme-shop,front,online,", end=False)[:-3],
                               "incomplete_scan"),
                              (machines("1,t,acme-shop,front,onlin,"), "protocol_error"),
                              (None, "unreachable")):
            if broken is None:
                self.export.unlink()
            else:
                self.export.write_text(broken)
            report = self.run_json("nightly", "--as-of", "2026-06-02", env=self.shop(), code=1)
            self.assertEqual(report["rmms"][1]["error"]["code"], error)
            self.assertIsNone(report["scan_error"])
            self.assertEqual(status_of(report, "C-3/tills")["error"]["code"], error)
            self.assertEqual(status_of(report, "C-3/all")["status"], "unchanged")
        text = self.run_ok("nightly", "--as-of", "2026-06-02", env=self.shop(), code=1).out
        self.assertIn("RMM shop (file) could not be read, its services keep their units", text)
        self.assertEqual(text.count("unreachable"), 1, text)
        self.assertEqual(self.run_json("history", "C-3/tills")["changes"][-1]["units"], 3)
        # The other way round.
        self.write_tills("1", "2")
        self.simulator.faults({"kind": "mfa"})
        report = self.run_json("nightly", "--as-of", "2026-06-02", env=self.shop(), code=1)
        self.assertEqual(status_of(report, "C-3/tills")["status"], "changed")
        self.assertEqual(status_of(report, "C-2/all")["status"], "failed")

    def test_when_none_can_be_read_the_code_says_so(self):
        self.imported(two_rmms())
        self.export.unlink()
        env = {**NO_VSA, **self.shop()}
        report = self.run_json("nightly", env=env, code=5)
        self.assertEqual(report["scan_error"]["code"], "unreachable")
        self.assertIn("tills.csv", report["scan_error"]["context"])
        self.assertEqual(status_of(report, "C-1/desks")["error"]["code"], "rmm_not_configured")

    def test_a_secret_that_cannot_be_read_fails_its_rmm_alone(self):
        self.imported(two_rmms())
        open_file = self.folder / "token"
        open_file.write_text(TOKEN)
        open_file.chmod(0o644)
        env = {**NO_VSA, **self.shop(),
               "BILLBYAGENT_RMM_OTHER_URL": "vsa+" + self.simulator.url,
               "BILLBYAGENT_RMM_OTHER_USER": USER,
               "BILLBYAGENT_RMM_OTHER_TOKEN_FILE": str(open_file)}
        report = self.run_json("nightly", "--as-of", "2026-06-01", env=env, code=1)
        self.assertEqual(status_of(report, "C-3/tills")["counted"], 3)
        self.assertEqual((report["rmms"][0]["rmm"], report["rmms"][0]["provider"]),
                         ("other", "kaseya_vsa"))
        self.assertIn("rmm.other.token-file: others may read the secret file",
                      report["rmms"][0]["error"]["context"])

    def test_file_environment_and_options_in_this_order(self):
        settings = self.folder / "settings.toml"
        settings.write_text(
            f'database = "{self.database}"\n'
            '[rmm.vsa]\n'
            f'url = "vsa+{self.simulator.url}"\n'
            'user = "nobody"\n'
            'ca-file = "wrong.pem"\n'
            '[rmm.shop]\n'
            'url = "file:nowhere.csv"\n'
            'trailer = "required"\n')
        env = {**NO_VSA, **self.shop(), "BILLBYAGENT_RMM_VSA_TOKEN": TOKEN,
               "BILLBYAGENT_RMM_VSA_USER": "somebody",
               "BILLBYAGENT_RMM_VSA_CA_FILE": self.simulator.ca}
        lists = self.run_json("lists", "--config", settings, "--rmm", f"vsa.user={USER}",
                              "organizations", env=env)
        self.assertEqual(sorted((o["rmm"], o["name"]) for o in lists["organizations"]),
                         [("shop", "acme-shop"), ("vsa", "Acme Ltd"), ("vsa", "Beta Ltd")])
        text = self.run_ok("lists", "--config", settings, f"--rmm=vsa.user={USER}", env=env).out
        self.assertIn("Of RMM shop", text)
        only = self.run_json("lists", "--config", settings, "--in", "shop", env=env)
        self.assertEqual({g["id"] for g in only["groups"]}, {"acme-shop", "acme-shop/front"})
        self.run_ok("lists", "--config", settings, "--in", "mesh", env=env, code=2)
        settings.write_text('[rmm.shop]\nurl = "file:x.csv"\ntrayler = "required"\n')
        self.assertIn("rmm.shop.trayler",
                      self.run_ok("lists", "--config", settings, env=env, code=2).err)

    def test_an_export_is_read_by_a_preset_and_settings(self):
        export = self.folder / "devices-1.csv"
        export.write_bytes(
            b'systemName;organizationName;locationName;offline;lastContact\r\n'
            b'A-WS1;Acme;M\xfcnchen;False;31.05.2026 08:33:27\r\n'
            b'A-OLD;Acme;Branch;True;\r\n'
            b'Total: 2;;;;')
        words = ["--rmm", f"file:{self.folder}/devices-*.csv", "--rmm", ".preset=ninjaone",
                 "--rmm", ".totals-rows=left_out", "--rmm", ".zone=Europe/Berlin"]
        lists = self.run_json("lists", *words, env=NO_VSA)
        self.assertEqual([g["id"] for g in lists["groups"]],
                         ["Acme", "Acme/Branch", "Acme/M\u00fcnchen"])
        notes = " ".join(note["note"] for note in lists["notes"])
        for noted in ("is the newest of 1 file", "is read as WINDOWS-1252", "the separator is ';'",
                      "1 row of totals left out", "the last line does not end"):
            self.assertIn(noted, notes)
        self.assertIn("note: ", self.run_ok("lists", *words, env=NO_VSA).out)
        self.imported({"accounts": [{"id": "acme", "organization": "Acme"}], "contracts": [
            {"id": "C-1", "account": "acme", "currency": "USD", "cycle": "monthly",
             "start_date": "2026-06-01", "services": [service("all", "1.00", source="agents")]}]})
        night = ["nightly", "--as-of", "2026-06-01", *words]
        report = self.run_json(*night, env=NO_VSA)
        self.assertEqual([s["counted"] for s in report["services"]], [2])
        self.assertIn("the separator is ';'", " ".join(report["rmms"][0]["notes"]))
        self.assertIn("note: ", self.run_ok(*night, env=NO_VSA).out)
        plain = self.run_json("nightly", "--as-of", "2026-06-01", "--rmm", f"file:{self.export}",
                              "--rmm", "columns=id=id", env=NO_VSA, code=1)
        self.assertNotIn("notes", plain["rmms"][0])

    def test_what_is_no_hardware_is_said_and_can_be_added_to(self):
        export = self.folder / "machines.csv"
        export.write_text("id,organization,serial_number\n1,Acme,LAB-17\n2,Acme,LAB-17\n"
                          "3,Acme,EVAL\n4,Acme,EVAL\n5,Acme,LAB-18\n")
        once = {**service("all", "1.00", source="agents"), "id": "once"}
        once["units"] = {**once["units"], "counting": {"duplicate": "left_out"}}
        self.imported({"accounts": [{"id": "acme", "organization": "Acme"}], "contracts": [
            {"id": "C-1", "account": "acme", "currency": "USD", "cycle": "monthly",
             "start_date": "2026-06-01", "services": [once]}]})
        night = ["nightly", "--as-of", "2026-06-01", "--rmm", f"file:{export}"]
        for added, counted, noted in (([], 4, ["EVAL of 2 agents, such as 3 (3), 4 (4)"]),
                                      (["--rmm", ".hardware-stand-ins=lab 17,other"], 5,
                                       ["EVAL of 2 agents", "LAB-17 of 2 agents"])):
            report = self.run_json(*night, *added, env=NO_VSA)
            self.assertEqual([s["counted"] for s in report["services"]], [counted])
            notes = report["rmms"][0]["notes"]
            self.assertEqual(len(notes), len(noted))
            for note, begin in zip(notes, noted):
                self.assertTrue(note.startswith(begin), note)

    def test_hints_name_the_variables_of_the_rmm_that_failed(self):
        document = two_rmms()
        document["contracts"][-1]["services"].append(
            service("theirs", "1.00", source="agents", rmm="my-vsa"))
        document["contracts"][-1]["services"][-1]["units"]["organization"] = ACME
        self.imported(document)
        rmm = ["--rmm", f"my-vsa=vsa+{self.simulator.url}", "--rmm", f"my-vsa.user={USER}",
               "--rmm", f"my-vsa.ca-file={self.simulator.ca}"]
        env = {**NO_VSA, **self.shop(), "BILLBYAGENT_RMM_MY_VSA_TOKEN": "wrong"}
        night = ["nightly", "--as-of", "2026-06-01", *rmm]
        hint = "BILLBYAGENT_RMM_MY_VSA_TOKEN or rmm.my-vsa.token-file"
        report = self.run_json(*night, env=env, code=1)
        self.assertIn(hint, next(r for r in report["rmms"] if r["error"])["error"]["hint"])
        text = self.run_ok(*night, env=env, code=1).out
        self.assertIn(hint, text)
        self.assertNotIn("BILLBYAGENT_VSA_TOKEN", text)

    def test_a_proxy_carries_every_server(self):
        with Proxy(int(self.simulator.url.rsplit(":", 1)[1])) as proxy:
            rmm = ["--rmm", f"v=vsa+{self.simulator.url}", "--rmm", f"v.user={USER}",
                   "--rmm", f"v.ca-file={self.simulator.ca}"]
            env = {**NO_VSA, "BILLBYAGENT_RMM_V_TOKEN": TOKEN}
            through = ["--rmm", f"v.proxy=http://me:pa%40ss@127.0.0.1:{proxy.port}"]
            lists = self.run_json("lists", *rmm, *through, "organizations", env=env)
            self.assertTrue(lists["organizations"])
            server = self.simulator.url.removeprefix("https://")
            self.assertEqual({asked for asked, _ in proxy.asked}, {server})
            self.assertEqual({login for _, login in proxy.asked}, {"Basic bWU6cGFAc3M="})
            proxy.status = "407 Proxy Authentication Required"
            refused = self.run_ok("lists", *rmm, *through, env=env, code=5)
            self.assertIn(f"the proxy 127.0.0.1:{proxy.port} answers HTTP 407", refused.err)
            # By the environment, but not where this machine or NO_PROXY is meant.
            before = len(proxy.asked)
            env |= {"HTTPS_PROXY": f"http://127.0.0.1:{proxy.port}", "https_proxy": "",
                    "NO_PROXY": "", "no_proxy": ""}
            self.run_json("lists", *rmm, "organizations", env=env)
            self.assertEqual(len(proxy.asked), before)
            other = ["--rmm", "v=vsa+https://vsa.example.invalid", *rmm[2:]]
            self.run_ok("lists", *other, env=env, code=5)
            self.assertEqual(proxy.asked[-1][0], "vsa.example.invalid:443")
            mesh = ["--rmm", "v=meshcentral+wss://mesh.example.invalid", "--rmm", "v.user=me"]
            self.run_ok("lists", *mesh, env=env, code=5)
            self.assertEqual(proxy.asked[-1][0], "mesh.example.invalid:443")
            before = len(proxy.asked)
            listed = {**env, "NO_PROXY": "other.test, .example.invalid"}
            self.run_ok("lists", *other, env=listed, code=5)
            self.assertEqual(len(proxy.asked), before)
        self.assertIn("proxy: must begin with http://",
                      self.run_ok("lists", *rmm, "--rmm", "v.proxy=https://x", env=env, code=2).err)

    def test_settings_that_will_not_do_are_named(self):
        for words, variables, named in (
                (["--rmm", "shop"], {}, "NAME=URL"),
                (["--rmm", "Shop=file:x.csv"], {}, "--rmm Shop"),
                (["--rmm", "shop=ftp://x"], {}, "rmm.shop.url: begins with none of: vsa+https://"),
                (["--rmm", "shop.trayler=required"], {}, "rmm.shop.trayler"),
                (["--rmm", "shop.trailer=required"], {}, "rmm.shop.url: is missing"),
                (["--rmm", "shop=file:x.csv", "--rmm", "shop.user=me"], {},
                 "rmm.shop.user: is no setting of file"),
                (["--rmm", "shop=file:x.csv", "--rmm", "shop.trailer=maybe"], {},
                 "rmm.shop.trailer: 'maybe' is none of: optional, required"),
                (["--rmm", "shop=file:x.csv", "--rmm", "shop.max-age-hours=0"], {},
                 "rmm.shop.max-age-hours: '0' is not a number from 1 to"),
                (["--rmm", "shop=file:x.csv", "--rmm", "shop.columns=id"], {},
                 "rmm.shop.columns: 'id' is not OURS=THEIRS"),
                (["--rmm", "shop=file:x.csv", "--rmm", "shop.words=up=online"], {},
                 "rmm.shop.words: 'up=online' is not COLUMN:THEIRS=OURS"),
                (["--rmm", "shop=file:x.csv", "--rmm", "shop.look-alikes=maybe"], {},
                 "rmm.shop.look-alikes: 'maybe' is none of: merged, refused, reported"),
                (["--rmm", "file:x.csv", "--rmm", ".preset=ninja"], {},
                 "rmm.url: preset: there is no 'ninja'; there are atera"),
                (["--rmm", "vsa=vsa+https://x"], {}, "rmm.vsa.user: is missing"),
                (["--rmm", "vsa=vsa+https://x", "--rmm", "vsa.user=me"], {},
                 "rmm.vsa.token-file: no login"),
                (["--rmm", "x=vsax+https://x"], {}, "rmm.x.token-id: is missing"),
                (["--rmm", "x=vsax+https://x", "--rmm", "x.token-id=me"], {},
                 "rmm.x.token-file: no login"),
                (["--rmm", "m=meshcentral+wss://x", "--rmm", "m.organizations=maybe"],
                 {"BILLBYAGENT_RMM_M_USER": "me", "BILLBYAGENT_RMM_M_PASSWORD": "secret"},
                 "rmm.m.organizations: 'maybe' is none of: by_device_tag, by_group_name, fixed"),
                (["--rmm", "m=meshcentral+wss://x", "--rmm", "m.connections=3"], {},
                 "rmm.m.connections: is no setting of meshcentral"),
                ([], {"BILLBYAGENT_RMM_SHOP_TRAYLER": "x"}, "BILLBYAGENT_RMM_SHOP_TRAYLER"),
                ([], {}, "set vsa-url and vsa-user, or rmm")):
            with self.subTest(named):
                result = self.run_ok("lists", *words, env={**NO_VSA, **variables}, code=2)
                self.assertIn(named, result.err)
        both = self.run_ok("lists", "--rmm", f"file:{self.export}", code=2)
        self.assertIn("vsa-url and rmm.url are both the default RMM", both.err)

    def test_a_file_is_all_it_takes_to_try_things(self):
        self.export.write_text(machines("1,pc1,acme,,online,gold", "2,pc2,acme,desks,offline,",
                                        "3,pc3,acme,desks,never_checked_in,"))
        env = NO_VSA
        rmm = ["--rmm", f"file:{self.export}"]
        self.run_ok("import", self.write_book({
            "accounts": [{"id": "acme", "organization": "acme"}],
            "contracts": [{"id": "C-1", "account": "acme", "currency": "USD", "cycle": "monthly",
                           "start_date": "2026-06-01", "services": [
                               service("desks", "5.00", source="agents", group="acme/desks"),
                               service("gold", "9.00", source="agents", view="gold")]}]}), env=env)
        report = self.run_json("nightly", *rmm, "--as-of", "2026-06-01", env=env)
        self.assertEqual(self.counts(report), {"C-1/desks": 1, "C-1/gold": 1})
        self.assertNotIn("RMM", self.run_ok("nightly", *rmm, "--as-of", "2026-06-01", env=env).out)
        self.run_ok("coverage", *rmm, env=env)
        self.run_ok("preview", "C-1", *rmm, "--service", "gold", "--group", "acme.desks",
                    "--from", "2026-06-01", env=env)

    def test_overlapping_groups_of_a_named_rmm(self):
        document = two_rmms()
        document["accounts"][0]["overlaps"] = "refused"
        document["contracts"] = [
            {"id": "C-3", "account": "acme", "currency": "USD", "cycle": "monthly",
             "start_date": "2026-06-01", "services": [
                 service("shop", "3.00", source="agents", rmm="shop", group="acme-shop"),
                 service("front", "3.00", source="agents", rmm="shop", group="acme-shop/front"),
                 service("vsa", "3.00", source="agents", organization=ACME)]}]
        file = self.write_book(document)
        self.run_ok("import", "--dry-run", file)
        refused = self.run_json("import", "--check-groups", file, code=3, env=self.shop())
        self.assertEqual([r["code"] for r in refused["refused"]], ["overlapping_services"])
        self.export.unlink()
        self.assertIn("RMM shop", self.run_ok("import", "--check-groups", file, code=5,
                                              env=self.shop()).err)


if __name__ == "__main__":
    unittest.main()
