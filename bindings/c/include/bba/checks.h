#ifndef BBA_CHECKS_H
#define BBA_CHECKS_H

/// How old the counts are that are billed, and whether what is stored is what was recorded. See
/// billbyagent.h for the rules of every function. All of it since 1.2.

#include "bba/desk.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct bba_freshness bba_freshness;
typedef struct bba_verification bba_verification;

/// How old the count of a service is. The text is borrowed from the list.
typedef struct bba_service_freshness {
  uint32_t struct_size;
  int32_t stale;  ///< 1: no reading of the last days counted it
  const char* contract;
  const char* service;
  const char* rmm;      ///< empty: the default RMM
  const char* failure;  ///< why the last reading did not count it; empty: it did
  bba_date counted_on;  ///< the day of the last reading that did; `BBA_NO_DATE`: none is on record
  bba_date failed_on;   ///< of the last one that did not, when it is the later one; `BBA_NO_DATE`
} bba_service_freshness;
#define BBA_SERVICE_FRESHNESS_INIT \
  { sizeof(bba_service_freshness), 0, NULL, NULL, NULL, NULL, BBA_NO_DATE, BBA_NO_DATE }

/// Of every service in force that derives its units, by contract and service. `stale_days`: after
/// how many days a count is stale; 0: never.
BBA_API bba_status bba_freshness_new(bba_freshness** out, bba_desk* desk, int32_t stale_days,
                                     bba_error** error);
/// 0 for NULL.
BBA_API size_t bba_freshness_count(const bba_freshness* freshness);
/// Errors: not_found beyond the last one.
BBA_API bba_status bba_freshness_get(bba_service_freshness* out, const bba_freshness* freshness,
                                     size_t index, bba_error** error);
BBA_API void bba_freshness_free(bba_freshness** freshness);

typedef struct bba_verify_counts {
  uint32_t struct_size;
  int32_t sound;  ///< 0: something is damaged or wrong, each thing in `bba_verification_json`
  uint64_t accounts;
  uint64_t contracts;
  uint64_t unit_changes;
  uint64_t held_readings;
  uint64_t batches;
  uint64_t lines;
  uint64_t lines_recomputed;  ///< from the terms and counts that are kept
  uint64_t findings;
} bba_verify_counts;
#define BBA_VERIFY_COUNTS_INIT \
  { sizeof(bba_verify_counts), 1, 0, 0, 0, 0, 0, 0, 0, 0 }

/// Compares all that money comes from with what was recorded, and computes every posted line anew.
/// `contracts`: only so many, others each day, as for every night; 0: all, and the database's
/// pages.
BBA_API bba_status bba_verify(bba_verification** out, bba_desk* desk, uint64_t contracts,
                              bba_error** error);
BBA_API bba_status bba_verification_get(bba_verify_counts* out,
                                        const bba_verification* verification, bba_error** error);
/// As `billbyagent verify --json` prints it. Borrowed.
BBA_API bba_status bba_verification_json(const char** out, const bba_verification* verification,
                                         bba_error** error);
BBA_API void bba_verification_free(bba_verification** verification);

#ifdef __cplusplus
}
#endif

#endif
