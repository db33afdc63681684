#ifndef BBA_BILLING_H
#define BBA_BILLING_H

/// What is due: services, contracts, unit histories, proration and line items. Pure: no store, no
/// clock, no RMM. See billbyagent.h for the rules of every function.

#include "bba/values.h"

#ifdef __cplusplus
extern "C" {
#endif

/// A book of accounts and contracts, as docs/book-format.md describes it: every term that a
/// contract can have enters C through it.
typedef struct bba_book bba_book;
/// A recurring service contract with its services.
typedef struct bba_contract bba_contract;
/// One service on its own.
typedef struct bba_service bba_service;
/// The units of a service over time, append-only.
typedef struct bba_units bba_units;
/// The proration periods of a service within one billing period.
typedef struct bba_proration bba_proration;
/// A list of line items.
typedef struct bba_lines bba_lines;

/// Reads a book of `length` bytes of JSON (without a NUL; up to 64 MiB). Rows that are not
/// acceptable are left out and listed by `bba_book_refused`. Errors: malformed_document when it is
/// no JSON object, with line and column; out_of_range.
BBA_API bba_status bba_book_parse(bba_book** out, const char* json, size_t length,
                                  bba_error** error);
/// How many rows were refused; 0 for NULL.
BBA_API size_t bba_book_refused_count(const bba_book* book);
/// A refused row, named by its place such as `contracts[3].services[1].unit_price`. Borrowed; NULL
/// beyond the last one.
BBA_API const bba_error* bba_book_refused(const bba_book* book, size_t index);
/// How many contracts could be read; 0 for NULL.
BBA_API size_t bba_book_contract_count(const bba_book* book);
/// A copy of a contract of the book, in the order of the document. Errors: not_found beyond the
/// last one.
BBA_API bba_status bba_book_contract(bba_contract** out, const bba_book* book, size_t index,
                                     bba_error** error);
BBA_API void bba_book_free(bba_book** book);

/// Borrowed; NULL for NULL.
BBA_API const char* bba_contract_id(const bba_contract* contract);
/// 0 for NULL.
BBA_API size_t bba_contract_service_count(const bba_contract* contract);
/// The id of a service, in the order of the contract. Borrowed; NULL beyond the last one.
BBA_API const char* bba_contract_service_id(const bba_contract* contract, size_t index);
/// The first day of the contract; `BBA_NO_DATE` for NULL.
BBA_API bba_date bba_contract_start(const bba_contract* contract);
/// The first day after the contract; `BBA_NO_DATE` when it is open, and for NULL.
BBA_API bba_date bba_contract_end(const bba_contract* contract);
/// The billing period `[*out_begin, *out_end)` of the contract that `day` is billed in. Errors:
/// invalid_date.
BBA_API bba_status bba_contract_period(bba_date* out_begin, bba_date* out_end,
                                       const bba_contract* contract, bba_date day,
                                       bba_error** error);
/// The billing periods that hold one of the days from `first_day` to `last_day`, each once, in the
/// order in which they are reached: an amendment of the billing cycle ends one on any day, and that
/// which begins there may have begun before it on the calendar. Errors: invalid_date;
/// invalid_period when `last_day` lies before `first_day`; not_found beyond the last one. Since
/// 1.2.
BBA_API bba_status bba_contract_billing_period(bba_date* out_begin, bba_date* out_end,
                                               const bba_contract* contract, bba_date first_day,
                                               bba_date last_day, size_t index, bba_error** error);
BBA_API void bba_contract_free(bba_contract** contract);

/// A service with typed-in units at one price and the default proration. For any other term (tiers,
/// minimum, raises, other conventions) use a book.
typedef struct bba_service_options {
  uint32_t struct_size;
  bba_date effective_date;   ///< the first billed day; `BBA_NO_DATE`: in force on every day
  const char* id;            ///< required
  const char* name;          ///< NULL: the id
  const char* price;         ///< required: decimal text, of one unit for one whole billing period
  const char* cost;          ///< the same for what it costs you; NULL: 0
  const char* currency;      ///< required: ISO 4217, such as `USD`
  const char* tax_category;  ///< passed through to the lines; NULL: none
} bba_service_options;
#define BBA_SERVICE_OPTIONS_INIT \
  { sizeof(bba_service_options), BBA_NO_DATE, NULL, NULL, NULL, NULL, NULL, NULL }

/// Errors: invalid_argument, out_of_range, unknown_currency, invalid_money, too_many_decimals, each
/// naming the field.
BBA_API bba_status bba_service_new(bba_service** out, const bba_service_options* options,
                                   bba_error** error);
BBA_API void bba_service_free(bba_service** service);

/// Units that are not known: never counted.
#define BBA_NO_UNITS ((int64_t)-1)

/// Why a count was recorded.
typedef int32_t bba_change_reason;
enum {
  BBA_CHANGE_INITIAL = 0,             ///< the first count
  BBA_CHANGE_NIGHTLY_SYNC = 1,        ///< the nightly job saw another count
  BBA_CHANGE_GET_UNITS_NOW = 2,       ///< a person asked for the count and took it over
  BBA_CHANGE_MANUAL = 3,              ///< a person typed the units
  BBA_CHANGE_CORRECTION = 4,          ///< a person corrected the past
  BBA_CHANGE_CONFIRMED_DROP = 5,      ///< a drop that was held back and that a person confirmed
  BBA_CHANGE_CONFIRMED_PROPOSAL = 6,  ///< a proposed count that a person confirmed
  BBA_CHANGE_CONFIRMED_RISE = 7,      ///< since 1.2: a rise that was held back, then confirmed
  /// A reason that a version of the library after your header knows.
  BBA_CHANGE_OTHER = -1
};

/// From `effective_date` on the count is `units`, up to the next change after it.
typedef struct bba_unit_change {
  uint32_t struct_size;
  bba_date effective_date;
  int64_t units;
  bba_change_reason reason;
  int32_t sequence;      ///< 1, 2, 3 ... in the order of recording
  const char* note;      ///< for people; may be empty
  const char* author;    ///< who or what recorded it; may be empty
  bba_instant recorded;  ///< 0 when not recorded in a store
} bba_unit_change;
#define BBA_UNIT_CHANGE_INIT \
  { sizeof(bba_unit_change), BBA_NO_DATE, 0, 0, 0, NULL, NULL, 0 }

/// A history that begins with `units` on `effective_date`. Errors: invalid_date, invalid_units
/// (below zero or above 10,000,000).
BBA_API bba_status bba_units_new(bba_units** out, bba_date effective_date, int64_t units,
                                 bba_error** error);
/// Appends "from `effective_date` on the count is `units`". Any day may be named: one before the
/// newest change corrects the days up to the change after it. Saying what already holds changes
/// nothing and is no error. Errors: invalid_date, invalid_units.
BBA_API bba_status bba_units_record(bba_units* units, bba_date effective_date, int64_t count,
                                    bba_error** error);
/// The units that hold on `day`, `BBA_NO_UNITS` before the first counted day. Errors: invalid_date.
BBA_API bba_status bba_units_on(int64_t* out, const bba_units* units, bba_date day,
                                bba_error** error);
/// How many changes were recorded; 0 for NULL.
BBA_API size_t bba_units_count(const bba_units* units);
/// A change, in the order of recording; its text is borrowed. Errors: not_found beyond the last
/// one.
BBA_API bba_status bba_units_get(bba_unit_change* out, const bba_units* units, size_t index,
                                 bba_error** error);
BBA_API void bba_units_free(bba_units** units);

/// All lines due for the billing period `[begin, end)`, as if nothing had been posted. Pure: the
/// same arguments give the same lines. Errors: invalid_date, invalid_period, out_of_range (an
/// amount beyond 64 bits).
BBA_API bba_status bba_bill(bba_lines** out, const bba_service* service, const bba_units* units,
                            bba_date begin, bba_date end, bba_error** error);
/// The same for a service of a contract, with its terms, timing and ends. `begin` and `end` are a
/// billing period of the contract (`bba_contract_period`). Errors: also not_found for the service;
/// invalid_argument where the contract takes an amount off all its services together and others
/// come before this one, since that takes their units too: ask a desk (`bba_review_new`).
BBA_API bba_status bba_bill_contract(bba_lines** out, const bba_contract* contract,
                                     const char* service_id, const bba_units* units, bba_date begin,
                                     bba_date end, bba_error** error);
/// What is still to be posted: due minus posted. `posted` holds the lines of this service and
/// billing period that were posted, in the order of posting, also those that were taken back; of
/// lines of its other billing periods that begin on the same day the numbers are taken, all others
/// in it are passed over. NULL: nothing was posted. Errors: as `bba_bill_contract`, and conflicts
/// when a posted line was computed on other terms.
BBA_API bba_status bba_unposted(bba_lines** out, const bba_contract* contract,
                                const char* service_id, const bba_units* units, bba_date begin,
                                bba_date end, const bba_lines* posted, bba_error** error);
/// The same as seen from the day `through`: units, prices and amendments that take effect later are
/// not seen, and what is posted for the days of an end or a pause that lies ahead stays. Since 1.2.
BBA_API bba_status bba_unposted_through(bba_lines** out, const bba_contract* contract,
                                        const char* service_id, const bba_units* units,
                                        bba_date begin, bba_date end, const bba_lines* posted,
                                        bba_date through, bba_error** error);

/// One proration period: days with the same units and price.
typedef struct bba_proration_period {
  uint32_t struct_size;
  bba_date effective_date;  ///< the day that the change is dated
  bba_date begin;           ///< billed days `[begin, end)`
  bba_date end;
  int64_t units_before;  ///< billed units; 0 before the first proration period
  int64_t units;
  int64_t share_numerator;  ///< of the billing period, not reduced: 15/30
  int64_t share_denominator;
} bba_proration_period;
#define BBA_PRORATION_PERIOD_INIT \
  { sizeof(bba_proration_period), BBA_NO_DATE, BBA_NO_DATE, BBA_NO_DATE, 0, 0, 0, 1 }

/// Cuts the billing period `[begin, end)` where units or price of the service change. Empty when
/// the service is not in force then. Errors: invalid_date, invalid_period.
BBA_API bba_status bba_split(bba_proration** out, const bba_service* service,
                             const bba_units* units, bba_date begin, bba_date end,
                             bba_error** error);
/// The same for a service of a contract. Errors: also not_found.
BBA_API bba_status bba_split_contract(bba_proration** out, const bba_contract* contract,
                                      const char* service_id, const bba_units* units,
                                      bba_date begin, bba_date end, bba_error** error);
/// 0 for NULL.
BBA_API size_t bba_proration_count(const bba_proration* proration);
/// By day. Errors: not_found beyond the last one.
BBA_API bba_status bba_proration_get(bba_proration_period* out, const bba_proration* proration,
                                     size_t index, bba_error** error);
BBA_API void bba_proration_free(bba_proration** proration);

typedef int32_t bba_line_kind;
enum {
  BBA_LINE_RECURRING = 0,  ///< the units at the beginning of the billed days of a period
  BBA_LINE_INCREMENT = 1,  ///< a later step up, of units or of the price
  BBA_LINE_DECREMENT = 2,  ///< a later step down: a negative amount
  BBA_LINE_OTHER = -1
};
/// What a line bills for.
typedef int32_t bba_line_part;
enum { BBA_PART_BASE_FEE = 0, BBA_PART_UNITS = 1, BBA_PART_OVERAGE = 2, BBA_PART_OTHER = -1 };
typedef int32_t bba_line_state;
enum {
  BBA_STATE_OPEN = 0,  ///< in billing review: not posted
  BBA_STATE_POSTED = 1,
  BBA_STATE_INVOICED = 2,
  BBA_STATE_EXPORTED = 3,
  BBA_STATE_RETURNED = 4,  ///< unposted, or its invoice voided: back in billing review
  BBA_STATE_OTHER = -1
};

/// A line item: `quantity x price step x share of the billing period`. Its text is borrowed from
/// the list.
typedef struct bba_line {
  uint32_t struct_size;
  bba_line_kind kind;
  bba_line_part part;
  bba_line_state state;
  bba_date period_begin;  ///< the billing period `[period_begin, period_end)`
  bba_date period_end;
  bba_date effective_date;  ///< the day of the change
  bba_date begin;           ///< the billed days `[begin, end)`
  bba_date end;
  bba_date available_on;  ///< the first day on which it can be billed
  int32_t sequence;       ///< of the lines of this effective date
  char currency[4];       ///< ISO 4217, with its NUL
  int64_t units_before;
  int64_t units_after;
  int64_t quantity;          ///< signed
  int64_t price_millionths;  ///< of one unit and whole period that the line bills; the step of a
                             ///< price change, which is negative when the price went down
  int64_t cost_millionths;
  int64_t share_numerator;  ///< of the billing period, not reduced: 15/30
  int64_t share_denominator;
  int64_t amount_minor;
  int64_t cost_minor;
  const char* key;       ///< `contract/service/2026-06-01/2026-06-10/1`: unique per tenant
  const char* text;      ///< `2026-06-10..2026-06-30  +1 x 5.00 x 21/30  3.50 USD  increment`
  const char* contract;  ///< empty for a service on its own
  const char* service;
  const char* service_name;
  const char* tax_category;
  const char* batch;           ///< empty while open
  const char* invoice_number;  ///< empty before the invoice
  // Since 1.2.
  bba_date counted_on;  ///< the day of the last reading that showed its units; `BBA_NO_DATE`: typed
                        ///< in, or no reading is on record
  uint32_t reserved;    ///< 0
  const char* account;  ///< who pays; empty for a service on its own
} bba_line;
#define BBA_LINE_INIT                                                                            \
  {                                                                                              \
    sizeof(bba_line), 0, 0, 0, BBA_NO_DATE, BBA_NO_DATE, BBA_NO_DATE, BBA_NO_DATE, BBA_NO_DATE,  \
        BBA_NO_DATE, 0, "", 0, 0, 0, 0, 0, 0, 1, 0, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, \
        NULL, BBA_NO_DATE, 0, NULL                                                               \
  }

/// An empty list, to keep posted lines in where no store does.
BBA_API bba_status bba_lines_new(bba_lines** out, bba_error** error);
/// 0 for NULL.
BBA_API size_t bba_lines_count(const bba_lines* lines);
/// Errors: not_found beyond the last one.
BBA_API bba_status bba_lines_get(bba_line* out, const bba_lines* lines, size_t index,
                                 bba_error** error);
/// The text of a line, for people. Borrowed; NULL beyond the last one, for NULL, and when memory
/// runs out.
BBA_API const char* bba_line_text(const bba_lines* lines, size_t index);
/// The sum of the amounts of all lines but those that were returned, in minor units; 0 for none.
/// Errors: currency_mismatch, out_of_range.
BBA_API bba_status bba_lines_total(int64_t* out_minor, const bba_lines* lines, bba_error** error);
/// Appends a copy of line `index` of `from` to `lines`, as posted in `batch`. Errors: not_found
/// beyond the last one; invalid_argument for a batch id that is none.
BBA_API bba_status bba_lines_post(bba_lines* lines, const bba_lines* from, size_t index,
                                  const char* batch, bba_error** error);
/// Marks the lines of `batch` as returned to billing review. Errors: not_found when none stands.
BBA_API bba_status bba_lines_take_back(bba_lines* lines, const char* batch, bba_error** error);
/// The lines as a JSON array, amounts and prices as decimal text. Borrowed.
BBA_API bba_status bba_lines_json(const char** out, const bba_lines* lines, bba_error** error);
/// The lines as CSV (RFC 4180) with a header row. Borrowed.
BBA_API bba_status bba_lines_csv(const char** out, const bba_lines* lines, bba_error** error);
BBA_API void bba_lines_free(bba_lines** lines);

#ifdef __cplusplus
}
#endif

#endif
