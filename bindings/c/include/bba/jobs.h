#ifndef BBA_JOBS_H
#define BBA_JOBS_H

/// Import, Get Units Now, the nightly job, billing review and billing automation. See billbyagent.h
/// for the rules of every function. Every report can be had as the JSON document that
/// `billbyagent --json` prints (docs/cli.md).
///
/// What goes wrong with one contract or service is in the report, and the others go on: a status of
/// 0 means that the job ran. Errors of every job: what the store says (400 to 499).

#include "bba/billing.h"
#include "bba/desk.h"
#include "bba/rmm.h"

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
  /// Since 1.2. 0: a contract that the book changes from a day that is posted is refused
  /// (`BBA_REACHES_BACK`); 1: those days are billed once more. A program that was compiled with an
  /// earlier header has 1.
  int32_t reach_back;
  uint32_t reserved;  ///< 0
} bba_import_options;
#define BBA_IMPORT_OPTIONS_INIT \
  { sizeof(bba_import_options), 0, "import", 0, 0 }

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
  // Since 1.2. A program that was compiled with an earlier header has all of it off.
  int32_t hold_rises;        ///< 0: every rise is believed
  int32_t max_rise_percent;  ///< a count that rises further waits for a person ...
  int64_t small_rise_units;  ///< ... unless it rises by fewer units than this
  int32_t hold_first_zero;   ///< 1: a first count of zero waits for a person
  int32_t most_days_ahead;   ///< implausible_day for a day further after the tenant's last run, or
                             ///< before it; 0: every day is believed
  const char* why_lifted;    ///< why a limit is lifted, for the record of the run; NULL: nothing
} bba_nightly_options;
#define BBA_NIGHTLY_OPTIONS_INIT                                                               \
  {                                                                                            \
    sizeof(bba_nightly_options), 0, 600000, 50, 64, 3, "nightly", NULL, 0, 1, 100, 20, 1, 366, \
        NULL                                                                                   \
  }

typedef int32_t bba_sync_status;
enum {
  BBA_SYNC_UNCHANGED = 0,
  BBA_SYNC_MACHINES_CHANGED = 1,  ///< as many machines, but not the same ones
  BBA_SYNC_FIRST_COUNT = 2,
  BBA_SYNC_CHANGED = 3,
  BBA_SYNC_HELD = 4,       ///< not believed; the units stay until a person confirms
  BBA_SYNC_PROPOSED = 5,   ///< the contract has changes proposed; the units stay
  BBA_SYNC_REJECTED = 6,   ///< still the count that a person rejected; the units stay
  BBA_SYNC_OBSERVED = 7,   ///< another count, but the contract is only observed
  BBA_SYNC_FAILED = 8,     ///< no count; the units stay, `error` says why
  BBA_SYNC_OVERTAKEN = 9,  ///< since 1.2: another reading began later, and its count holds
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
  // Since 1.2.
  uint64_t overtaken;
  /// The store failed before the end: what is told stands, the next night does the rest. NULL: it
  /// did not.
  const bba_error* stopped;
} bba_sync_summary;
#define BBA_SYNC_SUMMARY_INIT \
  { sizeof(bba_sync_summary), BBA_NO_DATE, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, NULL, 0, NULL }

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
  // Since 1.2.
  uint64_t owed;             ///< contracts with credits that nothing settles today
  uint64_t owed_to_pay_out;  ///< of these, those that only a person ends; the JSON says which
} bba_review_summary;
#define BBA_REVIEW_SUMMARY_INIT \
  { sizeof(bba_review_summary), 0, BBA_NO_DATE, BBA_NO_DATE, 0, 0, 0, 0, 0, 0, 0, 0 }

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
  int32_t credit_batches;             ///< 0: credits that nothing settles are held; 1: they are
                                      ///< posted; 2, since 1.2: nothing else is
  int32_t leave_zero_lines;           ///< 1: lines worth exactly nothing are left; 0: posted
  int32_t contracts_per_transaction;  ///< at least 1
  uint32_t reserved;                  ///< 0
  const bba_filter* filter;           ///< NULL: everything that is available today
  const char* author;
  const bba_observer* observer;  ///< NULL: nobody
  /// Since 1.2. 1: credits are settled against the charges of all contracts of their account, in
  /// their currency; 0: against those of their own contract. A program that was compiled with an
  /// earlier header has 0.
  int32_t settle_by_account;
  int32_t most_days_ahead;  ///< as in bba_nightly_options
  /// Since 1.2. A contract of which a service would be billed for more periods at once is not
  /// posted: implausible_batch. 0: however many, as in a program with an earlier header.
  int32_t most_periods;
  /// Since 1.2. A batch of more than this share beyond what any billing period of its contract came
  /// to so far, up or down, is not posted (implausible_batch) ...
  int32_t max_batch_rise_percent;
  int64_t small_batch_minor;  ///< ... unless it comes to less than so many minor units
  /// Whatever a batch comes to, and for however many periods, a person has looked. A program with
  /// an earlier header has 1.
  int32_t believe_batch;
  /// Counts that no reading of the last so many days showed are stale; 0: they never are, as in a
  /// program with an earlier header.
  int32_t stale_days;
  int32_t refuse_stale;    ///< 1: a contract that is billed by stale counts fails: stale_counts
  uint32_t reserved_2;     ///< 0
  const char* why_lifted;  ///< as in bba_nightly_options
} bba_posting_options;
#define BBA_POSTING_OPTIONS_INIT                                                                   \
  {                                                                                                \
    sizeof(bba_posting_options), 0, 0, 0, 64, 0, NULL, "post", NULL, 1, 366, 13, 400, 10000, 0, 2, \
        0, 0, NULL                                                                                 \
  }

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
  // Since 1.2.
  uint64_t owed;             ///< contracts with credits that nothing settled
  uint64_t owed_to_pay_out;  ///< of these, those that only a person ends; the JSON says which
  uint64_t stale;            ///< services that were billed, or refused, by stale counts
  /// The store failed before the end: what is told stands, the next run does the rest. NULL: it did
  /// not.
  const bba_error* stopped;
} bba_post_summary;
#define BBA_POST_SUMMARY_INIT \
  { sizeof(bba_post_summary), 0, BBA_NO_DATE, BBA_NO_DATE, 0, 0, 0, 0, 0, 0, 0, 0, NULL }

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

/// Posts whatever is available, once: normal lines and differences of earlier periods alike. The
/// lines of contracts that settle each other are computed and written in one transaction. Errors:
/// also cancelled, invalid_period, out_of_range.
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
