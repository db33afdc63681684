"""The scenario files, through Python: the same bytes as through C++."""

import json
import os
import subprocess
from datetime import date, timedelta
from pathlib import Path

import pytest

import billbyagent as bba

SCENARIOS = sorted((Path(__file__).parents[1] / "golden").glob("*.json"))


class World:
    """The contract of a scenario, and what happens to it. Prints what golden_lines.cpp prints."""

    def __init__(self, scenario):
        contract = scenario["contract"]
        self.contract = bba.Book.parse(
            {"accounts": [{"id": contract["account"]}], "contracts": [contract]}).contracts[0]
        self.history = bba.UnitHistory()
        self.posted = []
        self.postings = 0
        self.farthest = date.min
        self.lines = []

    @property
    def service(self):
        return self.contract.services[0]

    def replace(self, **service):
        self.contract = self.contract.replace(services=[self.service.replace(**service)])

    def apply(self, step):
        day = step.get("from")
        if "units" in step:
            self.history.record(date.fromisoformat(day), step["units"])
        elif "unit_price" in step:
            price = bba.DatedPrice(
                effective=date.fromisoformat(day),
                price=bba.UnitPrice(step["unit_price"], self.contract.currency),
                cost=self.service.prices[0].cost)
            self.replace(prices=[*self.service.prices, price])
        elif "amend_contract" in step:
            said = step["amend_contract"]
            self.contract = self.contract.replace(
                amendments=[*self.contract.amendments, contract_amendment(said)])
        elif "amend_service" in step:
            amendment = amendment_of(step["amend_service"], self.contract.currency)
            self.replace(amendments=[*self.service.amendments, amendment])
        elif "post_through" in step:
            self.post(date.fromisoformat(step["post_through"]))
        elif "take_back" in step:
            batch = bba.batch_id(self.contract.id, step["take_back"])
            self.posted = [
                entry.replace(state=bba.LineState.returned) if entry.batch == batch else entry
                for entry in self.posted]
        elif "service_ends" in step:
            self.replace(end=after(step["service_ends"]))
        else:
            self.contract = self.contract.replace(end=after(step["contract_ends"]))

    def periods(self):
        """All that have begun, and those that were posted."""
        start = self.contract.start
        begun = (self.contract.billing_periods(start, self.farthest)
                 if start <= self.farthest else [])
        posted = [entry.line.billing_period for entry in self.posted]
        return sorted({*begun, *posted}, key=lambda period: (period.begin, period.end))

    def post(self, through):
        self.postings += 1
        self.lines.append(f"posted through {through}")
        total = bba.Money.zero(self.contract.currency)
        self.farthest = max(self.farthest, through)
        for period in self.periods():
            before = [entry for entry in self.posted if entry.line.billing_period == period]
            taken = [entry.line.key for entry in self.posted if entry not in before
                     and entry.line.key.period_begin == period.begin]
            for line in bba.unposted(self.contract, self.service, self.history, period, before,
                                     through=through, taken=taken):
                if not before and line.available_on > through:
                    continue
                self.posted.append(bba.PostedLine(
                    line=line, batch=bba.batch_id(self.contract.id, self.postings)))
                self.lines.append(f"{line.key}  {line}")
                total += line.amount
        self.lines.append(f"= {total}")

    def text(self):
        standing = (entry.line.amount for entry in self.posted if entry.stands)
        total = sum(standing, bba.Money.zero(self.contract.currency))
        return "\n".join([*self.lines, f"total {total}", ""])


def contract_amendment(said):
    """As a book's reader has it."""
    book = {"accounts": [{"id": "a"}], "contracts": [{
        "id": "c", "account": "a", "currency": "USD", "cycle": "monthly",
        "start_date": "2001-01-01", "amendments": [said], "services": []}]}
    return bba.Book.parse(book).contracts[0].amendments[0]


CONVENTIONS = {"day_count": bba.DayCount, "effective_day": bba.EffectiveDay,
               "rounding": bba.Rounding, "rounding_step": bba.RoundingStep,
               "increase": bba.IncreaseRule, "decrease": bba.DecreaseRule}


def amendment_of(said, currency):
    """An amendment of a service as a book says it, as a record."""
    quantity = dict(said.get("quantity", {}))
    effective = date.fromisoformat(said["effective_date"])
    return bba.ServiceAmendment(
        effective=effective, tax_category=said.get("tax_category"),
        measure=named(quantity, "measure", bba.Measure),
        fixed_day=quantity.get("fixed_day"), included=quantity.get("included"),
        minimum=quantity.get("minimum"), maximum=quantity.get("maximum"),
        minimum_amount=amount(said, "minimum_amount", currency),
        indexation=raise_of(said, effective, currency),
        **{key: named(said.get("proration", {}), key, names)
           for key, names in CONVENTIONS.items()},
        **discounts(said, currency))


def discounts(said, currency):
    percent = said.get("discount")
    return {"discount_basis_points": percent and round(float(percent) * 100),
            "discount_amount": amount(said, "discount_amount", currency)}


def named(said, key, names):
    return names[said[key]] if key in said else None


def amount(said, key, currency):
    """Null: none any more."""
    return bba.UnitPrice(said[key] or "0", currency) if key in said else None


def raise_of(said, effective, currency):
    if "indexation" not in said:
        return None
    wanted = said["indexation"] or {"percent": "0", "first_date": effective.isoformat()}
    return bba.Indexation(basis_points=round(float(wanted["percent"]) * 100),
                          first=date.fromisoformat(wanted["first_date"]),
                          decimals=wanted.get("decimals", currency.exponent))


def after(day):
    return date.fromisoformat(day) + timedelta(days=1) if day else None


def test_there_are_scenarios():
    assert len(SCENARIOS) >= 45


@pytest.mark.parametrize("file", SCENARIOS, ids=lambda file: file.stem)
def test_the_same_bytes(file):
    scenario = json.loads(file.read_text())
    world = World(scenario)
    for step in scenario["steps"]:
        world.apply(step)
    expected = subprocess.run([os.environ["BILLBYAGENT_GOLDEN_LINES"], file],
                              capture_output=True, check=True).stdout
    assert world.text().encode() == expected
