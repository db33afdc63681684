# Made by bindings/python/stub/generate.py from the compiled module and hand_written.pyi.

import datetime
import decimal
import enum
import fractions
import os
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from typing import Any, ClassVar, NoReturn, Protocol, TypeAlias, overload
from .errors import Error

__all__ = [
    "Errc",
    "meaning_of",
    "CycleLength",
    "DayCount",
    "EffectiveDay",
    "Rounding",
    "RoundingStep",
    "IncreaseRule",
    "DecreaseRule",
    "PolicyPreset",
    "Measure",
    "PriceModel",
    "Charging",
    "ChargePart",
    "BillingTiming",
    "AccountFrom",
    "ContractStatus",
    "AtTermEnd",
    "Trust",
    "Overlaps",
    "AgentState",
    "SubGroups",
    "Counting",
    "Verdict",
    "MachineMove",
    "ChangeReason",
    "HeldCause",
    "HeldEnd",
    "LineKind",
    "LineState",
    "PostingOutcome",
    "SaveOutcome",
    "NoticeKind",
    "SyncStatus",
    "BatchStatus",
    "Access",
    "CreditBatches",
    "Settlement",
    "StaleCounts",
    "DecisionAbout",
    "DecisionKind",
    "RaiseStatus",
    "ZeroLines",
    "Currency",
    "Money",
    "UnitPrice",
    "Period",
    "BillingCycle",
    "Fraction",
    "ProrationPolicy",
    "policy_of",
    "share_of",
    "nth_month_from",
    "Organization",
    "MachineGroup",
    "View",
    "Agent",
    "MachineClass",
    "CountRule",
    "AgentScope",
    "ManualUnits",
    "GroupTree",
    "judge",
    "QuantityTerms",
    "Rate",
    "PriceTier",
    "DatedPrice",
    "Indexation",
    "Charge",
    "Level",
    "Step",
    "ProrationPeriods",
    "Account",
    "ServiceKey",
    "AgreedTerm",
    "ContractAmendment",
    "ServiceAmendment",
    "Service",
    "Contract",
    "check_update",
    "FirstUnits",
    "Book",
    "UnitChange",
    "DatedUnits",
    "UnitHistory",
    "Hardware",
    "Machine",
    "MachineEvent",
    "HeldReading",
    "HeldEnding",
    "EndedReading",
    "LineKey",
    "LineItem",
    "bill",
    "split",
    "PostedLine",
    "StateRecord",
    "Batch",
    "unposted",
    "batch_id",
    "lines_to_csv",
    "Notice",
    "PendingNotice",
    "RunRecord",
    "Tombstone",
    "Clock",
    "SystemClock",
    "FixedClock",
    "Transaction",
    "Store",
    "MemoryStore",
    "SqliteStore",
    "PostgresStore",
    "Deadline",
    "AgentSink",
    "RmmProvider",
    "ProviderCall",
    "MemoryProvider",
    "VsaxDevices",
    "VsaxDetails",
    "FileFormat",
    "Trailer",
    "FileChoice",
    "IncompleteRows",
    "TotalsRows",
    "LookAlikeIds",
    "ToldTotals",
    "DateOrder",
    "make_file_provider",
    "MeshCentralOrganizations",
    "MeshCentralDevices",
    "Notifier",
    "MemoryNotifier",
    "make_jsonl_notifier",
    "DeliveryReport",
    "deliver_notices",
    "SyncGuard",
    "DayLimit",
    "JudgedMachine",
    "ServiceSync",
    "RmmOutcome",
    "SyncReport",
    "UnitsNow",
    "MachinesNow",
    "nightly_sync",
    "take_over_units_now",
    "get_units_now",
    "machines_now",
    "record_units",
    "confirm_held",
    "reject_held",
    "delete_unposted",
    "mark_invoiced",
    "mark_exported",
    "unpost",
    "void_invoice",
    "Totals",
    "totals_of",
    "erase_name",
    "Finding",
    "VerifyReport",
    "verify",
    "RmmFreshness",
    "ServiceFreshness",
    "freshness",
    "service_freshness",
    "UnbilledUnits",
    "BillingFilter",
    "ReviewedContract",
    "OwedCredit",
    "BillingReview",
    "owed_credits",
    "billing_review",
    "BatchLimit",
    "PostedContract",
    "PostReport",
    "post_available",
    "Explanation",
    "explain_line",
    "CountedTwice",
    "Worth",
    "Unbilled",
    "LeftOut",
    "Uncounted",
    "OrganizationWithoutAccount",
    "CoverageReport",
    "coverage_report",
    "NewPrice",
    "MoreUnits",
    "SetUnits",
    "ServiceEnds",
    "OtherMachines",
    "AmountChange",
    "ServicePeriodDifference",
    "PeriodDifference",
    "Preview",
    "PreviewSide",
    "suppose",
    "preview",
    "preview_contract",
    "load_preview_side",
    "machines_of",
    "moved_to_group",
    "other_scopes",
    "ParsedBook",
    "parse_book",
    "ImportReport",
    "TermChange",
    "import_changes",
    "BillEffect",
    "import_effect",
    "book_in_force",
    "book_to_json",
    "import_book",
    "TermEnd",
    "next_term_end",
    "ComingRenewal",
    "RenewalList",
    "coming_renewals",
    "renew_contract",
    "end_with_term",
    "PriceRaise",
    "RaisedService",
    "RaisedContract",
    "RaiseReport",
    "raise_prices",
    "OpenDecision",
    "OpenDecisions",
    "EndedDecision",
    "Decision",
    "Decided",
    "DecisionReport",
    "open_decisions",
    "ended_decisions",
    "decide_open",
    "review_page",
    "statement_page",
]

__version__: str

class _Progress(Protocol):
    def __call__(self, stage: str, done: int, total: int, /) -> object: ...

_WhatIf: TypeAlias = NewPrice | MoreUnits | SetUnits | ServiceEnds | OtherMachines

class Errc(enum.IntEnum):
    """Every expected failure, with the number that it has in C."""
    invalid_argument = 100
    invalid_date = 101
    invalid_money = 102
    invalid_units = 103
    invalid_period = 104
    unknown_currency = 105
    currency_mismatch = 106
    too_many_decimals = 107
    out_of_range = 108
    duplicate_id = 109
    overlapping_services = 110
    ends_before_start = 111
    malformed_document = 112
    invalid_settings = 113
    unit_source_locked = 200
    terms_locked = 201
    not_found = 202
    wrong_state = 203
    conflicts = 204
    units_unknown = 205
    nothing_to_do = 206
    deleted = 207
    reaches_back = 208
    store_behind = 209
    implausible_day = 210
    implausible_batch = 211
    stale_counts = 212
    organization_not_linked = 300
    organization_gone = 301
    machine_group_gone = 302
    view_gone = 303
    unauthorized = 304
    mfa_required = 305
    forbidden = 306
    rate_limited = 307
    timed_out = 308
    unreachable = 309
    tls_failed = 310
    protocol_error = 311
    incomplete_scan = 312
    provider_failed = 313
    implausible_drop = 314
    cancelled = 315
    rmm_not_configured = 316
    stale_export = 317
    store_failed = 400
    store_busy = 401
    store_newer = 402
    store_not_a_database = 403
    notice_failed = 404
    file_failed = 405
    internal = 900

class CycleLength(enum.Enum):
    weekly = 0
    monthly = 1
    quarterly = 2
    semi_annual = 3
    annual = 4

class DayCount(enum.Enum):
    """How much of a billing period a span of its days is."""
    actual_period = 0
    calendar_months = 1
    thirty_day_months = 2
    thirty_360 = 3

class EffectiveDay(enum.Enum):
    """Whether the effective day is billed at the new count."""
    billed = 0
    not_billed = 1

class Rounding(enum.Enum):
    half_away_from_zero = 0
    half_even = 1
    toward_zero = 2

class RoundingStep(enum.Enum):
    """What is rounded."""
    line = 0
    unit_price = 1

class IncreaseRule(enum.Enum):
    """What units cost that come within a billing period."""
    prorated = 0
    full_period = 1
    next_period = 2

class DecreaseRule(enum.Enum):
    """What becomes of units that go within a billing period."""
    credited = 0
    next_period = 1
    committed = 2

class PolicyPreset(enum.Enum):
    """Conventions by the name of whose documents state them."""
    bms = 0
    connectwise = 1
    autotask = 2
    kill_bill = 3

class Measure(enum.Enum):
    """Which count a billing period is billed at."""
    prorated = 0
    high_watermark = 1
    average = 2
    fixed_day = 3

class PriceModel(enum.Enum):
    per_unit = 0
    volume = 1
    graduated = 2

class Charging(enum.Enum):
    """How a service charges."""
    by_unit = 0
    charge_once = 1
    charge_each_period = 2
    credit_once = 3
    credit_each_period = 4

class ChargePart(enum.Enum):
    """What a line bills for."""
    base_fee = 0
    units = 1
    overage = 2
    minimum = 3
    discount = 4
    discount_amount = 5
    charge = 6

class BillingTiming(enum.Enum):
    advance = 0
    arrears = 1

class AccountFrom(enum.Enum):
    """From when on another account pays."""
    effective_date = 0
    next_period = 1

class ContractStatus(enum.Enum):
    active = 0
    inactive = 1

class AtTermEnd(enum.Enum):
    """What becomes of a contract when its term is over."""
    renews = 0
    ends = 1

class Trust(enum.Enum):
    """How far the nightly job is trusted with the units of a contract."""
    automatic = 0
    propose = 1
    observe = 2

class Overlaps(enum.Enum):
    """Whether services of an account may count the same machine."""
    allowed = 0
    refused = 1

class AgentState(enum.Enum):
    online = 0
    offline = 1
    suspended = 2
    never_checked_in = 3
    template_account = 4

class SubGroups(enum.Enum):
    included = 0
    excluded = 1

class Counting(enum.Enum):
    counted = 0
    left_out = 1

class Verdict(enum.Enum):
    """Whether a machine counts, or the first reason why not."""
    counted = 0
    outside = 1
    not_listed = 2
    not_in_view = 3
    other_operating_system = 4
    suspended = 5
    never_checked_in = 6
    template_account = 7
    marked_for_deletion = 8
    ephemeral = 9
    not_seen_lately = 10
    last_seen_unknown = 11
    duplicate = 12
    other_class = 13
    no_class = 14
    new_machine = 15
    operating_system_unknown = 16

class MachineMove(enum.Enum):
    added = 0
    removed = 1
    moved_in = 2
    moved_out = 3
    waiting = 4
    missing = 5
    returned = 6
    identified = 7

class ChangeReason(enum.Enum):
    """Why units changed."""
    initial = 0
    nightly_sync = 1
    get_units_now = 2
    manual = 3
    correction = 4
    confirmed_drop = 5
    confirmed_proposal = 6
    confirmed_rise = 7

class HeldCause(enum.Enum):
    """Why a count waits for a person."""
    implausible = 0
    proposed = 1
    rise = 2
    first_zero = 3
    gone = 4

class HeldEnd(enum.Enum):
    """How a count that waited ended."""
    confirmed = 0
    dissolved = 1
    rejected = 2

class LineKind(enum.Enum):
    recurring = 0
    increment = 1
    decrement = 2

class LineState(enum.Enum):
    posted = 0
    invoiced = 1
    exported = 2
    returned = 3

class PostingOutcome(enum.Enum):
    """What became of a keyed write."""
    created = 0
    already_posted = 1
    conflicts = 2

class SaveOutcome(enum.Enum):
    created = 0
    updated = 1
    unchanged = 2

class NoticeKind(enum.Enum):
    units_changed = 0
    drop_held = 1
    change_proposed = 2
    rise_held = 3
    first_zero_held = 4

class SyncStatus(enum.Enum):
    """What a night made of a service."""
    unchanged = 0
    machines_changed = 1
    first_count = 2
    changed = 3
    held = 4
    proposed = 5
    rejected = 6
    observed = 7
    failed = 8
    overtaken = 9

class BatchStatus(enum.Enum):
    """What a posting made of a contract."""
    posted = 0
    held = 1
    failed = 2

class Access(enum.Enum):
    """What a transaction is begun for."""
    read = 0
    write = 1

class CreditBatches(enum.Enum):
    """What becomes of a batch of credits only."""
    held = 0
    allowed = 1
    only = 2

class Settlement(enum.Enum):
    """Whose charges credits are settled against."""
    contract = 0
    account = 1

class StaleCounts(enum.Enum):
    """What becomes of services whose counts are too old."""
    warned = 0
    refused = 1

class DecisionAbout(enum.Enum):
    """What waits for a person."""
    drop = 0
    rise = 1
    first_zero = 2
    gone = 3
    proposal = 4
    credit = 5
    day = 6

class DecisionKind(enum.Enum):
    """What a person decides."""
    approve = 0
    dismiss = 1
    adjust = 2

class RaiseStatus(enum.Enum):
    """What a run of prices made of a service."""
    raised = 0
    excepted = 1
    not_in_force = 2
    charge = 3
    indexed = 4
    priced_already = 5
    posted = 6
    no_renewal = 7
    tiered = 8
    other_currency = 9
    unchanged = 10

class ZeroLines(enum.Enum):
    """What becomes of lines that are worth exactly nothing."""
    posted = 0
    left = 1

class Currency:
    def __init__(self, code: str) -> None: ...
    @property
    def code(self) -> str: ...
    @property
    def exponent(self) -> int: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class Money:
    def __init__(
        self, amount: decimal.Decimal | fractions.Fraction | int | str, currency: Currency | str
    ) -> None: ...
    @staticmethod
    def from_minor(minor: int, currency: Currency | str) -> Money: ...
    @staticmethod
    def zero(currency: Currency | str) -> Money: ...
    @property
    def amount(self) -> decimal.Decimal: ...
    @property
    def minor(self) -> int: ...
    @property
    def currency(self) -> Currency: ...
    def __add__(self, other: Money, /) -> Money: ...
    def __sub__(self, other: Money, /) -> Money: ...
    def __radd__(self, start: int, /) -> Money: ...
    def __mul__(self, factor: int, /) -> Money: ...
    def __rmul__(self, factor: int, /) -> Money: ...
    def __format__(self, format: str, /) -> str: ...
    def __neg__(self) -> Money: ...
    def __bool__(self) -> bool: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class UnitPrice:
    def __init__(
        self, price: decimal.Decimal | fractions.Fraction | int | str, currency: Currency | str
    ) -> None: ...
    @property
    def price(self) -> decimal.Decimal: ...
    @property
    def millionths(self) -> int: ...
    @property
    def currency(self) -> Currency: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class Period:
    def __init__(self, begin: datetime.date, end: datetime.date) -> None: ...
    @staticmethod
    def month(year: int, month: int) -> Period: ...
    @property
    def begin(self) -> datetime.date: ...
    @property
    def end(self) -> datetime.date: ...
    @property
    def last_day(self) -> datetime.date: ...
    @property
    def days(self) -> int: ...
    def __contains__(self, day: datetime.date, /) -> bool: ...
    def __and__(self, other: Period, /) -> Period | None: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class BillingCycle:
    def __init__(
        self,
        length: CycleLength,
        anchor: datetime.date,
        anchor_day: int | None = ...,
        every: int = ...,
    ) -> None: ...
    @staticmethod
    def calendar(length: CycleLength) -> BillingCycle: ...
    def in_month(self, month: int) -> BillingCycle: ...
    @property
    def every(self) -> int: ...
    @property
    def length(self) -> CycleLength: ...
    @property
    def anchor(self) -> datetime.date: ...
    @property
    def anchor_day(self) -> int: ...
    @property
    def months(self) -> int: ...
    def period_at(self, day: datetime.date) -> Period: ...
    def next(self, period: Period) -> Period: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class Fraction:
    """A share of a billing period, not reduced: 15/30."""
    __match_args__ = ("numerator", "denominator")
    def __init__(self, *, numerator: int, denominator: int = ...) -> None: ...
    def replace(self, *, numerator: int = ..., denominator: int = ...) -> Fraction: ...
    @property
    def numerator(self) -> int: ...
    @property
    def denominator(self) -> int: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class ProrationPolicy:
    """The conventions of proration."""
    __match_args__ = (
        "day_count",
        "effective_day",
        "rounding",
        "rounding_step",
        "increase",
        "decrease",
        "minimum_credit_minor",
    )
    def __init__(
        self,
        *,
        day_count: DayCount = ...,
        effective_day: EffectiveDay = ...,
        rounding: Rounding = ...,
        rounding_step: RoundingStep = ...,
        increase: IncreaseRule = ...,
        decrease: DecreaseRule = ...,
        minimum_credit_minor: int = ...,
    ) -> None: ...
    def replace(
        self,
        *,
        day_count: DayCount = ...,
        effective_day: EffectiveDay = ...,
        rounding: Rounding = ...,
        rounding_step: RoundingStep = ...,
        increase: IncreaseRule = ...,
        decrease: DecreaseRule = ...,
        minimum_credit_minor: int = ...,
    ) -> ProrationPolicy: ...
    @property
    def day_count(self) -> DayCount: ...
    @property
    def effective_day(self) -> EffectiveDay: ...
    @property
    def rounding(self) -> Rounding: ...
    @property
    def rounding_step(self) -> RoundingStep: ...
    @property
    def increase(self) -> IncreaseRule: ...
    @property
    def decrease(self) -> DecreaseRule: ...
    @property
    def minimum_credit_minor(self) -> int:
        """a smaller credit of a service and period waits, in minor units"""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class Organization:
    """A customer as the RMM knows it."""
    __match_args__ = ("id", "name", "reference")
    def __init__(self, *, id: str, name: str = ..., reference: str = ...) -> None: ...
    def replace(self, *, id: str = ..., name: str = ..., reference: str = ...) -> Organization: ...
    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def reference(self) -> str:
        """short code used in machine names; may be empty"""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class MachineGroup:
    """A machine group of the RMM and the organization it belongs to."""
    __match_args__ = ("id", "name", "organization", "parent")
    def __init__(
        self,
        *,
        id: str,
        name: str = ...,
        organization: str,
        parent: str | None = ...,
    ) -> None: ...
    def replace(
        self,
        *,
        id: str = ...,
        name: str = ...,
        organization: str = ...,
        parent: str | None = ...,
    ) -> MachineGroup: ...
    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str:
        """root first: acme.root.servers"""
    @property
    def organization(self) -> str: ...
    @property
    def parent(self) -> str | None: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class View:
    """A saved filter of the RMM."""
    __match_args__ = ("id", "name")
    def __init__(self, *, id: str, name: str = ...) -> None: ...
    def replace(self, *, id: str = ..., name: str = ...) -> View: ...
    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class Agent:
    """A managed machine. Identity is `id` alone."""
    __match_args__ = (
        "id",
        "name",
        "organization",
        "group",
        "state",
        "operating_system",
        "serial_number",
        "mac_address",
        "first_seen",
        "last_seen",
        "marked_for_deletion",
        "ephemeral",
        "device_type",
    )
    def __init__(
        self,
        *,
        id: str,
        name: str = ...,
        organization: str,
        group: str,
        state: AgentState = ...,
        operating_system: str = ...,
        serial_number: str = ...,
        mac_address: str = ...,
        first_seen: datetime.datetime | None = ...,
        last_seen: datetime.datetime | None = ...,
        marked_for_deletion: bool = ...,
        ephemeral: bool = ...,
        device_type: str = ...,
    ) -> None: ...
    def replace(
        self,
        *,
        id: str = ...,
        name: str = ...,
        organization: str = ...,
        group: str = ...,
        state: AgentState = ...,
        operating_system: str = ...,
        serial_number: str = ...,
        mac_address: str = ...,
        first_seen: datetime.datetime | None = ...,
        last_seen: datetime.datetime | None = ...,
        marked_for_deletion: bool = ...,
        ephemeral: bool = ...,
        device_type: str = ...,
    ) -> Agent: ...
    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str:
        """such as pc01"""
    @property
    def organization(self) -> str: ...
    @property
    def group(self) -> str: ...
    @property
    def state(self) -> AgentState: ...
    @property
    def operating_system(self) -> str:
        """the RMM's own text"""
    @property
    def serial_number(self) -> str: ...
    @property
    def mac_address(self) -> str: ...
    @property
    def first_seen(self) -> datetime.datetime | None: ...
    @property
    def last_seen(self) -> datetime.datetime | None: ...
    @property
    def marked_for_deletion(self) -> bool: ...
    @property
    def ephemeral(self) -> bool:
        """a support session"""
    @property
    def device_type(self) -> str:
        """the RMM's own word"""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class MachineClass:
    """A kind of machines that a contract tells apart."""
    __match_args__ = ("name", "operating_system_contains", "device_types")
    def __init__(
        self,
        *,
        name: str,
        operating_system_contains: Sequence[str] = ...,
        device_types: Sequence[str] = ...,
    ) -> None: ...
    def replace(
        self,
        *,
        name: str = ...,
        operating_system_contains: Sequence[str] = ...,
        device_types: Sequence[str] = ...,
    ) -> MachineClass: ...
    @property
    def name(self) -> str: ...
    @property
    def operating_system_contains(self) -> tuple[str, ...]: ...
    @property
    def device_types(self) -> tuple[str, ...]: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class CountRule:
    """Which states of a machine count."""
    __match_args__ = (
        "suspended",
        "never_checked_in",
        "template_account",
        "marked_for_deletion",
        "ephemeral",
        "duplicate",
        "seen_within_days",
        "grace_new_days",
        "grace_gone_days",
    )
    def __init__(
        self,
        *,
        suspended: Counting = ...,
        never_checked_in: Counting = ...,
        template_account: Counting = ...,
        marked_for_deletion: Counting = ...,
        ephemeral: Counting = ...,
        duplicate: Counting = ...,
        seen_within_days: int | None = ...,
        grace_new_days: int = ...,
        grace_gone_days: int = ...,
    ) -> None: ...
    def replace(
        self,
        *,
        suspended: Counting = ...,
        never_checked_in: Counting = ...,
        template_account: Counting = ...,
        marked_for_deletion: Counting = ...,
        ephemeral: Counting = ...,
        duplicate: Counting = ...,
        seen_within_days: int | None = ...,
        grace_new_days: int = ...,
        grace_gone_days: int = ...,
    ) -> CountRule: ...
    @property
    def suspended(self) -> Counting: ...
    @property
    def never_checked_in(self) -> Counting: ...
    @property
    def template_account(self) -> Counting: ...
    @property
    def marked_for_deletion(self) -> Counting: ...
    @property
    def ephemeral(self) -> Counting: ...
    @property
    def duplicate(self) -> Counting: ...
    @property
    def seen_within_days(self) -> int | None: ...
    @property
    def grace_new_days(self) -> int:
        """before a new machine is billed"""
    @property
    def grace_gone_days(self) -> int:
        """a machine that is gone is billed"""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class AgentScope:
    """Which agents a service bills for."""
    __match_args__ = (
        "rmm",
        "organization",
        "group",
        "sub_groups",
        "view",
        "machines",
        "operating_system_contains",
        "rule",
        "machine_class",
        "classes",
    )
    def __init__(
        self,
        *,
        rmm: str = ...,
        organization: str | None = ...,
        group: str | None = ...,
        sub_groups: SubGroups = ...,
        view: str | None = ...,
        machines: Sequence[str] = ...,
        operating_system_contains: str = ...,
        rule: CountRule = ...,
        machine_class: str | None = ...,
        classes: Sequence[MachineClass] = ...,
    ) -> None: ...
    def replace(
        self,
        *,
        rmm: str = ...,
        organization: str | None = ...,
        group: str | None = ...,
        sub_groups: SubGroups = ...,
        view: str | None = ...,
        machines: Sequence[str] = ...,
        operating_system_contains: str = ...,
        rule: CountRule = ...,
        machine_class: str | None = ...,
        classes: Sequence[MachineClass] = ...,
    ) -> AgentScope: ...
    @property
    def rmm(self) -> str:
        """that all other ids here belong to; empty: the default one"""
    @property
    def organization(self) -> str | None:
        """None: the organization that the account is linked to"""
    @property
    def group(self) -> str | None:
        """None: the whole organization"""
    @property
    def sub_groups(self) -> SubGroups: ...
    @property
    def view(self) -> str | None:
        """only machines that are in this view as well"""
    @property
    def machines(self) -> tuple[str, ...]:
        """when not empty, only these"""
    @property
    def operating_system_contains(self) -> str:
        """part of the operating system's text, in either case"""
    @property
    def rule(self) -> CountRule: ...
    @property
    def machine_class(self) -> str | None:
        """only machines of this class"""
    @property
    def classes(self) -> tuple[MachineClass, ...]:
        """empty in the terms of a service"""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class ManualUnits:
    """Units typed in by a person."""
    __match_args__ = ()
    def __init__(self) -> None: ...
    def replace(self) -> ManualUnits: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class GroupTree:
    def __init__(self, groups: Sequence[MachineGroup]) -> None: ...
    def find(self, group: str) -> MachineGroup | None: ...
    def is_within(self, group: str, ancestor: str) -> bool: ...
    def with_sub_groups(self, ancestor: str) -> list[str]: ...
    @property
    def groups(self) -> tuple[MachineGroup, ...]: ...

class QuantityTerms:
    """From counted units to billed ones."""
    __match_args__ = ("measure", "fixed_day", "included", "minimum", "maximum")
    def __init__(
        self,
        *,
        measure: Measure = ...,
        fixed_day: int = ...,
        included: int = ...,
        minimum: int = ...,
        maximum: int | None = ...,
    ) -> None: ...
    def replace(
        self,
        *,
        measure: Measure = ...,
        fixed_day: int = ...,
        included: int = ...,
        minimum: int = ...,
        maximum: int | None = ...,
    ) -> QuantityTerms: ...
    @property
    def measure(self) -> Measure: ...
    @property
    def fixed_day(self) -> int:
        """the n-th day of the billing period"""
    @property
    def included(self) -> int:
        """free units"""
    @property
    def minimum(self) -> int:
        """billed even when fewer are counted"""
    @property
    def maximum(self) -> int | None:
        """what is counted above it is not billed"""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class Rate:
    """What one unit sells for and costs, for one whole billing period."""
    __match_args__ = ("price_millionths", "cost_millionths", "part")
    def __init__(
        self,
        *,
        price_millionths: int = ...,
        cost_millionths: int = ...,
        part: ChargePart = ...,
    ) -> None: ...
    def replace(
        self,
        *,
        price_millionths: int = ...,
        cost_millionths: int = ...,
        part: ChargePart = ...,
    ) -> Rate: ...
    @property
    def price_millionths(self) -> int: ...
    @property
    def cost_millionths(self) -> int: ...
    @property
    def part(self) -> ChargePart: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class PriceTier:
    """The charged units from the `from_`-th to the `to`-th."""
    __match_args__ = ("from_", "to", "price", "cost")
    def __init__(
        self,
        *,
        from_: int = ...,
        to: int | None = ...,
        price: UnitPrice,
        cost: UnitPrice,
    ) -> None: ...
    def replace(
        self,
        *,
        from_: int = ...,
        to: int | None = ...,
        price: UnitPrice = ...,
        cost: UnitPrice = ...,
    ) -> PriceTier: ...
    @property
    def from_(self) -> int: ...
    @property
    def to(self) -> int | None:
        """None: the last tier"""
    @property
    def price(self) -> UnitPrice: ...
    @property
    def cost(self) -> UnitPrice: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class DatedPrice:
    """A price with the day it begins to hold."""
    __match_args__ = (
        "effective",
        "price",
        "cost",
        "tiers",
        "base_fee",
        "reason",
        "author",
        "recorded",
    )
    def __init__(
        self,
        *,
        effective: datetime.date,
        price: UnitPrice,
        cost: UnitPrice,
        tiers: Sequence[PriceTier] = ...,
        base_fee: UnitPrice | None = ...,
        reason: str = ...,
        author: str = ...,
        recorded: datetime.datetime = ...,
    ) -> None: ...
    def replace(
        self,
        *,
        effective: datetime.date = ...,
        price: UnitPrice = ...,
        cost: UnitPrice = ...,
        tiers: Sequence[PriceTier] = ...,
        base_fee: UnitPrice | None = ...,
        reason: str = ...,
        author: str = ...,
        recorded: datetime.datetime = ...,
    ) -> DatedPrice: ...
    @property
    def effective(self) -> datetime.date: ...
    @property
    def price(self) -> UnitPrice:
        """with tiers: the first tier's"""
    @property
    def cost(self) -> UnitPrice: ...
    @property
    def tiers(self) -> tuple[PriceTier, ...]:
        """for volume and graduated prices"""
    @property
    def base_fee(self) -> UnitPrice | None:
        """for one whole billing period, whatever the units"""
    @property
    def reason(self) -> str: ...
    @property
    def author(self) -> str:
        """who or what recorded it"""
    @property
    def recorded(self) -> datetime.datetime: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class Indexation:
    """A yearly raise of all prices of a service."""
    __match_args__ = ("basis_points", "first", "decimals")
    def __init__(self, *, basis_points: int, first: datetime.date, decimals: int = ...) -> None: ...
    def replace(
        self,
        *,
        basis_points: int = ...,
        first: datetime.date = ...,
        decimals: int = ...,
    ) -> Indexation: ...
    @property
    def basis_points(self) -> int:
        """325 is 3.25 %"""
    @property
    def first(self) -> datetime.date:
        """the first raise"""
    @property
    def decimals(self) -> int: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class Charge:
    """So many units at one rate."""
    __match_args__ = ("rate", "units")
    def __init__(self, *, rate: Rate, units: int) -> None: ...
    def replace(self, *, rate: Rate = ..., units: int = ...) -> Charge: ...
    @property
    def rate(self) -> Rate: ...
    @property
    def units(self) -> int: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class Level:
    """What is billed for each day from one day on."""
    __match_args__ = ("units", "charges", "tax_category", "account")
    def __init__(
        self,
        *,
        units: int = ...,
        charges: Sequence[Charge] = ...,
        tax_category: str = ...,
        account: str = ...,
    ) -> None: ...
    def replace(
        self,
        *,
        units: int = ...,
        charges: Sequence[Charge] = ...,
        tax_category: str = ...,
        account: str = ...,
    ) -> Level: ...
    @property
    def units(self) -> int:
        """billed units"""
    @property
    def charges(self) -> tuple[Charge, ...]: ...
    @property
    def tax_category(self) -> str: ...
    @property
    def account(self) -> str:
        """who pays"""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class Step:
    """The beginning of a proration period."""
    __match_args__ = ("effective", "billed_from", "before", "after")
    def __init__(
        self,
        *,
        effective: datetime.date,
        billed_from: datetime.date,
        before: Level,
        after: Level,
    ) -> None: ...
    def replace(
        self,
        *,
        effective: datetime.date = ...,
        billed_from: datetime.date = ...,
        before: Level = ...,
        after: Level = ...,
    ) -> Step: ...
    @property
    def effective(self) -> datetime.date:
        """the day the change is dated"""
    @property
    def billed_from(self) -> datetime.date:
        """the first day billed at `after`"""
    @property
    def before(self) -> Level: ...
    @property
    def after(self) -> Level: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class ProrationPeriods:
    """The billed days of a service within one billing period, cut where something changes."""
    __match_args__ = ("billing_period", "billed", "steps")
    def __init__(
        self,
        *,
        billing_period: Period,
        billed: Period,
        steps: Sequence[Step] = ...,
    ) -> None: ...
    def replace(
        self,
        *,
        billing_period: Period = ...,
        billed: Period = ...,
        steps: Sequence[Step] = ...,
    ) -> ProrationPeriods: ...
    @property
    def billing_period(self) -> Period: ...
    @property
    def billed(self) -> Period: ...
    @property
    def steps(self) -> tuple[Step, ...]: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def level_on(self, day: datetime.date) -> Level: ...

class Account:
    """The customer."""
    __match_args__ = ("id", "name", "organization", "overlaps", "links")
    def __init__(
        self,
        *,
        id: str,
        name: str = ...,
        organization: str | None = ...,
        overlaps: Overlaps = ...,
        links: Mapping[str, str] = ...,
    ) -> None: ...
    def replace(
        self,
        *,
        id: str = ...,
        name: str = ...,
        organization: str | None = ...,
        overlaps: Overlaps = ...,
        links: Mapping[str, str] = ...,
    ) -> Account: ...
    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def organization(self) -> str | None:
        """the default RMM's that it is linked to"""
    @property
    def overlaps(self) -> Overlaps: ...
    @property
    def links(self) -> dict[str, str]:
        """to organizations of the other RMMs"""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class ServiceKey:
    """A service, within its tenant."""
    __match_args__ = ("contract", "service")
    def __init__(self, *, contract: str, service: str) -> None: ...
    def replace(self, *, contract: str = ..., service: str = ...) -> ServiceKey: ...
    @property
    def contract(self) -> str: ...
    @property
    def service(self) -> str: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class AgreedTerm:
    """How long a contract is agreed for, and what comes then."""
    __match_args__ = ("months", "notice_days", "at_end")
    def __init__(
        self,
        *,
        months: int = ...,
        notice_days: int = ...,
        at_end: AtTermEnd = ...,
    ) -> None: ...
    def replace(
        self,
        *,
        months: int = ...,
        notice_days: int = ...,
        at_end: AtTermEnd = ...,
    ) -> AgreedTerm: ...
    @property
    def months(self) -> int:
        """a year is twelve"""
    @property
    def notice_days(self) -> int:
        """before the last day"""
    @property
    def at_end(self) -> AtTermEnd: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class ContractAmendment:
    """What changes of a contract from a day on; the rest goes on."""
    __match_args__ = (
        "effective",
        "status",
        "discount_basis_points",
        "discount_amount",
        "trust",
        "cycle",
        "timing",
        "account",
        "account_from",
        "name",
        "recipients",
        "reason",
        "author",
        "recorded",
        "agreed_term",
    )
    def __init__(
        self,
        *,
        effective: datetime.date,
        status: ContractStatus | None = ...,
        discount_basis_points: int | None = ...,
        discount_amount: UnitPrice | None = ...,
        trust: Trust | None = ...,
        cycle: BillingCycle | None = ...,
        timing: BillingTiming | None = ...,
        account: str | None = ...,
        account_from: AccountFrom = ...,
        name: str | None = ...,
        recipients: Sequence[str] | None = ...,
        reason: str = ...,
        author: str = ...,
        recorded: datetime.datetime = ...,
        agreed_term: AgreedTerm | None = ...,
    ) -> None: ...
    def replace(
        self,
        *,
        effective: datetime.date = ...,
        status: ContractStatus | None = ...,
        discount_basis_points: int | None = ...,
        discount_amount: UnitPrice | None = ...,
        trust: Trust | None = ...,
        cycle: BillingCycle | None = ...,
        timing: BillingTiming | None = ...,
        account: str | None = ...,
        account_from: AccountFrom = ...,
        name: str | None = ...,
        recipients: Sequence[str] | None = ...,
        reason: str = ...,
        author: str = ...,
        recorded: datetime.datetime = ...,
        agreed_term: AgreedTerm | None = ...,
    ) -> ContractAmendment: ...
    @property
    def effective(self) -> datetime.date: ...
    @property
    def status(self) -> ContractStatus | None:
        """None: not said"""
    @property
    def discount_basis_points(self) -> int | None: ...
    @property
    def discount_amount(self) -> UnitPrice | None:
        """off all services together, for a whole period"""
    @property
    def trust(self) -> Trust | None: ...
    @property
    def cycle(self) -> BillingCycle | None:
        """its periods begin, those so far end"""
    @property
    def timing(self) -> BillingTiming | None: ...
    @property
    def account(self) -> str | None: ...
    @property
    def account_from(self) -> AccountFrom:
        """from when on the account pays"""
    @property
    def name(self) -> str | None: ...
    @property
    def recipients(self) -> list[str] | None: ...
    @property
    def reason(self) -> str: ...
    @property
    def author(self) -> str:
        """who or what recorded it"""
    @property
    def recorded(self) -> datetime.datetime: ...
    @property
    def agreed_term(self) -> AgreedTerm | None:
        """of a term that begins on the day"""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class ServiceAmendment:
    """What changes of a service from a day on; the rest goes on."""
    __match_args__ = (
        "effective",
        "tax_category",
        "included",
        "minimum",
        "maximum",
        "minimum_amount",
        "discount_basis_points",
        "discount_amount",
        "indexation",
        "day_count",
        "effective_day",
        "rounding",
        "rounding_step",
        "increase",
        "decrease",
        "minimum_credit_minor",
        "measure",
        "fixed_day",
        "name",
        "reason",
        "author",
        "recorded",
    )
    def __init__(
        self,
        *,
        effective: datetime.date,
        tax_category: str | None = ...,
        included: int | None = ...,
        minimum: int | None = ...,
        maximum: int | None = ...,
        minimum_amount: UnitPrice | None = ...,
        discount_basis_points: int | None = ...,
        discount_amount: UnitPrice | None = ...,
        indexation: Indexation | None = ...,
        day_count: DayCount | None = ...,
        effective_day: EffectiveDay | None = ...,
        rounding: Rounding | None = ...,
        rounding_step: RoundingStep | None = ...,
        increase: IncreaseRule | None = ...,
        decrease: DecreaseRule | None = ...,
        minimum_credit_minor: int | None = ...,
        measure: Measure | None = ...,
        fixed_day: int | None = ...,
        name: str | None = ...,
        reason: str = ...,
        author: str = ...,
        recorded: datetime.datetime = ...,
    ) -> None: ...
    def replace(
        self,
        *,
        effective: datetime.date = ...,
        tax_category: str | None = ...,
        included: int | None = ...,
        minimum: int | None = ...,
        maximum: int | None = ...,
        minimum_amount: UnitPrice | None = ...,
        discount_basis_points: int | None = ...,
        discount_amount: UnitPrice | None = ...,
        indexation: Indexation | None = ...,
        day_count: DayCount | None = ...,
        effective_day: EffectiveDay | None = ...,
        rounding: Rounding | None = ...,
        rounding_step: RoundingStep | None = ...,
        increase: IncreaseRule | None = ...,
        decrease: DecreaseRule | None = ...,
        minimum_credit_minor: int | None = ...,
        measure: Measure | None = ...,
        fixed_day: int | None = ...,
        name: str | None = ...,
        reason: str = ...,
        author: str = ...,
        recorded: datetime.datetime = ...,
    ) -> ServiceAmendment: ...
    @property
    def effective(self) -> datetime.date: ...
    @property
    def tax_category(self) -> str | None:
        """None: not said"""
    @property
    def included(self) -> int | None: ...
    @property
    def minimum(self) -> int | None: ...
    @property
    def maximum(self) -> int | None:
        """10000000: there is none any more"""
    @property
    def minimum_amount(self) -> UnitPrice | None:
        """0: none any more"""
    @property
    def discount_basis_points(self) -> int | None: ...
    @property
    def discount_amount(self) -> UnitPrice | None: ...
    @property
    def indexation(self) -> Indexation | None:
        """of 0 basis points: no further raise"""
    @property
    def day_count(self) -> DayCount | None: ...
    @property
    def effective_day(self) -> EffectiveDay | None: ...
    @property
    def rounding(self) -> Rounding | None: ...
    @property
    def rounding_step(self) -> RoundingStep | None: ...
    @property
    def increase(self) -> IncreaseRule | None: ...
    @property
    def decrease(self) -> DecreaseRule | None: ...
    @property
    def minimum_credit_minor(self) -> int | None: ...
    @property
    def measure(self) -> Measure | None: ...
    @property
    def fixed_day(self) -> int | None: ...
    @property
    def name(self) -> str | None: ...
    @property
    def reason(self) -> str: ...
    @property
    def author(self) -> str:
        """who or what recorded it"""
    @property
    def recorded(self) -> datetime.datetime: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class Service:
    """One service of a contract. How it derives its units is fixed once it is made."""
    __match_args__ = (
        "id",
        "name",
        "tax_category",
        "currency",
        "prices",
        "unit_source",
        "proration",
        "effective",
        "end",
        "billed_through",
        "quantity",
        "minimum_amount",
        "price_model",
        "indexation",
        "charging",
        "amendments",
    )
    def __init__(
        self,
        *,
        id: str,
        name: str = ...,
        tax_category: str = ...,
        currency: Currency | str,
        prices: Sequence[DatedPrice],
        unit_source: ManualUnits | AgentScope = ...,
        proration: ProrationPolicy = ...,
        effective: datetime.date,
        end: datetime.date | None = ...,
        billed_through: datetime.date | None = ...,
        quantity: QuantityTerms = ...,
        minimum_amount: UnitPrice | None = ...,
        price_model: PriceModel = ...,
        indexation: Indexation | None = ...,
        charging: Charging = ...,
        amendments: Sequence[ServiceAmendment] = ...,
    ) -> None: ...
    def replace(
        self,
        *,
        id: str = ...,
        name: str = ...,
        tax_category: str = ...,
        currency: Currency | str = ...,
        prices: Sequence[DatedPrice] = ...,
        unit_source: ManualUnits | AgentScope = ...,
        proration: ProrationPolicy = ...,
        effective: datetime.date = ...,
        end: datetime.date | None = ...,
        billed_through: datetime.date | None = ...,
        quantity: QuantityTerms = ...,
        minimum_amount: UnitPrice | None = ...,
        price_model: PriceModel = ...,
        indexation: Indexation | None = ...,
        charging: Charging = ...,
        amendments: Sequence[ServiceAmendment] = ...,
    ) -> Service: ...
    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def tax_category(self) -> str:
        """of the line items, until an amendment says otherwise"""
    @property
    def currency(self) -> Currency: ...
    @property
    def prices(self) -> tuple[DatedPrice, ...]:
        """the first must hold on the effective date"""
    @property
    def unit_source(self) -> ManualUnits | AgentScope: ...
    @property
    def proration(self) -> ProrationPolicy: ...
    @property
    def effective(self) -> datetime.date:
        """the first billed day"""
    @property
    def end(self) -> datetime.date | None:
        """the first day that is no longer billed; None: open"""
    @property
    def billed_through(self) -> datetime.date | None:
        """the last day that another system billed"""
    @property
    def quantity(self) -> QuantityTerms: ...
    @property
    def minimum_amount(self) -> UnitPrice | None:
        """of a whole billing period, before discounts"""
    @property
    def price_model(self) -> PriceModel: ...
    @property
    def indexation(self) -> Indexation | None: ...
    @property
    def charging(self) -> Charging: ...
    @property
    def amendments(self) -> tuple[ServiceAmendment, ...]:
        """in the order of recording"""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    @staticmethod
    def per_unit(
        id: str, price: decimal.Decimal | int | str, currency: Currency | str
    ) -> Service: ...
    def rate_on(self, day: datetime.date) -> Rate: ...

class Contract:
    """A recurring service contract of an account."""
    __match_args__ = (
        "id",
        "name",
        "account",
        "currency",
        "cycle",
        "timing",
        "status",
        "trust",
        "start",
        "end",
        "billed_through",
        "recipients",
        "services",
        "machine_classes",
        "amendments",
        "agreed_term",
    )
    def __init__(
        self,
        *,
        id: str,
        name: str = ...,
        account: str,
        currency: Currency | str,
        cycle: BillingCycle,
        timing: BillingTiming = ...,
        status: ContractStatus = ...,
        trust: Trust = ...,
        start: datetime.date,
        end: datetime.date | None = ...,
        billed_through: datetime.date | None = ...,
        recipients: Sequence[str] = ...,
        services: Sequence[Service] = ...,
        machine_classes: Sequence[MachineClass] = ...,
        amendments: Sequence[ContractAmendment] = ...,
        agreed_term: AgreedTerm | None = ...,
    ) -> None: ...
    def replace(
        self,
        *,
        id: str = ...,
        name: str = ...,
        account: str = ...,
        currency: Currency | str = ...,
        cycle: BillingCycle = ...,
        timing: BillingTiming = ...,
        status: ContractStatus = ...,
        trust: Trust = ...,
        start: datetime.date = ...,
        end: datetime.date | None = ...,
        billed_through: datetime.date | None = ...,
        recipients: Sequence[str] = ...,
        services: Sequence[Service] = ...,
        machine_classes: Sequence[MachineClass] = ...,
        amendments: Sequence[ContractAmendment] = ...,
        agreed_term: AgreedTerm | None = ...,
    ) -> Contract: ...
    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def account(self) -> str:
        """who pays until an amendment says otherwise"""
    @property
    def currency(self) -> Currency: ...
    @property
    def cycle(self) -> BillingCycle:
        """until an amendment says otherwise"""
    @property
    def timing(self) -> BillingTiming:
        """until an amendment says otherwise"""
    @property
    def status(self) -> ContractStatus:
        """until an amendment says otherwise"""
    @property
    def trust(self) -> Trust: ...
    @property
    def start(self) -> datetime.date: ...
    @property
    def end(self) -> datetime.date | None:
        """the first day after it; None: open"""
    @property
    def billed_through(self) -> datetime.date | None:
        """the last day that another system billed"""
    @property
    def recipients(self) -> tuple[str, ...]:
        """e-mail addresses that hear of changed units"""
    @property
    def services(self) -> tuple[Service, ...]: ...
    @property
    def machine_classes(self) -> tuple[MachineClass, ...]:
        """in the order in which they are tried"""
    @property
    def amendments(self) -> tuple[ContractAmendment, ...]:
        """in the order of recording"""
    @property
    def agreed_term(self) -> AgreedTerm | None:
        """begins on the start"""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def service(self, id: str) -> Service: ...
    def life_of(self, service: Service) -> Period | None: ...
    def status_on(self, day: datetime.date) -> ContractStatus: ...
    def account_on(self, day: datetime.date) -> str: ...
    def cycle_on(self, day: datetime.date) -> BillingCycle: ...
    def timing_on(self, day: datetime.date) -> BillingTiming: ...
    def name_on(self, day: datetime.date) -> str: ...
    def recipients_on(self, day: datetime.date) -> list[str]: ...
    def period_at(self, day: datetime.date) -> Period: ...
    def billing_periods(
        self, first_day: datetime.date, last_day: datetime.date
    ) -> list[Period]: ...

class FirstUnits:
    """Units that a person counted, for a service without any."""
    __match_args__ = ("key", "units")
    def __init__(self, *, key: ServiceKey, units: int) -> None: ...
    def replace(self, *, key: ServiceKey = ..., units: int = ...) -> FirstUnits: ...
    @property
    def key(self) -> ServiceKey: ...
    @property
    def units(self) -> int: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class Book:
    """Accounts and contracts, as they are imported."""
    __match_args__ = (
        "accounts",
        "contracts",
        "first_units",
        "named_of_accounts",
        "named_of_contracts",
    )
    def __init__(
        self,
        *,
        accounts: Sequence[Account] = ...,
        contracts: Sequence[Contract] = ...,
        first_units: Sequence[FirstUnits] = ...,
        named_of_accounts: Mapping[str, Set[str]] = ...,
        named_of_contracts: Mapping[str, Set[str]] = ...,
    ) -> None: ...
    def replace(
        self,
        *,
        accounts: Sequence[Account] = ...,
        contracts: Sequence[Contract] = ...,
        first_units: Sequence[FirstUnits] = ...,
        named_of_accounts: Mapping[str, Set[str]] = ...,
        named_of_contracts: Mapping[str, Set[str]] = ...,
    ) -> Book: ...
    @property
    def accounts(self) -> tuple[Account, ...]: ...
    @property
    def contracts(self) -> tuple[Contract, ...]: ...
    @property
    def first_units(self) -> tuple[FirstUnits, ...]: ...
    @property
    def named_of_accounts(self) -> dict[str, set[str]]: ...
    @property
    def named_of_contracts(self) -> dict[str, set[str]]: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    @staticmethod
    def parse(document: str | bytes | Mapping[str, Any]) -> Book: ...
    @staticmethod
    def from_frame(frame: Any) -> Book: ...
    def _repr_html_(self) -> str: ...

class UnitChange:
    """Units from a day on: when, why, by whom and recorded when."""
    __match_args__ = ("effective", "units", "reason", "note", "author", "recorded", "sequence")
    def __init__(
        self,
        *,
        effective: datetime.date,
        units: int,
        reason: ChangeReason = ...,
        note: str = ...,
        author: str = ...,
        recorded: datetime.datetime = ...,
        sequence: int = ...,
    ) -> None: ...
    def replace(
        self,
        *,
        effective: datetime.date = ...,
        units: int = ...,
        reason: ChangeReason = ...,
        note: str = ...,
        author: str = ...,
        recorded: datetime.datetime = ...,
        sequence: int = ...,
    ) -> UnitChange: ...
    @property
    def effective(self) -> datetime.date:
        """from this day on"""
    @property
    def units(self) -> int: ...
    @property
    def reason(self) -> ChangeReason: ...
    @property
    def note(self) -> str:
        """for people"""
    @property
    def author(self) -> str:
        """who or what recorded it"""
    @property
    def recorded(self) -> datetime.datetime: ...
    @property
    def sequence(self) -> int:
        """in the order of recording"""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class DatedUnits:
    """Units and the day from which they hold."""
    __match_args__ = ("effective", "units")
    def __init__(self, *, effective: datetime.date, units: int) -> None: ...
    def replace(self, *, effective: datetime.date = ..., units: int = ...) -> DatedUnits: ...
    @property
    def effective(self) -> datetime.date: ...
    @property
    def units(self) -> int: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class UnitHistory:
    def _repr_html_(self) -> str: ...
    def plot(self, *, through: datetime.date | None = ..., ax: Any = ...) -> Any: ...
    @overload
    def __init__(self) -> None: ...
    @overload
    def __init__(self, effective: datetime.date, units: int) -> None: ...
    @overload
    def record(self, effective: datetime.date, units: int) -> bool: ...
    @overload
    def record(self, change: UnitChange) -> bool: ...
    def units_on(self, day: datetime.date) -> int | None: ...
    def change_on(self, day: datetime.date) -> UnitChange | None: ...
    @property
    def changes(self) -> tuple[UnitChange, ...]: ...
    @property
    def timeline(self) -> tuple[DatedUnits, ...]: ...
    def __bool__(self) -> bool: ...
    def __eq__(self, other: object, /) -> bool: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]

class Hardware:
    """What tells a machine by its hardware; empty is unknown."""
    __match_args__ = ("serial", "mac")
    def __init__(self, *, serial: str = ..., mac: str = ...) -> None: ...
    def replace(self, *, serial: str = ..., mac: str = ...) -> Hardware: ...
    @property
    def serial(self) -> str:
        """upper case"""
    @property
    def mac(self) -> str:
        """twelve hex digits in upper case"""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class Machine:
    """A machine that counts for a service."""
    __match_args__ = ("agent", "name", "hardware")
    def __init__(self, *, agent: str, name: str = ..., hardware: Hardware = ...) -> None: ...
    def replace(
        self,
        *,
        agent: str = ...,
        name: str = ...,
        hardware: Hardware = ...,
    ) -> Machine: ...
    @property
    def agent(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def hardware(self) -> Hardware:
        """kept only for services that tell machines by it"""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class MachineEvent:
    """A machine that came or went."""
    __match_args__ = ("seen", "move", "agent", "name", "detail", "hardware", "since")
    def __init__(
        self,
        *,
        seen: datetime.date,
        move: MachineMove = ...,
        agent: str,
        name: str = ...,
        detail: str = ...,
        hardware: Hardware = ...,
        since: datetime.date | None = ...,
    ) -> None: ...
    def replace(
        self,
        *,
        seen: datetime.date = ...,
        move: MachineMove = ...,
        agent: str = ...,
        name: str = ...,
        detail: str = ...,
        hardware: Hardware = ...,
        since: datetime.date | None = ...,
    ) -> MachineEvent: ...
    @property
    def seen(self) -> datetime.date: ...
    @property
    def move(self) -> MachineMove: ...
    @property
    def agent(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def detail(self) -> str:
        """such as 'to beta.root'"""
    @property
    def hardware(self) -> Hardware:
        """kept only for services that tell machines by it"""
    @property
    def since(self) -> datetime.date | None:
        """the first day of the absence or the wait"""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class HeldReading:
    """A count that waits for a person."""
    __match_args__ = ("effective", "units", "cause", "proposal", "why", "recorded", "machines")
    def __init__(
        self,
        *,
        effective: datetime.date,
        units: int,
        cause: HeldCause = ...,
        proposal: int = ...,
        why: str = ...,
        recorded: datetime.datetime = ...,
        machines: Sequence[MachineEvent] = ...,
    ) -> None: ...
    def replace(
        self,
        *,
        effective: datetime.date = ...,
        units: int = ...,
        cause: HeldCause = ...,
        proposal: int = ...,
        why: str = ...,
        recorded: datetime.datetime = ...,
        machines: Sequence[MachineEvent] = ...,
    ) -> HeldReading: ...
    @property
    def effective(self) -> datetime.date: ...
    @property
    def units(self) -> int: ...
    @property
    def cause(self) -> HeldCause: ...
    @property
    def proposal(self) -> int:
        """0: not a proposal"""
    @property
    def why(self) -> str: ...
    @property
    def recorded(self) -> datetime.datetime: ...
    @property
    def machines(self) -> tuple[MachineEvent, ...]:
        """against the reading before it, or the confirmed machines"""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class HeldEnding:
    """How the open readings of a service ended."""
    __match_args__ = ("how", "author", "reason", "when")
    def __init__(
        self,
        *,
        how: HeldEnd = ...,
        author: str = ...,
        reason: str = ...,
        when: datetime.datetime = ...,
    ) -> None: ...
    def replace(
        self,
        *,
        how: HeldEnd = ...,
        author: str = ...,
        reason: str = ...,
        when: datetime.datetime = ...,
    ) -> HeldEnding: ...
    @property
    def how(self) -> HeldEnd: ...
    @property
    def author(self) -> str: ...
    @property
    def reason(self) -> str:
        """of a rejection"""
    @property
    def when(self) -> datetime.datetime: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class EndedReading:
    """A count that was held back or proposed, and what became of it."""
    __match_args__ = ("reading", "ending")
    def __init__(self, *, reading: HeldReading, ending: HeldEnding = ...) -> None: ...
    def replace(self, *, reading: HeldReading = ..., ending: HeldEnding = ...) -> EndedReading: ...
    @property
    def reading(self) -> HeldReading: ...
    @property
    def ending(self) -> HeldEnding: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class LineKey:
    """What a line is called everywhere; unique within a tenant."""
    __match_args__ = ("contract", "service", "period_begin", "effective", "sequence")
    def __init__(
        self,
        *,
        contract: str,
        service: str,
        period_begin: datetime.date,
        effective: datetime.date,
        sequence: int = ...,
    ) -> None: ...
    def replace(
        self,
        *,
        contract: str = ...,
        service: str = ...,
        period_begin: datetime.date = ...,
        effective: datetime.date = ...,
        sequence: int = ...,
    ) -> LineKey: ...
    @property
    def contract(self) -> str: ...
    @property
    def service(self) -> str: ...
    @property
    def period_begin(self) -> datetime.date: ...
    @property
    def effective(self) -> datetime.date: ...
    @property
    def sequence(self) -> int: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    @staticmethod
    def parse(text: str) -> LineKey: ...

class LineItem:
    """What can be billed: quantity x price x share of the billing period."""
    __match_args__ = (
        "key",
        "kind",
        "billing_period",
        "span",
        "units_before",
        "units_after",
        "quantity",
        "rate_from",
        "rate",
        "share",
        "amount",
        "cost",
        "available_on",
        "service_name",
        "tax_category",
        "counted_on",
        "unit_changes",
        "account",
    )
    def __init__(
        self,
        *,
        key: LineKey,
        kind: LineKind = ...,
        billing_period: Period,
        span: Period,
        units_before: int = ...,
        units_after: int = ...,
        quantity: int = ...,
        rate_from: Rate | None = ...,
        rate: Rate = ...,
        share: Fraction = ...,
        amount: Money,
        cost: Money,
        available_on: datetime.date,
        service_name: str = ...,
        tax_category: str = ...,
        counted_on: datetime.date | None = ...,
        unit_changes: int = ...,
        account: str = ...,
    ) -> None: ...
    def replace(
        self,
        *,
        key: LineKey = ...,
        kind: LineKind = ...,
        billing_period: Period = ...,
        span: Period = ...,
        units_before: int = ...,
        units_after: int = ...,
        quantity: int = ...,
        rate_from: Rate | None = ...,
        rate: Rate = ...,
        share: Fraction = ...,
        amount: Money = ...,
        cost: Money = ...,
        available_on: datetime.date = ...,
        service_name: str = ...,
        tax_category: str = ...,
        counted_on: datetime.date | None = ...,
        unit_changes: int = ...,
        account: str = ...,
    ) -> LineItem: ...
    @property
    def key(self) -> LineKey: ...
    @property
    def kind(self) -> LineKind: ...
    @property
    def billing_period(self) -> Period: ...
    @property
    def span(self) -> Period:
        """the billed days"""
    @property
    def units_before(self) -> int: ...
    @property
    def units_after(self) -> int: ...
    @property
    def quantity(self) -> int:
        """signed"""
    @property
    def rate_from(self) -> Rate | None:
        """set on a price change: the line is the step from it to `rate`"""
    @property
    def rate(self) -> Rate: ...
    @property
    def share(self) -> Fraction:
        """of the billing period"""
    @property
    def amount(self) -> Money: ...
    @property
    def cost(self) -> Money: ...
    @property
    def available_on(self) -> datetime.date:
        """the first day it can be billed"""
    @property
    def service_name(self) -> str: ...
    @property
    def tax_category(self) -> str: ...
    @property
    def counted_on(self) -> datetime.date | None:
        """the day of the last reading that showed its units"""
    @property
    def unit_changes(self) -> int:
        """how many were known when it was computed"""
    @property
    def account(self) -> str:
        """who pays"""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def _repr_html_(self) -> str: ...
    @property
    def price(self) -> decimal.Decimal: ...
    @property
    def unit_cost(self) -> decimal.Decimal: ...
    @property
    def currency(self) -> Currency: ...
    @property
    def part(self) -> ChargePart: ...

class PostedLine:
    """A line with its batch, its state and its invoice."""
    __match_args__ = ("line", "batch", "state", "posted", "invoice_number", "through")
    def __init__(
        self,
        *,
        line: LineItem,
        batch: str,
        state: LineState = ...,
        posted: datetime.datetime = ...,
        invoice_number: str = ...,
        through: datetime.date | None = ...,
    ) -> None: ...
    def replace(
        self,
        *,
        line: LineItem = ...,
        batch: str = ...,
        state: LineState = ...,
        posted: datetime.datetime = ...,
        invoice_number: str = ...,
        through: datetime.date | None = ...,
    ) -> PostedLine: ...
    @property
    def line(self) -> LineItem: ...
    @property
    def batch(self) -> str: ...
    @property
    def state(self) -> LineState: ...
    @property
    def posted(self) -> datetime.datetime: ...
    @property
    def invoice_number(self) -> str:
        """set from `invoiced` on"""
    @property
    def through(self) -> datetime.date | None: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def _repr_html_(self) -> str: ...
    @property
    def stands(self) -> bool: ...

class StateRecord:
    """One step of a batch's lines."""
    __match_args__ = ("batch", "state", "author", "reason", "invoice_number", "recorded")
    def __init__(
        self,
        *,
        batch: str,
        state: LineState = ...,
        author: str = ...,
        reason: str = ...,
        invoice_number: str = ...,
        recorded: datetime.datetime = ...,
    ) -> None: ...
    def replace(
        self,
        *,
        batch: str = ...,
        state: LineState = ...,
        author: str = ...,
        reason: str = ...,
        invoice_number: str = ...,
        recorded: datetime.datetime = ...,
    ) -> StateRecord: ...
    @property
    def batch(self) -> str: ...
    @property
    def state(self) -> LineState: ...
    @property
    def author(self) -> str: ...
    @property
    def reason(self) -> str: ...
    @property
    def invoice_number(self) -> str: ...
    @property
    def recorded(self) -> datetime.datetime: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class Batch:
    """The lines of one contract that were posted together."""
    __match_args__ = (
        "id",
        "contract",
        "account",
        "posted_on",
        "total",
        "posted",
        "author",
        "state",
        "invoice_number",
        "through",
        "settlement",
        "terms",
    )
    def __init__(
        self,
        *,
        id: str,
        contract: str,
        account: str,
        posted_on: datetime.date,
        total: Money,
        posted: datetime.datetime = ...,
        author: str = ...,
        state: LineState = ...,
        invoice_number: str = ...,
        through: datetime.date | None = ...,
        settlement: str = ...,
        terms: str = ...,
    ) -> None: ...
    def replace(
        self,
        *,
        id: str = ...,
        contract: str = ...,
        account: str = ...,
        posted_on: datetime.date = ...,
        total: Money = ...,
        posted: datetime.datetime = ...,
        author: str = ...,
        state: LineState = ...,
        invoice_number: str = ...,
        through: datetime.date | None = ...,
        settlement: str = ...,
        terms: str = ...,
    ) -> Batch: ...
    @property
    def id(self) -> str:
        """contract#n"""
    @property
    def contract(self) -> str: ...
    @property
    def account(self) -> str: ...
    @property
    def posted_on(self) -> datetime.date: ...
    @property
    def total(self) -> Money: ...
    @property
    def posted(self) -> datetime.datetime: ...
    @property
    def author(self) -> str: ...
    @property
    def state(self) -> LineState: ...
    @property
    def invoice_number(self) -> str: ...
    @property
    def through(self) -> datetime.date | None:
        """the day that the run saw; None: not recorded"""
    @property
    def settlement(self) -> str: ...
    @property
    def terms(self) -> str:
        """stands for those its lines were computed with"""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class Notice:
    """A message to the recipients of a contract."""
    __match_args__ = (
        "id",
        "kind",
        "contract",
        "account",
        "recipients",
        "subject",
        "body",
        "created",
    )
    def __init__(
        self,
        *,
        id: str,
        kind: NoticeKind = ...,
        contract: str,
        account: str,
        recipients: Sequence[str] = ...,
        subject: str = ...,
        body: str = ...,
        created: datetime.datetime = ...,
    ) -> None: ...
    def replace(
        self,
        *,
        id: str = ...,
        kind: NoticeKind = ...,
        contract: str = ...,
        account: str = ...,
        recipients: Sequence[str] = ...,
        subject: str = ...,
        body: str = ...,
        created: datetime.datetime = ...,
    ) -> Notice: ...
    @property
    def id(self) -> str:
        """the same notice has the same id for ever"""
    @property
    def kind(self) -> NoticeKind: ...
    @property
    def contract(self) -> str: ...
    @property
    def account(self) -> str: ...
    @property
    def recipients(self) -> tuple[str, ...]: ...
    @property
    def subject(self) -> str: ...
    @property
    def body(self) -> str:
        """plain text, lines separated by \\n"""
    @property
    def created(self) -> datetime.datetime: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class PendingNotice:
    """A notice in the outbox."""
    __match_args__ = ("notice", "attempts")
    def __init__(self, *, notice: Notice, attempts: int = ...) -> None: ...
    def replace(self, *, notice: Notice = ..., attempts: int = ...) -> PendingNotice: ...
    @property
    def notice(self) -> Notice: ...
    @property
    def attempts(self) -> int: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class RunRecord:
    """One run of the nightly job or of billing automation."""
    __match_args__ = (
        "id",
        "job",
        "day",
        "zone",
        "started",
        "ended",
        "summary",
        "failures",
        "lifted",
    )
    def __init__(
        self,
        *,
        id: str,
        job: str = ...,
        day: datetime.date,
        zone: str = ...,
        started: datetime.datetime = ...,
        ended: datetime.datetime = ...,
        summary: str = ...,
        failures: int = ...,
        lifted: str = ...,
    ) -> None: ...
    def replace(
        self,
        *,
        id: str = ...,
        job: str = ...,
        day: datetime.date = ...,
        zone: str = ...,
        started: datetime.datetime = ...,
        ended: datetime.datetime = ...,
        summary: str = ...,
        failures: int = ...,
        lifted: str = ...,
    ) -> RunRecord: ...
    @property
    def id(self) -> str: ...
    @property
    def job(self) -> str: ...
    @property
    def day(self) -> datetime.date:
        """the tenant's day it ran for"""
    @property
    def zone(self) -> str: ...
    @property
    def started(self) -> datetime.datetime: ...
    @property
    def ended(self) -> datetime.datetime: ...
    @property
    def summary(self) -> str:
        """one line for people"""
    @property
    def failures(self) -> int: ...
    @property
    def lifted(self) -> str:
        """limits that were wider than usual, and why"""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class Tombstone:
    """What was deleted; nobody gets its id again."""
    __match_args__ = ("contract", "service", "author", "reason", "deleted")
    def __init__(
        self,
        *,
        contract: str,
        service: str | None = ...,
        author: str = ...,
        reason: str = ...,
        deleted: datetime.datetime = ...,
    ) -> None: ...
    def replace(
        self,
        *,
        contract: str = ...,
        service: str | None = ...,
        author: str = ...,
        reason: str = ...,
        deleted: datetime.datetime = ...,
    ) -> Tombstone: ...
    @property
    def contract(self) -> str: ...
    @property
    def service(self) -> str | None:
        """of the contract; `None`: all of it"""
    @property
    def author(self) -> str: ...
    @property
    def reason(self) -> str: ...
    @property
    def deleted(self) -> datetime.datetime: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class Clock:
    def __init__(self, *args: NoReturn, **kwargs: NoReturn) -> None: ...
    def now(self) -> datetime.datetime: ...
    def today(self) -> datetime.date: ...
    @property
    def zone(self) -> str: ...

class SystemClock(Clock):
    def __init__(
        self, zone: str, now: Callable[[], datetime.datetime] | None = ...
    ) -> None: ...

class FixedClock(Clock):
    def __init__(self, today: datetime.date, zone: str = ...) -> None: ...
    def set_now(self, now: datetime.datetime) -> None: ...
    def set_zone(self, zone: str) -> None: ...
    def set_today(self, today: datetime.date) -> None: ...
    def advance_days(self, days: int) -> None: ...
    def advance_ms(self, ms: int) -> None: ...

class Transaction:
    def __init__(self, *args: NoReturn, **kwargs: NoReturn) -> None: ...
    def save_account(self, account: Account) -> SaveOutcome: ...
    def accounts(self) -> list[Account]: ...
    def account(self, id: str) -> Account: ...
    def save_contract(self, contract: Contract) -> SaveOutcome: ...
    def contract_ids(self) -> list[str]: ...
    def contract(self, id: str) -> Contract: ...
    def tombstones(self) -> list[Tombstone]: ...
    def unit_history(self, service: ServiceKey) -> UnitHistory: ...
    def append_unit_change(self, service: ServiceKey, change: UnitChange) -> PostingOutcome: ...
    def machines(self, service: ServiceKey) -> list[Machine]: ...
    def append_machine_events(
        self, service: ServiceKey, events: Sequence[MachineEvent]
    ) -> None: ...
    def machine_events(self, service: ServiceKey) -> list[MachineEvent]: ...
    def services_with_machine_events_since(self, day: datetime.date) -> list[ServiceKey]: ...
    def held_readings(self, service: ServiceKey) -> list[HeldReading]: ...
    def ended_readings(self, service: ServiceKey) -> list[EndedReading]: ...
    def services_with_held_readings(self) -> list[ServiceKey]: ...
    def posted_lines(self, contract: str) -> list[PostedLine]: ...
    def posted_line(self, key: LineKey) -> PostedLine: ...
    def append_batch(self, batch: Batch, lines: Sequence[LineItem]) -> PostingOutcome: ...
    def batches(self, contract: str | None = ...) -> list[Batch]: ...
    def batch_count(self, contract: str) -> int: ...
    def lines_of(self, batch: str) -> list[PostedLine]: ...
    def state_records(self, batch: str) -> list[StateRecord]: ...
    def append_notice(self, notice: Notice) -> PostingOutcome: ...
    def pending_notices(self, limit: int = ...) -> list[PendingNotice]: ...
    def mark_delivered(self, notice: str, when: datetime.datetime) -> None: ...
    def mark_failed(self, notice: str, why: str, when: datetime.datetime) -> None: ...
    def append_run(self, run: RunRecord) -> PostingOutcome: ...
    def runs(self, limit: int = ...) -> list[RunRecord]: ...
    def commit(self) -> None: ...
    def rollback(self) -> None: ...
    def __enter__(self) -> Transaction: ...
    def __exit__(self, *raised: object) -> None: ...

class Store:
    def __init__(self, *args: NoReturn, **kwargs: NoReturn) -> None: ...
    def begin(self, tenant: str, access: Access = ...) -> Transaction: ...

class MemoryStore(Store):
    def __init__(self, busy_timeout: datetime.timedelta | float = ...) -> None: ...

class SqliteStore(Store):
    def __init__(
        self,
        path: str | os.PathLike[str],
        *,
        busy_timeout: datetime.timedelta | float = ...,
        create: bool = ...,
    ) -> None: ...

class PostgresStore(Store):
    def __init__(
        self,
        url: str,
        *,
        busy_timeout: datetime.timedelta | float = ...,
        create: bool = ...,
    ) -> None: ...

class Deadline:
    def __init__(self, timeout: datetime.timedelta | float) -> None: ...
    @property
    def remaining(self) -> float: ...
    @property
    def passed(self) -> bool: ...

class AgentSink:
    def __init__(self, *args: NoReturn, **kwargs: NoReturn) -> None: ...
    def restart(self) -> None: ...
    def page(self, agents: Sequence[Agent]) -> None: ...

class RmmProvider:
    def __init__(self) -> None: ...
    def name(self) -> str: ...
    def notes(self) -> list[str]: ...
    def add_hardware_stand_in(self, text: str) -> None: ...
    def organizations(self, timeout: datetime.timedelta | float = ...) -> list[Organization]: ...
    def machine_groups(self, timeout: datetime.timedelta | float = ...) -> list[MachineGroup]: ...
    def group_tree(self, timeout: datetime.timedelta | float = ...) -> GroupTree: ...
    def views(self, timeout: datetime.timedelta | float = ...) -> list[View]: ...
    def scan_agents(
        self, view: str | None = ..., timeout: datetime.timedelta | float = ...
    ) -> list[Agent]: ...
    def count_agents(self, scope: AgentScope, timeout: datetime.timedelta | float = ...) -> int: ...

class ProviderCall(enum.Enum):
    """The calls that reach an RMM."""
    organizations = 0
    machine_groups = 1
    views = 2
    scan = 3
    count = 4

class MemoryProvider(RmmProvider):
    def __init__(self) -> None: ...
    @overload
    def add(self, item: Organization) -> None: ...
    @overload
    def add(self, item: MachineGroup) -> None: ...
    @overload
    def add(self, item: Agent) -> None: ...
    def add_view(self, view: View, members: Set[str]) -> None: ...
    def remove_organization(self, id: str) -> bool: ...
    def remove_machine_group(self, id: str) -> bool: ...
    def remove_view(self, id: str) -> bool: ...
    def remove_agent(self, id: str) -> bool: ...
    def update(self, agent: Agent) -> None: ...
    def agent(self, id: str) -> Agent | None: ...
    @property
    def agent_count(self) -> int: ...
    def fail(self, call: ProviderCall, error: Error) -> None: ...
    def fail_view(self, view: str, error: Error) -> None: ...
    def recover(self) -> None: ...
    def restart_scans(self, times: int) -> None: ...
    def set_page_size(self, agents: int) -> None: ...
    def set_counts_itself(self, counts: bool) -> None: ...
    def calls(self, call: ProviderCall) -> int: ...
    def reset_calls(self) -> None: ...

class VsaxDevices(enum.Enum):
    """Which devices are agents."""
    agent_installed = 0
    mdm_enrolled = 1
    either = 2

class VsaxDetails(enum.Enum):
    """How much is read of each device."""
    none = 0
    assets = 1

class FileFormat(enum.Enum):
    by_name = 0
    csv = 1
    json_lines = 2
    json = 3

class Trailer(enum.Enum):
    """Whether the last row has to say how many there are before it."""
    optional = 0
    required = 1

class FileChoice(enum.Enum):
    """Which files of a name like devices-*.csv are read."""
    newest = 0
    all = 1

class IncompleteRows(enum.Enum):
    """What becomes of rows without an id or an organization."""
    refused = 0
    left_out = 1

class TotalsRows(enum.Enum):
    """What becomes of rows such as Total,Acme,2."""
    refused = 0
    left_out = 1
    taken = 2

class LookAlikeIds(enum.Enum):
    """What becomes of ids that differ only in case, form or blanks."""
    refused = 0
    reported = 1
    merged = 2

class ToldTotals(enum.Enum):
    """Whether JSON that speaks of more rows than it holds is refused."""
    checked = 0
    ignored = 1

class DateOrder(enum.Enum):
    """Of days such as 5/6/2026."""
    month_first = 0
    day_first = 1

class MeshCentralOrganizations(enum.Enum):
    """Which organization a device belongs to."""
    by_group_name = 0
    by_device_tag = 1
    fixed = 2

class MeshCentralDevices:
    """Which kinds of devices are agents at all."""
    __match_args__ = ("with_agent", "agentless", "amt_only", "ip_kvm_ports", "replaced")
    def __init__(
        self,
        *,
        with_agent: Counting = ...,
        agentless: Counting = ...,
        amt_only: Counting = ...,
        ip_kvm_ports: Counting = ...,
        replaced: Counting = ...,
    ) -> None: ...
    def replace(
        self,
        *,
        with_agent: Counting = ...,
        agentless: Counting = ...,
        amt_only: Counting = ...,
        ip_kvm_ports: Counting = ...,
        replaced: Counting = ...,
    ) -> MeshCentralDevices: ...
    @property
    def with_agent(self) -> Counting: ...
    @property
    def agentless(self) -> Counting: ...
    @property
    def amt_only(self) -> Counting: ...
    @property
    def ip_kvm_ports(self) -> Counting: ...
    @property
    def replaced(self) -> Counting:
        """offline ones whose name or hardware another device has taken over"""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class Notifier:
    def __init__(self) -> None: ...
    def name(self) -> str: ...
    def deliver(self, tenant: str, notice: Notice) -> None: ...

class MemoryNotifier(Notifier):
    def __init__(self) -> None: ...
    def fail(self, error: Error, times: int | None = ...) -> None: ...
    def recover(self) -> None: ...
    def clear(self) -> None: ...
    @property
    def attempts(self) -> int: ...
    @property
    def deliveries(self) -> list[tuple[str, Notice]]: ...

class DeliveryReport:
    """How many notices left the outbox, and what the first failure said."""
    __match_args__ = ("delivered", "failed", "first_failure", "left", "stopped", "elsewhere")
    def __init__(
        self,
        *,
        delivered: int = ...,
        failed: int = ...,
        first_failure: Error | None = ...,
        left: int = ...,
        stopped: Error | None = ...,
        elsewhere: int = ...,
    ) -> None: ...
    def replace(
        self,
        *,
        delivered: int = ...,
        failed: int = ...,
        first_failure: Error | None = ...,
        left: int = ...,
        stopped: Error | None = ...,
        elsewhere: int = ...,
    ) -> DeliveryReport: ...
    @property
    def delivered(self) -> int: ...
    @property
    def failed(self) -> int: ...
    @property
    def first_failure(self) -> Error | None: ...
    @property
    def left(self) -> int: ...
    @property
    def stopped(self) -> Error | None: ...
    @property
    def elsewhere(self) -> int: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class SyncGuard:
    """Which counts are held back until a person confirms."""
    __match_args__ = (
        "max_drop_percent",
        "small_drop_units",
        "hold_rises",
        "max_rise_percent",
        "small_rise_units",
        "hold_first_zero",
    )
    def __init__(
        self,
        *,
        max_drop_percent: int = ...,
        small_drop_units: int = ...,
        hold_rises: bool = ...,
        max_rise_percent: int = ...,
        small_rise_units: int = ...,
        hold_first_zero: bool = ...,
    ) -> None: ...
    def replace(
        self,
        *,
        max_drop_percent: int = ...,
        small_drop_units: int = ...,
        hold_rises: bool = ...,
        max_rise_percent: int = ...,
        small_rise_units: int = ...,
        hold_first_zero: bool = ...,
    ) -> SyncGuard: ...
    @property
    def max_drop_percent(self) -> int: ...
    @property
    def small_drop_units(self) -> int: ...
    @property
    def hold_rises(self) -> bool: ...
    @property
    def max_rise_percent(self) -> int: ...
    @property
    def small_rise_units(self) -> int: ...
    @property
    def hold_first_zero(self) -> bool: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def cause_to_hold(self, before: int | None, after: int) -> HeldCause | None:
        """None for a count that is believed; `before` is None when there was no count."""
    def reason_to_hold(self, before: int | None, after: int) -> str | None:
        """The same in words."""

class DayLimit:
    """How far a run believes the day it runs on."""
    __match_args__ = ("most_days_ahead", "believed")
    def __init__(self, *, most_days_ahead: int = ..., believed: bool = ...) -> None: ...
    def replace(self, *, most_days_ahead: int = ..., believed: bool = ...) -> DayLimit: ...
    @property
    def most_days_ahead(self) -> int:
        """of the tenant's last run"""
    @property
    def believed(self) -> bool:
        """whatever the day is, a person has looked"""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class JudgedMachine:
    """A machine of a scope, and whether it counts."""
    __match_args__ = ("agent", "name", "verdict", "detail")
    def __init__(
        self,
        *,
        agent: str,
        name: str = ...,
        verdict: Verdict = ...,
        detail: str = ...,
    ) -> None: ...
    def replace(
        self,
        *,
        agent: str = ...,
        name: str = ...,
        verdict: Verdict = ...,
        detail: str = ...,
    ) -> JudgedMachine: ...
    @property
    def agent(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def verdict(self) -> Verdict: ...
    @property
    def detail(self) -> str: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class ServiceSync:
    """What a night made of one service."""
    __match_args__ = (
        "key",
        "account",
        "service_name",
        "status",
        "before",
        "counted",
        "machines",
        "judged",
        "held_why",
        "proposal",
        "error",
    )
    def __init__(
        self,
        *,
        key: ServiceKey,
        account: str = ...,
        service_name: str = ...,
        status: SyncStatus = ...,
        before: int | None = ...,
        counted: int | None = ...,
        machines: Sequence[MachineEvent] = ...,
        judged: Sequence[JudgedMachine] = ...,
        held_why: str = ...,
        proposal: int = ...,
        error: Error | None = ...,
    ) -> None: ...
    def replace(
        self,
        *,
        key: ServiceKey = ...,
        account: str = ...,
        service_name: str = ...,
        status: SyncStatus = ...,
        before: int | None = ...,
        counted: int | None = ...,
        machines: Sequence[MachineEvent] = ...,
        judged: Sequence[JudgedMachine] = ...,
        held_why: str = ...,
        proposal: int = ...,
        error: Error | None = ...,
    ) -> ServiceSync: ...
    @property
    def key(self) -> ServiceKey: ...
    @property
    def account(self) -> str: ...
    @property
    def service_name(self) -> str: ...
    @property
    def status(self) -> SyncStatus: ...
    @property
    def before(self) -> int | None:
        """None: never counted"""
    @property
    def counted(self) -> int | None:
        """None: no count"""
    @property
    def machines(self) -> tuple[MachineEvent, ...]: ...
    @property
    def judged(self) -> tuple[JudgedMachine, ...]:
        """machines of the scope that do not count, and why"""
    @property
    def held_why(self) -> str: ...
    @property
    def proposal(self) -> int:
        """0: none is open"""
    @property
    def error(self) -> Error | None: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class RmmOutcome:
    """How reading an RMM went."""
    __match_args__ = ("rmm", "provider", "agents", "started", "ended", "error", "notes")
    def __init__(
        self,
        *,
        rmm: str = ...,
        provider: str = ...,
        agents: int = ...,
        started: datetime.datetime = ...,
        ended: datetime.datetime = ...,
        error: Error | None = ...,
        notes: Sequence[str] = ...,
    ) -> None: ...
    def replace(
        self,
        *,
        rmm: str = ...,
        provider: str = ...,
        agents: int = ...,
        started: datetime.datetime = ...,
        ended: datetime.datetime = ...,
        error: Error | None = ...,
        notes: Sequence[str] = ...,
    ) -> RmmOutcome: ...
    @property
    def rmm(self) -> str:
        """empty: the default one"""
    @property
    def provider(self) -> str:
        """as it calls itself"""
    @property
    def agents(self) -> int:
        """in the scan"""
    @property
    def started(self) -> datetime.datetime: ...
    @property
    def ended(self) -> datetime.datetime: ...
    @property
    def error(self) -> Error | None:
        """it could not be read as a whole"""
    @property
    def notes(self) -> tuple[str, ...]:
        """what the reading passed over, guessed or recoded"""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class SyncReport:
    """What a night found and did."""
    __match_args__ = (
        "day",
        "zone",
        "started",
        "ended",
        "dry_run",
        "agents",
        "rmms",
        "scan_error",
        "services",
        "stopped",
    )
    def __init__(
        self,
        *,
        day: datetime.date,
        zone: str = ...,
        started: datetime.datetime = ...,
        ended: datetime.datetime = ...,
        dry_run: bool = ...,
        agents: int = ...,
        rmms: Sequence[RmmOutcome] = ...,
        scan_error: Error | None = ...,
        services: Sequence[ServiceSync] = ...,
        stopped: Error | None = ...,
    ) -> None: ...
    def replace(
        self,
        *,
        day: datetime.date = ...,
        zone: str = ...,
        started: datetime.datetime = ...,
        ended: datetime.datetime = ...,
        dry_run: bool = ...,
        agents: int = ...,
        rmms: Sequence[RmmOutcome] = ...,
        scan_error: Error | None = ...,
        services: Sequence[ServiceSync] = ...,
        stopped: Error | None = ...,
    ) -> SyncReport: ...
    @property
    def day(self) -> datetime.date: ...
    @property
    def zone(self) -> str: ...
    @property
    def started(self) -> datetime.datetime: ...
    @property
    def ended(self) -> datetime.datetime: ...
    @property
    def dry_run(self) -> bool: ...
    @property
    def agents(self) -> int:
        """in the scans of all RMMs"""
    @property
    def rmms(self) -> tuple[RmmOutcome, ...]:
        """how reading each one went, by name"""
    @property
    def scan_error(self) -> Error | None:
        """no RMM could be read: what the first one said; see also `scan_cause`"""
    @property
    def services(self) -> tuple[ServiceSync, ...]:
        """every derived service in force"""
    @property
    def stopped(self) -> Error | None:
        """the store failed before the end; what is told here stands"""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    scan_cause: BaseException | None
    def _repr_html_(self) -> str: ...
    @property
    def rmms_failed(self) -> int: ...
    def count(self, status: SyncStatus) -> int: ...

class UnitsNow:
    """What the RMM counts for a service now, beside the units it has."""
    __match_args__ = ("key", "counted", "present")
    def __init__(self, *, key: ServiceKey, counted: int, present: int | None = ...) -> None: ...
    def replace(
        self,
        *,
        key: ServiceKey = ...,
        counted: int = ...,
        present: int | None = ...,
    ) -> UnitsNow: ...
    @property
    def key(self) -> ServiceKey: ...
    @property
    def counted(self) -> int: ...
    @property
    def present(self) -> int | None:
        """None: never counted"""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class MachinesNow:
    """What a service would count now, machine by machine."""
    __match_args__ = ("units", "machines")
    def __init__(self, *, units: UnitsNow, machines: Sequence[JudgedMachine] = ...) -> None: ...
    def replace(
        self,
        *,
        units: UnitsNow = ...,
        machines: Sequence[JudgedMachine] = ...,
    ) -> MachinesNow: ...
    @property
    def units(self) -> UnitsNow: ...
    @property
    def machines(self) -> tuple[JudgedMachine, ...]:
        """of the scope's organization or group, billed or why not"""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class Totals:
    """Sums of the lines of one currency."""
    __match_args__ = ("amount", "cost", "lines")
    def __init__(self, *, amount: Money, cost: Money, lines: int) -> None: ...
    def replace(self, *, amount: Money = ..., cost: Money = ..., lines: int = ...) -> Totals: ...
    @property
    def amount(self) -> Money: ...
    @property
    def cost(self) -> Money: ...
    @property
    def lines(self) -> int:
        """how many"""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    @property
    def margin(self) -> Money: ...

class Finding:
    """What a verification found damaged or wrong."""
    __match_args__ = ("subject", "what")
    def __init__(self, *, subject: str = ..., what: str = ...) -> None: ...
    def replace(self, *, subject: str = ..., what: str = ...) -> Finding: ...
    @property
    def subject(self) -> str:
        """such as contract c-1 or batch c-1#2"""
    @property
    def what(self) -> str: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class VerifyReport:
    """What was verified, and what was found."""
    __match_args__ = (
        "accounts",
        "contracts",
        "unit_changes",
        "held_readings",
        "batches",
        "lines",
        "lines_recomputed",
        "findings",
    )
    def __init__(
        self,
        *,
        accounts: int = ...,
        contracts: int = ...,
        unit_changes: int = ...,
        held_readings: int = ...,
        batches: int = ...,
        lines: int = ...,
        lines_recomputed: int = ...,
        findings: Sequence[Finding] = ...,
    ) -> None: ...
    def replace(
        self,
        *,
        accounts: int = ...,
        contracts: int = ...,
        unit_changes: int = ...,
        held_readings: int = ...,
        batches: int = ...,
        lines: int = ...,
        lines_recomputed: int = ...,
        findings: Sequence[Finding] = ...,
    ) -> VerifyReport: ...
    @property
    def accounts(self) -> int: ...
    @property
    def contracts(self) -> int:
        """that could be read"""
    @property
    def unit_changes(self) -> int: ...
    @property
    def held_readings(self) -> int:
        """open or ended"""
    @property
    def batches(self) -> int: ...
    @property
    def lines(self) -> int: ...
    @property
    def lines_recomputed(self) -> int: ...
    @property
    def findings(self) -> tuple[Finding, ...]: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    @property
    def sound(self) -> bool: ...

class RmmFreshness:
    """How old the counts of an RMM are."""
    __match_args__ = ("rmm", "read_on", "failed_on", "failure", "services", "stale")
    def __init__(
        self,
        *,
        rmm: str = ...,
        read_on: datetime.date | None = ...,
        failed_on: datetime.date | None = ...,
        failure: str = ...,
        services: int = ...,
        stale: bool = ...,
    ) -> None: ...
    def replace(
        self,
        *,
        rmm: str = ...,
        read_on: datetime.date | None = ...,
        failed_on: datetime.date | None = ...,
        failure: str = ...,
        services: int = ...,
        stale: bool = ...,
    ) -> RmmFreshness: ...
    @property
    def rmm(self) -> str:
        """empty: the default one"""
    @property
    def read_on(self) -> datetime.date | None:
        """the day of the last whole reading"""
    @property
    def failed_on(self) -> datetime.date | None:
        """of the last one that failed, when it is the later one"""
    @property
    def failure(self) -> str: ...
    @property
    def services(self) -> int:
        """in force, that derive their units from it"""
    @property
    def stale(self) -> bool: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class ServiceFreshness:
    """How old the count of a service is."""
    __match_args__ = ("key", "rmm", "counted_on", "failed_on", "failure", "stale")
    def __init__(
        self,
        *,
        key: ServiceKey,
        rmm: str = ...,
        counted_on: datetime.date | None = ...,
        failed_on: datetime.date | None = ...,
        failure: str = ...,
        stale: bool = ...,
    ) -> None: ...
    def replace(
        self,
        *,
        key: ServiceKey = ...,
        rmm: str = ...,
        counted_on: datetime.date | None = ...,
        failed_on: datetime.date | None = ...,
        failure: str = ...,
        stale: bool = ...,
    ) -> ServiceFreshness: ...
    @property
    def key(self) -> ServiceKey: ...
    @property
    def rmm(self) -> str: ...
    @property
    def counted_on(self) -> datetime.date | None:
        """the day of the last whole reading that counted it"""
    @property
    def failed_on(self) -> datetime.date | None:
        """of the last one that did not, when it is the later one"""
    @property
    def failure(self) -> str:
        """why it did not"""
    @property
    def stale(self) -> bool: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class UnbilledUnits:
    """Units counted above the maximum of their service."""
    __match_args__ = ("service", "day", "counted", "maximum")
    def __init__(
        self,
        *,
        service: str,
        day: datetime.date,
        counted: int = ...,
        maximum: int = ...,
    ) -> None: ...
    def replace(
        self,
        *,
        service: str = ...,
        day: datetime.date = ...,
        counted: int = ...,
        maximum: int = ...,
    ) -> UnbilledUnits: ...
    @property
    def service(self) -> str: ...
    @property
    def day(self) -> datetime.date:
        """the last day looked at"""
    @property
    def counted(self) -> int: ...
    @property
    def maximum(self) -> int: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class BillingFilter:
    """What a review or a posting looks at."""
    __match_args__ = ("from_", "through", "account", "contract", "service")
    def __init__(
        self,
        *,
        from_: datetime.date | None = ...,
        through: datetime.date | None = ...,
        account: str | None = ...,
        contract: str | None = ...,
        service: str | None = ...,
    ) -> None: ...
    def replace(
        self,
        *,
        from_: datetime.date | None = ...,
        through: datetime.date | None = ...,
        account: str | None = ...,
        contract: str | None = ...,
        service: str | None = ...,
    ) -> BillingFilter: ...
    @property
    def from_(self) -> datetime.date | None:
        """lines effective on this day or later"""
    @property
    def through(self) -> datetime.date | None:
        """lines available on this day or earlier"""
    @property
    def account(self) -> str | None: ...
    @property
    def contract(self) -> str | None: ...
    @property
    def service(self) -> str | None: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class ReviewedContract:
    """A contract in the billing review, with what can be billed."""
    __match_args__ = (
        "contract",
        "lines",
        "units_unknown",
        "withheld",
        "above_maximum",
        "error",
    )
    def __init__(
        self,
        *,
        contract: Contract,
        lines: Sequence[LineItem] = ...,
        units_unknown: Sequence[str] = ...,
        withheld: Sequence[LineItem] = ...,
        above_maximum: Sequence[UnbilledUnits] = ...,
        error: Error | None = ...,
    ) -> None: ...
    def replace(
        self,
        *,
        contract: Contract = ...,
        lines: Sequence[LineItem] = ...,
        units_unknown: Sequence[str] = ...,
        withheld: Sequence[LineItem] = ...,
        above_maximum: Sequence[UnbilledUnits] = ...,
        error: Error | None = ...,
    ) -> ReviewedContract: ...
    @property
    def contract(self) -> Contract: ...
    @property
    def lines(self) -> tuple[LineItem, ...]: ...
    @property
    def units_unknown(self) -> tuple[str, ...]: ...
    @property
    def withheld(self) -> tuple[LineItem, ...]:
        """credits that are too small as yet"""
    @property
    def above_maximum(self) -> tuple[UnbilledUnits, ...]:
        """counted, but not billed"""
    @property
    def error(self) -> Error | None:
        """its lines are missing"""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class OwedCredit:
    """Credits of a contract that no charge settles yet."""
    __match_args__ = ("account", "contract", "amount", "lines", "charge_to_come")
    def __init__(
        self,
        *,
        account: str,
        contract: str,
        amount: Money,
        lines: int = ...,
        charge_to_come: bool = ...,
    ) -> None: ...
    def replace(
        self,
        *,
        account: str = ...,
        contract: str = ...,
        amount: Money = ...,
        lines: int = ...,
        charge_to_come: bool = ...,
    ) -> OwedCredit: ...
    @property
    def account(self) -> str: ...
    @property
    def contract(self) -> str: ...
    @property
    def amount(self) -> Money:
        """above zero"""
    @property
    def lines(self) -> int: ...
    @property
    def charge_to_come(self) -> bool:
        """it settles them; otherwise a person pays them out"""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class BillingReview:
    """Everything that can be billed and was not, up to a day."""
    __match_args__ = ("today", "through", "contracts", "totals", "owed")
    def __init__(
        self,
        *,
        today: datetime.date,
        through: datetime.date,
        contracts: Sequence[ReviewedContract] = ...,
        totals: Mapping[Currency | str, Totals] = ...,
        owed: Sequence[OwedCredit] = ...,
    ) -> None: ...
    def replace(
        self,
        *,
        today: datetime.date = ...,
        through: datetime.date = ...,
        contracts: Sequence[ReviewedContract] = ...,
        totals: Mapping[Currency | str, Totals] = ...,
        owed: Sequence[OwedCredit] = ...,
    ) -> BillingReview: ...
    @property
    def today(self) -> datetime.date: ...
    @property
    def through(self) -> datetime.date: ...
    @property
    def contracts(self) -> tuple[ReviewedContract, ...]:
        """those with something to tell"""
    @property
    def totals(self) -> dict[Currency, Totals]:
        """by currency"""
    @property
    def owed(self) -> tuple[OwedCredit, ...]:
        """today, also by inactive contracts"""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def _repr_html_(self) -> str: ...
    def plot(self, *, ax: Any = ...) -> Any: ...
    @property
    def lines(self) -> tuple[LineItem, ...]: ...

class BatchLimit:
    """How far a batch may go beyond what its contract usually bills."""
    __match_args__ = ("max_rise_percent", "small_minor", "believed")
    def __init__(
        self,
        *,
        max_rise_percent: int = ...,
        small_minor: int = ...,
        believed: bool = ...,
    ) -> None: ...
    def replace(
        self,
        *,
        max_rise_percent: int = ...,
        small_minor: int = ...,
        believed: bool = ...,
    ) -> BatchLimit: ...
    @property
    def max_rise_percent(self) -> int:
        """beyond what any billing period came to so far"""
    @property
    def small_minor(self) -> int:
        """a batch that comes to less is believed"""
    @property
    def believed(self) -> bool:
        """whatever the batch comes to, a person has looked"""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class PostedContract:
    """What one run posted for a contract, or why it posted nothing."""
    __match_args__ = (
        "contract",
        "account",
        "status",
        "batch",
        "lines",
        "units_unknown",
        "withheld",
        "above_maximum",
        "stale",
        "error",
    )
    def __init__(
        self,
        *,
        contract: str,
        account: str = ...,
        status: BatchStatus = ...,
        batch: Batch | None = ...,
        lines: Sequence[LineItem] = ...,
        units_unknown: Sequence[str] = ...,
        withheld: Sequence[LineItem] = ...,
        above_maximum: Sequence[UnbilledUnits] = ...,
        stale: Sequence[ServiceFreshness] = ...,
        error: Error | None = ...,
    ) -> None: ...
    def replace(
        self,
        *,
        contract: str = ...,
        account: str = ...,
        status: BatchStatus = ...,
        batch: Batch | None = ...,
        lines: Sequence[LineItem] = ...,
        units_unknown: Sequence[str] = ...,
        withheld: Sequence[LineItem] = ...,
        above_maximum: Sequence[UnbilledUnits] = ...,
        stale: Sequence[ServiceFreshness] = ...,
        error: Error | None = ...,
    ) -> PostedContract: ...
    @property
    def contract(self) -> str: ...
    @property
    def account(self) -> str:
        """who pays for the lines"""
    @property
    def status(self) -> BatchStatus: ...
    @property
    def batch(self) -> Batch | None:
        """when posted"""
    @property
    def lines(self) -> tuple[LineItem, ...]: ...
    @property
    def units_unknown(self) -> tuple[str, ...]: ...
    @property
    def withheld(self) -> tuple[LineItem, ...]:
        """credits that are too small as yet"""
    @property
    def above_maximum(self) -> tuple[UnbilledUnits, ...]:
        """counted, but not billed"""
    @property
    def stale(self) -> tuple[ServiceFreshness, ...]:
        """billed, or refused, by counts that are too old"""
    @property
    def error(self) -> Error | None:
        """nothing of the contract was written"""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class PostReport:
    """What a posting did."""
    __match_args__ = (
        "day",
        "through",
        "zone",
        "started",
        "ended",
        "dry_run",
        "contracts",
        "totals",
        "owed",
        "stopped",
    )
    def __init__(
        self,
        *,
        day: datetime.date,
        through: datetime.date,
        zone: str = ...,
        started: datetime.datetime = ...,
        ended: datetime.datetime = ...,
        dry_run: bool = ...,
        contracts: Sequence[PostedContract] = ...,
        totals: Mapping[Currency | str, Totals] = ...,
        owed: Sequence[OwedCredit] = ...,
        stopped: Error | None = ...,
    ) -> None: ...
    def replace(
        self,
        *,
        day: datetime.date = ...,
        through: datetime.date = ...,
        zone: str = ...,
        started: datetime.datetime = ...,
        ended: datetime.datetime = ...,
        dry_run: bool = ...,
        contracts: Sequence[PostedContract] = ...,
        totals: Mapping[Currency | str, Totals] = ...,
        owed: Sequence[OwedCredit] = ...,
        stopped: Error | None = ...,
    ) -> PostReport: ...
    @property
    def day(self) -> datetime.date: ...
    @property
    def through(self) -> datetime.date: ...
    @property
    def zone(self) -> str: ...
    @property
    def started(self) -> datetime.datetime: ...
    @property
    def ended(self) -> datetime.datetime: ...
    @property
    def dry_run(self) -> bool: ...
    @property
    def contracts(self) -> tuple[PostedContract, ...]:
        """by id"""
    @property
    def totals(self) -> dict[Currency, Totals]:
        """of the posted lines, by currency"""
    @property
    def owed(self) -> tuple[OwedCredit, ...]:
        """what was held"""
    @property
    def stopped(self) -> Error | None:
        """the store failed before the end; what is told here stands"""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def _repr_html_(self) -> str: ...
    def plot(self, *, ax: Any = ...) -> Any: ...
    def count(self, status: BatchStatus) -> int: ...
    @property
    def lines(self) -> tuple[LineItem, ...]: ...

class Explanation:
    """How a line's amount came about, and which machines are behind it."""
    __match_args__ = (
        "line",
        "posted",
        "exact_before",
        "exact_after",
        "amounts_before",
        "policy",
        "change",
        "derivation",
        "events",
        "machines",
    )
    def __init__(
        self,
        *,
        line: LineItem,
        posted: PostedLine | None = ...,
        exact_before: fractions.Fraction = ...,
        exact_after: fractions.Fraction = ...,
        amounts_before: Money,
        policy: ProrationPolicy = ...,
        change: UnitChange | None = ...,
        derivation: Sequence[str] = ...,
        events: Sequence[MachineEvent] = ...,
        machines: Sequence[Machine] = ...,
    ) -> None: ...
    def replace(
        self,
        *,
        line: LineItem = ...,
        posted: PostedLine | None = ...,
        exact_before: fractions.Fraction = ...,
        exact_after: fractions.Fraction = ...,
        amounts_before: Money = ...,
        policy: ProrationPolicy = ...,
        change: UnitChange | None = ...,
        derivation: Sequence[str] = ...,
        events: Sequence[MachineEvent] = ...,
        machines: Sequence[Machine] = ...,
    ) -> Explanation: ...
    @property
    def line(self) -> LineItem: ...
    @property
    def posted(self) -> PostedLine | None:
        """None: still in billing review"""
    @property
    def exact_before(self) -> fractions.Fraction:
        """minor units, of the lines before it in its service and period"""
    @property
    def exact_after(self) -> fractions.Fraction:
        """minor units"""
    @property
    def amounts_before(self) -> Money:
        """what those lines came to"""
    @property
    def policy(self) -> ProrationPolicy: ...
    @property
    def change(self) -> UnitChange | None:
        """the count that holds from its effective date on"""
    @property
    def derivation(self) -> tuple[str, ...]:
        """how terms led to its units and price"""
    @property
    def events(self) -> tuple[MachineEvent, ...]:
        """that came with that count"""
    @property
    def machines(self) -> tuple[Machine, ...]:
        """that counted on the first billed day"""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def _repr_html_(self) -> str: ...
    @property
    def text(self) -> tuple[str, ...]: ...

class CountedTwice:
    """Machines that two services count both."""
    __match_args__ = ("first", "second", "overlaps", "machines")
    def __init__(
        self,
        *,
        first: ServiceKey,
        second: ServiceKey,
        overlaps: Overlaps = ...,
        machines: Sequence[Machine] = ...,
    ) -> None: ...
    def replace(
        self,
        *,
        first: ServiceKey = ...,
        second: ServiceKey = ...,
        overlaps: Overlaps = ...,
        machines: Sequence[Machine] = ...,
    ) -> CountedTwice: ...
    @property
    def first(self) -> ServiceKey: ...
    @property
    def second(self) -> ServiceKey: ...
    @property
    def overlaps(self) -> Overlaps: ...
    @property
    def machines(self) -> tuple[Machine, ...]: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class Worth:
    """What more units of a service bring in one full billing period."""
    __match_args__ = ("priced_by", "cycle", "billing_period", "amount")
    def __init__(
        self,
        *,
        priced_by: ServiceKey,
        cycle: CycleLength = ...,
        billing_period: Period,
        amount: Money,
    ) -> None: ...
    def replace(
        self,
        *,
        priced_by: ServiceKey = ...,
        cycle: CycleLength = ...,
        billing_period: Period = ...,
        amount: Money = ...,
    ) -> Worth: ...
    @property
    def priced_by(self) -> ServiceKey: ...
    @property
    def cycle(self) -> CycleLength: ...
    @property
    def billing_period(self) -> Period: ...
    @property
    def amount(self) -> Money: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class Unbilled:
    """Machines of one organization that no service bills."""
    __match_args__ = (
        "rmm",
        "organization",
        "organization_name",
        "account",
        "machines",
        "worth",
        "worth_unknown",
    )
    def __init__(
        self,
        *,
        rmm: str = ...,
        organization: str,
        organization_name: str = ...,
        account: str | None = ...,
        machines: Sequence[Machine] = ...,
        worth: Worth | None = ...,
        worth_unknown: str = ...,
    ) -> None: ...
    def replace(
        self,
        *,
        rmm: str = ...,
        organization: str = ...,
        organization_name: str = ...,
        account: str | None = ...,
        machines: Sequence[Machine] = ...,
        worth: Worth | None = ...,
        worth_unknown: str = ...,
    ) -> Unbilled: ...
    @property
    def rmm(self) -> str:
        """empty: the default one"""
    @property
    def organization(self) -> str: ...
    @property
    def organization_name(self) -> str: ...
    @property
    def account(self) -> str | None:
        """the account linked to it"""
    @property
    def machines(self) -> tuple[Machine, ...]: ...
    @property
    def worth(self) -> Worth | None:
        """None: unknown, see worth_unknown"""
    @property
    def worth_unknown(self) -> str: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class LeftOut:
    """A machine that a scope holds but does not count."""
    __match_args__ = ("service", "machine", "why", "detail")
    def __init__(
        self,
        *,
        service: ServiceKey,
        machine: Machine,
        why: Verdict = ...,
        detail: str = ...,
    ) -> None: ...
    def replace(
        self,
        *,
        service: ServiceKey = ...,
        machine: Machine = ...,
        why: Verdict = ...,
        detail: str = ...,
    ) -> LeftOut: ...
    @property
    def service(self) -> ServiceKey: ...
    @property
    def machine(self) -> Machine: ...
    @property
    def why(self) -> Verdict: ...
    @property
    def detail(self) -> str: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class Uncounted:
    """A service that could not be counted."""
    __match_args__ = ("service", "account", "error", "machines")
    def __init__(
        self,
        *,
        service: ServiceKey,
        account: str,
        error: Error,
        machines: Sequence[Machine] = ...,
    ) -> None: ...
    def replace(
        self,
        *,
        service: ServiceKey = ...,
        account: str = ...,
        error: Error = ...,
        machines: Sequence[Machine] = ...,
    ) -> Uncounted: ...
    @property
    def service(self) -> ServiceKey: ...
    @property
    def account(self) -> str: ...
    @property
    def error(self) -> Error: ...
    @property
    def machines(self) -> tuple[Machine, ...]:
        """behind its units"""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class OrganizationWithoutAccount:
    """An organization of the RMM that no account is linked to."""
    __match_args__ = ("rmm", "organization", "machines")
    def __init__(
        self,
        *,
        rmm: str = ...,
        organization: Organization,
        machines: int = ...,
    ) -> None: ...
    def replace(
        self,
        *,
        rmm: str = ...,
        organization: Organization = ...,
        machines: int = ...,
    ) -> OrganizationWithoutAccount: ...
    @property
    def rmm(self) -> str:
        """empty: the default one"""
    @property
    def organization(self) -> Organization: ...
    @property
    def machines(self) -> int:
        """how many"""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class CoverageReport:
    """Which machines are billed twice and which by nobody."""
    __match_args__ = (
        "day",
        "zone",
        "agents",
        "covered",
        "services",
        "rmms",
        "overlaps",
        "unbilled",
        "left_out",
        "without_account",
        "uncounted",
        "never_counted",
        "totals",
        "machines_of_unknown_worth",
    )
    def __init__(
        self,
        *,
        day: datetime.date,
        zone: str = ...,
        agents: int = ...,
        covered: int = ...,
        services: int = ...,
        rmms: Sequence[RmmOutcome] = ...,
        overlaps: Sequence[CountedTwice] = ...,
        unbilled: Sequence[Unbilled] = ...,
        left_out: Sequence[LeftOut] = ...,
        without_account: Sequence[OrganizationWithoutAccount] = ...,
        uncounted: Sequence[Uncounted] = ...,
        never_counted: Sequence[ServiceKey] = ...,
        totals: Mapping[tuple[Currency | str, CycleLength], Money] = ...,
        machines_of_unknown_worth: int = ...,
    ) -> None: ...
    def replace(
        self,
        *,
        day: datetime.date = ...,
        zone: str = ...,
        agents: int = ...,
        covered: int = ...,
        services: int = ...,
        rmms: Sequence[RmmOutcome] = ...,
        overlaps: Sequence[CountedTwice] = ...,
        unbilled: Sequence[Unbilled] = ...,
        left_out: Sequence[LeftOut] = ...,
        without_account: Sequence[OrganizationWithoutAccount] = ...,
        uncounted: Sequence[Uncounted] = ...,
        never_counted: Sequence[ServiceKey] = ...,
        totals: Mapping[tuple[Currency | str, CycleLength], Money] = ...,
        machines_of_unknown_worth: int = ...,
    ) -> CoverageReport: ...
    @property
    def day(self) -> datetime.date: ...
    @property
    def zone(self) -> str: ...
    @property
    def agents(self) -> int:
        """in the scans of all RMMs"""
    @property
    def covered(self) -> int:
        """counted by at least one service"""
    @property
    def services(self) -> int:
        """derived and in force"""
    @property
    def rmms(self) -> tuple[RmmOutcome, ...]:
        """how reading each one went, by name"""
    @property
    def overlaps(self) -> tuple[CountedTwice, ...]: ...
    @property
    def unbilled(self) -> tuple[Unbilled, ...]: ...
    @property
    def left_out(self) -> tuple[LeftOut, ...]: ...
    @property
    def without_account(self) -> tuple[OrganizationWithoutAccount, ...]: ...
    @property
    def uncounted(self) -> tuple[Uncounted, ...]: ...
    @property
    def never_counted(self) -> tuple[ServiceKey, ...]:
        """covered, but not billed yet"""
    @property
    def totals(self) -> dict[tuple[Currency, CycleLength], Money]:
        """by currency and cycle, of what is known"""
    @property
    def machines_of_unknown_worth(self) -> int: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def _repr_html_(self) -> str: ...
    @property
    def unbilled_machines(self) -> int: ...
    @property
    def rmms_failed(self) -> int: ...
    @property
    def needs_a_person(self) -> bool: ...

class NewPrice:
    """From `effective` on up to the next price that is listed."""
    __match_args__ = ("service", "effective", "price", "cost")
    def __init__(
        self,
        *,
        service: str,
        effective: datetime.date,
        price: UnitPrice,
        cost: UnitPrice | None = ...,
    ) -> None: ...
    def replace(
        self,
        *,
        service: str = ...,
        effective: datetime.date = ...,
        price: UnitPrice = ...,
        cost: UnitPrice | None = ...,
    ) -> NewPrice: ...
    @property
    def service(self) -> str: ...
    @property
    def effective(self) -> datetime.date: ...
    @property
    def price(self) -> UnitPrice: ...
    @property
    def cost(self) -> UnitPrice | None:
        """None: the cost that holds on that day"""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class MoreUnits:
    """So many units more (negative: fewer) on every day."""
    __match_args__ = ("service", "effective", "delta")
    def __init__(self, *, service: str, effective: datetime.date, delta: int) -> None: ...
    def replace(
        self,
        *,
        service: str = ...,
        effective: datetime.date = ...,
        delta: int = ...,
    ) -> MoreUnits: ...
    @property
    def service(self) -> str: ...
    @property
    def effective(self) -> datetime.date: ...
    @property
    def delta(self) -> int: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class SetUnits:
    """So many units, whatever was counted later."""
    __match_args__ = ("service", "effective", "units")
    def __init__(self, *, service: str, effective: datetime.date, units: int) -> None: ...
    def replace(
        self,
        *,
        service: str = ...,
        effective: datetime.date = ...,
        units: int = ...,
    ) -> SetUnits: ...
    @property
    def service(self) -> str: ...
    @property
    def effective(self) -> datetime.date: ...
    @property
    def units(self) -> int: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class ServiceEnds:
    """Billed up to and including `last_day`."""
    __match_args__ = ("service", "last_day")
    def __init__(self, *, service: str, last_day: datetime.date) -> None: ...
    def replace(self, *, service: str = ..., last_day: datetime.date = ...) -> ServiceEnds: ...
    @property
    def service(self) -> str: ...
    @property
    def last_day(self) -> datetime.date: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class OtherMachines:
    """From `effective` on these machines count."""
    __match_args__ = ("service", "effective", "machines")
    def __init__(
        self,
        *,
        service: str,
        effective: datetime.date,
        machines: Sequence[Machine],
    ) -> None: ...
    def replace(
        self,
        *,
        service: str = ...,
        effective: datetime.date = ...,
        machines: Sequence[Machine] = ...,
    ) -> OtherMachines: ...
    @property
    def service(self) -> str: ...
    @property
    def effective(self) -> datetime.date: ...
    @property
    def machines(self) -> tuple[Machine, ...]: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class AmountChange:
    """An amount on both sides."""
    __match_args__ = ("before", "after", "difference")
    def __init__(self, *, before: Money, after: Money, difference: Money) -> None: ...
    def replace(
        self,
        *,
        before: Money = ...,
        after: Money = ...,
        difference: Money = ...,
    ) -> AmountChange: ...
    @property
    def before(self) -> Money: ...
    @property
    def after(self) -> Money: ...
    @property
    def difference(self) -> Money:
        """after less before"""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class ServicePeriodDifference:
    """What a change does to one service in one billing period."""
    __match_args__ = (
        "service",
        "billing_period",
        "before",
        "after",
        "amount",
        "cost",
        "machines_added",
        "machines_removed",
        "average_per_machine",
    )
    def __init__(
        self,
        *,
        service: str,
        billing_period: Period,
        before: Sequence[LineItem] = ...,
        after: Sequence[LineItem] = ...,
        amount: AmountChange,
        cost: AmountChange,
        machines_added: Sequence[Machine] = ...,
        machines_removed: Sequence[Machine] = ...,
        average_per_machine: Money | None = ...,
    ) -> None: ...
    def replace(
        self,
        *,
        service: str = ...,
        billing_period: Period = ...,
        before: Sequence[LineItem] = ...,
        after: Sequence[LineItem] = ...,
        amount: AmountChange = ...,
        cost: AmountChange = ...,
        machines_added: Sequence[Machine] = ...,
        machines_removed: Sequence[Machine] = ...,
        average_per_machine: Money | None = ...,
    ) -> ServicePeriodDifference: ...
    @property
    def service(self) -> str: ...
    @property
    def billing_period(self) -> Period: ...
    @property
    def before(self) -> tuple[LineItem, ...]:
        """lines"""
    @property
    def after(self) -> tuple[LineItem, ...]:
        """lines"""
    @property
    def amount(self) -> AmountChange: ...
    @property
    def cost(self) -> AmountChange: ...
    @property
    def machines_added(self) -> tuple[Machine, ...]: ...
    @property
    def machines_removed(self) -> tuple[Machine, ...]: ...
    @property
    def average_per_machine(self) -> Money | None: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class PeriodDifference:
    """What a change does to one billing period, service by service."""
    __match_args__ = ("billing_period", "amount", "cost")
    def __init__(
        self,
        *,
        billing_period: Period,
        amount: AmountChange,
        cost: AmountChange,
    ) -> None: ...
    def replace(
        self,
        *,
        billing_period: Period = ...,
        amount: AmountChange = ...,
        cost: AmountChange = ...,
    ) -> PeriodDifference: ...
    @property
    def billing_period(self) -> Period: ...
    @property
    def amount(self) -> AmountChange: ...
    @property
    def cost(self) -> AmountChange: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class Preview:
    """What a change would do to the next invoices."""
    __match_args__ = (
        "contract",
        "currency",
        "from_",
        "services",
        "periods",
        "amount",
        "cost",
        "covered_before",
        "covered_after",
        "units_unknown_before",
        "units_unknown_after",
    )
    def __init__(
        self,
        *,
        contract: str,
        currency: Currency | str,
        from_: datetime.date,
        services: Sequence[ServicePeriodDifference] = ...,
        periods: Sequence[PeriodDifference] = ...,
        amount: AmountChange,
        cost: AmountChange,
        covered_before: Period,
        covered_after: Period,
        units_unknown_before: Sequence[str] = ...,
        units_unknown_after: Sequence[str] = ...,
    ) -> None: ...
    def replace(
        self,
        *,
        contract: str = ...,
        currency: Currency | str = ...,
        from_: datetime.date = ...,
        services: Sequence[ServicePeriodDifference] = ...,
        periods: Sequence[PeriodDifference] = ...,
        amount: AmountChange = ...,
        cost: AmountChange = ...,
        covered_before: Period = ...,
        covered_after: Period = ...,
        units_unknown_before: Sequence[str] = ...,
        units_unknown_after: Sequence[str] = ...,
    ) -> Preview: ...
    @property
    def contract(self) -> str: ...
    @property
    def currency(self) -> Currency: ...
    @property
    def from_(self) -> datetime.date: ...
    @property
    def services(self) -> tuple[ServicePeriodDifference, ...]:
        """by period"""
    @property
    def periods(self) -> tuple[PeriodDifference, ...]: ...
    @property
    def amount(self) -> AmountChange:
        """of all periods"""
    @property
    def cost(self) -> AmountChange: ...
    @property
    def covered_before(self) -> Period: ...
    @property
    def covered_after(self) -> Period: ...
    @property
    def units_unknown_before(self) -> tuple[str, ...]: ...
    @property
    def units_unknown_after(self) -> tuple[str, ...]: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def _repr_html_(self) -> str: ...
    def plot(self, *, ax: Any = ...) -> Any: ...
    @property
    def text(self) -> tuple[str, ...]: ...

class PreviewSide:
    """A contract with what its lines are computed from."""
    __match_args__ = ("contract", "histories", "events")
    def __init__(
        self,
        *,
        contract: Contract,
        histories: Mapping[str, UnitHistory] = ...,
        events: Mapping[str, Sequence[MachineEvent]] = ...,
    ) -> None: ...
    def replace(
        self,
        *,
        contract: Contract = ...,
        histories: Mapping[str, UnitHistory] = ...,
        events: Mapping[str, Sequence[MachineEvent]] = ...,
    ) -> PreviewSide: ...
    @property
    def contract(self) -> Contract: ...
    @property
    def histories(self) -> dict[str, UnitHistory]:
        """by service"""
    @property
    def events(self) -> dict[str, list[MachineEvent]]:
        """by service"""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class ParsedBook:
    """A book as it was read: the rows that fit, and why the others do not."""
    __match_args__ = ("book", "refused")
    def __init__(self, *, book: Book, refused: Sequence[Error] = ...) -> None: ...
    def replace(self, *, book: Book = ..., refused: Sequence[Error] = ...) -> ParsedBook: ...
    @property
    def book(self) -> Book:
        """the rows that could be read"""
    @property
    def refused(self) -> tuple[Error, ...]:
        """every row that could not, each named by its place"""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class ImportReport:
    """What an import changed, or every row that it refused."""
    __match_args__ = (
        "accounts_saved",
        "contracts_created",
        "contracts_updated",
        "contracts_unchanged",
        "units_recorded",
        "refused",
    )
    def __init__(
        self,
        *,
        accounts_saved: int = ...,
        contracts_created: int = ...,
        contracts_updated: int = ...,
        contracts_unchanged: int = ...,
        units_recorded: int = ...,
        refused: Sequence[Error] = ...,
    ) -> None: ...
    def replace(
        self,
        *,
        accounts_saved: int = ...,
        contracts_created: int = ...,
        contracts_updated: int = ...,
        contracts_unchanged: int = ...,
        units_recorded: int = ...,
        refused: Sequence[Error] = ...,
    ) -> ImportReport: ...
    @property
    def accounts_saved(self) -> int: ...
    @property
    def contracts_created(self) -> int: ...
    @property
    def contracts_updated(self) -> int: ...
    @property
    def contracts_unchanged(self) -> int: ...
    @property
    def units_recorded(self) -> int: ...
    @property
    def refused(self) -> tuple[Error, ...]:
        """then nothing was written"""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    @property
    def accepted(self) -> bool: ...

class TermChange:
    """One term of an account, a contract or a service."""
    __match_args__ = ("of", "term", "before", "after")
    def __init__(
        self,
        *,
        of: str = ...,
        term: str = ...,
        before: str = ...,
        after: str = ...,
    ) -> None: ...
    def replace(
        self,
        *,
        of: str = ...,
        term: str = ...,
        before: str = ...,
        after: str = ...,
    ) -> TermChange: ...
    @property
    def of(self) -> str: ...
    @property
    def term(self) -> str:
        """the book's key"""
    @property
    def before(self) -> str:
        """empty: it is new"""
    @property
    def after(self) -> str: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class BillEffect:
    """What a book would change of the next bill of a contract."""
    __match_args__ = ("contract", "account", "is_new", "through", "amount", "error")
    def __init__(
        self,
        *,
        contract: str,
        account: str,
        is_new: bool = ...,
        through: datetime.date,
        amount: AmountChange,
        error: Error | None = ...,
    ) -> None: ...
    def replace(
        self,
        *,
        contract: str = ...,
        account: str = ...,
        is_new: bool = ...,
        through: datetime.date = ...,
        amount: AmountChange = ...,
        error: Error | None = ...,
    ) -> BillEffect: ...
    @property
    def contract(self) -> str: ...
    @property
    def account(self) -> str: ...
    @property
    def is_new(self) -> bool: ...
    @property
    def through(self) -> datetime.date:
        """by which it is due"""
    @property
    def amount(self) -> AmountChange:
        """of all that is open then"""
    @property
    def error(self) -> Error | None:
        """why it can't be computed"""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class TermEnd:
    """What becomes of a contract next."""
    __match_args__ = ("what", "day", "notice_by")
    def __init__(
        self,
        *,
        what: AtTermEnd = ...,
        day: datetime.date,
        notice_by: datetime.date | None = ...,
    ) -> None: ...
    def replace(
        self,
        *,
        what: AtTermEnd = ...,
        day: datetime.date = ...,
        notice_by: datetime.date | None = ...,
    ) -> TermEnd: ...
    @property
    def what(self) -> AtTermEnd: ...
    @property
    def day(self) -> datetime.date:
        """the first day of the next term, or after the last one"""
    @property
    def notice_by(self) -> datetime.date | None:
        """the last day for notice"""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class ComingRenewal:
    """A contract, or a service, that renews or ends."""
    __match_args__ = (
        "contract",
        "service",
        "account",
        "name",
        "what",
        "day",
        "notice_by",
        "agreed_term",
    )
    def __init__(
        self,
        *,
        contract: str,
        service: str | None = ...,
        account: str,
        name: str = ...,
        what: AtTermEnd = ...,
        day: datetime.date,
        notice_by: datetime.date | None = ...,
        agreed_term: AgreedTerm | None = ...,
    ) -> None: ...
    def replace(
        self,
        *,
        contract: str = ...,
        service: str | None = ...,
        account: str = ...,
        name: str = ...,
        what: AtTermEnd = ...,
        day: datetime.date = ...,
        notice_by: datetime.date | None = ...,
        agreed_term: AgreedTerm | None = ...,
    ) -> ComingRenewal: ...
    @property
    def contract(self) -> str: ...
    @property
    def service(self) -> str | None:
        """one that ends before its contract does"""
    @property
    def account(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def what(self) -> AtTermEnd: ...
    @property
    def day(self) -> datetime.date:
        """the first day of the next term, or the last billed day"""
    @property
    def notice_by(self) -> datetime.date | None: ...
    @property
    def agreed_term(self) -> AgreedTerm | None: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class RenewalList:
    """What renews or ends, by day."""
    __match_args__ = ("day", "through", "rows")
    def __init__(
        self,
        *,
        day: datetime.date,
        through: datetime.date,
        rows: Sequence[ComingRenewal] = ...,
    ) -> None: ...
    def replace(
        self,
        *,
        day: datetime.date = ...,
        through: datetime.date = ...,
        rows: Sequence[ComingRenewal] = ...,
    ) -> RenewalList: ...
    @property
    def day(self) -> datetime.date: ...
    @property
    def through(self) -> datetime.date: ...
    @property
    def rows(self) -> tuple[ComingRenewal, ...]: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class PriceRaise:
    """The prices of many services, in one run."""
    __match_args__ = (
        "basis_points",
        "from_",
        "decimals",
        "accounts",
        "except_contracts",
        "except_services",
        "reach_back",
        "dry_run",
        "author",
        "reason",
        "services",
        "unit_price",
    )
    def __init__(
        self,
        *,
        basis_points: int = ...,
        from_: datetime.date | None = ...,
        decimals: int | None = ...,
        accounts: Sequence[str] = ...,
        except_contracts: Sequence[str] = ...,
        except_services: Sequence[ServiceKey] = ...,
        reach_back: bool = ...,
        dry_run: bool = ...,
        author: str = ...,
        reason: str = ...,
        services: Sequence[str] = ...,
        unit_price: UnitPrice | None = ...,
    ) -> None: ...
    def replace(
        self,
        *,
        basis_points: int = ...,
        from_: datetime.date | None = ...,
        decimals: int | None = ...,
        accounts: Sequence[str] = ...,
        except_contracts: Sequence[str] = ...,
        except_services: Sequence[ServiceKey] = ...,
        reach_back: bool = ...,
        dry_run: bool = ...,
        author: str = ...,
        reason: str = ...,
        services: Sequence[str] = ...,
        unit_price: UnitPrice | None = ...,
    ) -> PriceRaise: ...
    @property
    def basis_points(self) -> int:
        """350 is 3.5 % more, -350 less; 0 with `unit_price`"""
    @property
    def from_(self) -> datetime.date | None:
        """None: from the day on which each contract renews next"""
    @property
    def decimals(self) -> int | None:
        """that new prices are rounded to; None: the currency's"""
    @property
    def accounts(self) -> tuple[str, ...]:
        """only theirs; empty: all"""
    @property
    def except_contracts(self) -> tuple[str, ...]: ...
    @property
    def except_services(self) -> tuple[ServiceKey, ...]: ...
    @property
    def reach_back(self) -> bool:
        """also where that day is posted: it is billed once more"""
    @property
    def dry_run(self) -> bool: ...
    @property
    def author(self) -> str: ...
    @property
    def reason(self) -> str: ...
    @property
    def services(self) -> tuple[str, ...]:
        """only those called so, in whichever contract; empty: all"""
    @property
    def unit_price(self) -> UnitPrice | None:
        """instead of percents; the services have to be named"""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class RaisedService:
    """What a run of prices made of one service."""
    __match_args__ = ("key", "name", "status", "before", "after", "next_price")
    def __init__(
        self,
        *,
        key: ServiceKey,
        name: str = ...,
        status: RaiseStatus = ...,
        before: DatedPrice | None = ...,
        after: DatedPrice | None = ...,
        next_price: datetime.date | None = ...,
    ) -> None: ...
    def replace(
        self,
        *,
        key: ServiceKey = ...,
        name: str = ...,
        status: RaiseStatus = ...,
        before: DatedPrice | None = ...,
        after: DatedPrice | None = ...,
        next_price: datetime.date | None = ...,
    ) -> RaisedService: ...
    @property
    def key(self) -> ServiceKey: ...
    @property
    def name(self) -> str: ...
    @property
    def status(self) -> RaiseStatus: ...
    @property
    def before(self) -> DatedPrice | None:
        """the price that is, or would be, raised"""
    @property
    def after(self) -> DatedPrice | None: ...
    @property
    def next_price(self) -> datetime.date | None:
        """a later one holds from its own day on"""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class RaisedContract:
    """A contract that owes another amount then."""
    __match_args__ = ("contract", "account", "amount")
    def __init__(self, *, contract: str, account: str, amount: AmountChange) -> None: ...
    def replace(
        self,
        *,
        contract: str = ...,
        account: str = ...,
        amount: AmountChange = ...,
    ) -> RaisedContract: ...
    @property
    def contract(self) -> str: ...
    @property
    def account(self) -> str: ...
    @property
    def amount(self) -> AmountChange:
        """of two billing periods"""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class RaiseReport:
    """What a run of prices did, or would do."""
    __match_args__ = ("raise_", "services", "contracts")
    def __init__(
        self,
        *,
        raise_: PriceRaise = ...,
        services: Sequence[RaisedService] = ...,
        contracts: Sequence[RaisedContract] = ...,
    ) -> None: ...
    def replace(
        self,
        *,
        raise_: PriceRaise = ...,
        services: Sequence[RaisedService] = ...,
        contracts: Sequence[RaisedContract] = ...,
    ) -> RaiseReport: ...
    @property
    def raise_(self) -> PriceRaise: ...
    @property
    def services(self) -> tuple[RaisedService, ...]:
        """of the named accounts, by contract"""
    @property
    def contracts(self) -> tuple[RaisedContract, ...]:
        """those that owe another amount"""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    @property
    def summary(self) -> str: ...

class OpenDecision:
    """What waits for a person: one decision."""
    __match_args__ = (
        "key",
        "account",
        "account_name",
        "service_name",
        "present",
        "readings",
        "digest",
        "about",
        "since",
        "evidence",
    )
    def __init__(
        self,
        *,
        key: ServiceKey,
        account: str,
        account_name: str = ...,
        service_name: str = ...,
        present: int | None = ...,
        readings: Sequence[HeldReading] = ...,
        digest: str = ...,
        about: DecisionAbout = ...,
        since: datetime.date | None = ...,
        evidence: str = ...,
    ) -> None: ...
    def replace(
        self,
        *,
        key: ServiceKey = ...,
        account: str = ...,
        account_name: str = ...,
        service_name: str = ...,
        present: int | None = ...,
        readings: Sequence[HeldReading] = ...,
        digest: str = ...,
        about: DecisionAbout = ...,
        since: datetime.date | None = ...,
        evidence: str = ...,
    ) -> OpenDecision: ...
    @property
    def key(self) -> ServiceKey:
        """without a service: a credit of the contract; without both: a day"""
    @property
    def account(self) -> str: ...
    @property
    def account_name(self) -> str: ...
    @property
    def service_name(self) -> str: ...
    @property
    def present(self) -> int | None:
        """units until somebody decides; None: never counted"""
    @property
    def readings(self) -> tuple[HeldReading, ...]: ...
    @property
    def digest(self) -> str:
        """of what is to be decided"""
    @property
    def about(self) -> DecisionAbout: ...
    @property
    def since(self) -> datetime.date | None: ...
    @property
    def evidence(self) -> str: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    @property
    def subject(self) -> str: ...

class OpenDecisions:
    """All that waits, in the order of its numbers."""
    __match_args__ = ("rows", "digest")
    def __init__(self, *, rows: Sequence[OpenDecision] = ..., digest: str = ...) -> None: ...
    def replace(
        self,
        *,
        rows: Sequence[OpenDecision] = ...,
        digest: str = ...,
    ) -> OpenDecisions: ...
    @property
    def rows(self) -> tuple[OpenDecision, ...]:
        """the first is number 1"""
    @property
    def digest(self) -> str:
        """of all rows"""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class EndedDecision:
    """A decision that was taken, or that time dissolved."""
    __match_args__ = ("about", "key", "since", "evidence", "ending")
    def __init__(
        self,
        *,
        about: DecisionAbout = ...,
        key: ServiceKey,
        since: datetime.date | None = ...,
        evidence: str = ...,
        ending: HeldEnding = ...,
    ) -> None: ...
    def replace(
        self,
        *,
        about: DecisionAbout = ...,
        key: ServiceKey = ...,
        since: datetime.date | None = ...,
        evidence: str = ...,
        ending: HeldEnding = ...,
    ) -> EndedDecision: ...
    @property
    def about(self) -> DecisionAbout: ...
    @property
    def key(self) -> ServiceKey: ...
    @property
    def since(self) -> datetime.date | None: ...
    @property
    def evidence(self) -> str: ...
    @property
    def ending(self) -> HeldEnding:
        """how, by whom, why and when"""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class Decision:
    """What a person decides about one row."""
    __match_args__ = ("key", "digest", "kind", "units", "reason")
    def __init__(
        self,
        *,
        key: ServiceKey,
        digest: str = ...,
        kind: DecisionKind = ...,
        units: int = ...,
        reason: str = ...,
    ) -> None: ...
    def replace(
        self,
        *,
        key: ServiceKey = ...,
        digest: str = ...,
        kind: DecisionKind = ...,
        units: int = ...,
        reason: str = ...,
    ) -> Decision: ...
    @property
    def key(self) -> ServiceKey: ...
    @property
    def digest(self) -> str:
        """of the row that the person saw"""
    @property
    def kind(self) -> DecisionKind: ...
    @property
    def units(self) -> int:
        """that hold instead, for adjust alone"""
    @property
    def reason(self) -> str:
        """needed but for approve"""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class Decided:
    """What a decision did."""
    __match_args__ = ("key", "kind", "changes", "batch")
    def __init__(
        self,
        *,
        key: ServiceKey,
        kind: DecisionKind = ...,
        changes: Sequence[UnitChange] = ...,
        batch: str | None = ...,
    ) -> None: ...
    def replace(
        self,
        *,
        key: ServiceKey = ...,
        kind: DecisionKind = ...,
        changes: Sequence[UnitChange] = ...,
        batch: str | None = ...,
    ) -> Decided: ...
    @property
    def key(self) -> ServiceKey: ...
    @property
    def kind(self) -> DecisionKind: ...
    @property
    def changes(self) -> tuple[UnitChange, ...]:
        """of units; may be empty"""
    @property
    def batch(self) -> str | None:
        """by which a credit is paid"""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class DecisionReport:
    """What was decided, or why nothing was."""
    __match_args__ = ("decided", "refused")
    def __init__(
        self,
        *,
        decided: Sequence[Decided] = ...,
        refused: Sequence[Error] = ...,
    ) -> None: ...
    def replace(
        self,
        *,
        decided: Sequence[Decided] = ...,
        refused: Sequence[Error] = ...,
    ) -> DecisionReport: ...
    @property
    def decided(self) -> tuple[Decided, ...]: ...
    @property
    def refused(self) -> tuple[Error, ...]:
        """then nothing was decided"""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    @property
    def accepted(self) -> bool: ...

def meaning_of(code: Errc) -> str: ...
def totals_of(lines: Sequence[LineItem]) -> dict[Currency, Totals]: ...
def policy_of(preset: PolicyPreset) -> ProrationPolicy: ...
def nth_month_from(anchor: datetime.date, months: int) -> datetime.date: ...
def judge(
    scope: AgentScope, agent: Agent, groups: GroupTree, in_view: bool, today: datetime.date
) -> Verdict: ...
def check_update(saved: Contract, wanted: Contract) -> None: ...
@overload
def bill(service: Service, history: UnitHistory, billing_period: Period) -> list[LineItem]: ...
@overload
def bill(
    contract: Contract, service: Service, history: UnitHistory, billing_period: Period
) -> list[LineItem]: ...
def split(
    service: Service, history: UnitHistory, billing_period: Period, life: Period | None = ...
) -> ProrationPeriods | None: ...
def unposted(
    contract: Contract,
    service: Service,
    history: UnitHistory,
    billing_period: Period,
    posted: Sequence[PostedLine],
    *,
    through: datetime.date | None = ...,
    units: Mapping[str, UnitHistory] | None = ...,
    taken: Sequence[LineKey] = ...,
) -> list[LineItem]: ...
def share_of(day_count: DayCount, period: Period, span: Period) -> Fraction: ...
def batch_id(contract: str, number: int) -> str: ...
def lines_to_csv(lines: Sequence[PostedLine]) -> str: ...
def make_kaseya_vsa(
    *,
    url: str,
    user: str,
    token: str = ...,
    password: str = ...,
    ca_file: str = ...,
    proxy: str = ...,
    connections: int = ...,
    records_per_session: int = ...,
    scan_attempts: int = ...,
    connect_timeout: datetime.timedelta | float = ...,
    answer_timeout: datetime.timedelta | float = ...,
    attempts: int = ...,
    retry_delay: datetime.timedelta | float = ...,
) -> RmmProvider: ...
def make_kaseya_vsax(
    *,
    url: str,
    token_id: str,
    token_secret: str,
    ca_file: str = ...,
    proxy: str = ...,
    devices: VsaxDevices = ...,
    details: VsaxDetails = ...,
    page_size: int = ...,
    ask_for_order: bool = ...,
    connections: int = ...,
    scan_attempts: int = ...,
    connect_timeout: datetime.timedelta | float = ...,
    answer_timeout: datetime.timedelta | float = ...,
    attempts: int = ...,
    retry_delay: datetime.timedelta | float = ...,
) -> RmmProvider: ...
def make_file_provider(
    machines: str | os.PathLike[str],
    *,
    organizations: str | os.PathLike[str] | None = ...,
    groups: str | os.PathLike[str] | None = ...,
    views: str | os.PathLike[str] | None = ...,
    preset: str | os.PathLike[str] | None = ...,
    format: FileFormat = ...,
    separator: str | None = ...,
    header: Sequence[str] = ...,
    trailer: Trailer = ...,
    columns: Mapping[str, str] = ...,
    words: Mapping[str, Mapping[str, str]] = ...,
    age_max: datetime.timedelta | float | None = ...,
    choice: FileChoice = ...,
    encoding: str = ...,
    organization: str = ...,
    zone: str = ...,
    date_order: DateOrder | None = ...,
    path_separator: str = ...,
    rows_at: str = ...,
    rows_min: int = ...,
    incomplete_rows: IncompleteRows | None = ...,
    totals_rows: TotalsRows | None = ...,
    look_alikes: LookAlikeIds = ...,
    told_totals: ToldTotals = ...,
) -> RmmProvider: ...
def make_meshcentral(
    *,
    url: str,
    user: str,
    password: str,
    login_key: str = ...,
    ca_file: str = ...,
    proxy: str = ...,
    organizations: MeshCentralOrganizations = ...,
    organization_separator: str = ...,
    organization_tag: str = ...,
    organization: str = ...,
    devices: MeshCentralDevices = ...,
    views: Sequence[str] = ...,
    expected_groups: Sequence[str] = ...,
    all_groups_required: bool = ...,
    no_devices_allowed: bool = ...,
    connect_timeout: datetime.timedelta | float = ...,
    answer_timeout: datetime.timedelta | float = ...,
    attempts: int = ...,
    scan_attempts: int = ...,
) -> RmmProvider: ...
@overload
def make_jsonl_notifier(write: Callable[[str], object]) -> Notifier: ...
@overload
def make_jsonl_notifier(path: str | os.PathLike[str]) -> Notifier: ...
def make_webhook_notifier(
    *,
    url: str,
    signing_key: str,
    ca_file: str = ...,
    timeout: datetime.timedelta | float = ...,
    attempts: int = ...,
) -> Notifier: ...
def deliver_notices(
    store: Store, clock: Clock, tenant: str, notifier: Notifier, limit: int = ...
) -> DeliveryReport: ...
def parse_book(document: str | bytes | Mapping[str, Any]) -> ParsedBook: ...
def import_book(
    store: Store,
    clock: Clock,
    tenant: str,
    book: Book,
    *,
    author: str = ...,
    dry_run: bool = ...,
    groups: Mapping[str, GroupTree] = ...,
    reach_back: bool = ...,
) -> ImportReport: ...
def nightly_sync(
    store: Store,
    rmms: RmmProvider | Mapping[str, RmmProvider],
    clock: Clock,
    tenant: str,
    *,
    timeout: datetime.timedelta | float = ...,
    time_per_rmm: datetime.timedelta | float | None = ...,
    guard: SyncGuard = ...,
    day_limit: DayLimit = ...,
    why_lifted: str = ...,
    dry_run: bool = ...,
    only: ServiceKey | None = ...,
    author: str = ...,
    contracts_per_transaction: int = ...,
    progress: _Progress | None = ...,
    cancelled: Callable[[], bool] | None = ...,
) -> SyncReport: ...
def take_over_units_now(
    store: Store,
    rmms: RmmProvider | Mapping[str, RmmProvider],
    clock: Clock,
    tenant: str,
    key: ServiceKey,
    *,
    timeout: datetime.timedelta | float = ...,
    guard: SyncGuard = ...,
    day_limit: DayLimit = ...,
    why_lifted: str = ...,
    dry_run: bool = ...,
    author: str = ...,
) -> SyncReport: ...
def get_units_now(
    store: Store,
    rmms: RmmProvider | Mapping[str, RmmProvider],
    clock: Clock,
    tenant: str,
    key: ServiceKey,
    *,
    timeout: datetime.timedelta | float = ...,
) -> UnitsNow: ...
def machines_now(
    store: Store,
    rmms: RmmProvider | Mapping[str, RmmProvider],
    clock: Clock,
    tenant: str,
    key: ServiceKey,
    *,
    timeout: datetime.timedelta | float = ...,
) -> MachinesNow: ...
def record_units(
    store: Store,
    clock: Clock,
    tenant: str,
    key: ServiceKey,
    effective: datetime.date,
    units: int,
    *,
    reason: str = ...,
    author: str = ...,
    request: str = ...,
) -> UnitChange: ...
def confirm_held(
    store: Store,
    clock: Clock,
    tenant: str,
    key: ServiceKey,
    *,
    author: str = ...,
    proposal: int | None = ...,
    request: str = ...,
) -> list[UnitChange]: ...
def reject_held(
    store: Store,
    clock: Clock,
    tenant: str,
    key: ServiceKey,
    *,
    reason: str,
    author: str = ...,
    request: str = ...,
) -> list[HeldReading]: ...
def delete_unposted(
    store: Store,
    clock: Clock,
    tenant: str,
    contract: str,
    service: str | None = ...,
    *,
    reason: str,
    author: str = ...,
    dry_run: bool = ...,
) -> Tombstone: ...
def mark_invoiced(
    store: Store,
    clock: Clock,
    tenant: str,
    batches: Sequence[str],
    invoice_number: str,
    *,
    author: str = ...,
    reason: str = ...,
    request: str = ...,
) -> None: ...
def mark_exported(
    store: Store,
    clock: Clock,
    tenant: str,
    batches: Sequence[str],
    *,
    author: str = ...,
    reason: str = ...,
    request: str = ...,
) -> None: ...
def unpost(
    store: Store,
    clock: Clock,
    tenant: str,
    batch: str,
    *,
    reason: str,
    author: str = ...,
    request: str = ...,
) -> list[str]: ...
def void_invoice(
    store: Store,
    clock: Clock,
    tenant: str,
    invoice_number: str,
    *,
    reason: str,
    author: str = ...,
    request: str = ...,
) -> list[str]: ...
def import_changes(
    store: Store, clock: Clock, tenant: str, book: Book, *, author: str = ...
) -> list[TermChange]: ...
def verify(
    store: Store, clock: Clock, tenant: str, *, contracts: int | None = ...
) -> VerifyReport: ...
def erase_name(
    store: Store, clock: Clock, tenant: str, name: str, *, author: str, reason: str
) -> int: ...
def freshness(
    store: Store, clock: Clock, tenant: str, stale_days: int = ...
) -> list[RmmFreshness]: ...
def service_freshness(
    store: Store, clock: Clock, tenant: str, stale_days: int = ...
) -> list[ServiceFreshness]: ...
def import_effect(
    store: Store, clock: Clock, tenant: str, book: Book, *, author: str = ...
) -> list[BillEffect]: ...
def book_in_force(
    store: Store, clock: Clock, tenant: str, only: str | None = ...
) -> Book: ...
def book_to_json(book: Book) -> str: ...
def next_term_end(contract: Contract, today: datetime.date) -> TermEnd | None: ...
def coming_renewals(
    store: Store, clock: Clock, tenant: str, days: int = ..., account: str | None = ...
) -> RenewalList: ...
def renew_contract(
    store: Store,
    clock: Clock,
    tenant: str,
    contract: str,
    agreed_term: AgreedTerm | None = ...,
    *,
    reason: str = ...,
    author: str = ...,
) -> Contract: ...
def end_with_term(store: Store, clock: Clock, tenant: str, contract: str) -> Contract: ...
def raise_prices(store: Store, clock: Clock, tenant: str, raise_: PriceRaise) -> RaiseReport: ...
def open_decisions(
    store: Store,
    clock: Clock,
    tenant: str,
    *,
    settlement: Settlement = ...,
    day_limit: DayLimit = ...,
) -> OpenDecisions: ...
def ended_decisions(
    store: Store, clock: Clock, tenant: str, limit: int = ...
) -> list[EndedDecision]: ...
def decide_open(
    store: Store,
    clock: Clock,
    tenant: str,
    decisions: Sequence[Decision],
    *,
    author: str = ...,
    settlement: Settlement = ...,
    day_limit: DayLimit = ...,
) -> DecisionReport: ...
def owed_credits(
    store: Store,
    clock: Clock,
    tenant: str,
    filter: BillingFilter = ...,
    settlement: Settlement = ...,
) -> list[OwedCredit]: ...
def billing_review(
    store: Store, clock: Clock, tenant: str, filter: BillingFilter = ...
) -> BillingReview: ...
def review_page(
    store: Store,
    clock: Clock,
    tenant: str,
    filter: BillingFilter = ...,
    *,
    coverage: CoverageReport | None = ...,
    stale_days: int = ...,
    decimal_mark: str = ...,
    grouping: str = ...,
    provider: str = ...,
    logo: bytes = ...,
) -> str: ...
def statement_page(
    store: Store,
    clock: Clock,
    tenant: str,
    account: str,
    *,
    invoice: str | None = ...,
    posted: Period | None = ...,
    decimal_mark: str = ...,
    grouping: str = ...,
    provider: str = ...,
    note: str = ...,
    logo: bytes = ...,
) -> str: ...
def post_available(
    store: Store,
    clock: Clock,
    tenant: str,
    *,
    filter: BillingFilter = ...,
    credit_batches: CreditBatches = ...,
    settlement: Settlement = ...,
    zero_lines: ZeroLines = ...,
    most_periods: int = ...,
    batch_limit: BatchLimit = ...,
    day_limit: DayLimit = ...,
    stale_days: int = ...,
    stale_counts: StaleCounts = ...,
    why_lifted: str = ...,
    dry_run: bool = ...,
    author: str = ...,
    contracts_per_transaction: int = ...,
    progress: _Progress | None = ...,
    cancelled: Callable[[], bool] | None = ...,
) -> PostReport: ...
def explain_line(
    store: Store, tenant: str, key: str | LineKey, clock: Clock | None = ...
) -> Explanation: ...
def coverage_report(
    store: Store,
    rmms: RmmProvider | Mapping[str, RmmProvider],
    clock: Clock,
    tenant: str,
    *,
    timeout: datetime.timedelta | float = ...,
    time_per_rmm: datetime.timedelta | float | None = ...,
    progress: _Progress | None = ...,
    cancelled: Callable[[], bool] | None = ...,
) -> CoverageReport: ...
def suppose(side: PreviewSide, what_if: Iterable[_WhatIf]) -> PreviewSide: ...
def preview(
    before: PreviewSide, after: PreviewSide, from_: datetime.date, periods: int = ...
) -> Preview: ...
def preview_contract(
    store: Store,
    clock: Clock,
    tenant: str,
    contract: str,
    what_if: Iterable[_WhatIf] = ...,
    *,
    replacement: Contract | None = ...,
    first_units: Sequence[FirstUnits] = ...,
    from_: datetime.date | None = ...,
    periods: int = ...,
) -> Preview: ...
def load_preview_side(store: Store, tenant: str, contract: str) -> PreviewSide: ...
def machines_of(
    rmms: RmmProvider | Mapping[str, RmmProvider],
    scopes: Sequence[AgentScope],
    today: datetime.date,
    *,
    timeout: datetime.timedelta | float = ...,
) -> list[list[Machine]]: ...
def moved_to_group(
    scope: AgentScope,
    group: str,
    rmms: RmmProvider | Mapping[str, RmmProvider],
    *,
    timeout: datetime.timedelta | float = ...,
) -> AgentScope: ...
def other_scopes(
    saved: Contract, replacement: Contract, account: Account
) -> dict[str, AgentScope]: ...
def run_program(arguments: Sequence[str]) -> int: ...
