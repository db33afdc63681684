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
    # Half-term: twenty laptops leave at once. True, but first held back.
    for name in numbered("pupil", 5, 24):
        events.on("2026-02-17", "delete_agent", agent=f"{name}.trolley.root.larkfield")
    events.machines("2026-03-09", "larkfield.root.trolley", numbered("tablet", 1, 18))
    # The yard's group is deleted by mistake and made again two days later.
    events.on("2026-03-10", "delete_group", group="pellow.root.yard", parent="pellow.root")
    events.on("2026-03-12", "add_group", id=GROUPS["pellow.root.yard"], parent="pellow.root",
              name="yard")
    for name in numbered("yard", 1, 5):
        events.on("2026-03-12", "move_agent", agent=f"{name}.root.pellow",
                  group="pellow.root.yard")
    events.machines("2026-01-27", "pellow.root.depot.south", numbered("south", 8, 9))
    events.on("2026-02-24", "move_agent", agent="north11.north.depot.root.pellow",
              group="pellow.root.yard")
    return events.list
