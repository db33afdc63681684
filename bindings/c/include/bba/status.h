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
#define BBA_ABI_VERSION_MINOR 2

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
  BBA_DELETED = 207,
  BBA_REACHES_BACK = 208,
  BBA_STORE_BEHIND = 209,
  BBA_IMPLAUSIBLE_DAY = 210,
  BBA_IMPLAUSIBLE_BATCH = 211,
  BBA_STALE_COUNTS = 212,
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
