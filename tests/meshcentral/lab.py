"""What the tests of this folder share: one server with an estate, an account that bills, a book.

  Acme / Desks     1200 devices without agents
  Acme / Servers    500, 20 of them tagged "gold"
  Beta / All        300
  Gamma             3 real agents
"""

import json
import os
import shutil
import subprocess
import tempfile
import unittest
from collections import Counter
from pathlib import Path

from control import Control
from driver import Driver
from server import ADMIN, WITH_AGENTS, MeshCentral, Unavailable

PROGRAM = os.environ["BILLBYAGENT_PROGRAM"]
ACCOUNT = "billing"
TENANT = "lab"
SIZES = {"Acme / Desks": 1200, "Acme / Servers": 500, "Beta / All": 300}
AGENTS = ["gamma1", "gamma2", "gamma3"]
GOLD = 20
# From this account nothing is hidden.
DOMAIN = {"manageAllDeviceGroups": [ADMIN]}


class Lab:
    """Started once for all tests of a program."""

    def __init__(self):
        self.server = None
        self.folder = Path(tempfile.mkdtemp(prefix="billbyagent-mesh-"))
        try:
            self.server = MeshCentral(self.folder / "server", DOMAIN)
            self.server.start()
            self.populate()
        except BaseException:
            self.close()
            raise

    def close(self):
        if self.server:
            self.server.stop()
        shutil.rmtree(self.folder)

    def populate(self):
        server = self.server
        self.password = server.create_user(ACCOUNT)
        self.login = server.login_token(ACCOUNT, self.password)
        self.groups = {name: server.create_group(name) for name in SIZES}
        self.groups["Gamma"] = server.create_group("Gamma", WITH_AGENTS)
        server.link(ACCOUNT, *self.groups.values())
        self.devices = {}
        for name, size in SIZES.items():
            short = name.split()[-1].lower()
            self.devices[name] = server.add_devices(
                self.groups[name], [f"{short}{number:04d}" for number in range(size)])
        self.devices["Gamma"] = server.start_agents(self.groups["Gamma"], AGENTS)
        with server.admin() as admin:
            self.tag(admin, list(self.devices["Acme / Servers"].values())[:GOLD], "gold")

    @staticmethod
    def tag(admin, nodes, *tags):
        for node in nodes:
            admin.ask("changedevice", nodeid=node, tags=list(tags))

    def counted(self):
        """Every device that the account sees, as the package's own client lists it."""
        return {device["_id"]: (device["name"], device["meshid"])
                for device in self.server.devices(*self.login)}

    def by_group(self):
        names = {group: name for name, group in self.groups.items()}
        return Counter(names[group] for _, group in self.counted().values())

    def driver(self, port=None, login=None, **settings):
        url = f"wss://127.0.0.1:{port}" if port else self.server.url
        return Driver(url, login or self.login, self.server.ca, agentless=True, **settings)

    def account(self):
        return Control(self.server.url, ACCOUNT, self.password, self.server.ca)


def service(name, **units):
    return {"id": name, "name": name.capitalize(), "unit_price": "5.00",
            "units": {"source": "agents", **units}}


def contract(number, account, *services):
    return {"id": number, "name": number, "account": account, "currency": "USD",
            "cycle": "monthly", "start_date": "2026-06-01", "services": list(services)}


class Case(unittest.TestCase):
    maxDiff = None
    lab = None

    @classmethod
    def setUpClass(cls):
        try:
            cls.lab = Lab()
        except Unavailable as reason:
            # Not a skip: what could not be tested must not look as if it had been.
            raise AssertionError(f"the real MeshCentral can't be had here: {reason}") from reason

    @classmethod
    def tearDownClass(cls):
        cls.lab.close()

    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="billbyagent-night-"))
        self.addCleanup(shutil.rmtree, self.folder)
        self.database = self.folder / "book.db"
        self.day = 0

    def program(self, *arguments):
        environment = {name: value for name, value in os.environ.items()
                       if not name.startswith("BILLBYAGENT_")}
        environment.update(BILLBYAGENT_DATABASE=str(self.database), BILLBYAGENT_TENANT=TENANT)
        done = subprocess.run([PROGRAM, "--json", *map(str, arguments)], env=environment,
                              cwd=self.folder, capture_output=True, text=True, timeout=60)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return json.loads(done.stdout)

    def import_book(self):
        groups = self.lab.groups
        book = {
            "accounts": [{"id": name, "name": name, "organization": name}
                         for name in ("acme", "beta", "gamma")],
            "contracts": [
                contract("C-1", "acme", service("desks", group=groups["Acme / Desks"]),
                         service("servers", group=groups["Acme / Servers"]),
                         service("gold", view="gold"), service("all")),
                contract("C-2", "beta", service("all")),
                contract("C-3", "gamma", service("agents", group=groups["Gamma"])),
            ],
        }
        file = self.folder / "book.json"
        file.write_text(json.dumps(book))
        self.program("import", file, "--as-of", "2026-06-01")

    def next_day(self):
        self.day += 1
        return f"2026-06-{self.day:02d}"

    def night(self, driver, **more):
        return driver.ask("night", day=self.next_day(), database=str(self.database),
                          tenant=TENANT, **more)

    def units(self):
        """What the book bills now, read back by the program."""
        found = {}
        for name in ("C-1/desks", "C-1/servers", "C-1/gold", "C-1/all", "C-2/all", "C-3/agents"):
            changes = self.program("history", name)["changes"]
            found[name] = changes[-1]["units"] if changes else None
        return found

    def expected(self, gold):
        """What it has to bill, by the package's own client."""
        group = self.lab.by_group()
        return {"C-1/desks": group["Acme / Desks"], "C-1/servers": group["Acme / Servers"],
                "C-1/gold": gold, "C-1/all": group["Acme / Desks"] + group["Acme / Servers"],
                "C-2/all": group["Beta / All"], "C-3/agents": group["Gamma"]}

    def check_scan(self, driver):
        """The provider hands out exactly the devices that the package's own client lists."""
        seen = driver.ask("scan")
        self.assertNotIn("error", seen)
        self.assertEqual({node: (device["name"], device["group"])
                          for node, device in seen["devices"].items()}, self.lab.counted())
        return seen["devices"]
