#!/usr/bin/env python3
"""golden_books.py LIBRARY FOLDER: the scenarios of tests/golden/books through the C interface."""

import ctypes
import json
import sys
import tempfile
from ctypes import byref, c_char_p, c_int32, c_int64, c_size_t, c_uint32, c_uint64, c_void_p
from pathlib import Path

from library import (ONLINE, UNKNOWN, Agent, Failed, Group, Organization, PostingOptions, bba, call,
                     days, made, sized, text_of)

sys.path.insert(0, str(Path(sys.argv[2]).parent))
import books

NO_DATE = -(1 << 31)
ONLY_CREDITS = 2
CAUSES = ("drop", "proposal", "rise", "first_zero", "gone")


class Options(PostingOptions):
    """With what came in 1.2."""
    _fields_ = [("settle_by_account", c_int32), ("most_days_ahead", c_int32),
                ("most_periods", c_int32), ("reserved_2", c_uint32)]


class ImportOptions(ctypes.Structure):
    _fields_ = [("struct_size", c_uint32), ("dry_run", c_int32), ("author", c_char_p),
                ("reach_back", c_int32), ("reserved", c_uint32)]


class Filter(ctypes.Structure):
    _fields_ = [("struct_size", c_uint32), ("reserved", c_uint32), ("from_", c_int32),
                ("through", c_int32), ("account", c_char_p), ("contract", c_char_p),
                ("service", c_char_p)]


class SqliteOptions(ctypes.Structure):
    _fields_ = [("struct_size", c_uint32), ("create", c_int32), ("path", c_char_p),
                ("busy_timeout_ms", c_int64)]


class HeldReading(ctypes.Structure):
    _fields_ = [("struct_size", c_uint32), ("cause", c_int32), ("effective_date", c_int32),
                ("proposal", c_int32), ("units", c_int64), ("contract", c_char_p),
                ("service", c_char_p), ("why", c_char_p), ("machines", c_uint64),
                ("recorded", c_int64)]


class Front:
    def __init__(self, folder):
        self.program = books.ByProgram(folder)
        self.clock = made("bba_clock_new_fixed", days("2026-01-01"))
        self.open()
        self.rmm = made("bba_memory_rmm_new")
        call("bba_memory_rmm_add_organization", self.rmm, byref(sized(Organization, id=b"O")))
        call("bba_memory_rmm_add_machine_group", self.rmm,
             byref(sized(Group, id=b"G", name=b"root", organization=b"O")))
        self.provider = made("bba_provider_new_memory", self.rmm)
        self.machines = 0

    def open(self):
        options = sized(SqliteOptions, create=1, path=str(self.program.database).encode(),
                        busy_timeout_ms=10_000)
        store = made("bba_store_open_sqlite", byref(options))
        self.desk = made("bba_desk_new", store, self.clock, books.TENANT.encode())

    def on(self, day):
        call("bba_clock_set_today", self.clock, days(day))

    def refusing(self, do, *arguments):
        try:
            return do(*arguments)
        except Failed as failed:
            raise books.Refused(failed.code, str(failed)) from None

    def import_book(self, day, book, reach_back=False):
        self.on(day)
        text = json.dumps(book).encode()
        parsed = made("bba_book_parse", text, c_size_t(len(text)))
        options = sized(ImportOptions, author=b"tester", reach_back=int(reach_back))
        told = text_of("bba_import_report_json",
                       made("bba_import_book", self.desk, parsed, byref(options)))
        return told["changes"], [f"{each['code']}: {each['context']}" for each in told["refused"]]

    def post(self, day, credit_batches=0, contract=None):
        self.on(day)
        wanted = sized(Filter, from_=NO_DATE, through=NO_DATE,
                       contract=contract.encode() if contract else None)
        options = sized(Options, credit_batches=credit_batches, contracts_per_transaction=64,
                        author=b"tester", filter=ctypes.cast(byref(wanted), c_void_p),
                        settle_by_account=1, most_days_ahead=366, most_periods=13)
        report = self.refusing(made, "bba_post_available", self.desk, byref(options))
        return text_of("bba_post_report_json", report)

    def pay_out(self, day, contract):
        return self.post(day, ONLY_CREDITS, contract)

    def invoice(self, day, batches, number):
        self.on(day)
        names = (c_char_p * len(batches))(*[batch.encode() for batch in batches])
        self.refusing(call, "bba_mark_invoiced", self.desk, names, c_size_t(len(batches)),
                      number.encode(), b"tester", b"")

    def void(self, day, number):
        self.on(day)
        count = c_size_t()
        before = self.states()
        call("bba_void_invoice", byref(count), self.desk, number.encode(), b"tester", b"scenario")
        gone = [batch for batch, state in self.states().items() if state != before[batch]]
        assert len(gone) == count.value
        return gone

    def states(self):
        bba.bba_batches_count.restype = c_size_t
        batches = made("bba_desk_batches", self.desk, None)
        states = {}
        for index in range(bba.bba_batches_count(batches)):
            batch = sized(Batch)
            call("bba_batches_get", byref(batch), batches, c_size_t(index))
            states[batch.id.decode()] = batch.state
        return states

    def night(self, day, machines):
        self.on(day)
        for number in range(1, self.machines + 1):
            call("bba_memory_rmm_remove_agent", self.rmm, str(number).encode())
        for number in range(1, machines + 1):
            name = str(number).encode()
            call("bba_memory_rmm_add_agent", self.rmm, byref(sized(
                Agent, state=ONLINE, id=name, name=name, organization=b"O", group=b"G",
                first_seen=UNKNOWN, last_seen=UNKNOWN)))
        self.machines = machines
        made("bba_nightly_sync", self.desk, self.provider, None)

    def waiting(self):
        bba.bba_held_count.restype = c_size_t
        held = made("bba_desk_held", self.desk)
        rows = []
        for index in range(bba.bba_held_count(held)):
            reading = sized(HeldReading)
            call("bba_held_get", byref(reading), held, c_size_t(index))
            rows.append(f"{CAUSES[reading.cause]} {reading.units}")
        return rows

    def confirm(self, day, service):
        self.on(day)
        contract, _, name = service.encode().partition(b"/")
        call("bba_confirm_held", self.desk, contract, name, c_int32(0), b"tester")

    def units(self, day, service):
        contract, _, name = service.encode().partition(b"/")
        units = c_int64()
        call("bba_units_on", byref(units), made("bba_desk_units", self.desk, contract, name),
             days(day))
        return units.value


class Batch(ctypes.Structure):
    _fields_ = [("struct_size", c_uint32), ("state", c_int32), ("posted_on", c_int32),
                ("currency", ctypes.c_char * 4), ("total_minor", c_int64), ("posted", c_int64),
                ("id", c_char_p), ("contract", c_char_p), ("account", c_char_p),
                ("author", c_char_p), ("invoice_number", c_char_p), ("settlement", c_char_p)]


assert len(books.SCENARIOS) >= 9
for each in books.SCENARIOS:
    with tempfile.TemporaryDirectory(prefix="billbyagent-books-") as folder:
        books.play(Front(folder), each)
print(f"{len(books.SCENARIOS)} scenarios of books through C")
