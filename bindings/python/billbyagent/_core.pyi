# The types of the compiled module; mypy's stubtest compares them with it.
import datetime
import decimal
import enum
import fractions
import os
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from typing import Any, ClassVar, NoReturn, Protocol, TypeAlias, overload

from .errors import Error

__version__: str

class _Progress(Protocol):
    def __call__(self, stage: str, done: int, total: int, /) -> object: ...

_WhatIf: TypeAlias = NewPrice | MoreUnits | SetUnits | ServiceEnds | OtherMachines

class Errc(enum.IntEnum):
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
    actual_period = 0
    calendar_months = 1
    thirty_day_months = 2
    thirty_360 = 3

class EffectiveDay(enum.Enum):
    billed = 0
    not_billed = 1

class Rounding(enum.Enum):
    half_away_from_zero = 0
    half_even = 1
    toward_zero = 2

class RoundingStep(enum.Enum):
    line = 0
    unit_price = 1

class IncreaseRule(enum.Enum):
    prorated = 0
    full_period = 1
    next_period = 2

class DecreaseRule(enum.Enum):
    credited = 0
    next_period = 1
    committed = 2

class PolicyPreset(enum.Enum):
    bms = 0
    connectwise = 1
    autotask = 2
    kill_bill = 3

class Measure(enum.Enum):
    prorated = 0
    high_watermark = 1
    average = 2
    fixed_day = 3

class PriceModel(enum.Enum):
    per_unit = 0
    volume = 1
    graduated = 2

class ChargePart(enum.Enum):
    base_fee = 0
    units = 1
    overage = 2

class BillingTiming(enum.Enum):
    advance = 0
    arrears = 1

class ContractStatus(enum.Enum):
    active = 0
    inactive = 1

class Trust(enum.Enum):
    automatic = 0
    propose = 1
    observe = 2

class Overlaps(enum.Enum):
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
    initial = 0
    nightly_sync = 1
    get_units_now = 2
    manual = 3
    correction = 4
    confirmed_drop = 5
    confirmed_proposal = 6

class HeldCause(enum.Enum):
    implausible = 0
    proposed = 1

class HeldEnd(enum.Enum):
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

class SyncStatus(enum.Enum):
    unchanged = 0
    machines_changed = 1
    first_count = 2
    changed = 3
    held = 4
    proposed = 5
    rejected = 6
    observed = 7
    failed = 8

class BatchStatus(enum.Enum):
    posted = 0
    held = 1
    failed = 2

class Access(enum.Enum):
    read = 0
    write = 1

class CreditBatches(enum.Enum):
    held = 0
    allowed = 1

class ZeroLines(enum.Enum):
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
    def __init__(self, amount: decimal.Decimal | int | str, currency: Currency | str) -> None: ...
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
    def __neg__(self) -> Money: ...
    def __bool__(self) -> bool: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class UnitPrice:
    def __init__(self, price: decimal.Decimal | int | str, currency: Currency | str) -> None: ...
    @property
    def price(self) -> decimal.Decimal: ...
    @property
    def millionths(self) -> int: ...
    @property
    def currency(self) -> Currency: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class Totals:
    __match_args__ = ("amount", "cost", "lines")
    def __init__(self, *, amount: Money, cost: Money, lines: int) -> None: ...
    def replace(self, *, amount: Money = ..., cost: Money = ..., lines: int = ...) -> Totals: ...
    @property
    def amount(self) -> Money: ...
    @property
    def cost(self) -> Money: ...
    @property
    def lines(self) -> int: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    @property
    def margin(self) -> Money: ...

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
        self, length: CycleLength, anchor: datetime.date, anchor_day: int | None = ...
    ) -> None: ...
    @staticmethod
    def calendar(length: CycleLength) -> BillingCycle: ...
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
    def minimum_credit_minor(self) -> int: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class Organization:
    __match_args__ = ("id", "name", "reference")
    def __init__(self, *, id: str, name: str = ..., reference: str = ...) -> None: ...
    def replace(self, *, id: str = ..., name: str = ..., reference: str = ...) -> Organization: ...
    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def reference(self) -> str: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class MachineGroup:
    __match_args__ = ("id", "name", "organization", "parent")
    def __init__(
        self, *, id: str, name: str = ..., organization: str, parent: str | None = ...
    ) -> None: ...
    def replace(
        self, *, id: str = ..., name: str = ..., organization: str = ..., parent: str | None = ...
    ) -> MachineGroup: ...
    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def organization(self) -> str: ...
    @property
    def parent(self) -> str | None: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class View:
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
    def name(self) -> str: ...
    @property
    def organization(self) -> str: ...
    @property
    def group(self) -> str: ...
    @property
    def state(self) -> AgentState: ...
    @property
    def operating_system(self) -> str: ...
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
    def ephemeral(self) -> bool: ...
    @property
    def device_type(self) -> str: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class CountRule:
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
    def grace_new_days(self) -> int: ...
    @property
    def grace_gone_days(self) -> int: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class AgentScope:
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
    def rmm(self) -> str: ...
    @property
    def organization(self) -> str | None: ...
    @property
    def group(self) -> str | None: ...
    @property
    def sub_groups(self) -> SubGroups: ...
    @property
    def view(self) -> str | None: ...
    @property
    def machines(self) -> tuple[str, ...]: ...
    @property
    def operating_system_contains(self) -> str: ...
    @property
    def rule(self) -> CountRule: ...
    @property
    def machine_class(self) -> str | None: ...
    @property
    def classes(self) -> tuple[MachineClass, ...]: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class ManualUnits:
    __match_args__ = ()
    def __init__(self) -> None: ...
    def replace(self) -> ManualUnits: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class MachineClass:
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

class Hardware:
    __match_args__ = ("serial", "mac")
    def __init__(
        self,
        *,
        serial: str = ...,
        mac: str = ...,
    ) -> None: ...
    def replace(
        self,
        *,
        serial: str = ...,
        mac: str = ...,
    ) -> Hardware: ...
    @property
    def serial(self) -> str: ...
    @property
    def mac(self) -> str: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class JudgedMachine:
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

class GroupTree:
    def __init__(self, groups: Sequence[MachineGroup]) -> None: ...
    def find(self, group: str) -> MachineGroup | None: ...
    def is_within(self, group: str, ancestor: str) -> bool: ...
    def with_sub_groups(self, ancestor: str) -> list[str]: ...
    @property
    def groups(self) -> tuple[MachineGroup, ...]: ...

class QuantityTerms:
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
    def fixed_day(self) -> int: ...
    @property
    def included(self) -> int: ...
    @property
    def minimum(self) -> int: ...
    @property
    def maximum(self) -> int | None: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class Rate:
    __match_args__ = ("price_millionths", "cost_millionths", "part")
    def __init__(
        self, *, price_millionths: int = ..., cost_millionths: int = ..., part: ChargePart = ...
    ) -> None: ...
    def replace(
        self, *, price_millionths: int = ..., cost_millionths: int = ..., part: ChargePart = ...
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
    __match_args__ = ("from_", "to", "price", "cost")
    def __init__(
        self, *, from_: int = ..., to: int | None = ..., price: UnitPrice, cost: UnitPrice
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
    def to(self) -> int | None: ...
    @property
    def price(self) -> UnitPrice: ...
    @property
    def cost(self) -> UnitPrice: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class DatedPrice:
    __match_args__ = ("effective", "price", "cost", "tiers", "base_fee")
    def __init__(
        self,
        *,
        effective: datetime.date,
        price: UnitPrice,
        cost: UnitPrice,
        tiers: Sequence[PriceTier] = ...,
        base_fee: UnitPrice | None = ...,
    ) -> None: ...
    def replace(
        self,
        *,
        effective: datetime.date = ...,
        price: UnitPrice = ...,
        cost: UnitPrice = ...,
        tiers: Sequence[PriceTier] = ...,
        base_fee: UnitPrice | None = ...,
    ) -> DatedPrice: ...
    @property
    def effective(self) -> datetime.date: ...
    @property
    def price(self) -> UnitPrice: ...
    @property
    def cost(self) -> UnitPrice: ...
    @property
    def tiers(self) -> tuple[PriceTier, ...]: ...
    @property
    def base_fee(self) -> UnitPrice | None: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class Indexation:
    __match_args__ = ("basis_points", "first", "decimals")
    def __init__(self, *, basis_points: int, first: datetime.date, decimals: int = ...) -> None: ...
    def replace(
        self, *, basis_points: int = ..., first: datetime.date = ..., decimals: int = ...
    ) -> Indexation: ...
    @property
    def basis_points(self) -> int: ...
    @property
    def first(self) -> datetime.date: ...
    @property
    def decimals(self) -> int: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class Charge:
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
    __match_args__ = ("units", "charges")
    def __init__(self, *, units: int = ..., charges: Sequence[Charge] = ...) -> None: ...
    def replace(self, *, units: int = ..., charges: Sequence[Charge] = ...) -> Level: ...
    @property
    def units(self) -> int: ...
    @property
    def charges(self) -> tuple[Charge, ...]: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class Step:
    __match_args__ = ("effective", "billed_from", "before", "after")
    def __init__(
        self,
        *,
        effective: datetime.date,
        billed_from: datetime.date,
        before: Level = ...,
        after: Level = ...,
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
    def effective(self) -> datetime.date: ...
    @property
    def billed_from(self) -> datetime.date: ...
    @property
    def before(self) -> Level: ...
    @property
    def after(self) -> Level: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class ProrationPeriods:
    __match_args__ = ("billing_period", "billed", "steps")
    def __init__(
        self, *, billing_period: Period, billed: Period, steps: Sequence[Step] = ...
    ) -> None: ...
    def replace(
        self, *, billing_period: Period = ..., billed: Period = ..., steps: Sequence[Step] = ...
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
    def organization(self) -> str | None: ...
    @property
    def overlaps(self) -> Overlaps: ...
    @property
    def links(self) -> dict[str, str]: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class ServiceKey:
    __match_args__ = ("contract", "service")
    def __init__(self, *, contract: str, service: str) -> None: ...
    def replace(self, *, contract: str = ..., service: str = ...) -> ServiceKey: ...
    @property
    def contract(self) -> str: ...
    @property
    def service(self) -> str: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class Service:
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
        "quantity",
        "price_model",
        "indexation",
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
        quantity: QuantityTerms = ...,
        price_model: PriceModel = ...,
        indexation: Indexation | None = ...,
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
        quantity: QuantityTerms = ...,
        price_model: PriceModel = ...,
        indexation: Indexation | None = ...,
    ) -> Service: ...
    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def tax_category(self) -> str: ...
    @property
    def currency(self) -> Currency: ...
    @property
    def prices(self) -> tuple[DatedPrice, ...]: ...
    @property
    def unit_source(self) -> ManualUnits | AgentScope: ...
    @property
    def proration(self) -> ProrationPolicy: ...
    @property
    def effective(self) -> datetime.date: ...
    @property
    def end(self) -> datetime.date | None: ...
    @property
    def quantity(self) -> QuantityTerms: ...
    @property
    def price_model(self) -> PriceModel: ...
    @property
    def indexation(self) -> Indexation | None: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    @staticmethod
    def per_unit(
        id: str, price: decimal.Decimal | int | str, currency: Currency | str
    ) -> Service: ...
    def rate_on(self, day: datetime.date) -> Rate: ...

class Contract:
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
        "recipients",
        "services",
        "machine_classes",
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
        recipients: Sequence[str] = ...,
        services: Sequence[Service] = ...,
        machine_classes: Sequence[MachineClass] = ...,
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
        recipients: Sequence[str] = ...,
        services: Sequence[Service] = ...,
        machine_classes: Sequence[MachineClass] = ...,
    ) -> Contract: ...
    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def account(self) -> str: ...
    @property
    def currency(self) -> Currency: ...
    @property
    def cycle(self) -> BillingCycle: ...
    @property
    def timing(self) -> BillingTiming: ...
    @property
    def status(self) -> ContractStatus: ...
    @property
    def trust(self) -> Trust: ...
    @property
    def start(self) -> datetime.date: ...
    @property
    def end(self) -> datetime.date | None: ...
    @property
    def recipients(self) -> tuple[str, ...]: ...
    @property
    def services(self) -> tuple[Service, ...]: ...
    @property
    def machine_classes(self) -> tuple[MachineClass, ...]: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def service(self, id: str) -> Service: ...
    def life_of(self, service: Service) -> Period | None: ...

class FirstUnits:
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
    __match_args__ = ("accounts", "contracts", "first_units")
    def __init__(
        self,
        *,
        accounts: Sequence[Account] = ...,
        contracts: Sequence[Contract] = ...,
        first_units: Sequence[FirstUnits] = ...,
    ) -> None: ...
    def replace(
        self,
        *,
        accounts: Sequence[Account] = ...,
        contracts: Sequence[Contract] = ...,
        first_units: Sequence[FirstUnits] = ...,
    ) -> Book: ...
    @property
    def accounts(self) -> tuple[Account, ...]: ...
    @property
    def contracts(self) -> tuple[Contract, ...]: ...
    @property
    def first_units(self) -> tuple[FirstUnits, ...]: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    @staticmethod
    def parse(document: str | bytes | Mapping[str, Any]) -> Book: ...

class UnitChange:
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
    def effective(self) -> datetime.date: ...
    @property
    def units(self) -> int: ...
    @property
    def reason(self) -> ChangeReason: ...
    @property
    def note(self) -> str: ...
    @property
    def author(self) -> str: ...
    @property
    def recorded(self) -> datetime.datetime: ...
    @property
    def sequence(self) -> int: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class DatedUnits:
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

class Machine:
    __match_args__ = ("agent", "name", "hardware")
    def __init__(self, *, agent: str, name: str = ..., hardware: Hardware = ...) -> None: ...
    def replace(
        self, *, agent: str = ..., name: str = ..., hardware: Hardware = ...
    ) -> Machine: ...
    @property
    def agent(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def hardware(self) -> Hardware: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class MachineEvent:
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
    def detail(self) -> str: ...
    @property
    def hardware(self) -> Hardware: ...
    @property
    def since(self) -> datetime.date | None: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class HeldReading:
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
    def proposal(self) -> int: ...
    @property
    def why(self) -> str: ...
    @property
    def recorded(self) -> datetime.datetime: ...
    @property
    def machines(self) -> tuple[MachineEvent, ...]: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class HeldEnding:
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
    def reason(self) -> str: ...
    @property
    def when(self) -> datetime.datetime: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class EndedReading:
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
    def _repr_html_(self) -> str: ...
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
    ) -> LineItem: ...
    @property
    def key(self) -> LineKey: ...
    @property
    def kind(self) -> LineKind: ...
    @property
    def billing_period(self) -> Period: ...
    @property
    def span(self) -> Period: ...
    @property
    def units_before(self) -> int: ...
    @property
    def units_after(self) -> int: ...
    @property
    def quantity(self) -> int: ...
    @property
    def rate_from(self) -> Rate | None: ...
    @property
    def rate(self) -> Rate: ...
    @property
    def share(self) -> Fraction: ...
    @property
    def amount(self) -> Money: ...
    @property
    def cost(self) -> Money: ...
    @property
    def available_on(self) -> datetime.date: ...
    @property
    def service_name(self) -> str: ...
    @property
    def tax_category(self) -> str: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    @property
    def price(self) -> decimal.Decimal: ...
    @property
    def unit_cost(self) -> decimal.Decimal: ...
    @property
    def currency(self) -> Currency: ...
    @property
    def part(self) -> ChargePart: ...

class PostedLine:
    def _repr_html_(self) -> str: ...
    __match_args__ = ("line", "batch", "state", "posted", "invoice_number")
    def __init__(
        self,
        *,
        line: LineItem,
        batch: str,
        state: LineState = ...,
        posted: datetime.datetime = ...,
        invoice_number: str = ...,
    ) -> None: ...
    def replace(
        self,
        *,
        line: LineItem = ...,
        batch: str = ...,
        state: LineState = ...,
        posted: datetime.datetime = ...,
        invoice_number: str = ...,
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
    def invoice_number(self) -> str: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    @property
    def stands(self) -> bool: ...

class StateRecord:
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
    ) -> Batch: ...
    @property
    def id(self) -> str: ...
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
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class Notice:
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
    def id(self) -> str: ...
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
    def body(self) -> str: ...
    @property
    def created(self) -> datetime.datetime: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class PendingNotice:
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
    __match_args__ = ("id", "job", "day", "zone", "started", "ended", "summary", "failures")
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
    ) -> RunRecord: ...
    @property
    def id(self) -> str: ...
    @property
    def job(self) -> str: ...
    @property
    def day(self) -> datetime.date: ...
    @property
    def zone(self) -> str: ...
    @property
    def started(self) -> datetime.datetime: ...
    @property
    def ended(self) -> datetime.datetime: ...
    @property
    def summary(self) -> str: ...
    @property
    def failures(self) -> int: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class Clock:
    def __init__(self, *args: NoReturn, **kwargs: NoReturn) -> None: ...
    def now(self) -> datetime.datetime: ...
    def today(self) -> datetime.date: ...
    @property
    def zone(self) -> str: ...

class SystemClock(Clock):
    def __init__(self, zone: str) -> None: ...

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
    def organizations(self, timeout: datetime.timedelta | float = ...) -> list[Organization]: ...
    def machine_groups(self, timeout: datetime.timedelta | float = ...) -> list[MachineGroup]: ...
    def group_tree(self, timeout: datetime.timedelta | float = ...) -> GroupTree: ...
    def views(self, timeout: datetime.timedelta | float = ...) -> list[View]: ...
    def scan_agents(
        self, view: str | None = ..., timeout: datetime.timedelta | float = ...
    ) -> list[Agent]: ...
    def count_agents(self, scope: AgentScope, timeout: datetime.timedelta | float = ...) -> int: ...

class ProviderCall(enum.Enum):
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
    agent_installed = 0
    mdm_enrolled = 1
    either = 2

class VsaxDetails(enum.Enum):
    none = 0
    assets = 1

class FileFormat(enum.Enum):
    by_name = 0
    csv = 1
    json_lines = 2

class Trailer(enum.Enum):
    optional = 0
    required = 1

class MeshCentralOrganizations(enum.Enum):
    by_group_name = 0
    by_device_tag = 1
    fixed = 2

class MeshCentralDevices:
    __match_args__ = ("with_agent", "agentless", "amt_only", "ip_kvm_ports")
    def __init__(
        self,
        *,
        with_agent: Counting = ...,
        agentless: Counting = ...,
        amt_only: Counting = ...,
        ip_kvm_ports: Counting = ...,
    ) -> None: ...
    def replace(
        self,
        *,
        with_agent: Counting = ...,
        agentless: Counting = ...,
        amt_only: Counting = ...,
        ip_kvm_ports: Counting = ...,
    ) -> MeshCentralDevices: ...
    @property
    def with_agent(self) -> Counting: ...
    @property
    def agentless(self) -> Counting: ...
    @property
    def amt_only(self) -> Counting: ...
    @property
    def ip_kvm_ports(self) -> Counting: ...
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
    __match_args__ = ("delivered", "failed", "first_failure")
    def __init__(
        self, *, delivered: int = ..., failed: int = ..., first_failure: Error | None = ...
    ) -> None: ...
    def replace(
        self, *, delivered: int = ..., failed: int = ..., first_failure: Error | None = ...
    ) -> DeliveryReport: ...
    @property
    def delivered(self) -> int: ...
    @property
    def failed(self) -> int: ...
    @property
    def first_failure(self) -> Error | None: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class ParsedBook:
    __match_args__ = ("book", "refused")
    def __init__(self, *, book: Book, refused: Sequence[Error] = ...) -> None: ...
    def replace(self, *, book: Book = ..., refused: Sequence[Error] = ...) -> ParsedBook: ...
    @property
    def book(self) -> Book: ...
    @property
    def refused(self) -> tuple[Error, ...]: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class ImportReport:
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
    def refused(self) -> tuple[Error, ...]: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    @property
    def accepted(self) -> bool: ...

class SyncGuard:
    __match_args__ = ("max_drop_percent", "small_drop_units")
    def __init__(self, *, max_drop_percent: int = ..., small_drop_units: int = ...) -> None: ...
    def replace(self, *, max_drop_percent: int = ..., small_drop_units: int = ...) -> SyncGuard: ...
    @property
    def max_drop_percent(self) -> int: ...
    @property
    def small_drop_units(self) -> int: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def reason_to_hold(self, before: int, after: int) -> str | None: ...

class ServiceSync:
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
    def before(self) -> int | None: ...
    @property
    def counted(self) -> int | None: ...
    @property
    def machines(self) -> tuple[MachineEvent, ...]: ...
    @property
    def judged(self) -> tuple[JudgedMachine, ...]: ...
    @property
    def held_why(self) -> str: ...
    @property
    def proposal(self) -> int: ...
    @property
    def error(self) -> Error | None: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class RmmOutcome:
    __match_args__ = ("rmm", "provider", "agents", "started", "ended", "error")
    def __init__(
        self,
        *,
        rmm: str = ...,
        provider: str = ...,
        agents: int = ...,
        started: datetime.datetime = ...,
        ended: datetime.datetime = ...,
        error: Error | None = ...,
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
    ) -> RmmOutcome: ...
    @property
    def rmm(self) -> str: ...
    @property
    def provider(self) -> str: ...
    @property
    def agents(self) -> int: ...
    @property
    def started(self) -> datetime.datetime: ...
    @property
    def ended(self) -> datetime.datetime: ...
    @property
    def error(self) -> Error | None: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class SyncReport:
    scan_cause: BaseException | None
    def _repr_html_(self) -> str: ...
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
    def agents(self) -> int: ...
    @property
    def rmms(self) -> tuple[RmmOutcome, ...]: ...
    @property
    def scan_error(self) -> Error | None: ...
    @property
    def services(self) -> tuple[ServiceSync, ...]: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    @property
    def rmms_failed(self) -> int: ...
    def count(self, status: SyncStatus) -> int: ...

class UnitsNow:
    __match_args__ = ("key", "counted", "present")
    def __init__(self, *, key: ServiceKey, counted: int, present: int | None = ...) -> None: ...
    def replace(
        self, *, key: ServiceKey = ..., counted: int = ..., present: int | None = ...
    ) -> UnitsNow: ...
    @property
    def key(self) -> ServiceKey: ...
    @property
    def counted(self) -> int: ...
    @property
    def present(self) -> int | None: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class MachinesNow:
    __match_args__ = ("units", "machines")
    def __init__(
        self, *, units: UnitsNow, machines: Sequence[JudgedMachine] = ...
    ) -> None: ...
    def replace(
        self, *, units: UnitsNow = ..., machines: Sequence[JudgedMachine] = ...
    ) -> MachinesNow: ...
    @property
    def units(self) -> UnitsNow: ...
    @property
    def machines(self) -> tuple[JudgedMachine, ...]: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class UnbilledUnits:
    __match_args__ = ("service", "day", "counted", "maximum")
    def __init__(
        self, *, service: str, day: datetime.date, counted: int = ..., maximum: int = ...
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
    def day(self) -> datetime.date: ...
    @property
    def counted(self) -> int: ...
    @property
    def maximum(self) -> int: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class BillingFilter:
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
    def from_(self) -> datetime.date | None: ...
    @property
    def through(self) -> datetime.date | None: ...
    @property
    def account(self) -> str | None: ...
    @property
    def contract(self) -> str | None: ...
    @property
    def service(self) -> str | None: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class ReviewedContract:
    __match_args__ = ("contract", "lines", "units_unknown", "withheld", "above_maximum", "error")
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
    def withheld(self) -> tuple[LineItem, ...]: ...
    @property
    def above_maximum(self) -> tuple[UnbilledUnits, ...]: ...
    @property
    def error(self) -> Error | None: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class BillingReview:
    def _repr_html_(self) -> str: ...
    __match_args__ = ("today", "through", "contracts", "totals")
    def __init__(
        self,
        *,
        today: datetime.date,
        through: datetime.date,
        contracts: Sequence[ReviewedContract] = ...,
        totals: Mapping[Currency | str, Totals] = ...,
    ) -> None: ...
    def replace(
        self,
        *,
        today: datetime.date = ...,
        through: datetime.date = ...,
        contracts: Sequence[ReviewedContract] = ...,
        totals: Mapping[Currency | str, Totals] = ...,
    ) -> BillingReview: ...
    @property
    def today(self) -> datetime.date: ...
    @property
    def through(self) -> datetime.date: ...
    @property
    def contracts(self) -> tuple[ReviewedContract, ...]: ...
    @property
    def totals(self) -> dict[Currency, Totals]: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    @property
    def lines(self) -> tuple[LineItem, ...]: ...

class PostedContract:
    __match_args__ = (
        "contract",
        "status",
        "batch",
        "lines",
        "units_unknown",
        "withheld",
        "above_maximum",
        "error",
    )
    def __init__(
        self,
        *,
        contract: str,
        status: BatchStatus = ...,
        batch: Batch | None = ...,
        lines: Sequence[LineItem] = ...,
        units_unknown: Sequence[str] = ...,
        withheld: Sequence[LineItem] = ...,
        above_maximum: Sequence[UnbilledUnits] = ...,
        error: Error | None = ...,
    ) -> None: ...
    def replace(
        self,
        *,
        contract: str = ...,
        status: BatchStatus = ...,
        batch: Batch | None = ...,
        lines: Sequence[LineItem] = ...,
        units_unknown: Sequence[str] = ...,
        withheld: Sequence[LineItem] = ...,
        above_maximum: Sequence[UnbilledUnits] = ...,
        error: Error | None = ...,
    ) -> PostedContract: ...
    @property
    def contract(self) -> str: ...
    @property
    def status(self) -> BatchStatus: ...
    @property
    def batch(self) -> Batch | None: ...
    @property
    def lines(self) -> tuple[LineItem, ...]: ...
    @property
    def units_unknown(self) -> tuple[str, ...]: ...
    @property
    def withheld(self) -> tuple[LineItem, ...]: ...
    @property
    def above_maximum(self) -> tuple[UnbilledUnits, ...]: ...
    @property
    def error(self) -> Error | None: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class PostReport:
    def _repr_html_(self) -> str: ...
    __match_args__ = (
        "day",
        "through",
        "zone",
        "started",
        "ended",
        "dry_run",
        "contracts",
        "totals",
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
    def contracts(self) -> tuple[PostedContract, ...]: ...
    @property
    def totals(self) -> dict[Currency, Totals]: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def count(self, status: BatchStatus) -> int: ...
    @property
    def lines(self) -> tuple[LineItem, ...]: ...

class Explanation:
    def _repr_html_(self) -> str: ...
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
    def posted(self) -> PostedLine | None: ...
    @property
    def exact_before(self) -> fractions.Fraction: ...
    @property
    def exact_after(self) -> fractions.Fraction: ...
    @property
    def amounts_before(self) -> Money: ...
    @property
    def policy(self) -> ProrationPolicy: ...
    @property
    def change(self) -> UnitChange | None: ...
    @property
    def derivation(self) -> tuple[str, ...]: ...
    @property
    def events(self) -> tuple[MachineEvent, ...]: ...
    @property
    def machines(self) -> tuple[Machine, ...]: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    @property
    def text(self) -> tuple[str, ...]: ...

class CountedTwice:
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
    def rmm(self) -> str: ...
    @property
    def organization(self) -> str: ...
    @property
    def organization_name(self) -> str: ...
    @property
    def account(self) -> str | None: ...
    @property
    def machines(self) -> tuple[Machine, ...]: ...
    @property
    def worth(self) -> Worth | None: ...
    @property
    def worth_unknown(self) -> str: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class LeftOut:
    __match_args__ = ("service", "machine", "why", "detail")
    def __init__(
        self, *, service: ServiceKey, machine: Machine, why: Verdict = ..., detail: str = ...
    ) -> None: ...
    def replace(
        self, *, service: ServiceKey = ..., machine: Machine = ..., why: Verdict = ...
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
    __match_args__ = ("service", "account", "error", "machines")
    def __init__(
        self, *, service: ServiceKey, account: str, error: Error, machines: Sequence[Machine] = ...
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
    def machines(self) -> tuple[Machine, ...]: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class OrganizationWithoutAccount:
    __match_args__ = ("rmm", "organization", "machines")
    def __init__(
        self, *, rmm: str = ..., organization: Organization, machines: int = ...
    ) -> None: ...
    def replace(
        self, *, rmm: str = ..., organization: Organization = ..., machines: int = ...
    ) -> OrganizationWithoutAccount: ...
    @property
    def rmm(self) -> str: ...
    @property
    def organization(self) -> Organization: ...
    @property
    def machines(self) -> int: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class CoverageReport:
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
    def agents(self) -> int: ...
    @property
    def covered(self) -> int: ...
    @property
    def services(self) -> int: ...
    @property
    def rmms(self) -> tuple[RmmOutcome, ...]: ...
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
    def never_counted(self) -> tuple[ServiceKey, ...]: ...
    @property
    def totals(self) -> dict[tuple[Currency, CycleLength], Money]: ...
    @property
    def machines_of_unknown_worth(self) -> int: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    @property
    def unbilled_machines(self) -> int: ...
    @property
    def rmms_failed(self) -> int: ...
    @property
    def needs_a_person(self) -> bool: ...

class NewPrice:
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
    def cost(self) -> UnitPrice | None: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class MoreUnits:
    __match_args__ = ("service", "effective", "delta")
    def __init__(self, *, service: str, effective: datetime.date, delta: int) -> None: ...
    def replace(
        self, *, service: str = ..., effective: datetime.date = ..., delta: int = ...
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
    __match_args__ = ("service", "effective", "units")
    def __init__(self, *, service: str, effective: datetime.date, units: int) -> None: ...
    def replace(
        self, *, service: str = ..., effective: datetime.date = ..., units: int = ...
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
    __match_args__ = ("service", "effective", "machines")
    def __init__(
        self, *, service: str, effective: datetime.date, machines: Sequence[Machine]
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
    __match_args__ = ("before", "after", "difference")
    def __init__(self, *, before: Money, after: Money, difference: Money) -> None: ...
    def replace(
        self, *, before: Money = ..., after: Money = ..., difference: Money = ...
    ) -> AmountChange: ...
    @property
    def before(self) -> Money: ...
    @property
    def after(self) -> Money: ...
    @property
    def difference(self) -> Money: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

class ServicePeriodDifference:
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
    def before(self) -> tuple[LineItem, ...]: ...
    @property
    def after(self) -> tuple[LineItem, ...]: ...
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
    __match_args__ = ("billing_period", "amount", "cost")
    def __init__(
        self, *, billing_period: Period, amount: AmountChange, cost: AmountChange
    ) -> None: ...
    def replace(
        self, *, billing_period: Period = ..., amount: AmountChange = ..., cost: AmountChange = ...
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
    def _repr_html_(self) -> str: ...
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
    def services(self) -> tuple[ServicePeriodDifference, ...]: ...
    @property
    def periods(self) -> tuple[PeriodDifference, ...]: ...
    @property
    def amount(self) -> AmountChange: ...
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
    @property
    def text(self) -> tuple[str, ...]: ...

class PreviewSide:
    __match_args__ = ("contract", "histories", "events")
    def __init__(
        self,
        *,
        contract: Contract,
        histories: Mapping[str, UnitHistory] = ...,
        events: Mapping[str, list[MachineEvent]] = ...,
    ) -> None: ...
    def replace(
        self,
        *,
        contract: Contract = ...,
        histories: Mapping[str, UnitHistory] = ...,
        events: Mapping[str, list[MachineEvent]] = ...,
    ) -> PreviewSide: ...
    @property
    def contract(self) -> Contract: ...
    @property
    def histories(self) -> dict[str, UnitHistory]: ...
    @property
    def events(self) -> dict[str, list[MachineEvent]]: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

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
) -> list[LineItem]: ...
def batch_id(contract: str, number: int) -> str: ...
def lines_to_csv(lines: Sequence[PostedLine]) -> str: ...
def make_kaseya_vsa(
    *,
    url: str,
    user: str,
    token: str = ...,
    password: str = ...,
    ca_file: str = ...,
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
    format: FileFormat = ...,
    separator: str = ...,
    trailer: Trailer = ...,
    columns: Mapping[str, str] = ...,
    age_max: datetime.timedelta | float | None = ...,
) -> RmmProvider: ...
def make_meshcentral(
    *,
    url: str,
    user: str,
    password: str,
    login_key: str = ...,
    ca_file: str = ...,
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
) -> UnitChange: ...
def confirm_held(
    store: Store,
    clock: Clock,
    tenant: str,
    key: ServiceKey,
    *,
    author: str = ...,
    proposal: int | None = ...,
) -> list[UnitChange]: ...
def reject_held(
    store: Store, clock: Clock, tenant: str, key: ServiceKey, *, reason: str, author: str = ...
) -> list[HeldReading]: ...
def mark_invoiced(
    store: Store,
    clock: Clock,
    tenant: str,
    batches: Sequence[str],
    invoice_number: str,
    *,
    author: str = ...,
    reason: str = ...,
) -> None: ...
def mark_exported(
    store: Store,
    clock: Clock,
    tenant: str,
    batches: Sequence[str],
    *,
    author: str = ...,
    reason: str = ...,
) -> None: ...
def unpost(
    store: Store, clock: Clock, tenant: str, batch: str, *, reason: str, author: str = ...
) -> None: ...
def void_invoice(
    store: Store, clock: Clock, tenant: str, invoice_number: str, *, reason: str, author: str = ...
) -> list[str]: ...
def billing_review(
    store: Store, clock: Clock, tenant: str, filter: BillingFilter = ...
) -> BillingReview: ...
def post_available(
    store: Store,
    clock: Clock,
    tenant: str,
    *,
    filter: BillingFilter = ...,
    credit_batches: CreditBatches = ...,
    zero_lines: ZeroLines = ...,
    dry_run: bool = ...,
    author: str = ...,
    contracts_per_transaction: int = ...,
    progress: _Progress | None = ...,
    cancelled: Callable[[], bool] | None = ...,
) -> PostReport: ...
def explain_line(store: Store, tenant: str, key: str | LineKey) -> Explanation: ...
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
