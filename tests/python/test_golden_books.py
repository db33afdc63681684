"""The scenarios of tests/golden/books through Python."""

import sys
from datetime import date
from pathlib import Path

import pytest

import billbyagent as bba

sys.path.insert(0, str(Path(__file__).parents[1] / "golden"))
import books

ANN = {"author": "tester", "reason": "scenario"}


class Front:
    def __init__(self, folder):
        self.program = books.ByProgram(folder)
        self.clock = bba.FixedClock(date(2026, 1, 1))
        self.rmm = bba.MemoryProvider()
        self.rmm.add(bba.Organization(id="O", name="Acme"))
        self.rmm.add(bba.MachineGroup(id="G", name="root", organization="O"))
        self.machines = 0
        self.open()

    def open(self):
        self.store = bba.SqliteStore(str(self.program.database))

    def at(self, day):
        self.clock.set_today(date.fromisoformat(day))
        return self.store, self.clock, books.TENANT

    def refusing(self, do, *arguments, **more):
        try:
            return do(*arguments, **more)
        except bba.Error as error:
            raise books.Refused(error.code.name, str(error)) from None

    def import_book(self, day, book, reach_back=False):
        read = bba.parse_book(book)
        at = self.at(day)
        changes = bba.import_changes(*at, read.book, author="tester")
        report = bba.import_book(*at, read.book, author="tester", dry_run=bool(read.refused),
                                 reach_back=reach_back)
        refused = [f"{name(error.code)}: {error.context}"
                   for error in [*read.refused, *report.refused]]
        return [{field: getattr(each, field) for field in ("of", "term", "before", "after")}
                for each in changes], refused

    def post(self, day, **more):
        report = self.refusing(bba.post_available, *self.at(day), author="tester", **more)
        return {
            "contracts": [{"contract": each.contract,
                           "batch": [{"total": amount(each.batch.total),
                                      "currency": str(each.batch.total.currency)}]
                           if each.batch else [],
                           "error": {"code": each.error.code.name, "context": each.error.context}
                          if each.error else None,
                          "lines": [line_fields(line) for line in each.lines]}
                          for each in report.contracts],
            "owed": [{"contract": each.contract, "account": each.account,
                      "amount": amount(each.amount), "currency": str(each.amount.currency),
                      "charge_to_come": each.charge_to_come} for each in report.owed]}

    def pay_out(self, day, contract):
        return self.post(day, credit_batches=bba.CreditBatches.only,
                         filter=bba.BillingFilter(contract=contract))

    def invoice(self, day, batches, number):
        self.refusing(bba.mark_invoiced, *self.at(day), batches, number, **ANN)

    def void(self, day, number):
        return list(bba.void_invoice(*self.at(day), number, **ANN))

    def night(self, day, machines):
        for number in range(1, self.machines + 1):
            self.rmm.remove_agent(str(number))
        for number in range(1, machines + 1):
            self.rmm.add(bba.Agent(id=str(number), name=f"pc{number}", organization="O",
                                   group="G", state=bba.AgentState.online))
        self.machines = machines
        store, clock, tenant = self.at(day)
        bba.nightly_sync(store, self.rmm, clock, tenant)

    def waiting(self):
        return [f"{row.about.name} {row.readings[-1].units}"
                for row in bba.open_decisions(self.store, self.clock, books.TENANT).rows]

    def confirm(self, day, service):
        contract, _, name = service.partition("/")
        bba.confirm_held(*self.at(day), bba.ServiceKey(contract=contract, service=name),
                         author="tester")

    def units(self, day, service):
        contract, _, name = service.partition("/")
        key = bba.ServiceKey(contract=contract, service=name)
        with self.store.begin(books.TENANT, bba.Access.read) as transaction:
            return transaction.unit_history(key).changes[-1].units


def name(code):
    return getattr(code, "name", code)


def amount(money):
    return str(money).split(" ")[0]


def line_fields(line):
    """What the program's report has of a line, as far as a scenario shows it."""
    days, rest = str(line).split("  ", 1)
    first, _, last = days.partition("..")
    return {"service": line.key.service, "text": str(line), "cost": amount(line.cost),
            "billed_days": {"first_day": first, "last_day": last}, "rest": rest}


@pytest.fixture(autouse=True)
def text_of_lines(monkeypatch):
    monkeypatch.setattr(books.reports, "line_text", lambda line: line["text"])


@pytest.mark.parametrize("file", books.SCENARIOS, ids=lambda file: file.stem)
def test_a_scenario(file, tmp_path):
    books.play(Front(tmp_path), file)
