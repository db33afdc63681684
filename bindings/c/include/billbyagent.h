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

#include "bba/billing.h"
#include "bba/checks.h"
#include "bba/desk.h"
#include "bba/jobs.h"
#include "bba/providers.h"
#include "bba/records.h"
#include "bba/rmm.h"
#include "bba/status.h"
#include "bba/values.h"

#endif
