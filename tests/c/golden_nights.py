#!/usr/bin/env python3
"""golden_nights.py LIBRARY FOLDER: the night scenarios of tests/golden/nights through the C interface.

The library is loaded as any language with a foreign function interface would do it: no header, no
compiler, only the layouts and names that docs/abi-policy.md keeps.
"""

import ctypes
import json
import sys
from ctypes import byref, c_char_p, c_int32, c_int64, c_uint32, c_void_p
from datetime import date
from pathlib import Path

LIBRARY, FOLDER = sys.argv[1], Path(sys.argv[2])
sys.path.insert(0, str(FOLDER.parent))
import reports

bba = ctypes.CDLL(LIBRARY)
DAY_MS = 86_400_000
UNKNOWN = -(1 << 63)
ONLINE, OFFLINE = 0, 1


class Organization(ctypes.Structure):
    _fields_ = [("struct_size", c_uint32), ("reserved", c_uint32), ("id", c_char_p),
                ("name", c_char_p), ("reference", c_char_p)]


class Group(ctypes.Structure):
    _fields_ = [("struct_size", c_uint32), ("reserved", c_uint32), ("id", c_char_p),
                ("name", c_char_p), ("organization", c_char_p), ("parent", c_char_p)]


class Agent(ctypes.Structure):
    _fields_ = [("struct_size", c_uint32), ("state", c_int32), ("id", c_char_p), ("name", c_char_p),
                ("organization", c_char_p), ("group", c_char_p), ("operating_system", c_char_p),
                ("serial_number", c_char_p), ("mac_address", c_char_p), ("first_seen", c_int64),
                ("last_seen", c_int64), ("device_type", c_char_p),
                ("marked_for_deletion", c_int32), ("ephemeral", c_int32)]


class PostingOptions(ctypes.Structure):
    _fields_ = [("struct_size", c_uint32), ("dry_run", c_int32), ("credit_batches", c_int32),
                ("leave_zero_lines", c_int32), ("contracts_per_transaction", c_int32),
                ("reserved", c_uint32), ("filter", c_void_p), ("author", c_char_p),
                ("observer", c_void_p)]


class ImportCounts(ctypes.Structure):
    _fields_ = [("struct_size", c_uint32), ("accepted", c_int32)] + [
        (name, ctypes.c_uint64) for name in ("accounts", "created", "updated", "unchanged", "units",
                                             "refused")]


def call(name, *arguments):
    """The status must be 0; `bba_error **` comes last."""
    error = c_void_p()
    status = getattr(bba, name)(*arguments, byref(error))
    if status != 0:
        bba.bba_error_message.restype = c_char_p
        raise AssertionError(f"{name}: {status} {bba.bba_error_message(error).decode()}")


def made(name, *arguments):
    """What comes out first: a handle."""
    out = c_void_p()
    call(name, byref(out), *arguments)
    return out


def text_of(name, handle):
    out = c_char_p()
    call(name, byref(out), handle)
    return json.loads(out.value)


def sized(struct, **fields):
    return struct(struct_size=ctypes.sizeof(struct), **fields)


def days(text):
    return c_int32((date.fromisoformat(text) - date(1970, 1, 1)).days)


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
        parsed = made("bba_book_parse", book, ctypes.c_size_t(len(book)))
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
