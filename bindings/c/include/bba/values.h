#ifndef BBA_VALUES_H
#define BBA_VALUES_H

/// Days and money. Pure functions; any thread. See billbyagent.h for the rules of every function.

#include "bba/status.h"

#ifdef __cplusplus
extern "C" {
#endif

/// A key and a value, both required.
typedef struct bba_setting {
  const char* key;
  const char* value;
} bba_setting;

/// Days since 1970-01-01, in the calendar of the tenant; from 1900-01-01 to 9000-12-31.
typedef int32_t bba_date;
/// No day at all: open, unlimited, not given. No day has this number.
#define BBA_NO_DATE INT32_MIN
/// A moment: milliseconds since 1970-01-01T00:00:00Z.
typedef int64_t bba_instant;

/// Room for any text of `bba_date_text`, `bba_money_text` and `bba_price_text`, with its NUL.
#define BBA_DATE_TEXT_SIZE 11
#define BBA_MONEY_TEXT_SIZE 32

/// `BBA_NO_DATE` for a day that does not exist; any function that needs a day refuses that.
BBA_API bba_date bba_date_ymd(int32_t year, int32_t month, int32_t day);
/// `YYYY-MM-DD` and nothing else. Errors: invalid_date.
BBA_API bba_status bba_date_parse(bba_date* out, const char* text, bba_error** error);
/// Writes `YYYY-MM-DD` into the caller's buffer. Errors: invalid_date; out_of_range when the buffer
/// is smaller than `BBA_DATE_TEXT_SIZE`.
BBA_API bba_status bba_date_text(char* out, size_t out_size, bba_date date, bba_error** error);
/// Year, month and day of a day; any of the three may be NULL. Errors: invalid_date.
BBA_API bba_status bba_date_parts(int32_t* out_year, int32_t* out_month, int32_t* out_day,
                                  bba_date date, bba_error** error);
/// The day `months` (which may be negative) after `anchor`, the last of a shorter month where it
/// has to be. Ask from the anchor each time: month by month, a 31st would become a 28th for good.
/// Errors: invalid_date.
BBA_API bba_status bba_date_months_from(bba_date* out, bba_date anchor, int32_t months,
                                        bba_error** error);

/// Decimals of the currency's minor unit: 0 (JPY), 2 (USD), 3 (KWD). Errors: unknown_currency for
/// anything but a code of ISO 4217 in capital letters; out_of_range for one with four decimals.
BBA_API bba_status bba_currency_exponent(int32_t* out, const char* currency, bba_error** error);
/// `12.50` into 1250 minor units; zeros at the end are no decimals. Errors: unknown_currency,
/// invalid_money, too_many_decimals (for the currency), out_of_range.
BBA_API bba_status bba_money_parse(int64_t* out_minor, const char* text, const char* currency,
                                   bba_error** error);
/// 1250 minor units as `12.50` into the caller's buffer. Errors: unknown_currency; out_of_range
/// when the buffer is smaller than `BBA_MONEY_TEXT_SIZE`.
BBA_API bba_status bba_money_text(char* out, size_t out_size, int64_t minor, const char* currency,
                                  bba_error** error);
/// The sum of two amounts of one currency, in minor units. Errors: out_of_range.
BBA_API bba_status bba_money_add(int64_t* out_minor, int64_t minor_a, int64_t minor_b,
                                 bba_error** error);
/// The price of one unit for one whole billing period: `0.0025` into 2500 millionths. Errors:
/// unknown_currency, invalid_money, too_many_decimals (more than six), out_of_range.
BBA_API bba_status bba_price_parse(int64_t* out_millionths, const char* text, const char* currency,
                                   bba_error** error);
/// 2500 millionths as `0.0025` into the caller's buffer, with as many decimals as the currency has
/// or more where it needs them. A step between two prices may be negative. Errors: as
/// `bba_money_text`.
BBA_API bba_status bba_price_text(char* out, size_t out_size, int64_t millionths,
                                  const char* currency, bba_error** error);

#ifdef __cplusplus
}
#endif

#endif
