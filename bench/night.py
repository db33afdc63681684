"""Measures an ordinary night against curl fetching the same pages, in the same run.

night.py BUILD_FOLDER [AGENTS:SERVICES]...   the default is 10000:200 100000:2000

Simulator, program and curl are processes of their own. The first night fills the book and is not
measured; then 0.5 % of the machines change before each of five measured nights, and before each night
curl fetches the night's pages with as many connections. Printed: medians, their ratio, peak memory.
"""

import base64
import json
import os
import ssl
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from datetime import date, timedelta
from pathlib import Path

TOKEN = "6f1c2a7e-3b84-4d0f-9a55-c1d2e3f40516"
CONNECTIONS = 8
ROUNDS = 5
FIRST_DAY = date(2026, 6, 1)


def book_for(lists, services):
    """Contracts by organization, then by group, until there are enough services."""
    accounts = [{"id": o["id"], "organization": o["id"]} for o in lists["organizations"]]
    scopes = [(o["id"], {}) for o in lists["organizations"]]
    scopes += [(g["organization"], {"group": g["id"]}) for g in lists["groups"]]
    contracts = {}
    for number in range(services):
        account, scope = scopes[number % len(scopes)]
        contract = contracts.setdefault(account, {
            "id": f"C-{account}", "account": account, "currency": "USD", "cycle": "monthly",
            "periods": "calendar", "start_date": str(FIRST_DAY), "services": []})
        contract["services"].append({"id": f"s{number}", "unit_price": "9.99",
                                     "units": {"source": "agents", **scope}})
    return {"accounts": accounts, "contracts": list(contracts.values())}


class Bench:
    def __init__(self, build, folder, agents, services):
        self.folder, self.agents, self.services = folder, agents, services
        self.program = build / "tools/billbyagent/billbyagent"
        self.simulator = subprocess.Popen(
            [build / "tools/vsa_simulator/vsa_simulator", "--agents", str(agents),
             "--organizations", str(max(20, services // 8)), "--date", str(FIRST_DAY),
             "--churn-until", str(FIRST_DAY + timedelta(days=ROUNDS)), "--churn-per-day",
             str(agents // 200), "--write-ca", folder / "ca"],
            stdout=subprocess.PIPE, text=True)
        ready = json.loads(self.simulator.stdout.readline())
        self.url, self.ca = ready["url"], ready["ca"]
        self.environment = {
            **os.environ, "BILLBYAGENT_DATABASE": str(folder / "book.db"),
            "BILLBYAGENT_VSA_URL": self.url, "BILLBYAGENT_VSA_USER": "billbot",
            "BILLBYAGENT_VSA_TOKEN": TOKEN, "BILLBYAGENT_VSA_CA_FILE": self.ca,
            "BILLBYAGENT_VSA_CONNECTIONS": str(CONNECTIONS), "BILLBYAGENT_AUTHOR": "bench"}
        self.context = ssl.create_default_context(cafile=self.ca)

    def stop(self):
        self.simulator.terminate()
        self.simulator.wait()

    def open(self, path, data=None, headers=None):
        request = urllib.request.Request(self.url + path, data=data, headers=headers or {})
        with urllib.request.urlopen(request, context=self.context, timeout=60) as answer:
            return json.load(answer)

    def call(self, *arguments):
        """Seconds, peak megabytes and output of one run of the program."""
        begin = time.monotonic()
        with open(self.folder / "out", "wb") as out:
            process = subprocess.Popen([self.program, *map(str, arguments)], env=self.environment,
                                       stdout=out, stderr=subprocess.STDOUT)
            _, status, usage = os.wait4(process.pid, 0)
        seconds = time.monotonic() - begin
        text = (self.folder / "out").read_text()
        if os.waitstatus_to_exitcode(status) not in (0, 1):
            raise SystemExit(f"{arguments}: {text}")
        return seconds, usage.ru_maxrss / 1024, text

    def prepare(self):
        lists = json.loads(self.call("--json", "lists")[2])
        book = self.folder / "book.json"
        book.write_text(json.dumps(book_for(lists, self.services)))
        self.call("import", book, "--as-of", FIRST_DAY)
        self.call("nightly", "--as-of", FIRST_DAY)

    def curl(self):
        """Seconds for the pages that a scan reads, each overlapping the next by a row."""
        header = "Basic " + base64.b64encode(f"billbot:{TOKEN}".encode()).decode()
        token = self.open("/api/v1.0/auth", headers={"Authorization": header})["Result"]["Token"]
        total = self.open("/api/v1.0/assetmgmt/agents?$top=1",
                          headers={"Authorization": f"Bearer {token}"})["TotalRecords"]
        config = self.folder / "pages"
        with config.open("w") as file:
            for skip in range(0, max(total - 1, 1), 99):
                file.write(f'url = "{self.url}/api/v1.0/assetmgmt/agents?$top=100&$skip={skip}'
                           f'&$orderby=AgentName%20asc"\noutput = "/dev/null"\n')
        begin = time.monotonic()
        subprocess.run(["curl", "-s", "--fail", "--cacert", self.ca, "-H",
                        f"Authorization: Bearer {token}", "--parallel", "--parallel-max",
                        str(CONNECTIONS), "-K", config], check=True,
                       stderr=subprocess.DEVNULL)
        return time.monotonic() - begin

    def measure(self):
        self.prepare()
        fetches, nights, peaks = [], [], []
        for number in range(1, ROUNDS + 1):
            day = FIRST_DAY + timedelta(days=number)
            self.open("/admin/date", data=json.dumps({"date": str(day)}).encode())
            fetches.append(self.curl())
            seconds, peak, _ = self.call("nightly", "--as-of", day)
            nights.append(seconds)
            peaks.append(peak)
        ratios = [night / fetch for night, fetch in zip(nights, fetches)]
        return {"agents": self.agents, "services": self.services,
                "curl_s": round(statistics.median(fetches), 3),
                "night_s": round(statistics.median(nights), 3),
                "ratio": round(statistics.median(ratios), 2), "peak_mb": round(max(peaks), 1)}


def main():
    build = Path(sys.argv[1])
    sizes = [tuple(map(int, size.split(":"))) for size in sys.argv[2:]] or \
        [(10_000, 200), (100_000, 2_000)]
    rows = []
    print(f"{'agents':>8} {'services':>9} {'curl s':>8} {'night s':>8} {'ratio':>6} {'peak MB':>8}")
    for agents, services in sizes:
        with tempfile.TemporaryDirectory(prefix="billbyagent-bench-") as folder:
            bench = Bench(build, Path(folder), agents, services)
            try:
                row = bench.measure()
            finally:
                bench.stop()
        rows.append(row)
        print(f"{row['agents']:>8} {row['services']:>9} {row['curl_s']:>8.3f} {row['night_s']:>8.3f}"
              f" {row['ratio']:>6.2f} {row['peak_mb']:>8.1f}", flush=True)
    print(json.dumps(rows))


if __name__ == "__main__":
    main()
