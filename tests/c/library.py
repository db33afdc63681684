"""The C interface as any language with a foreign function interface would load it: no header, no
compiler, only the layouts and names that docs/abi-policy.md keeps.
"""

import ctypes
import json
import sys
from ctypes import byref, c_char_p, c_int32, c_int64, c_uint32, c_void_p
from datetime import date

bba = ctypes.CDLL(sys.argv[1])
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


class Failed(AssertionError):
    """A status that is not 0."""

    def __init__(self, name, status, message):
        super().__init__(f"{name}: {status} {message}")
        bba.bba_status_name.restype = c_char_p
        self.code = bba.bba_status_name(status).decode()


def call(name, *arguments):
    """The status must be 0; `bba_error **` comes last."""
    error = c_void_p()
    status = getattr(bba, name)(*arguments, byref(error))
    if status != 0:
        bba.bba_error_message.restype = c_char_p
        raise Failed(name, status, bba.bba_error_message(error).decode())


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
