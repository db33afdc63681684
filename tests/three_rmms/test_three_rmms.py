"""One night over three RMMs by one command: `billbyagent --config rmms.toml nightly`.

VSA 9 and VSA X are two simulated servers with estates of their own, MeshCentral is the real one. Each
provider's counts are compared with what its server says by another way: the simulators' admin channel
counts their estates, MeshCentral's own client lists its devices. The book is a file, or, where
POSTGRES_SERVER_FILE names what tests/postgres/server.py wrote, in a schema of its own on that server.
"""

import json
import os
import shutil
import ssl
import subprocess
import sys
import tempfile
import unittest
import urllib.request
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "meshcentral"))

from server import MeshCentral, Unavailable  # noqa: E402

PROGRAM = os.environ["BILLBYAGENT_PROGRAM"]
SIMULATOR = os.environ["BILLBYAGENT_SIMULATOR"]
VSA_TOKEN = "5ec2e7-v54-70ce2-d0-n07-pr1n7"
VSAX_TOKEN = "5ec2e7-v54x-70ce2-d0-n07-pr1n7"
MESH_GROUPS = {"Mill / Desks": 60, "Mill / Servers": 15, "Quay / All": 25}


class Simulator:
    def __init__(self, folder, seed):
        folder.mkdir()
        self.process = subprocess.Popen(
            [SIMULATOR, "--organizations", "3", "--agents", "300", "--seed", str(seed), "--date",
             "2026-06-01", "--user", "billbot", "--pat", VSA_TOKEN, "--token-id", "billing",
             "--token-secret", VSAX_TOKEN, "--write-ca", folder],
            stdout=subprocess.PIPE, text=True)
        ready = json.loads(self.process.stdout.readline())
        self.url, self.ca = ready["url"], ready["ca"]
        self.context = ssl.create_default_context(cafile=self.ca)

    def stop(self):
        if self.process.poll() is None:
            self.process.terminate()
        self.process.wait()
        self.process.stdout.close()

    def admin(self, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        with urllib.request.urlopen(f"{self.url}/admin/{path}", data=data, context=self.context,
                                    timeout=30) as answer:
            return json.load(answer)

    def counts(self):
        """By organization, without what never checked in."""
        return {o["OrgName"].lower():
                self.admin(f"count?org={o['OrgRef']}&never_checked_in=false")["count"]
                for o in self.admin("estate")["organizations"]}


class Servers:
    """Started once for all tests."""

    def __init__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="billbyagent-three-"))
        self.running = []
        try:
            self.vsa = self.kept(Simulator(self.folder / "vsa", 9))
            self.vsax = self.kept(Simulator(self.folder / "vsax", 10))
            self.mesh = self.kept(MeshCentral(self.folder / "mesh"))
            self.mesh.start()
            password = self.mesh.create_user("billing")
            self.mesh_login = self.mesh.login_token("billing", password)
            self.mesh_groups = {}
            for name, size in MESH_GROUPS.items():
                group = self.mesh_groups[name] = self.mesh.create_group(name)
                self.mesh.link("billing", group)
                short = name.replace(" / ", "-").lower()
                self.mesh.add_devices(group, [f"{short}{n}" for n in range(size)])
        except BaseException:
            self.close()
            raise

    def kept(self, server):
        self.running.append(server)
        return server

    def close(self):
        for server in self.running:
            server.stop()
        shutil.rmtree(self.folder)

    def mesh_counts(self):
        names = {group: name.split(" / ")[0].lower() for name, group in self.mesh_groups.items()}
        return dict(Counter(names[device["meshid"]]
                            for device in self.mesh.devices(*self.mesh_login)))


class ThreeRmms(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        try:
            cls.servers = Servers()
        except Unavailable as reason:
            # Not a skip: what could not be tested must not look as if it had been.
            raise AssertionError(f"the real MeshCentral can't be had here: {reason}") from reason

    @classmethod
    def tearDownClass(cls):
        cls.servers.close()

    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="billbyagent-night-"))
        self.addCleanup(shutil.rmtree, self.folder)
        self.config = self.folder / "rmms.toml"
        self.database = self.make_database()
        self.write_config()

    def make_database(self):
        server = os.environ.get("POSTGRES_SERVER_FILE")
        if not server:
            return self.folder / "book.db"
        url, schema = Path(server).read_text().splitlines()[0], f"rmms{os.getpid()}"
        sql = f"DROP SCHEMA IF EXISTS {schema} CASCADE; CREATE SCHEMA {schema}"
        subprocess.run(["psql", "-X", "-q", url, "-c", sql], check=True, capture_output=True)
        return f"{url}?options=-csearch_path%3D{schema}"

    def secret(self, name, text):
        file = self.folder / name
        file.write_text(text + "\n")
        file.chmod(0o600)
        return file

    def write_config(self, **urls):
        s = self.servers
        user, token = s.mesh_login
        self.config.write_text(f'''
database = "{self.database}"
# Some of the sites have no machine.
guard-first-zero = "believed"

[rmm.vsa]
url = "{urls.get("vsa", "vsa+" + s.vsa.url)}"
user = "billbot"
token-file = "{self.secret("vsa-token", VSA_TOKEN)}"
ca-file = "{s.vsa.ca}"

[rmm.vsax]
url = "{urls.get("vsax", "vsax+" + s.vsax.url)}"
token-id = "billing"
token-file = "{self.secret("vsax-token", VSAX_TOKEN)}"
ca-file = "{s.vsax.ca}"

[rmm.mesh]
url = "{urls.get("mesh", "meshcentral+" + s.mesh.url)}"
user = "{user}"
token-file = "{self.secret("mesh-token", token)}"
ca-file = "{s.mesh.ca}"
agentless = "counted"
''')

    def call(self, *arguments, code=0):
        environment = {name: value for name, value in os.environ.items()
                       if not name.startswith("BILLBYAGENT_")}
        done = subprocess.run([PROGRAM, "--config", str(self.config), *map(str, arguments)],
                              env=environment, cwd=self.folder, capture_output=True, text=True,
                              timeout=120)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        for secret in (VSA_TOKEN, VSAX_TOKEN, self.servers.mesh_login[1]):
            self.assertNotIn(secret, done.stdout + done.stderr)
        return done.stdout

    def night(self, day, code=0):
        return json.loads(self.call("--json", "nightly", "--as-of", day, code=code))

    def import_book(self):
        """A contract for each organization of each RMM, and one with a service in all three."""
        listed = json.loads(self.call("--json", "lists", "organizations"))["organizations"]
        by_rmm = {}
        for organization in listed:
            own = by_rmm.setdefault(organization["rmm"], {})
            own[organization["name"].lower()] = organization["id"]
        self.assertEqual(set(by_rmm), {"vsa", "vsax", "mesh"})
        contracts = []
        for rmm, organizations in by_rmm.items():
            for name, number in organizations.items():
                contracts.append(self.contract(f"{rmm}-{name}", {"all": (rmm, number)}))
        contracts.append(self.contract("shared", {
            rmm: (rmm, sorted(organizations.items())[0][1])
            for rmm, organizations in by_rmm.items()}))
        file = self.folder / "book.json"
        file.write_text(json.dumps({"accounts": [{"id": "all"}], "contracts": contracts}))
        self.call("import", file)

    @staticmethod
    def contract(number, scopes):
        return {"id": number, "account": "all", "currency": "USD", "cycle": "monthly",
                "start_date": "2026-06-01", "services": [
                    {"id": name, "unit_price": "5.00",
                     "units": {"source": "agents", "rmm": rmm, "organization": organization}}
                    for name, (rmm, organization) in scopes.items()]}

    def verified(self):
        """What must be billed, as the servers themselves count."""
        s = self.servers
        expected = {}
        for rmm, counts in (("vsa", s.vsa.counts()), ("vsax", s.vsax.counts()),
                            ("mesh", s.mesh_counts())):
            for name, count in counts.items():
                expected[f"{rmm}-{name}/all"] = count
            expected[f"shared/{rmm}"] = sorted(counts.items())[0][1]
        return expected

    @staticmethod
    def counted(report):
        return {s["service"]: s["counted"] for s in report["services"]}

    def test_one_command_counts_all_three(self):
        self.import_book()
        report = self.night("2026-06-01")
        self.assertEqual(self.counted(report), self.verified())
        self.assertEqual([(r["rmm"], r["provider"], r["error"]) for r in report["rmms"]],
                         [("mesh", "meshcentral", None), ("vsa", "kaseya_vsa", None),
                          ("vsax", "kaseya_vsax", None)])
        self.assertEqual(report["rmms"][0]["machines"], sum(MESH_GROUPS.values()))
        text = self.call("nightly", "--as-of", "2026-06-01")
        for line in ("RMM mesh (meshcentral): 100 machines in ", "RMM vsa (kaseya_vsa): 300 ",
                     "RMM vsax (kaseya_vsax): "):
            self.assertIn(line, text)
        self.call("post", "--as-of", "2026-06-01")

        # A day later there are more machines in each, and again each counts its own.
        s = self.servers
        for simulator in (s.vsa, s.vsax):
            simulator.admin("churn", {"from": "2026-06-02", "until": "2026-06-03",
                                      "changes_per_day": 8, "seed": 5})
            simulator.admin("date", {"date": "2026-06-03"})
        s.mesh.add_devices(s.mesh_groups["Quay / All"], ["late1", "late2"],
                           existing=MESH_GROUPS["Quay / All"])
        before, report = self.counted(report), self.night("2026-06-03")
        self.assertEqual(self.counted(report), self.verified())
        self.assertNotEqual(self.counted(report), before)

    def test_one_that_is_down_leaves_the_others_billed(self):
        self.import_book()
        before = self.counted(self.night("2026-06-01"))
        for broken in ("vsa", "vsax", "mesh"):
            with self.subTest(broken):
                scheme = {"vsa": "vsa+https", "vsax": "vsax+https", "mesh": "meshcentral+wss"}
                # Nothing listens there.
                self.write_config(**{broken: f"{scheme[broken]}://127.0.0.1:9"})
                report = self.night("2026-06-02", code=1)
                errors = {r["rmm"]: r["error"] and r["error"]["code"] for r in report["rmms"]}
                self.assertEqual(errors, {**dict.fromkeys(("vsa", "vsax", "mesh")),
                                          broken: "unreachable"})
                for service in report["services"]:
                    contract, name = service["service"].split("/")
                    failed = contract.startswith(broken + "-") or name == broken
                    self.assertEqual(service["status"], "failed" if failed else "unchanged",
                                     service["service"])
                    self.assertEqual(service["before"], before[service["service"]])
                self.call("post", "--as-of", "2026-06-02")


if __name__ == "__main__":
    unittest.main()
