"""Days, periods, contracts, histories, and what they bill."""

from datetime import date, datetime, timezone
from decimal import Decimal

import pytest

import billbyagent as bba
from conftest import acme_book

JUNE = bba.Period.month(2026, 6)


def agents_and_history():
    service = bba.Service.per_unit("agents", price="5.00", currency="USD")
    history = bba.UnitHistory(date(2026, 6, 1), 10)
    assert history.record(date(2026, 6, 16), 15)
    return service, history


def test_first_bill():
    lines = bba.bill(*agents_and_history(), JUNE)
    assert [str(line) for line in lines] == [
        "2026-06-01..2026-06-30  10 x 5.00  50.00 USD  recurring",
        "2026-06-16..2026-06-30  +5 x 5.00 x 15/30  12.50 USD  increment",
    ]
    assert lines[1].amount.amount == Decimal("12.50") and lines[1].price == Decimal("5.00")
    assert lines[1].span == bba.Period(date(2026, 6, 16), date(2026, 7, 1))
    key = lines[1].key.replace(contract="C/1")
    assert str(key) == "C%2F1/agents/2026-06-01/2026-06-16/1" and bba.LineKey.parse(str(key)) == key
    assert bba.totals_of(lines)[bba.Currency("USD")].amount == bba.Money("62.50", "USD")


def test_days_are_dates_and_only_dates():
    with pytest.raises(TypeError):
        bba.Period(datetime(2026, 6, 1, tzinfo=timezone.utc), date(2026, 7, 1))
    with pytest.raises(TypeError):
        bba.Period("2026-06-01", date(2026, 7, 1))
    with pytest.raises(bba.InputError) as raised:
        bba.Period(date(1, 1, 1), date(2026, 7, 1))
    assert raised.value.code is bba.Errc.invalid_date
    with pytest.raises(bba.InputError, match="2026-07-01 to 2026-07-01"):
        bba.Period(date(2026, 7, 1), date(2026, 7, 1))


def test_periods_are_half_open():
    assert (JUNE.begin, JUNE.end, JUNE.last_day) == (
        date(2026, 6, 1), date(2026, 7, 1), date(2026, 6, 30))
    assert JUNE.days == 30 and date(2026, 6, 30) in JUNE and date(2026, 7, 1) not in JUNE
    assert JUNE & bba.Period(date(2026, 6, 20), date(2027, 1, 1)) == bba.Period(
        date(2026, 6, 20), date(2026, 7, 1))
    assert JUNE & bba.Period.month(2026, 7) is None
    assert str(JUNE) == "2026-06-01..2026-06-30"


def test_a_cycle_on_the_31st_comes_back_to_the_31st():
    cycle = bba.BillingCycle(bba.CycleLength.monthly, date(2026, 1, 31))
    february = cycle.period_at(date(2026, 2, 28))
    assert (february.begin, february.end) == (date(2026, 2, 28), date(2026, 3, 31))
    assert cycle.next(february).end == date(2026, 4, 30)
    with pytest.raises(bba.InputError):
        bba.BillingCycle(bba.CycleLength.monthly, date(2026, 1, 1), anchor_day=32)
    assert bba.nth_month_from(date(2026, 1, 31), 1) == date(2026, 2, 28)


def test_instants_are_aware():
    change = bba.UnitChange(effective=date(2026, 6, 1), units=1,
                            recorded=datetime(2026, 6, 1, 2, 30, tzinfo=timezone.utc))
    assert change.recorded == datetime(2026, 6, 1, 2, 30, tzinfo=timezone.utc)
    assert change.recorded.tzinfo is timezone.utc
    with pytest.raises(TypeError, match="time zone"):
        bba.UnitChange(effective=date(2026, 6, 1), units=1, recorded=datetime(2026, 6, 1))
    before_epoch = datetime(1969, 12, 31, 23, 59, 59, 999000, tzinfo=timezone.utc)
    assert change.replace(recorded=before_epoch).recorded == before_epoch


def test_a_history_is_append_only():
    service, history = agents_and_history()
    assert not history.record(date(2026, 6, 20), 15)
    assert history.units_on(date(2026, 5, 31)) is None
    assert history.units_on(date(2026, 6, 30)) == 15
    assert [entry.units for entry in history.timeline] == [10, 15]
    assert history.change_on(date(2026, 6, 17)).sequence == 2
    assert isinstance(history.changes, tuple)
    with pytest.raises(bba.InputError, match="-1 units"):
        history.record(date(2026, 6, 20), -1)
    with pytest.raises(TypeError):
        history.record(date(2026, 6, 20), 1.5)
    with pytest.raises(TypeError):
        hash(history)


def test_full_terms_come_in_through_a_document():
    parsed = bba.parse_book(acme_book())
    assert parsed.refused == ()
    (contract,) = parsed.book.contracts
    assert contract.start == date(2026, 6, 1) and contract.trust is bba.Trust.automatic
    assert isinstance(contract.service("seats").unit_source, bba.AgentScope)
    with pytest.raises(bba.BookError, match="nothing"):
        contract.service("nothing")


def test_what_a_document_gets_wrong_is_named_by_its_place():
    document = acme_book(unknown_key=1, cycle="hourly")
    parsed = bba.parse_book(document)
    assert parsed.book.contracts == ()
    assert all(error.context.startswith("contracts[0]") for error in parsed.refused)
    assert len(parsed.refused) == 2
    with pytest.raises(bba.InputError, match="and 1 more"):
        bba.Book.parse(document)
    with pytest.raises(bba.InputError) as raised:
        bba.parse_book("{")
    assert raised.value.code is bba.Errc.malformed_document
    with pytest.raises(TypeError):
        bba.parse_book([1])
    document = acme_book()
    document["contracts"][0]["services"][0]["unit_price"] = 5.0
    assert "unit_price" in bba.parse_book(document).refused[0].context


def test_a_contract_is_checked_as_a_whole():
    service, _ = agents_and_history()
    terms = dict(id="C", account="A", currency="USD", start=date(2026, 6, 1),
                 cycle=bba.BillingCycle.calendar(bba.CycleLength.monthly))
    contract = bba.Contract(**terms, services=[service])
    assert contract.life_of(service).begin == date(2026, 6, 1)
    with pytest.raises(bba.InputError) as raised:
        bba.Contract(**terms, services=[service, service])
    assert raised.value.code is bba.Errc.duplicate_id
    with pytest.raises(bba.InputError) as raised:
        contract.replace(currency="EUR")
    assert raised.value.code is bba.Errc.currency_mismatch
    other = service.replace(unit_source=bba.AgentScope())
    with pytest.raises(bba.BookError) as raised:
        bba.check_update(contract, contract.replace(services=[other]))
    assert raised.value.code is bba.Errc.unit_source_locked


def test_tiers_and_terms_have_constructors_too():
    usd = "USD"
    price = bba.UnitPrice
    tiers = [bba.PriceTier(to=10, price=price("5", usd), cost=price("2", usd)),
             bba.PriceTier(from_=11, price=price("4", usd), cost=price("2", usd))]
    service = bba.Service(
        id="s", currency=usd, effective=date(2026, 6, 1), price_model=bba.PriceModel.graduated,
        prices=[bba.DatedPrice(effective=date(2026, 6, 1), price=price("5", usd),
                               cost=price("2", usd), tiers=tiers)],
        quantity=bba.QuantityTerms(minimum=5))
    lines = bba.bill(service, bba.UnitHistory(date(2026, 6, 1), 12), JUNE)
    assert sum((line.amount for line in lines)) == bba.Money("58.00", usd)
    periods = bba.split(service, bba.UnitHistory(date(2026, 6, 1), 12), JUNE)
    assert periods.level_on(date(2026, 6, 5)).units == 12


def test_a_group_tree_knows_what_lies_below():
    tree = bba.GroupTree([bba.MachineGroup(id="a", organization="o"),
                          bba.MachineGroup(id="b", organization="o", parent="a")])
    assert tree.is_within("b", "a") and not tree.is_within("a", "b")
    assert tree.find("c") is None and tree.find("b").parent == "a"
    agent = bba.Agent(id="1", organization="o", group="b", state=bba.AgentState.suspended)
    scope = bba.AgentScope(organization="o", group="a",
                           rule=bba.CountRule(suspended=bba.Counting.left_out))
    assert bba.judge(scope, agent, tree, True, date(2026, 6, 1)) is bba.Verdict.suspended
