#include "bba/values.h"

#include "billbyagent/domain/money.hpp"
#include "guard.hpp"

using namespace billbyagent;
using namespace billbyagent::capi;

namespace {

Currency currency_of(const char* code) {
  return Currency::parse(required_text(code, "currency")).value();
}

}  // namespace

bba_date bba_date_ymd(int32_t year, int32_t month, int32_t day) {
  bba_date date = BBA_NO_DATE;
  guard(nullptr, [&] { date = Date{year, month, day}.epoch_days(); });
  return date;
}

bba_status bba_date_parse(bba_date* out, const char* text, bba_error** error) {
  return give(error, out, BBA_NO_DATE,
              [&] { return Date::parse(required_text(text, "text")).value().epoch_days(); });
}

bba_status bba_date_text(char* out, size_t out_size, bba_date date, bba_error** error) {
  return guard(error, [&] {
    give_text(out, out_size, BBA_DATE_TEXT_SIZE, to_string(day_of(date, "date")));
  });
}

bba_status bba_date_parts(int32_t* out_year, int32_t* out_month, int32_t* out_day, bba_date date,
                          bba_error** error) {
  for (int32_t* out : {out_year, out_month, out_day})
    if (out) *out = 0;
  return guard(error, [&] {
    const Date day = day_of(date, "date");
    if (out_year) *out_year = day.year();
    if (out_month) *out_month = day.month();
    if (out_day) *out_day = day.day();
  });
}

bba_status bba_date_months_from(bba_date* out, bba_date anchor, int32_t months, bba_error** error) {
  return give(error, out, BBA_NO_DATE, [&] {
    const Date day = day_of(anchor, "anchor");
    // More months than the calendar has would overflow the sum.
    constexpr std::int32_t months_max = 12 * (limits::last_year - limits::first_year + 1);
    if (months < -months_max || months > months_max)
      refuse(Errc::invalid_date, std::to_string(months) + " months from " + to_string(day));
    return nth_month_from(day, months).epoch_days();
  });
}

bba_status bba_currency_exponent(int32_t* out, const char* currency, bba_error** error) {
  return give(error, out, 0, [&] { return currency_of(currency).exponent(); });
}

bba_status bba_money_parse(int64_t* out_minor, const char* text, const char* currency,
                           bba_error** error) {
  return give(error, out_minor, 0, [&] {
    const Currency known = currency_of(currency);
    return Money::parse(required_text(text, "text"), known).value().minor();
  });
}

bba_status bba_money_text(char* out, size_t out_size, int64_t minor, const char* currency,
                          bba_error** error) {
  return guard(error, [&] {
    const Money money = Money::from_minor(minor, currency_of(currency));
    give_text(out, out_size, BBA_MONEY_TEXT_SIZE, to_decimal(money));
  });
}

bba_status bba_money_add(int64_t* out_minor, int64_t minor_a, int64_t minor_b, bba_error** error) {
  return give(error, out_minor, 0, [&] {
    // The currency does not matter to a sum of minor units of one currency.
    return add(Money::from_minor(minor_a, usd), Money::from_minor(minor_b, usd)).value().minor();
  });
}

bba_status bba_price_parse(int64_t* out_millionths, const char* text, const char* currency,
                           bba_error** error) {
  return give(error, out_millionths, 0, [&] {
    const Currency known = currency_of(currency);
    return UnitPrice::parse(required_text(text, "text"), known).value().millionths();
  });
}

bba_status bba_price_text(char* out, size_t out_size, int64_t millionths, const char* currency,
                          bba_error** error) {
  return guard(error, [&] {
    give_text(out, out_size, BBA_MONEY_TEXT_SIZE,
              price_to_decimal(millionths, currency_of(currency)));
  });
}
