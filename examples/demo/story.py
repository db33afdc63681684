#!/usr/bin/env python3
"""The story that scripts/demo plays: what happens at the customers, their contracts, the account.

story.py events               prints the simulator's dated events
story.py book LISTS           prints the book of contracts for what `billbyagent --json lists` showed
story.py account FOLDER PROGRAM...
                              prints the account of the customers in the story, writes all into
                              FOLDER/account.txt; PROGRAM is how to call billbyagent

Everything follows from the estate and this file; nothing is random.
"""

import json
import subprocess
import sys
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

START = "2026-01-01"


def identity(number):
    return f"20000000000000000{number:09d}"


# --- What happens ---------------------------------------------------------------------------------

HARWELL, LARKFIELD, PELLOW = identity(1), identity(2), identity(3)
GROUPS = {
    "harwell.root.reception": identity(11),
    "harwell.root.surgery": identity(12),
    "harwell.root.servers": identity(13),
    "larkfield.root.office": identity(21),
    "larkfield.root.trolley": identity(22),
    "pellow.root.depot": identity(31),
    "pellow.root.depot.north": identity(32),
    "pellow.root.depot.south": identity(33),
    "pellow.root.yard": identity(34),
}
SERVER = {"os_type": "2022", "os_info": "Server Standard x64 Edition Build 20348"}
DESK = {"os_type": "11", "os_info": "Professional x64 Edition Build 22631"}


class Events:
    def __init__(self):
        self.list = []
        self.agents = 0

    def on(self, date, action, **members):
        self.list.append({"date": date, "action": action, **members})

    def organization(self, number, name, ref, groups):
        self.on(START, "add_organization", id=number, name=name, ref=ref)
        for path in groups:
            parent, _, last = path.rpartition(".")
            self.on(START, "add_group", id=GROUPS[path], parent=parent, name=last)

    def machines(self, date, group, names, system=None):
        for name in names:
            self.agents += 1
            self.on(date, "add_agent", id=identity(1000 + self.agents), name=name,
                    group=GROUPS[group], **(system or DESK))


def numbered(prefix, first, last):
    return [f"{prefix}{n:02d}" for n in range(first, last + 1)]


def customers(events):
    groups = defaultdict(list)
    for path in GROUPS:
        groups[path.split(".")[0]].append(path)
    events.organization(HARWELL, "Harwell Dental Practice", "harwell", groups["harwell"])
    events.organization(LARKFIELD, "Larkfield School", "larkfield", groups["larkfield"])
    events.organization(PELLOW, "Pellow Logistics", "pellow", groups["pellow"])
    events.machines(START, "harwell.root.reception", numbered("desk", 1, 6))
    events.machines(START, "harwell.root.surgery", numbered("chair", 1, 8))
    events.machines(START, "harwell.root.servers", ["dc01", "xray01"], SERVER)
    events.machines(START, "larkfield.root.office", numbered("office", 1, 9))
    events.machines(START, "larkfield.root.trolley", numbered("pupil", 1, 24))
    events.machines(START, "pellow.root.depot", ["gate01"])
    events.machines(START, "pellow.root.depot.north", numbered("north", 1, 11))
    events.machines(START, "pellow.root.depot.south", numbered("south", 1, 7))
    events.machines(START, "pellow.root.yard", numbered("yard", 1, 5))


def story():
    events = Events()
    customers(events)
    # A new chair, a machine that changes rooms, a server that is replaced with a week of overlap.
    events.machines("2026-01-12", "harwell.root.surgery", ["chair09"])
    events.on("2026-01-20", "move_agent", agent="desk06.reception.root.harwell",
              group="harwell.root.surgery")
    events.machines("2026-02-09", "harwell.root.servers", ["xray02"], SERVER)
    events.on("2026-02-16", "delete_agent", agent="xray01.servers.root.harwell")
    events.machines("2026-03-17", "harwell.root.surgery", ["chair10", "chair11"])
    events.on("2026-03-19", "delete_agent", agent="desk05.reception.root.harwell")
    # Half-term: twenty laptops leave at once. True, but first held back.
    for name in numbered("pupil", 5, 24):
        events.on("2026-02-17", "delete_agent", agent=f"{name}.trolley.root.larkfield")
    events.machines("2026-03-09", "larkfield.root.trolley", numbered("tablet", 1, 18))
    # Two terminals more, and one that changes depots.
    events.machines("2026-01-27", "pellow.root.depot.south", numbered("south", 8, 9))
    events.on("2026-02-24", "move_agent", agent="north11.north.depot.root.pellow",
              group="pellow.root.yard")
    # The yard's group is deleted by mistake and made again two days later.
    events.on("2026-03-10", "delete_group", group="pellow.root.yard", parent="pellow.root")
    events.on("2026-03-12", "add_group", id=GROUPS["pellow.root.yard"], parent="pellow.root",
              name="yard")
    for name in [*numbered("yard", 1, 5), "north11"]:
        events.on("2026-03-12", "move_agent", agent=f"{name}.root.pellow",
                  group="pellow.root.yard")
    return events.list


# --- The book -------------------------------------------------------------------------------------


def service(name, price, cost, units, **more):
    return {"id": name.lower().replace(" ", "-"), "name": name, "unit_price": price,
            "unit_cost": cost, "units": units, **more}


def agents(**scope):
    return {"source": "agents", **scope}


def manual(count):
    return {"source": "manual", "count": count}


def contract(ref, name, currency, services, cycle="monthly", **more):
    return {"id": f"{ref.upper()}-1", "name": name, "account": ref, "currency": currency,
            "cycle": cycle, "periods": "calendar", "timing": "advance", "start_date": START,
            "recipients": [f"billing@{ref}.example"], **more, "services": services}


def story_contracts(views):
    return [
        contract("harwell", "Harwell managed care", "USD", [
            service("Reception", "32.00", "11.50", agents(group=GROUPS["harwell.root.reception"])),
            service("Surgery", "38.00", "13.00", agents(group=GROUPS["harwell.root.surgery"])),
            service("Servers", "95.00", "40.00", agents(view=views["Servers"]),
                    prices=[{"effective_date": "2026-03-01", "unit_price": "99.50",
                             "unit_cost": "41.00"}])]),
        contract("larkfield", "Larkfield school IT", "GBP", [
            service("Office", "18.00", "6.00", agents(group=GROUPS["larkfield.root.office"])),
            service("Laptop trolley", "7.25", "2.10",
                    agents(group=GROUPS["larkfield.root.trolley"]))], cycle="quarterly"),
        contract("pellow", "Pellow terminals", "EUR", [
            service("Depots", "14.40", "5.20", agents(group=GROUPS["pellow.root.depot"])),
            service("Yard", "9.90", "3.00", agents(group=GROUPS["pellow.root.yard"])),
            service("Backup storage", "21.00", "8.00", manual(6))], timing="arrears"),
    ]


def ordinary_contract(index, ref, name, groups, views):
    """A mix of what contracts look like."""
    everything = agents()
    kind = index % 6
    if kind == 0:
        return contract(ref, f"{name}: all machines", "USD",
                        [service("Monitoring", "6.50", "2.20", everything)])
    if kind == 1:
        # Periods begin on the 15th.
        return contract(ref, f"{name}: by group", "USD", [
            service("Servers", "70.00", "28.00", agents(group=groups[f"{ref}.root.servers"])),
            service("Workstations", "12.00", "4.00",
                    agents(group=groups[f"{ref}.root.workstations"]))],
            periods="contract_start", start_date="2026-01-15")
    if kind == 2:
        return contract(ref, f"{name}: by view", "GBP", [
            service("Servers", "55.00", "20.00", agents(view=views["Servers"])),
            service("Workstations", "9.75", "3.10", agents(view=views["Workstations"]))],
            cycle="quarterly")
    if kind == 3:
        return contract(ref, f"{name}: all machines, at the end of the month", "EUR",
                        [service("Monitoring", "5.8525", "1.95", everything)], timing="arrears")
    if kind == 4:
        top = agents(group=groups[f"{ref}.root"], sub_groups="excluded")
        return contract(ref, f"{name}: site and storage", "USD", [
            service("Workstations", "11.00", "3.80",
                    agents(group=groups[f"{ref}.root.workstations"])),
            service("Front desk", "15.00", "5.00", top),
            service("Backup storage", "19.00", "7.00", manual(2 + index % 5))])
    return contract(ref, f"{name}: a year ahead", "USD",
                    [service("Monitoring", "66.00", "24.00", everything,
                             prices=[{"effective_date": "2026-03-01", "unit_price": "69.00",
                                      "unit_cost": "24.00"}])], cycle="annual")


def book(lists):
    views = {view["name"]: view["id"] for view in lists["views"]}
    groups = {group["name"]: group["id"] for group in lists["groups"]}
    accounts, contracts = [], story_contracts(views)
    index = 0
    for organization in sorted(lists["organizations"], key=lambda o: o["reference"]):
        ref = organization["reference"]
        told = organization["id"] in (HARWELL, LARKFIELD, PELLOW)
        if not told and f"{ref}.root.servers" not in groups:
            continue  # what every VSA has: nobody's customer
        accounts.append({"id": ref, "name": organization["name"],
                         "organization": organization["id"]})
        if not told:
            contracts.append(ordinary_contract(index, ref, organization["name"], groups, views))
            index += 1
    return {"accounts": accounts, "contracts": contracts}


# --- The account ----------------------------------------------------------------------------------

TOLD = ("HARWELL-1", "LARKFIELD-1", "PELLOW-1")


def ask(program, *arguments):
    answer = subprocess.run([*program, "--json", *arguments], capture_output=True, text=True)
    if answer.returncode != 0:
        sys.exit(f"story.py: {' '.join(arguments)}: {answer.stderr.strip()}")
    return json.loads(answer.stdout)


def machine_row(event):
    sign = "+" if event["move"] in ("added", "moved_in") else "-"
    detail = f", {event['detail']}" if event["detail"] else ""
    return f"      {sign} {event['name']} {event['move']}{detail}"


def machine_rows(program, line):
    explanation = ask(program, "explain", line["line"])
    change = explanation["change"]
    rows = [machine_row(event) for event in explanation["events"]]
    if change and change["reason"] in ("correction", "confirmed_drop"):
        rows.insert(0, f"      {change['reason']} by {change['author']}: {change['note']}")
    if len(rows) > 8:
        rows[7:] = [f"      ... and {len(rows) - 7} more"]
    return rows


def line_row(line):
    share = "" if len(set(line["share"].split("/"))) == 1 else "x " + line["share"]
    sign = "+" if line["kind"] != "recurring" and line["quantity"] > 0 else ""
    days = f"{line['billed_days']['first_day']}..{line['billed_days']['last_day']}"
    return (f"    {line['batch']:<13} {line['service_name']:<15} {line['kind']:<10} {days}  "
            f"{sign + str(line['quantity']):>4} x {line['price_step']:>7} {share:<9} "
            f"{line['amount']:>10}")


def contract_account(program, contract, lines):
    rows = [f"  {contract}, {lines[0]['currency']}"]
    for line in sorted(lines, key=lambda l: (l["posted"], l["line"])):
        rows.append(line_row(line))
        if line["kind"] != "recurring":
            rows += machine_rows(program, line)
    total = sum(Decimal(line["amount"]) for line in lines)
    rows.append(f"    {'posted in all':<93}{total:>10}")
    return rows


def overview(by_contract):
    rows = ["", "  Contract          Lines      Recurring      Prorations          Total"]
    totals = defaultdict(Decimal)
    for contract, lines in sorted(by_contract.items()):
        recurring = sum(Decimal(l["amount"]) for l in lines if l["kind"] == "recurring")
        total = sum(Decimal(l["amount"]) for l in lines)
        currency = lines[0]["currency"]
        totals[currency] += total
        rows.append(f"  {contract:<16} {len(lines):>6} {recurring:>14} {total - recurring:>15} "
                    f"{total:>14} {currency}")
    rows.append("")
    rows += [f"  Posted in {currency}: {total}" for currency, total in sorted(totals.items())]
    return rows


def account(folder, program):
    by_contract = defaultdict(list)
    for line in ask(program, "export", "--format", "json")["lines"]:
        by_contract[line["contract"]].append(line)
    shown, whole = [], []
    for contract, lines in sorted(by_contract.items()):
        rows = contract_account(program, contract, lines)
        whole += ["", *rows]
        if contract in TOLD:
            shown += ["", *rows]
    summary = overview(by_contract)
    file = Path(folder) / "account.txt"
    file.write_text("\n".join(whole + summary) + "\n")
    print("\n".join(shown + summary))
    print(f"\n  All {len(by_contract)} contracts, line by line: {file}")


def main():
    if sys.argv[1:2] == ["events"]:
        print(json.dumps(story(), indent=1))
    elif sys.argv[1:2] == ["book"] and len(sys.argv) == 3:
        print(json.dumps(book(json.loads(Path(sys.argv[2]).read_text())), indent=1))
    elif sys.argv[1:2] == ["account"] and len(sys.argv) > 3:
        account(sys.argv[2], sys.argv[3:])
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main()
