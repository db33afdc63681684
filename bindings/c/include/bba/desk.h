#ifndef BBA_DESK_H
#define BBA_DESK_H

/// Where work is done: a store, a clock and a tenant make a desk, and every job takes a desk. See
/// billbyagent.h for the rules of every function.

#include "bba/rmm.h"

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

/// Since 1.2.
typedef struct bba_postgres_options {
  uint32_t struct_size;
  int32_t create;           ///< 1: missing tables are made; 0: that is store_not_a_database
  const char* url;          ///< required: "postgres://user@host/database", as libpq reads it
  int64_t busy_timeout_ms;  ///< how long to wait for a contract that is locked before store_busy
} bba_postgres_options;
#define BBA_POSTGRES_OPTIONS_INIT \
  { sizeof(bba_postgres_options), 1, NULL, 10000 }

/// Opens a store in a PostgreSQL database (13 or later), for several hosts, and makes or upgrades
/// its tables. The password is best left out of the URL: libpq finds it in PGPASSWORD or ~/.pgpass.
/// Errors: invalid_settings, also of a library that was built without libpq; store_newer,
/// store_not_a_database, store_busy, store_failed. Since 1.2.
BBA_API bba_status bba_store_open_postgres(bba_store** out, const bba_postgres_options* options,
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
/// Since 1.2: what the caller calls the decision that follows (`bba_record_units`,
/// `bba_confirm_held`, `bba_reject_held`, `bba_mark_invoiced`, `bba_mark_exported`, `bba_unpost`,
/// `bba_void_invoice`), so that it can be asked for again when its answer was lost: under the same
/// id nothing is done twice, and the answer is the first one. `conflicts` when something else is
/// asked for under it. `id`: NULL for no such id any more. Not while another thread uses the desk.
BBA_API bba_status bba_desk_set_request(bba_desk* desk, const char* id, bba_error** error);
BBA_API void bba_desk_free(bba_desk** desk);

#ifdef __cplusplus
}
#endif

#endif
