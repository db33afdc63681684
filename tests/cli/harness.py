"""Runs the real program against a real simulator, over TLS, with a SQLite file.

The estate and the contracts are small enough to work every figure out by hand:

  Acme (USD, monthly in advance): 5 desks at 5.00, 2 servers at 20.00, 3 TB of backup at 7.00
  Beta (GBP, monthly in arrears): 4 machines at 9.99
"""

import json
import os
import shutil
import sqlite3
import ssl
import subprocess
import tempfile
import unittest
import urllib.error
import urllib.request
from pathlib import Path

PROGRAM = os.environ["BILLBYAGENT_PROGRAM"]
SIMULATOR = os.environ["BILLBYAGENT_SIMULATOR"]

USER = "billbot"
# Unlike anything else, so that it can be looked for in everything the program prints.
TOKEN = "5ec2e7-c11-70ce2-d0-n07-pr1n7"


def identity(number):
    return f"10000000000000000{number:09d}"


ACME, BETA = identity(1), identity(2)
ACME_ROOT, ACME_DESKS, ACME_SERVERS, BETA_ROOT = (identity(n) for n in (11, 12, 13, 21))
SERVERS_VIEW = identity(31)


def agent(number, name, group, online=2, server=False):
    return {
        "AgentId": identity(100 + number),
        "AgentName": name,
        "ComputerName": name.split(".")[0],
        "MachineGroupId": group,
        "Online": online,
        "OSType": "2022" if server else "11",
        "OSInfo": "Server Standard x64" if server else "Professional x64",
    }


def estate():
    agents = [agent(n, f"pc{n}.desks.root.acme", ACME_DESKS) for n in range(1, 6)]
    agents += [agent(n, f"srv{n}.servers.root.acme", ACME_SERVERS, server=True) for n in (11, 12)]
    agents += [agent(n, f"pc{n}.root.beta", BETA_ROOT) for n in range(21, 25)]
    # Never checked in: not counted.
    agents.append(agent(29, "new.root.beta", BETA_ROOT, online=199))
    return {
        "date": "2026-06-01",
        "organizations": [
            {"OrgId": ACME, "OrgName": "Acme Ltd", "OrgRef": "acme"},
            {"OrgId": BETA, "OrgName": "Beta Ltd", "OrgRef": "beta"},
        ],
        "machine_groups": [
            group(ACME_ROOT, "acme.root", ACME, None),
            group(ACME_DESKS, "acme.root.desks", ACME, ACME_ROOT),
            group(ACME_SERVERS, "acme.root.servers", ACME, ACME_ROOT),
            group(BETA_ROOT, "beta.root", BETA, None),
        ],
        "views": [
            {
                "ViewDefId": SERVERS_VIEW,
                "ViewDefName": "Servers",
                "Filter": "substringof('Server',OSInfo)",
                "AgentIds": [],
            }
        ],
        "agents": agents,
    }


def group(number, name, organization, parent):
    return {
        "MachineGroupId": number,
        "MachineGroupName": name,
        "OrgId": organization,
        "ParentMachineGroupId": parent,
    }


class Simulator:
    def __init__(self, folder):
        self.folder = folder
        file = folder / "estate.json"
        file.write_text(json.dumps(estate()))
        self.process = subprocess.Popen(
            [SIMULATOR, "--estate", file, "--write-ca", folder / "ca", "--user", USER,
             "--pat", TOKEN],
            stdout=subprocess.PIPE, text=True)
        ready = json.loads(self.process.stdout.readline())
        self.url, self.ca = ready["url"], ready["ca"]
        self.context = ssl.create_default_context(cafile=self.ca)

    def stop(self):
        self.process.terminate()
        self.process.wait()
        self.process.stdout.close()

    def admin(self, path, body=None, method=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.url}/admin/{path}", data=data, method=method)
        try:
            with urllib.request.urlopen(request, context=self.context, timeout=30) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            raise AssertionError(f"admin {path}: {error.read().decode()}") from error

    def events(self, *events):
        return self.admin("events", list(events))

    def faults(self, *faults):
        return self.admin("faults", list(faults))


class Result:
    def __init__(self, process):
        self.code = process.returncode
        self.out = process.stdout
        self.err = process.stderr

    @property
    def all(self):
        return self.out + self.err

    def json(self):
        return json.loads(self.out)


class Case(unittest.TestCase):
    """One simulator for a class of tests, one folder with a database for each test."""

    maxDiff = None
    stale_days = "0"  # the nights of the tests are long past when `status` is asked

    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="billbyagent-cli-"))
        self.addCleanup(shutil.rmtree, self.folder)
        self.database = self.folder / "book.db"
        self.simulator = Simulator(self.folder)
        self.addCleanup(self.simulator.stop)

    def environment(self, more):
        keep = {name: value for name, value in os.environ.items()
                if not name.startswith("BILLBYAGENT_")}
        return {
            **keep,
            "BILLBYAGENT_DATABASE": str(self.database),
            "BILLBYAGENT_VSA_URL": self.simulator.url,
            "BILLBYAGENT_VSA_USER": USER,
            "BILLBYAGENT_VSA_TOKEN": TOKEN,
            "BILLBYAGENT_VSA_CA_FILE": self.simulator.ca,
            "BILLBYAGENT_AUTHOR": "tester",
            "BILLBYAGENT_STALE_DAYS": self.stale_days,
            **more,
        }

    def call(self, *arguments, env=None, stdin=None):
        environment = {k: v for k, v in self.environment(env or {}).items() if v is not None}
        result = Result(subprocess.run(
            [PROGRAM, *map(str, arguments)], cwd=self.folder, env=environment, input=stdin,
            capture_output=True, text=True, timeout=120))
        self.assertNotIn(TOKEN, result.all, "a secret was printed")
        return result

    def run_ok(self, *arguments, code=0, **more):
        result = self.call(*arguments, **more)
        self.assertEqual(result.code, code, result.all)
        return result

    def run_json(self, *arguments, code=0, **more):
        return self.run_ok("--json", *arguments, code=code, **more).json()

    def write_book(self, book, name="book.json"):
        path = self.folder / name
        path.write_text(json.dumps(book))
        return path

    def imported(self, document=None, day="2026-06-01"):
        self.run_ok("import", self.write_book(document or book()), "--as-of", day)

    def night(self, day, code=0, *more):
        self.simulator.admin("date", {"date": day})
        return self.run_json("nightly", "--as-of", day, *more, code=code)

    def dump(self):
        with sqlite3.connect(self.database) as connection:
            return list(connection.iterdump())


def status_of(report, service):
    return next(s for s in report["services"] if s["service"] == service)


def amounts(lines):
    return [(line["line"], line["amount"]) for line in lines]


def service(name, price, cost="0", **units):
    return {"id": name, "name": name.capitalize(), "unit_price": price, "unit_cost": cost,
            "units": units}


def book():
    return {
        "accounts": [
            {"id": "acme", "name": "Acme Ltd", "organization": ACME},
            {"id": "beta", "name": "Beta Ltd", "organization": BETA},
        ],
        "contracts": [
            {"id": "C-1", "name": "Acme care", "account": "acme", "currency": "USD",
             "cycle": "monthly", "periods": "calendar", "timing": "advance",
             "start_date": "2026-06-01", "recipients": ["acme@msp.example"],
             "services": [service("desks", "5.00", "1.75", source="agents", group=ACME_DESKS),
                          service("servers", "20.00", source="agents", view=SERVERS_VIEW),
                          service("backup", "7.00", source="manual", count=3)]},
            {"id": "C-2", "name": "Beta care", "account": "beta", "currency": "GBP",
             "cycle": "monthly", "timing": "arrears", "start_date": "2026-06-01",
             "services": [service("all", "9.99", source="agents")]},
        ],
    }
