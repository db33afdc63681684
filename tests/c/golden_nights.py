#!/usr/bin/env python3
"""golden_nights.py LIBRARY FOLDER: the night scenarios of tests/golden/nights through the C interface.

library.py loads it as any language with a foreign function interface would.
"""

import json
import sys
from ctypes import byref, c_char_p, c_size_t
from pathlib import Path

from library import (DAY_MS, OFFLINE, ONLINE, UNKNOWN, Agent, Group, ImportCounts, Organization,
                     PostingOptions, bba, call, days, made, sized, text_of)

FOLDER = Path(sys.argv[2])
sys.path.insert(0, str(FOLDER.parent))
import reports


class World:
    def __init__(self, scenario):
        contract = scenario["contract"]
        self.systems = scenario["operating_systems"]
        self.shown = []
        self.rmm = made("bba_memory_rmm_new")
        call("bba_memory_rmm_add_organization", self.rmm, byref(sized(Organization, id=b"O")))
        call("bba_memory_rmm_add_machine_group", self.rmm,
             byref(sized(Group, id=b"G", name=b"acme.root", organization=b"O")))
        self.provider = made("bba_provider_new_memory", self.rmm)
        self.clock = made("bba_clock_new_fixed", days(contract["start_date"]))
        self.desk = made("bba_desk_new", made("bba_store_new_memory"), self.clock, b"msp")
        book = json.dumps({"accounts": [{"id": contract["account"], "organization": "O"}],
                           "contracts": [contract]}).encode()
        parsed = made("bba_book_parse", book, c_size_t(len(book)))
        counts = sized(ImportCounts)
        call("bba_import_report_get", byref(counts),
             made("bba_import_book", self.desk, parsed, None))
        assert counts.accepted == 1

    def show(self, word):
        agent, serial, seen = reports.machine_of(word)
        name = agent.encode()
        noon = days(seen).value * DAY_MS + DAY_MS // 2 if seen else UNKNOWN
        call("bba_memory_rmm_add_agent", self.rmm, byref(sized(
            Agent, state=OFFLINE if seen else ONLINE, id=name, name=name, organization=b"O",
            group=b"G", operating_system=self.systems[agent[0]].encode(),
            serial_number=serial.encode() or None, first_seen=UNKNOWN, last_seen=noon)))
        self.shown.append(name)

    def night(self, step):
        for name in self.shown:
            call("bba_memory_rmm_remove_agent", self.rmm, name)
        self.shown = []
        for word in step["shows"].split():
            self.show(word)
        call("bba_clock_set_today", self.clock, days(step["night"]))
        report = made("bba_nightly_sync", self.desk, self.provider, None)
        return reports.night_rows(text_of("bba_sync_report_json", report))

    def post(self, step):
        call("bba_clock_set_today", self.clock, days(step["post_through"]))
        options = sized(PostingOptions, credit_batches=1, contracts_per_transaction=64,
                        author=b"post")
        report = made("bba_post_available", self.desk, byref(options))
        return reports.posted_rows(text_of("bba_post_report_json", report))

    def explain(self, step):
        explanation = made("bba_explain", self.desk, step["explain"].encode())
        bba.bba_explanation_text.restype = c_char_p
        text = bba.bba_explanation_text(explanation).decode()
        return reports.timeless(text.splitlines())


def play(file):
    scenario = json.loads(file.read_text())
    world = World(scenario)
    for step in scenario["steps"]:
        if "night" in step:
            found, wanted = world.night(step), step["becomes"]
        elif "post_through" in step:
            found, wanted = world.post(step), step["lines"]
        else:
            found, wanted = world.explain(step), step["text"]
        if found != wanted:
            sys.exit(f"{file.stem}: {step}\nfound:\n  " + "\n  ".join(found))


files = sorted(FOLDER.glob("*.json"))
assert len(files) >= 4
for each in files:
    play(each)
print(f"{len(files)} night scenarios through C")
