#pragma once

/// The one table of expected failures (D13). C++ sees `Errc`, the C ABI the number, Python the name
/// and the group; numbers never change meaning and are never used again. Threads: constants and
/// pure functions.

#include <array>
#include <cstdint>
#include <string_view>

namespace billbyagent {

enum class Errc : std::int32_t {
  // What a caller handed over.
  invalid_argument = 100,
  invalid_date = 101,
  invalid_money = 102,
  invalid_units = 103,
  invalid_period = 104,
  unknown_currency = 105,
  currency_mismatch = 106,
  too_many_decimals = 107,
  out_of_range = 108,
  duplicate_id = 109,
  overlapping_services = 110,
  ends_before_start = 111,
  malformed_document = 112,
  invalid_settings = 113,
  // What the book of contracts says no to.
  unit_source_locked = 200,
  terms_locked = 201,
  not_found = 202,
  wrong_state = 203,
  conflicts = 204,
  units_unknown = 205,
  nothing_to_do = 206,
  deleted = 207,
  reaches_back = 208,
  store_behind = 209,
  implausible_day = 210,
  implausible_batch = 211,
  stale_counts = 212,
  // What the RMM answered, or did not.
  organization_not_linked = 300,
  organization_gone = 301,
  machine_group_gone = 302,
  view_gone = 303,
  unauthorized = 304,
  mfa_required = 305,
  forbidden = 306,
  rate_limited = 307,
  timed_out = 308,
  unreachable = 309,
  tls_failed = 310,
  protocol_error = 311,
  incomplete_scan = 312,
  provider_failed = 313,
  implausible_drop = 314,
  cancelled = 315,
  rmm_not_configured = 316,
  stale_export = 317,
  // Where the library keeps and sends things.
  store_failed = 400,
  store_busy = 401,
  store_newer = 402,
  store_not_a_database = 403,
  notice_failed = 404,
  file_failed = 405,
  // A broken invariant inside the library; the work was rolled back.
  internal = 900,
};

struct ErrcInfo {
  Errc code;
  std::string_view name;
  std::string_view meaning;
};

inline constexpr std::array errc_table{
    ErrcInfo{Errc::invalid_argument, "invalid_argument", "an argument was not acceptable"},
    ErrcInfo{Errc::invalid_date, "invalid_date", "not a day of the calendar"},
    ErrcInfo{Errc::invalid_money, "invalid_money", "not an amount of money"},
    ErrcInfo{Errc::invalid_units, "invalid_units", "not a number of units"},
    ErrcInfo{Errc::invalid_period, "invalid_period", "a period must end after it begins"},
    ErrcInfo{Errc::unknown_currency, "unknown_currency", "not an ISO 4217 currency code"},
    ErrcInfo{Errc::currency_mismatch, "currency_mismatch", "two currencies were mixed"},
    ErrcInfo{Errc::too_many_decimals, "too_many_decimals",
             "more decimals than can be kept exactly"},
    ErrcInfo{Errc::out_of_range, "out_of_range", "beyond a limit of the library"},
    ErrcInfo{Errc::duplicate_id, "duplicate_id", "the same id appeared twice"},
    ErrcInfo{Errc::overlapping_services, "overlapping_services",
             "two services of a contract bill the same machines on the same days"},
    ErrcInfo{Errc::ends_before_start, "ends_before_start", "the end lies before the start"},
    ErrcInfo{Errc::malformed_document, "malformed_document", "the document has the wrong shape"},
    ErrcInfo{Errc::invalid_settings, "invalid_settings", "the settings were not acceptable"},
    ErrcInfo{Errc::unit_source_locked, "unit_source_locked",
             "how a saved service derives its units cannot change; add a new service"},
    ErrcInfo{Errc::terms_locked, "terms_locked",
             "a saved term that past lines were computed with cannot change"},
    ErrcInfo{Errc::not_found, "not_found", "no such thing in the store"},
    ErrcInfo{Errc::wrong_state, "wrong_state", "its present state does not allow that"},
    ErrcInfo{Errc::conflicts, "conflicts", "the key is taken by something different"},
    ErrcInfo{Errc::units_unknown, "units_unknown", "the units of the service were never read"},
    ErrcInfo{Errc::nothing_to_do, "nothing_to_do", "there was nothing to do"},
    ErrcInfo{Errc::deleted, "deleted", "it was deleted, and its id is not used again"},
    ErrcInfo{Errc::reaches_back, "reaches_back",
             "the change would reach into days that are posted; ask for that"},
    ErrcInfo{Errc::store_behind, "store_behind",
             "more was posted than the store knows; a person has to reconcile"},
    ErrcInfo{Errc::implausible_day, "implausible_day",
             "a day that is not believed without a person's word"},
    ErrcInfo{Errc::implausible_batch, "implausible_batch",
             "more at once than is believed without a person's word"},
    ErrcInfo{Errc::stale_counts, "stale_counts", "the counts are too old to be billed"},
    ErrcInfo{Errc::organization_not_linked, "organization_not_linked",
             "the account has no linked organization"},
    ErrcInfo{Errc::organization_gone, "organization_gone",
             "the RMM no longer shows the organization"},
    ErrcInfo{Errc::machine_group_gone, "machine_group_gone",
             "the RMM no longer shows the machine group"},
    ErrcInfo{Errc::view_gone, "view_gone", "the RMM no longer shows the machine view"},
    ErrcInfo{Errc::unauthorized, "unauthorized", "the RMM refused the login"},
    ErrcInfo{Errc::mfa_required, "mfa_required",
             "the RMM asked for a second factor, which an unattended login cannot give"},
    ErrcInfo{Errc::forbidden, "forbidden", "the RMM does not allow this login to do that"},
    ErrcInfo{Errc::rate_limited, "rate_limited", "the RMM asked to slow down"},
    ErrcInfo{Errc::timed_out, "timed_out", "the deadline passed"},
    ErrcInfo{Errc::unreachable, "unreachable", "the server could not be reached"},
    ErrcInfo{Errc::tls_failed, "tls_failed", "the secure connection could not be made"},
    ErrcInfo{Errc::protocol_error, "protocol_error", "the answer was not understood"},
    ErrcInfo{Errc::incomplete_scan, "incomplete_scan", "the list of agents was not whole"},
    ErrcInfo{Errc::provider_failed, "provider_failed", "the provider failed"},
    ErrcInfo{Errc::implausible_drop, "implausible_drop",
             "the count fell further than is believed without a person's confirmation"},
    ErrcInfo{Errc::cancelled, "cancelled", "the work was cancelled"},
    ErrcInfo{Errc::rmm_not_configured, "rmm_not_configured",
             "no settings say how that RMM is reached"},
    ErrcInfo{Errc::stale_export, "stale_export", "the RMM's export is too old to be billed"},
    ErrcInfo{Errc::store_failed, "store_failed", "the store failed"},
    ErrcInfo{Errc::store_busy, "store_busy", "the store is in use by another process"},
    ErrcInfo{Errc::store_newer, "store_newer", "the store was written by a newer version"},
    ErrcInfo{Errc::store_not_a_database, "store_not_a_database", "the file is not a database"},
    ErrcInfo{Errc::notice_failed, "notice_failed", "the notice could not be delivered"},
    ErrcInfo{Errc::file_failed, "file_failed", "the file could not be read or written"},
    ErrcInfo{Errc::internal, "internal", "an invariant was broken; nothing was written"},
};

/// The row of `code`; the `internal` row for a number that is none of ours.
constexpr const ErrcInfo& errc_info(Errc code) noexcept {
  for (const auto& row : errc_table)
    if (row.code == code) return row;
  return errc_table.back();
}

constexpr std::string_view to_string(Errc code) noexcept { return errc_info(code).name; }

}  // namespace billbyagent
