#include "billbyagent/domain/money.hpp"

#include <doctest/doctest.h>

using namespace billbyagent;

namespace {
constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min();
}  // namespace

TEST_CASE("amounts are read and printed exactly") {
  struct Row {
    const char* text;
    Currency currency;
    std::int64_t minor;
    const char* printed;
  };
  for (const auto& row : {Row{"12.50", usd, 1250, "12.50 USD"}, Row{"-3", usd, -300, "-3.00 USD"},
                          Row{"0.05", usd, 5, "0.05 USD"}, Row{"-0.05", usd, -5, "-0.05 USD"},
                          Row{"0.5", usd, 50, "0.50 USD"}, Row{"7", jpy, 7, "7 JPY"},
                          Row{"1.005", kwd, 1005, "1.005 KWD"}, Row{"-0", usd, 0, "0.00 USD"},
                          // Zeros at the end are no decimals.
                          Row{"5.500", usd, 550, "5.50 USD"}, Row{"1.0", jpy, 1, "1 JPY"},
                          Row{"1.0000", kwd, 1000, "1.000 KWD"},
                          Row{"-5.5000000000000000000000000", usd, -550, "-5.50 USD"},
                          Row{"92233720368547758.0700", usd, most, "92233720368547758.07 USD"},
                          Row{"92233720368547758.07", usd, most, "92233720368547758.07 USD"}}) {
    CAPTURE(row.text);
    const Money money = Money::parse(row.text, row.currency).value();
    CHECK(money.minor() == row.minor);
    CHECK(to_string(money) == row.printed);
  }
  CHECK(to_string(Money::from_minor(least, usd)) == "-92233720368547758.08 USD");
}

TEST_CASE("what is no amount is refused") {
  struct Row {
    const char* text;
    Currency currency;
    Errc code;
  };
  for (const auto& row : {Row{"", usd, Errc::invalid_money},
                          Row{"-", usd, Errc::invalid_money},
                          Row{".", usd, Errc::invalid_money},
                          Row{"1.", usd, Errc::invalid_money},
                          Row{".5", usd, Errc::invalid_money},
                          Row{"+1", usd, Errc::invalid_money},
                          Row{"--1", usd, Errc::invalid_money},
                          Row{"1 ", usd, Errc::invalid_money},
                          Row{"1,5", usd, Errc::invalid_money},
                          Row{"1e3", usd, Errc::invalid_money},
                          Row{"1.2.3", usd, Errc::invalid_money},
                          Row{"0x10", usd, Errc::invalid_money},
                          Row{"1.005", usd, Errc::too_many_decimals},
                          Row{"1.5", jpy, Errc::too_many_decimals},
                          Row{"1.0005", kwd, Errc::too_many_decimals},
                          Row{"1.0050", usd, Errc::too_many_decimals},
                          Row{"1.0001", usd, Errc::too_many_decimals},
                          Row{"1.000x", usd, Errc::invalid_money},
                          Row{"1.000.", usd, Errc::invalid_money},
                          Row{"92233720368547758.08", usd, Errc::out_of_range},
                          Row{"99999999999999999999999999", usd, Errc::out_of_range}}) {
    CAPTURE(row.text);
    const auto money = Money::parse(row.text, row.currency);
    REQUIRE_FALSE(money);
    CHECK(money.error().code == row.code);
    CHECK(money.error().context.find(row.text) != std::string::npos);
  }
}

TEST_CASE("sums are exact or an error") {
  const auto cents = [](std::int64_t minor) { return Money::from_minor(minor, usd); };
  CHECK(add(cents(10), cents(-25)).value() == cents(-15));
  CHECK(subtract(cents(10), cents(25)).value() == cents(-15));
  CHECK(add(cents(most), cents(1)).error().code == Errc::out_of_range);
  CHECK(subtract(cents(least), cents(1)).error().code == Errc::out_of_range);
  CHECK(subtract(cents(0), cents(least)).error().code == Errc::out_of_range);
  CHECK(add(cents(1), Money::zero(eur)).error() ==
        Error{Errc::currency_mismatch, "0.01 USD and 0.00 EUR"});
  CHECK(subtract(cents(1), Money::zero(eur)).error().code == Errc::currency_mismatch);
  CHECK(cents(-1).is_negative());
  CHECK(cents(0).is_zero());
}

TEST_CASE("prices keep six decimals and show those that are needed") {
  struct Row {
    const char* text;
    Currency currency;
    std::int64_t millionths;
    const char* printed;
  };
  for (const auto& row :
       {Row{"5", usd, 5'000'000, "5.00"}, Row{"0.0025", usd, 2'500, "0.0025"},
        Row{"5.5000000", usd, 5'500'000, "5.50"}, Row{"9.999999", usd, 9'999'999, "9.999999"},
        Row{"1000", jpy, 1'000'000'000, "1000"}, Row{"0.5", jpy, 500'000, "0.5"},
        Row{"1.2", kwd, 1'200'000, "1.200"}, Row{"0", usd, 0, "0.00"}}) {
    CAPTURE(row.text);
    const UnitPrice price = UnitPrice::parse(row.text, row.currency).value();
    CHECK(price.millionths() == row.millionths);
    CHECK(to_decimal(price) == row.printed);
  }
  CHECK(price_to_decimal(-2'500'000, usd) == "-2.50");
}

TEST_CASE("prices are never negative and end at a limit") {
  CHECK(UnitPrice::parse("-1", usd).error().code == Errc::out_of_range);
  CHECK(UnitPrice::parse("0.0000001", usd).error().code == Errc::too_many_decimals);
  CHECK(UnitPrice::parse("100000000", usd).has_value());
  CHECK(UnitPrice::parse("100000000.000001", usd).error().code == Errc::out_of_range);
  CHECK(UnitPrice::parse("x", usd).error() == Error{Errc::invalid_money, "unit price: 'x'"});
}

TEST_CASE("money and prices can be constants") {
  constexpr Money amount = Money::parse("12.50", usd).value();
  static_assert(amount == Money::from_minor(1'250, usd) && amount.currency() == usd);
  static_assert(add(amount, amount).value().minor() == 2'500);
  static_assert(subtract(Money::zero(usd), amount).value().is_negative());
  static_assert(UnitPrice::parse("0.0025", usd).value().millionths() == 2'500);
  static_assert(UnitPrice::from_millionths(5'000'000, eur).value().currency() == eur);
}

TEST_CASE("a price is printed with its currency") {
  CHECK(to_string(UnitPrice::parse("5", usd).value()) == "5.00 USD");
  CHECK(to_string(UnitPrice::parse("0.0025", eur).value()) == "0.0025 EUR");
}
