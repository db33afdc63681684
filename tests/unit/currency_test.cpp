#include "billbyagent/domain/currency.hpp"

#include <doctest/doctest.h>

using namespace billbyagent;

TEST_CASE("currencies have the decimals of ISO 4217") {
  struct Row {
    const char* code;
    int exponent;
    std::int64_t minor_per_major;
  };
  for (const auto& row :
       {Row{"USD", 2, 100}, Row{"EUR", 2, 100}, Row{"JPY", 0, 1}, Row{"KWD", 3, 1000},
        Row{"ISK", 0, 1}, Row{"TND", 3, 1000}, Row{"ZWG", 2, 100}, Row{"CHF", 2, 100}}) {
    CAPTURE(row.code);
    const Currency currency = Currency::parse(row.code).value();
    CHECK(to_string(currency) == row.code);
    CHECK(currency.exponent() == row.exponent);
    CHECK(currency.minor_per_major() == row.minor_per_major);
  }
  for (const auto& currency : {usd, eur, gbp, jpy, kwd})
    CHECK(Currency::parse(currency.code()).value() == currency);
}

TEST_CASE("what is no currency code is refused") {
  for (const char* code : {"", "US", "usd", "USDX", "XTS", "XAU", " US", "SD ", "D A"}) {
    CAPTURE(code);
    CHECK(Currency::parse(code).error() ==
          Error{Errc::unknown_currency, "'" + std::string{code} + "'"});
  }
}

TEST_CASE("a currency of four decimals is refused for its decimals") {
  for (const char* code : {"CLF", "UYW"}) {
    CAPTURE(code);
    CHECK(Currency::parse(code).error() ==
          Error{Errc::out_of_range,
                std::string{code} + " has four decimals; amounts have at most three here"});
  }
}

TEST_CASE("every listed code is three capital letters, and listed once") {
  std::string all;
  for (const auto list : {detail::iso4217_no_decimals, detail::iso4217_two_decimals,
                          detail::iso4217_three_decimals, detail::iso4217_four_decimals}) {
    CHECK(list.size() % 4 == 0);
    for (std::size_t at = 0; at + 4 <= list.size(); at += 4) {
      const std::string code{list.substr(at, 4)};
      CAPTURE(code);
      CHECK(code.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ") == 3);
      CHECK(code[3] == ' ');
      CHECK(all.find(code) == std::string::npos);
      all += code;
    }
  }
}

TEST_CASE("a currency can be a constant") {
  static_assert(Currency::parse("USD").value() == usd);
  static_assert(usd.code() == "USD" && usd.exponent() == 2 && kwd.minor_per_major() == 1'000);
}
