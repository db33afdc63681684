// The nightly job and Get Units Now.

#include "billbyagent/app/get_units_now.hpp"
#include "documents/reports.hpp"
#include "reports.hpp"

using namespace billbyagent;
using namespace billbyagent::capi;

struct bba_sync_report {
  SyncReport report;
  LentError scan_error;
  std::vector<LentError> rmm_errors;  ///< of the RMMs, in their order
  std::vector<LentError> errors;      ///< of the services, in their order
  LentError stopped{};
  mutable std::string json{};
};

template <>
inline constexpr std::uint32_t billbyagent::capi::first_size<bba_nightly_options> =
    offsetof(bba_nightly_options, hold_rises);
template <>
inline constexpr std::uint32_t billbyagent::capi::first_size<bba_sync_summary> =
    offsetof(bba_sync_summary, overtaken);

namespace {

static_assert(static_cast<int>(SyncStatus::unchanged) == BBA_SYNC_UNCHANGED &&
              static_cast<int>(SyncStatus::machines_changed) == BBA_SYNC_MACHINES_CHANGED &&
              static_cast<int>(SyncStatus::first_count) == BBA_SYNC_FIRST_COUNT &&
              static_cast<int>(SyncStatus::changed) == BBA_SYNC_CHANGED &&
              static_cast<int>(SyncStatus::held) == BBA_SYNC_HELD &&
              static_cast<int>(SyncStatus::proposed) == BBA_SYNC_PROPOSED &&
              static_cast<int>(SyncStatus::rejected) == BBA_SYNC_REJECTED &&
              static_cast<int>(SyncStatus::observed) == BBA_SYNC_OBSERVED &&
              static_cast<int>(SyncStatus::failed) == BBA_SYNC_FAILED &&
              static_cast<int>(SyncStatus::overtaken) == BBA_SYNC_OVERTAKEN);

/// What the caller gave. Where his header did not have a field yet, the library does what it did
/// then.
bba_nightly_options given_options(const bba_nightly_options* options) {
  bba_nightly_options defaults = BBA_NIGHTLY_OPTIONS_INIT;
  if (options) {
    defaults.hold_rises = 0;
    defaults.hold_first_zero = 0;
    defaults.most_days_ahead = 0;
  }
  return read_struct(options, defaults, "options");
}

NightlyOptions options_from(const bba_nightly_options& given) {
  NightlyOptions options;
  options.deadline = deadline_in(given.timeout_ms);
  if (given.timeout_per_rmm_ms != 0)
    options.time_per_rmm = waiting_time(given.timeout_per_rmm_ms, "timeout_per_rmm_ms");
  options.guard = {.max_drop_percent = given.max_drop_percent,
                   .small_drop_units = given.small_drop_units,
                   .hold_rises = given.hold_rises != 0,
                   .max_rise_percent = given.max_rise_percent,
                   .small_rise_units = given.small_rise_units,
                   .hold_first_zero = given.hold_first_zero != 0};
  options.day_limit = day_limit_from(given.most_days_ahead);
  options.why_lifted = text_or(given.why_lifted, "", "why_lifted");
  options.dry_run = given.dry_run != 0;
  options.author = text_or(given.author, "nightly", "author");
  options.contracts_per_transaction =
      at_least_one(given.contracts_per_transaction, "contracts_per_transaction");
  return options;
}

std::string units_text(const std::optional<Units>& units) {
  return units ? std::to_string(*units) : "not counted";
}

/// What a person wants to see of a service; nothing where all is as before.
std::string news_of(const ServiceSync& service) {
  if (service.status == SyncStatus::unchanged) return {};
  std::string text = to_string(service.key) + ": " + std::string{to_string(service.status)} + ", " +
                     units_text(service.before) + " -> " + units_text(service.counted);
  if (!service.held_why.empty()) text += ", " + service.held_why;
  if (service.error) text += ", " + to_string(*service.error);
  return text;
}

bool needs_a_person(SyncStatus status) {
  return status == SyncStatus::held || status == SyncStatus::proposed ||
         status == SyncStatus::failed;
}

/// After the work is committed: a log that fails must not make it look undone.
void tell(const HostObserver& observer, const SyncReport& report) noexcept {
  guard(nullptr, [&] {
    if (!observer.logs()) return;
    for (const auto& rmm : report.rmms)
      if (rmm.error) observer.log(BBA_LOG_WARNING, name_of(rmm.rmm) + ": " + to_string(*rmm.error));
    for (const auto& service : report.services)
      if (const auto news = news_of(service); !news.empty())
        observer.log(needs_a_person(service.status) ? BBA_LOG_WARNING : BBA_LOG_INFO, news);
    observer.log(BBA_LOG_INFO, summary(report));
  });
}

std::unique_ptr<bba_sync_report> report_handle(SyncReport report) {
  auto made = std::make_unique<bba_sync_report>(bba_sync_report{std::move(report), {}, {}, {}});
  made->scan_error = lent(made->report.scan_error);
  made->stopped = lent(made->report.stopped);
  for (const auto& rmm : made->report.rmms) made->rmm_errors.push_back(lent(rmm.error));
  for (const auto& service : made->report.services) made->errors.push_back(lent(service.error));
  return made;
}

bba_status run_night(bba_sync_report** out, bba_desk* desk, bba_provider* provider,
                     const bba_nightly_options* options, bba_error** error, const char* contract,
                     const char* service) noexcept {
  return give_handle(error, out, [&] {
    const bba_desk& at = required(desk, "desk");
    const RmmSet rmms = rmms_of(at, provider);
    const auto given = given_options(options);
    const NightlyOptions night = options_from(given);
    HostObserver observer{given.observer};
    auto report = contract ? take_over_units_now(at.desk(&observer), rmms,
                                                 service_key(contract, service), night)
                           : nightly_sync(at.desk(&observer), rmms, night);
    auto made = report_handle(std::move(report).value());
    tell(observer, made->report);
    return made;
  });
}

}  // namespace

bba_status bba_nightly_sync(bba_sync_report** out, bba_desk* desk, bba_provider* provider,
                            const bba_nightly_options* options, bba_error** error) {
  return run_night(out, desk, provider, options, error, nullptr, nullptr);
}

bba_status bba_take_over_units_now(bba_sync_report** out, bba_desk* desk, bba_provider* provider,
                                   const char* contract, const char* service,
                                   const bba_nightly_options* options, bba_error** error) {
  // NULL would mean all services.
  return run_night(out, desk, provider, options, error, contract ? contract : "", service);
}

bba_status bba_sync_report_get(bba_sync_summary* out, const bba_sync_report* report,
                               bba_error** error) {
  return give_struct(error, out, bba_sync_summary BBA_SYNC_SUMMARY_INIT,
                     [&](bba_sync_summary& sums) {
                       const bba_sync_report& of = required(report, "report");
                       sums.day = epoch_days(of.report.day);
                       sums.rmms = of.report.rmms.size();
                       sums.rmms_failed = of.report.rmms_failed();
                       sums.agents = of.report.agents;
                       sums.services = of.report.services.size();
                       sums.unchanged = of.report.count(SyncStatus::unchanged);
                       sums.machines_changed = of.report.count(SyncStatus::machines_changed);
                       sums.first_counts = of.report.count(SyncStatus::first_count);
                       sums.changed = of.report.count(SyncStatus::changed);
                       sums.held = of.report.count(SyncStatus::held);
                       sums.proposed = of.report.count(SyncStatus::proposed);
                       sums.rejected = of.report.count(SyncStatus::rejected);
                       sums.observed = of.report.count(SyncStatus::observed);
                       sums.failed = of.report.count(SyncStatus::failed);
                       sums.scan_error = of.scan_error.get();
                       sums.overtaken = of.report.count(SyncStatus::overtaken);
                       sums.stopped = of.stopped.get();
                     });
}

bba_status bba_sync_report_rmm(bba_rmm_sync* out, const bba_sync_report* report, size_t index,
                               bba_error** error) {
  return give_struct(error, out, bba_rmm_sync BBA_RMM_SYNC_INIT, [&](bba_rmm_sync& made) {
    const bba_sync_report& of = required(report, "report");
    const auto& rmm = item_of(of.report.rmms, index, "RMM");
    made.name = rmm.rmm.text().c_str();
    made.provider = rmm.provider.c_str();
    made.agents = rmm.agents;
    made.error = of.rmm_errors[index].get();
  });
}

bba_status bba_sync_report_service(bba_service_sync* out, const bba_sync_report* report,
                                   size_t index, bba_error** error) {
  return give_struct(error, out, bba_service_sync BBA_SERVICE_SYNC_INIT,
                     [&](bba_service_sync& made) {
                       const bba_sync_report& of = required(report, "report");
                       const auto& service = item_of(of.report.services, index, "service");
                       made.status = code_of(service.status, SyncStatus::overtaken);
                       made.contract = service.key.contract.text().c_str();
                       made.service = service.key.service.text().c_str();
                       made.account = service.account.text().c_str();
                       made.service_name = service.service_name.c_str();
                       made.before = service.before.value_or(BBA_NO_UNITS);
                       made.counted = service.counted.value_or(BBA_NO_UNITS);
                       made.held_why = service.held_why.c_str();
                       made.proposal = service.proposal;
                       made.machines = static_cast<std::uint32_t>(service.machines.size());
                       made.error = of.errors[index].get();
                     });
}

bba_status bba_sync_report_json(const char** out, const bba_sync_report* report,
                                bba_error** error) {
  return give_json(error, out, report, [](const bba_sync_report& made) {
    return documents::of(made.report, documents::hint_for);
  });
}

void bba_sync_report_free(bba_sync_report** report) { free_handle(report); }

bba_status bba_get_units_now(bba_units_now* out, bba_desk* desk, bba_provider* provider,
                             const char* contract, const char* service, int64_t timeout_ms,
                             bba_error** error) {
  return give_struct(error, out, bba_units_now BBA_UNITS_NOW_INIT, [&](bba_units_now& units) {
    const bba_desk& at = required(desk, "desk");
    const RmmSet rmms = rmms_of(at, provider);
    const auto now =
        get_units_now(at.desk(), rmms, service_key(contract, service), deadline_in(timeout_ms))
            .value();
    units.counted = now.counted;
    units.present = now.present.value_or(BBA_NO_UNITS);
  });
}
