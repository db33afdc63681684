"""Plays the scenarios of books/: several contracts, several imports, and what people do with what is
posted. Each front (the program, Python, C) has a class with the same few functions; what they answer
is compared with the file, step by step.
"""

import json
import os
import subprocess
from pathlib import Path

import reports

SCENARIOS = sorted((Path(__file__).parent / "books").glob("*.json"))
TENANT = "msp"


class Refused(Exception):
    """What a front answers instead: a code, and what it says."""

    def __init__(self, code, context=""):
        super().__init__(f"{code}: {context}")
        self.code = code


def posted_rows(report):
    """What was posted, by contract, from the JSON report."""
    rows = []
    for contract in report["contracts"]:
        if not contract["batch"]:
            continue
        rows += [f"{contract['contract']}/{line['service']}: {reports.line_text(line)}"
                 for line in contract["lines"]]
        rows += [f"= {batch['total']} {batch['currency']}" for batch in contract["batch"]]
    return rows


def costs(report):
    return [line["cost"] for contract in report["contracts"] if contract["batch"]
            for line in contract["lines"]]


def owed_rows(report):
    return [f"{each['contract']} owes {each['account']} {each['amount']} {each['currency']}"
            + (", a charge to come" if each["charge_to_come"] else "") for each in report["owed"]]


def change_rows(changes):
    return [f"{each['of']}: {each['term']}: "
            + (f"{each['before']} -> " if each["before"] else "new: ") + each["after"]
            for each in changes]


class ByProgram:
    """What only the program does with a database: backups, restoring and reconciling them."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.database = self.folder / "book.db"

    def run(self, day, *words, codes=(0,)):
        environment = {name: value for name, value in os.environ.items()
                       if not name.startswith("BILLBYAGENT_")}
        environment.update(BILLBYAGENT_DATABASE=str(self.database), BILLBYAGENT_TENANT=TENANT,
                           BILLBYAGENT_AUTHOR="tester", BILLBYAGENT_AS_OF=day)
        done = subprocess.run([os.environ["BILLBYAGENT_PROGRAM"], *words], cwd=self.folder,
                              env=environment, capture_output=True, text=True, timeout=60)
        if done.returncode not in codes:
            error = json.loads(done.stdout)["error"] if done.stdout.startswith("{") else {}
            raise Refused(error.get("code"), error.get("context", done.stdout + done.stderr))
        return done.stdout

    def backup(self, day):
        self.run(day, "backup", "backup.db")
        (self.folder / "psa.csv").write_text(self.run(day, "export"))

    def restore(self, day, reason):
        self.run(day, "restore", "backup.db", "--reason", reason, codes=(0, 1))

    def reconcile(self, day, reason):
        self.run(day, "reconcile", "psa.csv", "--accept", "--reason", reason)


def same(found, wanted, what):
    assert found == wanted, f"{what}\nfound:  {found}\nwanted: {wanted}"


def played(front, step):
    """One step; compares what it has to lead to."""
    day = step["on"]
    if "import" in step:
        changes, refused = front.import_book(day, step["import"],
                                             reach_back=step.get("reach_back", False))
        if "changes" in step:
            same(change_rows(changes), step["changes"], "changes")
        wanted = step.get("refused", [])
        assert len(refused) == len(wanted), refused
        for said, words in zip(refused, wanted):
            assert words in said, said
    elif "post" in step or "pay_out" in step:
        report = front.post(day) if "post" in step else front.pay_out(day, step["pay_out"])
        for contract in report["contracts"]:
            if contract["error"]:
                raise Refused(contract["error"]["code"], contract["error"]["context"])
        same(posted_rows(report), step.get("post", step.get("lines")), "lines")
        same(owed_rows(report), step["owed"], "owed")
        if "costs" in step:
            same(costs(report), step["costs"], "costs")
    elif "invoice" in step:
        front.invoice(day, step["invoice"], step["number"])
    elif "void" in step:
        same(front.void(day, step["void"]), step["batches"], "batches")
    elif "night" in step:
        front.night(day, step["night"])
        same(front.waiting(), step["waits"], "waiting")
        same(front.units(day, "C/s"), step["units"], "units")
    elif "confirm" in step:
        front.confirm(day, step["confirm"])
        same(front.units(day, "C/s"), step["units"], "units")
    elif "backup" in step:
        front.program.backup(day)
    elif "restore" in step:
        front.program.restore(day, step["restore"])
        front.open()
    elif "reconcile" in step:
        front.program.reconcile(day, step["reconcile"])
        front.open()
    else:
        raise AssertionError(f"an unknown step: {step}")


def play(front, file):
    for number, step in enumerate(json.loads(file.read_text())["steps"], 1):
        wanted = step.get("refused") if isinstance(step.get("refused"), str) else None
        try:
            played(front, step)
        except Refused as refused:
            assert refused.code == wanted, f"{file.stem}, step {number}: {refused}"
            continue
        except AssertionError as fault:
            raise AssertionError(f"{file.stem}, step {number}, {step['on']}: {fault}") from None
        assert wanted is None, f"{file.stem}, step {number}: was not refused as {wanted}"
    # Whatever was done, all that money comes from is as it was recorded.
    front.program.run(step["on"], "verify")
