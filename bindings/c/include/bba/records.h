#ifndef BBA_RECORDS_H
#define BBA_RECORDS_H

/// What the store keeps and what people decide about it: units, held counts, posted lines, batches,
/// explanations and notices. See billbyagent.h for the rules of every function. Errors of
/// everything here: what the store says (400 to 499).

#include "bba/billing.h"
#include "bba/desk.h"

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
  BBA_HELD_IMPLAUSIBLE = 0,  ///< it fell further than is believed
  BBA_HELD_PROPOSED = 1,     ///< the contract has counts proposed
  BBA_HELD_RISE = 2,         ///< since 1.2: it rose further than is believed
  BBA_HELD_FIRST_ZERO = 3,   ///< since 1.2: the first count was zero
  BBA_HELD_GONE = 4,         ///< since 1.2: what it counts is not in the RMM any more
  BBA_HELD_OTHER = -1
};

/// A count that waits. The text is borrowed from the list.
typedef struct bba_held_reading {
  uint32_t struct_size;
  bba_held_cause cause;
  bba_date effective_date;  ///< the day that it was seen
  int32_t proposal;         ///< its number; 0 for a count that was not believed
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

/// Since 1.2: deletes a contract, or one of its services, of which nothing was ever posted, with
/// its units and what waits of it. Nobody gets its id again. `service`: NULL for the contract.
/// Errors: not_found; deleted when it was deleted before; wrong_state when a line of it was ever
/// posted, taken back or not; invalid_argument without a reason.
BBA_API bba_status bba_delete_unposted(bba_desk* desk, const char* contract, const char* service,
                                       const char* author, const char* reason, bba_error** error);

// Since 1.2: terms of contracts, and the prices of many at once. What is asked and what comes out
// are documents, as `billbyagent --json` prints them (docs/cli.md).

/// A document of its own.
typedef struct bba_document bba_document;
/// Borrowed; NULL for NULL.
BBA_API const char* bba_document_json(const bba_document* document);
BBA_API void bba_document_free(bba_document** document);

/// The book as it is saved, or one contract of it; imported again it changes nothing. `contract`:
/// NULL for all. Reads only. Errors: not_found; invalid_argument for what no book says.
BBA_API bba_status bba_book_in_force(bba_document** out, bba_desk* desk, const char* contract,
                                     bba_error** error);
/// What renews or ends within the next `days` days, or can be given notice of until one of them.
/// `account`: NULL for all. Reads only. Errors: out_of_range, not_found.
BBA_API bba_status bba_coming_renewals(bba_document** out, bba_desk* desk, int32_t days,
                                       const char* account, bba_error** error);
/// Another term, where the contract ends or with its next term. `term_json`: of the new one, such
/// as `{"years": 1, "at_end": "ends"}`; NULL: as the one before it. Errors: malformed_document,
/// not_found, invalid_argument, nothing_to_do.
BBA_API bba_status bba_renew_contract(bba_desk* desk, const char* contract, const char* term_json,
                                      const char* author, const char* reason, bba_error** error);
/// Raises or cuts many prices in one run: `{"percent": "3.5", "from": "2027-01-01"}`, or
/// `{"unit_price": "32.00 USD", "services": ["desks"], "from_renewal": true}`; beside them
/// `accounts`, `except` (contracts, or `CONTRACT/SERVICE`), `decimals`, `reach_back`, `dry_run` and
/// `reason`. Run again it raises nothing twice. Errors: malformed_document, invalid_argument,
/// not_found, out_of_range.
BBA_API bba_status bba_raise_prices(bba_document** out, bba_desk* desk, const char* raise_json,
                                    size_t length, const char* author, bba_error** error);

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
  /// Since 1.2. The same in batches that settle each other: they share their invoice and their
  /// unposting. Empty: it stands alone.
  const char* settlement;
} bba_batch;
#define BBA_BATCH_INIT \
  { sizeof(bba_batch), 0, BBA_NO_DATE, "", 0, 0, NULL, NULL, NULL, NULL, NULL, NULL }

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
/// currency_mismatch when the invoice would hold two currencies; since 1.2 conflicts when it would
/// be of two accounts, also with a voided one of that number, or without a batch that settles with
/// one of it.
BBA_API bba_status bba_mark_invoiced(bba_desk* desk, const char* const* batches, size_t count,
                                     const char* invoice_number, const char* author,
                                     const char* reason, bba_error** error);
/// Invoiced batches were exported. All or nothing. Errors: not_found, wrong_state unless every
/// batch is invoiced; invalid_argument for no batch at all.
BBA_API bba_status bba_mark_exported(bba_desk* desk, const char* const* batches, size_t count,
                                     const char* author, const char* reason, bba_error** error);
/// Takes a posted batch back to billing review, and those that settle with it. Errors: not_found;
/// wrong_state once it is invoiced; invalid_argument without a reason.
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
  BBA_NOTICE_RISE_HELD = 3,        ///< since 1.2
  BBA_NOTICE_FIRST_ZERO_HELD = 4,  ///< since 1.2
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
  /// Not tried, as `deliver` answered `BBA_TIMED_OUT` or `BBA_UNREACHABLE` twice running, or
  /// `BBA_CANCELLED`.
  uint64_t left;
  uint64_t elsewhere;  ///< that another run is delivering now
} bba_delivery;
#define BBA_DELIVERY_INIT \
  { sizeof(bba_delivery), 0, 0, 0, 0, 0 }

/// Claims the undelivered notices, oldest first, at most `limit`, so that no other run tells them
/// for ten minutes; hands each to `deliver` and marks it. No
/// transaction is open while `deliver` takes its time. `out` may be NULL.
BBA_API bba_status bba_notices_deliver(bba_delivery* out, bba_desk* desk, size_t limit,
                                       bba_deliver deliver, void* payload, bba_error** error);

#ifdef __cplusplus
}
#endif

#endif
