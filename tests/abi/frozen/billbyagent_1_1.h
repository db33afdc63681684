#ifndef BILLBYAGENT_H
#define BILLBYAGENT_H

/// Bill service contracts by the number of machines that an RMM manages: the C interface of
/// billbyagent. Link `libbillbyagent` (pkg-config: billbyagent-c, CMake: billbyagent::c).
///
/// The way of one number: a provider (bba/providers.h) shows the machines, a night (bba/jobs.h)
/// counts them into the units of services, billing (bba/billing.h) says what is due, billing
/// automation posts it once, and an explanation (bba/records.h) names the machines behind a line.
///
/// Seven rules hold for every function and are not repeated there.
///
/// 1. A function that can fail returns `bba_status` (0 is `BBA_OK`, one number per expected
///    failure, bba/status.h) and takes `bba_error **error` last. NULL there means: not interested.
///    Otherwise `*error` must be NULL or an error object before the call; a failure frees the one
///    that is there and puts its own, a success leaves it alone. There is no thread-local state, no
///    global state, nothing to begin and nothing to end.
/// 2. Outputs come first. On failure a handle or text that would have come out is NULL, a number is
///    0, a day is `BBA_NO_DATE`, and a struct is left as it was. What comes out through a `bba_x
///    **` belongs to the caller, who ends it with `bba_x_free(&x)`: NULL is fine there and the
///    handle is NULL afterwards. Other pointers that come out (text, `const bba_error *`, `const
///    bba_lines *`) are borrowed from the object that they were asked of: they live until it is
///    freed or changed, and no longer.
/// 3. Text that goes in ends with NUL, is UTF-8, has at most 4096 bytes (`BBA_OUT_OF_RANGE`) and is
///    copied. Money is text with a decimal point or a whole number of minor units (cents), a price
///    is text or millionths of the currency; there is no floating point anywhere. A day is a number
///    of days since 1970-01-01. Periods have a first day and the first day that is no longer part:
///    `[begin, end)`.
/// 4. A struct begins with `struct_size`; its `BBA_X_INIT` macro sets it, with the defaults. Later
///    versions only append fields; a caller's shorter struct means the defaults for the rest, a
///    longer one is accepted as long as what this library does not know is zero. A NULL pointer to
///    options means the defaults.
/// 5. Distinct objects may be used by distinct threads at once, one object by one thread at a time,
///    also for reading. A store, a clock and a desk may be shared between threads. Callbacks come
///    on the thread that called.
/// 6. No C++ exception leaves a function. A callback must not throw and must not jump out with
///    longjmp. Callbacks take their `payload` last.
/// 7. A required pointer that is NULL is `BBA_INVALID_ARGUMENT`, naming the argument. When memory
///    runs out the answer is `BBA_OUT_OF_MEMORY` and nothing is half done; what a job committed
///    before stays, and running the job again does the rest and nothing twice.
///
/// Stability: everything here is kept within a major version of the interface (docs/abi-policy.md).
/// A provider written in C is in billbyagent_provider.h, which is kept within a minor version.
///
/// Every function is there since version 1.0 of the interface unless it says otherwise.

#ifndef BBA_BILLING_H
#define BBA_BILLING_H

/// What is due: services, contracts, unit histories, proration and line items. Pure: no store, no
/// clock, no RMM. See billbyagent.h for the rules of every function.

#ifndef BBA_VALUES_H
#define BBA_VALUES_H

/// Days and money. Pure functions; any thread. See billbyagent.h for the rules of every function.

#ifndef BBA_STATUS_H
#define BBA_STATUS_H

/// Status codes, error objects, versions. See billbyagent.h for the rules of every function.

#include <stddef.h>
#include <stdint.h>

#if defined(__GNUC__)
#define BBA_API __attribute__((visibility("default")))
#else
#define BBA_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

/// The version of this interface. The major number is that of the shared library's name.
#define BBA_ABI_VERSION_MAJOR 1
#define BBA_ABI_VERSION_MINOR 1

/// The same numbers as in C++ and Python; docs/error-codes.md says what each one means. A number
/// never changes its meaning; later versions may add some, so have a default for those you do not
/// know.
typedef int32_t bba_status;
enum {
  BBA_OK = 0,
  BBA_INVALID_ARGUMENT = 100,
  BBA_INVALID_DATE = 101,
  BBA_INVALID_MONEY = 102,
  BBA_INVALID_UNITS = 103,
  BBA_INVALID_PERIOD = 104,
  BBA_UNKNOWN_CURRENCY = 105,
  BBA_CURRENCY_MISMATCH = 106,
  BBA_TOO_MANY_DECIMALS = 107,
  BBA_OUT_OF_RANGE = 108,
  BBA_DUPLICATE_ID = 109,
  BBA_OVERLAPPING_SERVICES = 110,
  BBA_ENDS_BEFORE_START = 111,
  BBA_MALFORMED_DOCUMENT = 112,
  BBA_INVALID_SETTINGS = 113,
  BBA_UNIT_SOURCE_LOCKED = 200,
  BBA_TERMS_LOCKED = 201,
  BBA_NOT_FOUND = 202,
  BBA_WRONG_STATE = 203,
  BBA_CONFLICTS = 204,
  BBA_UNITS_UNKNOWN = 205,
  BBA_NOTHING_TO_DO = 206,
  BBA_ORGANIZATION_NOT_LINKED = 300,
  BBA_ORGANIZATION_GONE = 301,
  BBA_MACHINE_GROUP_GONE = 302,
  BBA_VIEW_GONE = 303,
  BBA_UNAUTHORIZED = 304,
  BBA_MFA_REQUIRED = 305,
  BBA_FORBIDDEN = 306,
  BBA_RATE_LIMITED = 307,
  BBA_TIMED_OUT = 308,
  BBA_UNREACHABLE = 309,
  BBA_TLS_FAILED = 310,
  BBA_PROTOCOL_ERROR = 311,
  BBA_INCOMPLETE_SCAN = 312,
  BBA_PROVIDER_FAILED = 313,
  BBA_IMPLAUSIBLE_DROP = 314,
  BBA_CANCELLED = 315,
  BBA_RMM_NOT_CONFIGURED = 316,
  BBA_STALE_EXPORT = 317,
  BBA_STORE_FAILED = 400,
  BBA_STORE_BUSY = 401,
  BBA_STORE_NEWER = 402,
  BBA_STORE_NOT_A_DATABASE = 403,
  BBA_NOTICE_FAILED = 404,
  BBA_FILE_FAILED = 405,
  BBA_INTERNAL = 900,
  /// Only here: C++ throws std::bad_alloc, Python raises MemoryError.
  BBA_OUT_OF_MEMORY = 901
};

/// `not_found` for `BBA_NOT_FOUND`, `ok` for 0; `internal` for a number that is none of these.
/// Lives for ever. Threads: any.
BBA_API const char* bba_status_name(bba_status status);
/// One sentence for people: `no such thing in the store`. Lives for ever. Threads: any.
BBA_API const char* bba_status_meaning(bba_status status);

/// A failure and the thing it is about.
typedef struct bba_error bba_error;

/// `BBA_OK` for NULL.
BBA_API bba_status bba_error_status(const bba_error* error);
/// The offending thing in one line, such as `service agents of contract C-1`. Borrowed; empty for
/// NULL.
BBA_API const char* bba_error_context(const bba_error* error);
/// `name: context (meaning)`, for people. No secret is in it. Borrowed; empty for NULL.
BBA_API const char* bba_error_message(const bba_error* error);
BBA_API void bba_error_free(bba_error** error);

/// The version of the library: `0.1.0`. Lives for ever.
BBA_API const char* bba_version(void);
/// The interface of the library that is loaded: major * 65536 + minor. A program that was compiled
/// with minor version n runs with any library of the same major version and a minor version >= n.
BBA_API uint32_t bba_abi_version(void);
/// 1 when the library has the feature, otherwise 0: `sqlite`, `kaseya_vsa`, `kaseya_vsax`,
/// `meshcentral`, `file`, `memory`, `provider_table`, `provider_load`, `time_zones`. 0 for NULL and
/// for names of the future.
BBA_API int32_t bba_has_feature(const char* name);

#ifdef __cplusplus
}
#endif

#endif

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
/// anything but a code of ISO 4217 in capital letters.
BBA_API bba_status bba_currency_exponent(int32_t* out, const char* currency, bba_error** error);
/// `12.50` into 1250 minor units. Errors: unknown_currency, invalid_money, too_many_decimals (for
/// the currency), out_of_range.
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
/// The billing period `[*out_begin, *out_end)` of the contract's cycle that holds `day`. Errors:
/// invalid_date.
BBA_API bba_status bba_contract_period(bba_date* out_begin, bba_date* out_end,
                                       const bba_contract* contract, bba_date day,
                                       bba_error** error);
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
  BBA_CHANGE_CONFIRMED_DROP = 5,      ///< a held-back count that a person confirmed
  BBA_CHANGE_CONFIRMED_PROPOSAL = 6,  ///< a proposed count that a person confirmed
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
/// billing period of the contract (`bba_contract_period`). Errors: also not_found for the service.
BBA_API bba_status bba_bill_contract(bba_lines** out, const bba_contract* contract,
                                     const char* service_id, const bba_units* units, bba_date begin,
                                     bba_date end, bba_error** error);
/// What is still to be posted: due minus posted. `posted` holds the lines of this service and
/// billing period that were posted, in the order of posting, also those that were taken back; lines
/// of other services and periods in it are passed over. NULL: nothing was posted. Errors: as
/// `bba_bill_contract`, and conflicts when a posted line was computed on another period.
BBA_API bba_status bba_unposted(bba_lines** out, const bba_contract* contract,
                                const char* service_id, const bba_units* units, bba_date begin,
                                bba_date end, const bba_lines* posted, bba_error** error);

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
} bba_line;
#define BBA_LINE_INIT                                                                            \
  {                                                                                              \
    sizeof(bba_line), 0, 0, 0, BBA_NO_DATE, BBA_NO_DATE, BBA_NO_DATE, BBA_NO_DATE, BBA_NO_DATE,  \
        BBA_NO_DATE, 0, "", 0, 0, 0, 0, 0, 0, 1, 0, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, \
        NULL                                                                                     \
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
#ifndef BBA_DESK_H
#define BBA_DESK_H

/// Where work is done: a store, a clock and a tenant make a desk, and every job takes a desk. See
/// billbyagent.h for the rules of every function.

#ifndef BBA_RMM_H
#define BBA_RMM_H

/// What an RMM shows, and an RMM in memory. See billbyagent.h for the rules of every function;
/// bba/providers.h for the providers of real RMMs.
///
/// An error is not a zero: a login that was refused, a list that is not whole or a view that is
/// gone are errors; only an empty organization or group counts zero.

#ifdef __cplusplus
extern "C" {
#endif

/// Reads an RMM. One call at a time; calls block until done, failed or past their time.
typedef struct bba_provider bba_provider;
/// An RMM in memory whose machines come, go and move by function calls, for tests and trials.
typedef struct bba_memory_rmm bba_memory_rmm;
/// The organizations, machine groups and views of an RMM, to choose from.
typedef struct bba_rmm_lists bba_rmm_lists;

/// A customer as the RMM knows it.
typedef struct bba_organization {
  uint32_t struct_size;
  uint32_t reserved;  ///< 0
  const char* id;     ///< required
  const char* name;
  const char* reference;  ///< a short code; NULL: none
} bba_organization;
#define BBA_ORGANIZATION_INIT \
  { sizeof(bba_organization), 0, NULL, NULL, NULL }

typedef struct bba_machine_group {
  uint32_t struct_size;
  uint32_t reserved;         ///< 0
  const char* id;            ///< required
  const char* name;          ///< root first, dotted: `acme.root.servers`
  const char* organization;  ///< required
  const char* parent;        ///< NULL: a root
} bba_machine_group;
#define BBA_MACHINE_GROUP_INIT \
  { sizeof(bba_machine_group), 0, NULL, NULL, NULL, NULL }

/// A saved filter of the RMM ("machine view").
typedef struct bba_view {
  uint32_t struct_size;
  uint32_t reserved;  ///< 0
  const char* id;     ///< required
  const char* name;
} bba_view;
#define BBA_VIEW_INIT \
  { sizeof(bba_view), 0, NULL, NULL }

typedef int32_t bba_agent_state;
enum {
  BBA_AGENT_ONLINE = 0,
  BBA_AGENT_OFFLINE = 1,
  BBA_AGENT_SUSPENDED = 2,
  BBA_AGENT_NEVER_CHECKED_IN = 3,  ///< installed or prepared, but never reported
  BBA_AGENT_TEMPLATE_ACCOUNT = 4   ///< an account that only carries settings for others
};

/// A moment that is not known.
#define BBA_NO_INSTANT INT64_MIN

/// A managed machine. Identity is `id` alone: names and places change.
typedef struct bba_agent {
  uint32_t struct_size;
  bba_agent_state state;
  const char* id;                ///< required
  const char* name;              ///< as people know it
  const char* organization;      ///< required
  const char* group;             ///< required
  const char* operating_system;  ///< the RMM's own text; NULL: unknown
  const char* serial_number;     ///< NULL: unknown
  const char* mac_address;       ///< NULL: unknown
  bba_instant first_seen;        ///< `BBA_NO_INSTANT`: unknown
  bba_instant last_seen;         ///< `BBA_NO_INSTANT`: unknown
  const char* device_type;       ///< the RMM's own word, such as `server`; NULL: unknown
  int32_t marked_for_deletion;   ///< 1: on its way out of the RMM, but still shown
  int32_t ephemeral;             ///< 1: a support session, not a managed machine
} bba_agent;
#define BBA_AGENT_INIT                                                                             \
  {                                                                                                \
    sizeof(bba_agent), BBA_AGENT_ONLINE, NULL, NULL, NULL, NULL, NULL, NULL, NULL, BBA_NO_INSTANT, \
        BBA_NO_INSTANT, NULL, 0, 0                                                                 \
  }

BBA_API bba_status bba_memory_rmm_new(bba_memory_rmm** out, bba_error** error);
/// Adding an id again adds a second entry, as a faulty RMM would show it. Errors of all four:
/// invalid_argument and out_of_range for ids and states that are none.
BBA_API bba_status bba_memory_rmm_add_organization(bba_memory_rmm* rmm,
                                                   const bba_organization* organization,
                                                   bba_error** error);
BBA_API bba_status bba_memory_rmm_add_machine_group(bba_memory_rmm* rmm,
                                                    const bba_machine_group* group,
                                                    bba_error** error);
BBA_API bba_status bba_memory_rmm_add_agent(bba_memory_rmm* rmm, const bba_agent* agent,
                                            bba_error** error);
/// A view is the `count` agents whose ids are in `agents`.
BBA_API bba_status bba_memory_rmm_add_view(bba_memory_rmm* rmm, const bba_view* view,
                                           const char* const* agents, size_t count,
                                           bba_error** error);
/// Errors: not_found.
BBA_API bba_status bba_memory_rmm_remove_agent(bba_memory_rmm* rmm, const char* id,
                                               bba_error** error);
/// Every call to the RMM fails with `status` from here on; `BBA_OK` mends it. Errors:
/// invalid_argument for a status that is none.
BBA_API bba_status bba_memory_rmm_fail(bba_memory_rmm* rmm, bba_status status, const char* context,
                                       bba_error** error);
BBA_API void bba_memory_rmm_free(bba_memory_rmm** rmm);

/// A provider that shows the RMM in memory, as it is when it is asked. Keeps it alive.
BBA_API bba_status bba_provider_new_memory(bba_provider** out, bba_memory_rmm* rmm,
                                           bba_error** error);

/// The provider's own name, such as `kaseya_vsa`. Borrowed; NULL for NULL.
BBA_API const char* bba_provider_name(const bba_provider* provider);
BBA_API void bba_provider_free(bba_provider** provider);

/// Reads what can be chosen in a service: organizations, machine groups, views. `timeout_ms` is for
/// the whole call. Errors: what the RMM says (300 to 399).
BBA_API bba_status bba_rmm_lists_read(bba_rmm_lists** out, bba_provider* provider,
                                      int64_t timeout_ms, bba_error** error);
/// 0 for NULL, as the other two.
BBA_API size_t bba_rmm_organization_count(const bba_rmm_lists* lists);
BBA_API size_t bba_rmm_machine_group_count(const bba_rmm_lists* lists);
BBA_API size_t bba_rmm_view_count(const bba_rmm_lists* lists);
/// The text is borrowed. Errors of the three: not_found beyond the last one.
BBA_API bba_status bba_rmm_organization(bba_organization* out, const bba_rmm_lists* lists,
                                        size_t index, bba_error** error);
BBA_API bba_status bba_rmm_machine_group(bba_machine_group* out, const bba_rmm_lists* lists,
                                         size_t index, bba_error** error);
BBA_API bba_status bba_rmm_view(bba_view* out, const bba_rmm_lists* lists, size_t index,
                                bba_error** error);
BBA_API void bba_rmm_lists_free(bba_rmm_lists** lists);

#ifdef __cplusplus
}
#endif

#endif

#ifdef __cplusplus
extern "C" {
#endif

/// Where contracts, units, machines, lines and notices are kept, of many tenants. May be shared
/// between threads.
typedef struct bba_store bba_store;
/// What time it is, and which day for the tenant. May be shared between threads.
typedef struct bba_clock bba_clock;
/// A tenant's store and clock. May be shared between threads. Keeps its store and clock alive: the
/// three may be freed in any order.
typedef struct bba_desk bba_desk;

/// A store that lives as long as it is used: for tests and trials.
BBA_API bba_status bba_store_new_memory(bba_store** out, bba_error** error);

typedef struct bba_sqlite_options {
  uint32_t struct_size;
  int32_t create;           ///< 1: a missing file is made; 0: it is file_failed
  const char* path;         ///< required: on a local disk, in a writable directory
  int64_t busy_timeout_ms;  ///< how long to wait for another writer before store_busy
} bba_sqlite_options;
#define BBA_SQLITE_OPTIONS_INIT \
  { sizeof(bba_sqlite_options), 1, NULL, 10000 }

/// Opens a store in one SQLite file, makes or upgrades its tables, and recovers what a killed
/// process left. Several processes may use the file. Errors: invalid_settings, file_failed,
/// store_newer, store_not_a_database, store_busy, store_failed.
BBA_API bba_status bba_store_open_sqlite(bba_store** out, const bba_sqlite_options* options,
                                         bba_error** error);
BBA_API void bba_store_free(bba_store** store);

/// The system's clock in the tenant's IANA time zone, such as `Europe/Berlin`. Errors:
/// invalid_settings for a zone that the system does not know.
BBA_API bba_status bba_clock_new_system(bba_clock** out, const char* zone, bba_error** error);
/// A clock that stands at noon UTC of `today` until it is set. Errors: invalid_date.
BBA_API bba_status bba_clock_new_fixed(bba_clock** out, bba_date today, bba_error** error);
/// Sets a fixed clock. Errors: wrong_state for the system's clock; invalid_date.
BBA_API bba_status bba_clock_set_today(bba_clock* clock, bba_date today, bba_error** error);
/// The tenant's day now.
BBA_API bba_status bba_clock_today(bba_date* out, const bba_clock* clock, bba_error** error);
BBA_API void bba_clock_free(bba_clock** clock);

/// Errors: invalid_argument for a tenant that is empty or holds control characters; out_of_range
/// for one of more than 200 bytes.
BBA_API bba_status bba_desk_new(bba_desk** out, bba_store* store, bba_clock* clock,
                                const char* tenant, bba_error** error);
/// Gives the tenant a further RMM, under the name that services and accounts have for it (`rmm` in
/// the book); the default RMM has no name and is handed to each job. Keeps the provider alive. To
/// be done before the desk is shared. Errors: duplicate_id; invalid_argument and out_of_range for a
/// name that is none.
BBA_API bba_status bba_desk_add_rmm(bba_desk* desk, const char* name, bba_provider* provider,
                                    bba_error** error);
BBA_API void bba_desk_free(bba_desk** desk);

#ifdef __cplusplus
}
#endif

#endif
#ifndef BBA_JOBS_H
#define BBA_JOBS_H

/// Import, Get Units Now, the nightly job, billing review and billing automation. See billbyagent.h
/// for the rules of every function. Every report can be had as the JSON document that
/// `billbyagent --json` prints (docs/cli.md).
///
/// What goes wrong with one contract or service is in the report, and the others go on: a status of
/// 0 means that the job ran. Errors of every job: what the store says (400 to 499).

#ifdef __cplusplus
extern "C" {
#endif

typedef struct bba_import_report bba_import_report;
typedef struct bba_sync_report bba_sync_report;
typedef struct bba_review bba_review;
typedef struct bba_post_report bba_post_report;

typedef int32_t bba_log_level;
enum { BBA_LOG_INFO = 0, BBA_LOG_WARNING = 1 };

/// How a host follows a job at work. Every member may be NULL. Called on the calling thread.
typedef struct bba_observer {
  uint32_t struct_size;
  uint32_t reserved;  ///< 0
  /// `done` of `total` things of a stage; `total` is 0 while it is not known.
  void (*progress)(const char* stage, uint64_t done, uint64_t total, void* payload);
  /// Asked between transactions: anything but 0 ends the job there with `BBA_CANCELLED`; what was
  /// committed stays.
  int32_t (*cancelled)(void* payload);
  /// One line for people: what changed, what needs a person, and the sum of it.
  void (*log)(bba_log_level level, const char* text, void* payload);
  void* payload;
} bba_observer;
#define BBA_OBSERVER_INIT \
  { sizeof(bba_observer), 0, NULL, NULL, NULL, NULL }

// Import.

typedef struct bba_import_options {
  uint32_t struct_size;
  int32_t dry_run;     ///< 1: everything is checked, nothing is written
  const char* author;  ///< who imports
} bba_import_options;
#define BBA_IMPORT_OPTIONS_INIT \
  { sizeof(bba_import_options), 0, "import" }

typedef struct bba_import_counts {
  uint32_t struct_size;
  int32_t accepted;  ///< 0: something was refused, and nothing was written
  uint64_t accounts_saved;
  uint64_t contracts_created;
  uint64_t contracts_updated;
  uint64_t contracts_unchanged;
  uint64_t units_recorded;
  uint64_t refused;  ///< rows, each of them in `bba_import_report_refused`
} bba_import_counts;
#define BBA_IMPORT_COUNTS_INIT \
  { sizeof(bba_import_counts), 0, 0, 0, 0, 0, 0, 0 }

/// Takes a book into the store, all of it or nothing: look at `accepted` of the report.
BBA_API bba_status bba_import_book(bba_import_report** out, bba_desk* desk, const bba_book* book,
                                   const bba_import_options* options, bba_error** error);
BBA_API bba_status bba_import_report_get(bba_import_counts* out, const bba_import_report* report,
                                         bba_error** error);
/// What was refused and why. Borrowed; NULL beyond the last one.
BBA_API const bba_error* bba_import_report_refused(const bba_import_report* report, size_t index);
/// Borrowed.
BBA_API bba_status bba_import_report_json(const char** out, const bba_import_report* report,
                                          bba_error** error);
BBA_API void bba_import_report_free(bba_import_report** report);

// The nightly job.

typedef struct bba_nightly_options {
  uint32_t struct_size;
  int32_t dry_run;                    ///< 1: everything as usual, but nothing is written
  int64_t timeout_ms;                 ///< for everything that is read from the RMMs; above 0
  int32_t max_drop_percent;           ///< a count that falls further waits for a person ...
  int32_t contracts_per_transaction;  ///< at least 1
  int64_t small_drop_units;           ///< ... unless it falls by fewer units than this
  const char* author;
  const bba_observer* observer;  ///< NULL: nobody
  int64_t timeout_per_rmm_ms;    ///< of several RMMs, for each; 0: only `timeout_ms` holds
} bba_nightly_options;
#define BBA_NIGHTLY_OPTIONS_INIT \
  { sizeof(bba_nightly_options), 0, 600000, 50, 64, 3, "nightly", NULL, 0 }

typedef int32_t bba_sync_status;
enum {
  BBA_SYNC_UNCHANGED = 0,
  BBA_SYNC_MACHINES_CHANGED = 1,  ///< as many machines, but not the same ones
  BBA_SYNC_FIRST_COUNT = 2,
  BBA_SYNC_CHANGED = 3,
  BBA_SYNC_HELD = 4,      ///< not believed; the units stay until a person confirms
  BBA_SYNC_PROPOSED = 5,  ///< the contract has changes proposed; the units stay
  BBA_SYNC_REJECTED = 6,  ///< still the count that a person rejected; the units stay
  BBA_SYNC_OBSERVED = 7,  ///< another count, but the contract is only observed
  BBA_SYNC_FAILED = 8,    ///< no count; the units stay, `error` says why
  BBA_SYNC_OTHER = -1
};

typedef struct bba_sync_summary {
  uint32_t struct_size;
  bba_date day;          ///< the tenant's day that the night ran for
  uint64_t rmms;         ///< read or to be read
  uint64_t rmms_failed;  ///< that could not be read; their services keep their units
  uint64_t agents;       ///< in the scans of all RMMs
  uint64_t services;     ///< counted or to be counted
  uint64_t unchanged;
  uint64_t machines_changed;
  uint64_t first_counts;
  uint64_t changed;
  uint64_t held;
  uint64_t proposed;
  uint64_t rejected;
  uint64_t observed;
  uint64_t failed;
  const bba_error* scan_error;  ///< no RMM could be read: what the first one said; NULL: one could
} bba_sync_summary;
#define BBA_SYNC_SUMMARY_INIT \
  { sizeof(bba_sync_summary), BBA_NO_DATE, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, NULL }

/// How reading one RMM went. The text is borrowed from the report.
typedef struct bba_rmm_sync {
  uint32_t struct_size;
  uint32_t reserved;       ///< 0
  const char* name;        ///< empty: the default RMM
  const char* provider;    ///< what the provider calls itself
  uint64_t agents;         ///< in the scan
  const bba_error* error;  ///< it could not be read as a whole; NULL: it could
} bba_rmm_sync;
#define BBA_RMM_SYNC_INIT \
  { sizeof(bba_rmm_sync), 0, NULL, NULL, 0, NULL }

/// What became of one service. The text is borrowed from the report.
typedef struct bba_service_sync {
  uint32_t struct_size;
  bba_sync_status status;
  const char* contract;
  const char* service;
  const char* account;
  const char* service_name;
  int64_t before;          ///< `BBA_NO_UNITS`: never counted
  int64_t counted;         ///< `BBA_NO_UNITS`: no count
  const char* held_why;    ///< what speaks against the count; empty: nothing
  int32_t proposal;        ///< the number of the open proposal; 0: none is open
  uint32_t machines;       ///< how many came, went or moved; `bba_sync_report_json` names them
  const bba_error* error;  ///< NULL: none
} bba_service_sync;
#define BBA_SERVICE_SYNC_INIT \
  { sizeof(bba_service_sync), 0, NULL, NULL, NULL, NULL, 0, 0, NULL, 0, 0, NULL }

/// Reads each RMM once, counts every service that derives its units, and takes changed counts over
/// as of today. `provider` is the default RMM; NULL when the desk has the tenant's RMMs
/// (`bba_desk_add_rmm`) and none of them is the default. Errors: also cancelled, invalid_settings.
BBA_API bba_status bba_nightly_sync(bba_sync_report** out, bba_desk* desk, bba_provider* provider,
                                    const bba_nightly_options* options, bba_error** error);
BBA_API bba_status bba_sync_report_get(bba_sync_summary* out, const bba_sync_report* report,
                                       bba_error** error);
/// Every RMM, by name. Errors: not_found beyond the last one.
BBA_API bba_status bba_sync_report_rmm(bba_rmm_sync* out, const bba_sync_report* report,
                                       size_t index, bba_error** error);
/// Every derived service in force, by contract and service. Errors: not_found beyond the last one.
BBA_API bba_status bba_sync_report_service(bba_service_sync* out, const bba_sync_report* report,
                                           size_t index, bba_error** error);
/// Borrowed.
BBA_API bba_status bba_sync_report_json(const char** out, const bba_sync_report* report,
                                        bba_error** error);
BBA_API void bba_sync_report_free(bba_sync_report** report);

// Get Units Now.

typedef struct bba_units_now {
  uint32_t struct_size;
  uint32_t reserved;  ///< 0
  int64_t counted;
  int64_t present;  ///< the units that hold today; `BBA_NO_UNITS`: never counted
} bba_units_now;
#define BBA_UNITS_NOW_INIT \
  { sizeof(bba_units_now), 0, BBA_NO_UNITS, BBA_NO_UNITS }

/// What a service would count this minute; writes nothing. Errors: not_found, invalid_argument for
/// a service with typed-in units, organization_not_linked, rmm_not_configured, and what the
/// service's RMM says (300 to 399).
BBA_API bba_status bba_get_units_now(bba_units_now* out, bba_desk* desk, bba_provider* provider,
                                     const char* contract, const char* service, int64_t timeout_ms,
                                     bba_error** error);
/// Counts one service and takes the count over as a night would, with its guard, its evidence and
/// its notice. Errors: as `bba_nightly_sync`; what the RMM says is in the report.
BBA_API bba_status bba_take_over_units_now(bba_sync_report** out, bba_desk* desk,
                                           bba_provider* provider, const char* contract,
                                           const char* service, const bba_nightly_options* options,
                                           bba_error** error);

// Billing review and billing automation.

/// What a review or a posting looks at.
typedef struct bba_filter {
  uint32_t struct_size;
  uint32_t reserved;     ///< 0
  bba_date from;         ///< lines effective on this day or later; `BBA_NO_DATE`: however old
  bba_date through;      ///< lines available on this day or earlier; `BBA_NO_DATE`: for a review
                         ///< three months ahead, for a posting today
  const char* account;   ///< NULL: any
  const char* contract;  ///< NULL: any
  const char* service;   ///< NULL: any
} bba_filter;
#define BBA_FILTER_INIT \
  { sizeof(bba_filter), 0, BBA_NO_DATE, BBA_NO_DATE, NULL, NULL, NULL }

typedef struct bba_review_summary {
  uint32_t struct_size;
  uint32_t reserved;  ///< 0
  bba_date today;
  bba_date through;
  uint64_t contracts;  ///< with something to tell
  uint64_t lines;
  uint64_t failed;         ///< contracts that could not be computed; the JSON says why
  uint64_t units_unknown;  ///< services that were never counted and can't be billed yet
  uint64_t withheld;       ///< lines of credits that are too small as yet
  uint64_t above_maximum;  ///< services that count more than their maximum bills
} bba_review_summary;
#define BBA_REVIEW_SUMMARY_INIT \
  { sizeof(bba_review_summary), 0, BBA_NO_DATE, BBA_NO_DATE, 0, 0, 0, 0, 0, 0 }

/// Everything that can be billed and was not. Reads only. Errors: also invalid_period, out_of_range
/// for a day more than ten years ahead.
BBA_API bba_status bba_review_new(bba_review** out, bba_desk* desk, const bba_filter* filter,
                                  bba_error** error);
BBA_API bba_status bba_review_get(bba_review_summary* out, const bba_review* review,
                                  bba_error** error);
/// The open lines, by contract, service, period and day. Borrowed; NULL for NULL.
BBA_API const bba_lines* bba_review_lines(const bba_review* review);
/// Borrowed.
BBA_API bba_status bba_review_json(const char** out, const bba_review* review, bba_error** error);
BBA_API void bba_review_free(bba_review** review);

typedef struct bba_posting_options {
  uint32_t struct_size;
  int32_t dry_run;                    ///< 1: everything as usual, but nothing is written
  int32_t credit_batches;             ///< 1: a batch of credits only is posted; 0: it is held
  int32_t leave_zero_lines;           ///< 1: lines worth exactly nothing are left; 0: posted
  int32_t contracts_per_transaction;  ///< at least 1
  uint32_t reserved;                  ///< 0
  const bba_filter* filter;           ///< NULL: everything that is available today
  const char* author;
  const bba_observer* observer;  ///< NULL: nobody
} bba_posting_options;
#define BBA_POSTING_OPTIONS_INIT \
  { sizeof(bba_posting_options), 0, 0, 0, 64, 0, NULL, "post", NULL }

typedef int32_t bba_batch_status;
enum { BBA_BATCH_POSTED = 0, BBA_BATCH_HELD = 1, BBA_BATCH_FAILED = 2, BBA_BATCH_OTHER = -1 };

typedef struct bba_post_summary {
  uint32_t struct_size;
  uint32_t reserved;  ///< 0
  bba_date day;
  bba_date through;
  uint64_t contracts;  ///< with something to tell
  uint64_t posted;     ///< batches; of a dry run, those that would be
  uint64_t held;
  uint64_t failed;
  uint64_t lines;  ///< that were posted
} bba_post_summary;
#define BBA_POST_SUMMARY_INIT \
  { sizeof(bba_post_summary), 0, BBA_NO_DATE, BBA_NO_DATE, 0, 0, 0, 0, 0 }

/// What became of one contract. The text is borrowed from the report.
typedef struct bba_posted_contract {
  uint32_t struct_size;
  bba_batch_status status;
  const char* contract;
  const char* batch;  ///< empty when nothing was posted
  uint64_t lines;
  const bba_error* error;  ///< when failed; nothing of the contract was written. NULL: none
} bba_posted_contract;
#define BBA_POSTED_CONTRACT_INIT \
  { sizeof(bba_posted_contract), 0, NULL, NULL, 0, NULL }

/// Posts whatever is available, once: normal lines and differences of earlier periods alike. Each
/// contract's lines are computed and written in one transaction. Errors: also cancelled,
/// invalid_period, out_of_range.
BBA_API bba_status bba_post_available(bba_post_report** out, bba_desk* desk,
                                      const bba_posting_options* options, bba_error** error);
BBA_API bba_status bba_post_report_get(bba_post_summary* out, const bba_post_report* report,
                                       bba_error** error);
/// By id. Errors: not_found beyond the last one.
BBA_API bba_status bba_post_report_contract(bba_posted_contract* out, const bba_post_report* report,
                                            size_t index, bba_error** error);
/// The lines of all batches that were posted; of a dry run, those that would be. Borrowed; NULL for
/// NULL.
BBA_API const bba_lines* bba_post_report_lines(const bba_post_report* report);
/// Borrowed.
BBA_API bba_status bba_post_report_json(const char** out, const bba_post_report* report,
                                        bba_error** error);
BBA_API void bba_post_report_free(bba_post_report** report);

#ifdef __cplusplus
}
#endif

#endif
#ifndef BBA_PROVIDERS_H
#define BBA_PROVIDERS_H

/// The providers of real RMMs; all of them only read. See billbyagent.h for the rules of every
/// function; billbyagent_provider.h for a provider of your own.
///
/// Making one checks its options and reads `ca_file`; nothing is sent and no other file is read
/// before the first call. Errors of all: invalid_settings naming the field.

#ifdef __cplusplus
extern "C" {
#endif

/// Kaseya VSA 9 over its REST API v1.0; reads only. docs/c-api.md says what the login needs.
typedef struct bba_kaseya_vsa_options {
  uint32_t struct_size;
  int32_t connections;  ///< requests at the same time, 1 to 32
  const char* url;      ///< required: `https://vsa.example.com`
  const char* user;     ///< required
  const char* token;    ///< a personal access token; or `password`
  const char* password;
  const char* ca_file;          ///< PEM file to trust instead of the system's; NULL: the system's
  int64_t records_per_session;  ///< then a new session is begun; from 100
  int32_t scan_attempts;        ///< how often a list that moved is read again; 1 to 20
  int32_t attempts;             ///< times that one request is sent at most
  int64_t connect_timeout_ms;
  int64_t answer_timeout_ms;
  int64_t body_bytes_max;      ///< an answer with a larger body is refused
  int64_t retry_delay_ms;      ///< longest wait before the second attempt; doubles up to ...
  int64_t retry_delay_max_ms;  ///< ... this
  int64_t retry_after_max_ms;  ///< a longer wish of the server counts as this
  /// Asked several times a second; anything but 0 ends the call with `BBA_CANCELLED`. NULL: never.
  int32_t (*cancelled)(void* payload);
  void* payload;  ///< for `cancelled`; must outlive the provider
} bba_kaseya_vsa_options;
#define BBA_KASEYA_VSA_OPTIONS_INIT                                                             \
  {                                                                                             \
    sizeof(bba_kaseya_vsa_options), 8, NULL, NULL, NULL, NULL, NULL, 25000, 3, 4, 15000, 60000, \
        33554432, 1000, 8000, 30000, NULL, NULL                                                 \
  }

BBA_API bba_status bba_provider_new_kaseya_vsa(bba_provider** out,
                                               const bba_kaseya_vsa_options* options,
                                               bba_error** error);

/// Which devices of VSA X are agents.
typedef int32_t bba_vsax_devices;
enum {
  BBA_VSAX_AGENT_INSTALLED = 0,
  BBA_VSAX_MDM_ENROLLED = 1,
  BBA_VSAX_EITHER = 2  ///< a device that has both is one agent
};

/// Kaseya VSA X (VSA 10) over its REST API v3; reads only. docs/vsax.md says what the token needs.
typedef struct bba_kaseya_vsax_options {
  uint32_t struct_size;
  int32_t connections;       ///< requests at the same time, 1 to 32
  const char* url;           ///< required: `https://tenant.vsax.net`
  const char* token_id;      ///< required: the two parts of an API token
  const char* token_secret;  ///< required
  const char* ca_file;       ///< PEM file to trust instead of the system's; NULL: the system's
  bba_vsax_devices devices;
  int32_t read_assets;    ///< 1: also operating system, serial number ...: a larger list
  int32_t page_size;      ///< records asked for at once, 2 to 5000
  int32_t leave_order;    ///< 1: pages in no asked-for order, for a server that refuses one
  int32_t scan_attempts;  ///< how often a list that moved is read again; 1 to 20
  int32_t attempts;       ///< times that one request is sent at most
  int64_t connect_timeout_ms;
  int64_t answer_timeout_ms;
  int64_t body_bytes_max;      ///< an answer with a larger body is refused
  int64_t retry_delay_ms;      ///< longest wait before the second attempt; doubles up to ...
  int64_t retry_delay_max_ms;  ///< ... this
  int64_t retry_after_max_ms;  ///< a longer wish of the server counts as this
  /// As in `bba_kaseya_vsa_options`.
  int32_t (*cancelled)(void* payload);
  void* payload;
} bba_kaseya_vsax_options;
#define BBA_KASEYA_VSAX_OPTIONS_INIT                                                              \
  {                                                                                               \
    sizeof(bba_kaseya_vsax_options), 4, NULL, NULL, NULL, NULL, BBA_VSAX_AGENT_INSTALLED, 0, 100, \
        0, 3, 4, 15000, 60000, 33554432, 1000, 8000, 30000, NULL, NULL                            \
  }

BBA_API bba_status bba_provider_new_kaseya_vsax(bba_provider** out,
                                                const bba_kaseya_vsax_options* options,
                                                bba_error** error);

/// Which organization a device of MeshCentral belongs to. ASCII letters in either case are the
/// same.
typedef int32_t bba_meshcentral_organizations;
enum {
  /// The name of its device group up to `organization_separator`.
  BBA_MESHCENTRAL_BY_GROUP_NAME = 0,
  /// Its tag that begins with `organization_tag`.
  BBA_MESHCENTRAL_BY_DEVICE_TAG = 1,
  /// `organization`, for all of them.
  BBA_MESHCENTRAL_FIXED = 2
};

/// MeshCentral over the WebSocket of its own web page. docs/meshcentral.md says how to make a
/// login, what it sees, and what each rule means. Since 1.1.
typedef struct bba_meshcentral_options {
  uint32_t struct_size;
  bba_meshcentral_organizations organizations;
  const char* url;        ///< required: `wss://mesh.example.com`
  const char* user;       ///< required: of a login token, or of an account without second factor
  const char* password;   ///< required
  const char* login_key;  ///< where the server's configuration sets one
  const char* ca_file;    ///< PEM file to trust instead of the system's; NULL: the system's
  const char* organization_separator;  ///< NULL: `/`
  const char* organization_tag;        ///< NULL: `org:`
  const char* organization;            ///< id and name of all, with `BBA_MESHCENTRAL_FIXED`
  int32_t leave_with_agent;            ///< 1: devices with an agent do not count
  int32_t count_agentless;             ///< 1: devices that a person entered count
  int32_t count_amt_only;              ///< 1: devices that Intel AMT alone manages count
  int32_t count_ip_kvm_ports;          ///< 1: the ports of an IP-KVM switch count
  int32_t all_groups_required;  ///< 1: the account must manage all device groups, else forbidden
  int32_t no_devices_allowed;   ///< 1: a server without devices counts zero; 0: incomplete_scan
  int32_t attempts;             ///< times that the server is tried, 1 to 20
  int32_t scan_attempts;        ///< how often lists that changed are read again, 1 to 20
  const char* const* views;     ///< tags that are views even while no device carries them
  size_t view_count;
  const char* const* expected_groups;  ///< ids or names that the login must see, else forbidden
  size_t expected_group_count;
  int64_t connect_timeout_ms;
  int64_t answer_timeout_ms;
  int64_t message_bytes_max;   ///< a larger message is refused; 1 KiB to 1 GiB
  int64_t retry_delay_ms;      ///< longest wait before the second attempt; doubles up to ...
  int64_t retry_delay_max_ms;  ///< ... this
  int64_t reading_age_max_ms;  ///< what is asked for within this time comes from one reading
  /// As in `bba_kaseya_vsa_options`.
  int32_t (*cancelled)(void* payload);
  void* payload;
} bba_meshcentral_options;
#define BBA_MESHCENTRAL_OPTIONS_INIT                                                              \
  {                                                                                               \
    sizeof(bba_meshcentral_options), BBA_MESHCENTRAL_BY_GROUP_NAME, NULL, NULL, NULL, NULL, NULL, \
        NULL, NULL, NULL, 0, 0, 0, 0, 0, 0, 4, 3, NULL, 0, NULL, 0, 30000, 60000, 67108864, 1000, \
        8000, 60000, NULL, NULL                                                                   \
  }

/// Since 1.1.
BBA_API bba_status bba_provider_new_meshcentral(bba_provider** out,
                                                const bba_meshcentral_options* options,
                                                bba_error** error);

typedef int32_t bba_file_format;
enum {
  BBA_FILE_BY_NAME = 0,  ///< JSON lines for `.jsonl` and `.ndjson`, otherwise CSV
  BBA_FILE_CSV = 1,      ///< RFC 4180 in UTF-8, with a header row
  BBA_FILE_JSON_LINES = 2
};

/// Machines from a file that an RMM, a BMS or an inventory exported. docs/providers.md has the
/// columns. Since 1.1.
typedef struct bba_file_options {
  uint32_t struct_size;
  bba_file_format format;      ///< of all files
  const char* machines;        ///< required: one row for each machine
  const char* organizations;   ///< all there are; NULL: those that have machines
  const char* groups;          ///< likewise
  const char* views;           ///< likewise
  int32_t separator;           ///< between the cells of CSV: one ASCII character
  int32_t trailer_required;    ///< 1: the machines end with a row that says how many there are
  const bba_setting* columns;  ///< what the export calls our columns: key ours, value theirs
  size_t column_count;
  int64_t age_max_s;       ///< machines written longer ago are stale_export; 0: of any age
  int64_t file_bytes_max;  ///< a larger file is refused
} bba_file_options;
#define BBA_FILE_OPTIONS_INIT                                                               \
  {                                                                                         \
    sizeof(bba_file_options), BBA_FILE_BY_NAME, NULL, NULL, NULL, NULL, ',', 0, NULL, 0, 0, \
        536870912                                                                           \
  }

/// Since 1.1.
BBA_API bba_status bba_provider_new_file(bba_provider** out, const bba_file_options* options,
                                         bba_error** error);

/// Loads a provider from the shared object at `path`, which defines `bba_provider_init` of
/// billbyagent_provider.h, and hands it the settings. The object stays loaded until the provider is
/// freed. Errors: file_failed when it can't be loaded, with the loader's reason; invalid_settings
/// when it is no provider or one for another version of the interface; what the provider says about
/// its settings.
BBA_API bba_status bba_provider_load(bba_provider** out, const char* path,
                                     const bba_setting* settings, size_t count, bba_error** error);

#ifdef __cplusplus
}
#endif

#endif
#ifndef BBA_RECORDS_H
#define BBA_RECORDS_H

/// What the store keeps and what people decide about it: units, held counts, posted lines, batches,
/// explanations and notices. See billbyagent.h for the rules of every function. Errors of
/// everything here: what the store says (400 to 499).

#ifdef __cplusplus
extern "C" {
#endif

/// Counts that wait for a person.
typedef struct bba_held bba_held;
/// The machines that count for a service.
typedef struct bba_machines bba_machines;
typedef struct bba_batches bba_batches;
typedef struct bba_explanation bba_explanation;
/// Notices that were not delivered yet.
typedef struct bba_notices bba_notices;

/// A contract as it is saved. Errors: not_found.
BBA_API bba_status bba_desk_contract(bba_contract** out, bba_desk* desk, const char* contract,
                                     bba_error** error);
/// The units of a service as recorded; empty when it was never counted. Errors: not_found.
BBA_API bba_status bba_desk_units(bba_units** out, bba_desk* desk, const char* contract,
                                  const char* service, bba_error** error);
/// The machines behind the present units, by agent id. Errors: not_found.
BBA_API bba_status bba_desk_machines(bba_machines** out, bba_desk* desk, const char* contract,
                                     const char* service, bba_error** error);
/// 0 for NULL.
BBA_API size_t bba_machines_count(const bba_machines* machines);
/// The agent's id and its name. Borrowed; NULL beyond the last one.
BBA_API const char* bba_machine_agent(const bba_machines* machines, size_t index);
BBA_API const char* bba_machine_name(const bba_machines* machines, size_t index);
BBA_API void bba_machines_free(bba_machines** machines);

// Units that a person decides about.

typedef struct bba_units_decision {
  uint32_t struct_size;
  bba_date effective_date;  ///< required: from this day on, up to the next recorded change after it
  int64_t units;
  const char* contract;  ///< required
  const char* service;   ///< required
  const char* reason;    ///< required for the past and for services that derive their units
  const char* author;
} bba_units_decision;
#define BBA_UNITS_DECISION_INIT \
  { sizeof(bba_units_decision), BBA_NO_DATE, 0, NULL, NULL, "", "" }

/// Records units as from a day. For typed-in units any day of the service's life may be named; a
/// service that derives them can only be corrected for today or the past. The difference lines
/// follow by themselves. Errors: not_found, out_of_range, invalid_units, invalid_argument;
/// nothing_to_do when that day has these units.
BBA_API bba_status bba_record_units(bba_desk* desk, const bba_units_decision* decision,
                                    bba_error** error);

typedef int32_t bba_held_cause;
enum {
  BBA_HELD_IMPLAUSIBLE = 0,  ///< it was not believed; a plausible count dissolves it
  BBA_HELD_PROPOSED = 1,     ///< the contract has counts proposed
  BBA_HELD_OTHER = -1
};

/// A count that waits. The text is borrowed from the list.
typedef struct bba_held_reading {
  uint32_t struct_size;
  bba_held_cause cause;
  bba_date effective_date;  ///< the day that it was seen
  int32_t proposal;         ///< its number; 0 for an implausible count
  int64_t units;
  const char* contract;
  const char* service;
  const char* why;
  uint64_t machines;  ///< how many came, went or moved
  bba_instant recorded;
} bba_held_reading;
#define BBA_HELD_READING_INIT \
  { sizeof(bba_held_reading), 0, BBA_NO_DATE, 0, 0, NULL, NULL, NULL, 0, 0 }

/// Every count that waits, by contract, service and day.
BBA_API bba_status bba_desk_held(bba_held** out, bba_desk* desk, bba_error** error);
/// 0 for NULL.
BBA_API size_t bba_held_count(const bba_held* held);
/// Errors: not_found beyond the last one.
BBA_API bba_status bba_held_get(bba_held_reading* out, const bba_held* held, size_t index,
                                bba_error** error);
BBA_API void bba_held_free(bba_held** held);

/// Takes the waiting counts of a service over, each as of the day it was seen. `proposal`: the
/// number that the person saw; 0: whatever waits. Errors: not_found; nothing_to_do when none waits;
/// conflicts when that proposal is not the newest one.
BBA_API bba_status bba_confirm_held(bba_desk* desk, const char* contract, const char* service,
                                    int32_t proposal, const char* author, bba_error** error);
/// Ends the waiting counts of a service without taking anything over. Errors: not_found,
/// nothing_to_do, invalid_argument without a reason.
BBA_API bba_status bba_reject_held(bba_desk* desk, const char* contract, const char* service,
                                   const char* author, const char* reason, bba_error** error);

// Posted lines and their batches.

/// All lines ever posted of a contract, by service, period and order of posting, with their state.
/// An unknown contract has none.
BBA_API bba_status bba_desk_lines(bba_lines** out, bba_desk* desk, const char* contract,
                                  bba_error** error);
/// Errors: not_found.
BBA_API bba_status bba_batch_lines(bba_lines** out, bba_desk* desk, const char* batch,
                                   bba_error** error);

/// The lines of one contract that were posted together. The text is borrowed from the list.
typedef struct bba_batch {
  uint32_t struct_size;
  bba_line_state state;
  bba_date posted_on;  ///< the tenant's day
  char currency[4];    ///< ISO 4217, with its NUL
  int64_t total_minor;
  bba_instant posted;
  const char* id;  ///< `contract#n`
  const char* contract;
  const char* account;
  const char* author;
  const char* invoice_number;  ///< empty before the invoice
} bba_batch;
#define BBA_BATCH_INIT \
  { sizeof(bba_batch), 0, BBA_NO_DATE, "", 0, 0, NULL, NULL, NULL, NULL, NULL }

/// In the order of posting; `contract` NULL: of all contracts.
BBA_API bba_status bba_desk_batches(bba_batches** out, bba_desk* desk, const char* contract,
                                    bba_error** error);
/// 0 for NULL.
BBA_API size_t bba_batches_count(const bba_batches* batches);
/// Errors: not_found beyond the last one.
BBA_API bba_status bba_batches_get(bba_batch* out, const bba_batches* batches, size_t index,
                                   bba_error** error);
BBA_API void bba_batches_free(bba_batches** batches);

/// Posted batches got an invoice of this number. All or nothing. Errors: not_found; wrong_state
/// unless every batch is posted; invalid_argument for an empty number or no batch at all;
/// currency_mismatch when the invoice would hold two currencies.
BBA_API bba_status bba_mark_invoiced(bba_desk* desk, const char* const* batches, size_t count,
                                     const char* invoice_number, const char* author,
                                     const char* reason, bba_error** error);
/// Invoiced batches were exported. All or nothing. Errors: not_found, wrong_state unless every
/// batch is invoiced; invalid_argument for no batch at all.
BBA_API bba_status bba_mark_exported(bba_desk* desk, const char* const* batches, size_t count,
                                     const char* author, const char* reason, bba_error** error);
/// Takes a posted batch back to billing review. Errors: not_found; wrong_state once it is invoiced;
/// invalid_argument without a reason.
BBA_API bba_status bba_unpost(bba_desk* desk, const char* batch, const char* author,
                              const char* reason, bba_error** error);
/// Returns the lines of every batch of the invoice to billing review. `out_batches` (how many) may
/// be NULL. Errors: not_found when no batch stands under this number; invalid_argument without a
/// reason.
BBA_API bba_status bba_void_invoice(size_t* out_batches, bba_desk* desk, const char* invoice_number,
                                    const char* author, const char* reason, bba_error** error);

/// How a line's amount came about, who changed the units and when, and the machines behind it.
/// `line_key` is the key of a posted or open line. Errors: invalid_argument for a key that is none;
/// not_found.
BBA_API bba_status bba_explain(bba_explanation** out, bba_desk* desk, const char* line_key,
                               bba_error** error);
/// For people, lines separated by line breaks. Borrowed; NULL for NULL.
BBA_API const char* bba_explanation_text(const bba_explanation* explanation);
/// Borrowed; NULL for NULL.
BBA_API const char* bba_explanation_json(const bba_explanation* explanation);
BBA_API void bba_explanation_free(bba_explanation** explanation);

// Notices. They are written with the change that they tell of and delivered afterwards, at least
// once, under an id that never changes.

typedef int32_t bba_notice_kind;
enum {
  BBA_NOTICE_UNITS_CHANGED = 0,
  BBA_NOTICE_DROP_HELD = 1,
  BBA_NOTICE_CHANGE_PROPOSED = 2,
  BBA_NOTICE_OTHER = -1
};

/// A message to the recipients of a contract. The text is borrowed.
typedef struct bba_notice {
  uint32_t struct_size;
  bba_notice_kind kind;
  const char* id;  ///< a receiver tells repeats by it
  const char* contract;
  const char* account;
  const char* subject;
  const char* body;  ///< plain text
  const char* const* recipients;
  size_t recipients_count;
  bba_instant created;
  int32_t attempts;   ///< that failed so far
  uint32_t reserved;  ///< 0
} bba_notice;
#define BBA_NOTICE_INIT \
  { sizeof(bba_notice), 0, NULL, NULL, NULL, NULL, NULL, NULL, 0, 0, 0, 0 }

/// The undelivered notices, oldest first, at most `limit`.
BBA_API bba_status bba_notices_pending(bba_notices** out, bba_desk* desk, size_t limit,
                                       bba_error** error);
/// 0 for NULL.
BBA_API size_t bba_notices_count(const bba_notices* notices);
/// Errors: not_found beyond the last one.
BBA_API bba_status bba_notices_get(bba_notice* out, const bba_notices* notices, size_t index,
                                   bba_error** error);
BBA_API void bba_notices_free(bba_notices** notices);
/// The receiver has it for good. Errors: not_found.
BBA_API bba_status bba_notice_delivered(bba_desk* desk, const char* id, bba_error** error);
/// It stays in the outbox, with one more attempt. Errors: not_found.
BBA_API bba_status bba_notice_failed(bba_desk* desk, const char* id, const char* why,
                                     bba_error** error);

/// Delivers one notice: `BBA_OK` when the receiver has it for good. Otherwise a status, and the
/// reason in `reason` (at most `reason_size` bytes with its NUL).
typedef bba_status (*bba_deliver)(const char* tenant, const bba_notice* notice, char* reason,
                                  size_t reason_size, void* payload);

typedef struct bba_delivery {
  uint32_t struct_size;
  uint32_t reserved;  ///< 0
  uint64_t delivered;
  uint64_t failed;
} bba_delivery;
#define BBA_DELIVERY_INIT \
  { sizeof(bba_delivery), 0, 0, 0 }

/// Hands the undelivered notices to `deliver`, oldest first, at most `limit`, and marks each. No
/// transaction is open while `deliver` takes its time. `out` may be NULL.
BBA_API bba_status bba_notices_deliver(bba_delivery* out, bba_desk* desk, size_t limit,
                                       bba_deliver deliver, void* payload, bba_error** error);

#ifdef __cplusplus
}
#endif

#endif

#endif
