"""Money, prices and currencies: exact, and never a float."""

from decimal import Decimal
from fractions import Fraction

import numpy
import pytest

import billbyagent as bba


@pytest.mark.parametrize("amount", ["12.50", Decimal("12.5"), Decimal("1.25E+1")])
def test_money_is_made_from_text_and_decimals(amount):
    money = bba.Money(amount, "USD")
    assert money.minor == 1250
    assert money.amount == Decimal("12.50") and str(money.amount) == "12.50"
    assert str(money) == "12.50 USD" and repr(money) == "Money('12.50', 'USD')"


@pytest.mark.parametrize("amount", [Fraction(25, 2), numpy.int64(12), numpy.uint8(12)])
def test_money_is_made_from_fractions_and_integers_of_numpy(amount):
    expected = Decimal(int(amount.numerator)) / int(amount.denominator)
    assert bba.Money(amount, "USD").amount == expected


def test_a_fraction_without_an_end_is_no_money():
    with pytest.raises(bba.InputError) as raised:
        bba.Money(Fraction(1, 3), "USD")
    assert raised.value.code is bba.Errc.too_many_decimals
    assert Fraction(bba.Money("12.50", "USD").amount) == Fraction(25, 2)


def test_times_a_whole_number():
    money = bba.Money("12.50", "USD")
    assert money * 3 == 3 * money == money * numpy.int32(3) == bba.Money("37.50", "USD")
    for factor in (1.5, True, "2", Decimal(2)):
        with pytest.raises(TypeError):
            money * factor
    with pytest.raises(bba.InputError):
        money * 2**62


@pytest.mark.parametrize("spec, text", [
    ("", "1234.50 USD"), (",.2f", "1,234.50"), (">10", "   1234.50"), (".0f", "1234")])
def test_format(spec, text):
    assert format(bba.Money("1234.50", "USD"), spec) == text


def test_whole_amounts_may_be_ints():
    assert bba.Money(3, "KWD").minor == 3000
    assert bba.Money(3, bba.Currency("JPY")).minor == 3


@pytest.mark.parametrize("made", [
    lambda: bba.Money(12.5, "USD"),
    lambda: bba.UnitPrice(0.1, "USD"),
    lambda: bba.Service.per_unit("s", price=5.0, currency="USD"),
    lambda: bba.Money.from_minor(12.5, "USD"),
    lambda: bba.Money("1.00", "USD") + 0.5,
    lambda: bba.Money(True, "USD"),
])
def test_a_float_is_a_type_error(made):
    with pytest.raises(TypeError):
        made()


@pytest.mark.parametrize("text, code", [
    ("12.505", bba.Errc.too_many_decimals),
    ("1,000", bba.Errc.invalid_money),
    ("", bba.Errc.invalid_money),
    (Decimal("NaN"), bba.Errc.invalid_money),
    (Decimal("Infinity"), bba.Errc.invalid_money),
    ("99999999999999999999", bba.Errc.out_of_range),
])
def test_what_is_no_amount_is_an_input_error(text, code):
    with pytest.raises(bba.InputError) as raised:
        bba.Money(text, "USD")
    assert raised.value.code is code


@pytest.mark.parametrize("amount, text", [
    (Decimal("5.500"), "5.50 USD"),
    (Decimal("5.00") * Decimal("1.10"), "5.50 USD"),
    ("-5.5000000000", "-5.50 USD"),
])
def test_zeros_at_the_end_are_no_decimals(amount, text):
    assert str(bba.Money(amount, "USD")) == text
    assert str(bba.UnitPrice(abs(Decimal(amount)), "USD")) == text.lstrip("-")


@pytest.mark.parametrize("code", ["CLF", "UYW"])
def test_a_currency_of_four_decimals_is_refused_for_them(code):
    with pytest.raises(bba.InputError, match=f"{code} has four decimals") as raised:
        bba.Currency(code)
    assert raised.value.code is bba.Errc.out_of_range


def test_sums_stay_in_one_currency():
    assert bba.Money("1.10", "USD") + bba.Money("2.20", "USD") == bba.Money("3.30", "USD")
    assert bba.Money("1.10", "USD") - bba.Money("2.20", "USD") == -bba.Money("1.10", "USD")
    assert sum([bba.Money("0.10", "USD")] * 3) == bba.Money("0.30", "USD")
    with pytest.raises(bba.InputError, match="1.10 USD and 2.20 EUR"):
        bba.Money("1.10", "USD") + bba.Money("2.20", "EUR")
    with pytest.raises(TypeError):
        bba.Money("1.10", "USD") + 1
    with pytest.raises(TypeError):
        bba.Money("1.10", "USD") < bba.Money("1.20", "USD")


def test_prices_keep_six_decimals():
    price = bba.UnitPrice("0.0025", "USD")
    assert price.millionths == 2500 and price.price == Decimal("0.0025")
    with pytest.raises(bba.InputError):
        bba.UnitPrice("-1", "USD")


def test_equal_values_are_one_key():
    assert len({bba.Money("1.0", "USD"), bba.Money("1.00", "USD"), bba.Money("1", "EUR")}) == 2
    assert bba.Money("1", "USD") != bba.Money("1", "EUR") and bba.Money("1", "USD") != 1
    assert {bba.Currency("USD"): 1}[bba.Currency("USD")] == 1
    assert not bba.Money.zero("USD") and bba.Money("0.01", "USD")


def test_an_unknown_currency_is_named():
    with pytest.raises(bba.InputError, match="'XYZ'"):
        bba.Currency("XYZ")
    with pytest.raises(bba.InputError, match="'usd'"):
        bba.Money(1, "usd")
