"""The night scenarios through Python: machines, units, lines and explanations word for word."""

import json
import sys
from datetime import date, datetime, time, timezone
from pathlib import Path

import pytest

import billbyagent as bba

GOLDEN = Path(__file__).parents[1] / "golden"
sys.path.insert(0, str(GOLDEN))
import reports

NIGHTS = sorted((GOLDEN / "nights").glob("*.json"))
TENANT = "msp"


class World:
    """The RMM and the contract of a scenario, and what happens to them."""

    def __init__(self, scenario):
        contract = scenario["contract"]
        self.systems = scenario["operating_systems"]
        self.rmm = bba.MemoryProvider()
        self.rmm.add(bba.Organization(id="O", name="Acme"))
        self.rmm.add(bba.MachineGroup(id="G", name="acme.root", organization="O"))
        self.shown = []
        self.store = bba.MemoryStore()
        self.clock = bba.FixedClock(date.fromisoformat(contract["start_date"]))
        book = bba.Book.parse({"accounts": [{"id": contract["account"], "organization": "O"}],
                               "contracts": [contract]})
        assert bba.import_book(self.store, self.clock, TENANT, book).accepted

    def agent(self, word):
        name, serial, seen = reports.machine_of(word)
        return bba.Agent(
            id=name, name=name, organization="O", group="G", serial_number=serial,
            operating_system=self.systems[name[0]],
            state=bba.AgentState.offline if seen else bba.AgentState.online,
            last_seen=datetime.combine(date.fromisoformat(seen), time(12), timezone.utc) if seen else None)

    def night(self, step):
        for name in self.shown:
            self.rmm.remove_agent(name)
        agents = [self.agent(word) for word in step["shows"].split()]
        for agent in agents:
            self.rmm.add(agent)
        self.shown = [agent.id for agent in agents]
        self.clock.set_today(date.fromisoformat(step["night"]))
        report = bba.nightly_sync(self.store, self.rmm, self.clock, TENANT)
        found = []
        for service in report.services:
            found.append(f"{service.key.service} {service.counted}")
            if service.status is not bba.SyncStatus.first_count:
                found += [event_text(event) for event in service.machines]
            found += [f"  {m.agent} {m.verdict.name}{' ' + m.detail if m.detail else ''}"
                      for m in service.judged if m.verdict is not bba.Verdict.no_class]
        nobody = {m.agent for service in report.services for m in service.judged
                  if m.verdict is bba.Verdict.no_class}
        return found + [f"of no class: {agent}" for agent in sorted(nobody)]

    def post(self, step):
        day = date.fromisoformat(step["post_through"])
        self.clock.set_today(day)
        report = bba.post_available(self.store, self.clock, TENANT,
                                    filter=bba.BillingFilter(through=day),
                                    credit_batches=bba.CreditBatches.allowed)
        found = []
        for contract in report.contracts:
            found += [f"{line.key.service}: {line}" for line in contract.lines]
            if contract.batch:
                found.append(f"= {contract.batch.total}")
        return found

    def explain(self, step):
        return reports.timeless(bba.explain_line(self.store, TENANT, step["explain"]).text)


def event_text(event):
    detail = f", {event.detail}" if event.detail else ""
    return f"{reports.SIGNS.get(event.move.name, '~')} {event.agent} {event.move.name}{detail}"


def test_there_are_scenarios():
    assert len(NIGHTS) >= 4


@pytest.mark.parametrize("file", NIGHTS, ids=lambda file: file.stem)
def test_word_for_word(file):
    scenario = json.loads(file.read_text())
    world = World(scenario)
    for step in scenario["steps"]:
        if "night" in step:
            assert world.night(step) == step["becomes"]
        elif "post_through" in step:
            assert world.post(step) == step["lines"]
        else:
            assert world.explain(step) == step["text"]
