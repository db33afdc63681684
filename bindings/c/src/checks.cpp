// How old counts are, and whether what is stored is what was recorded.

#include "bba/checks.h"

#include "billbyagent/app/freshness.hpp"
#include "billbyagent/app/verify.hpp"
#include "documents/overviews.hpp"
#include "reports.hpp"

using namespace billbyagent;
using namespace billbyagent::capi;

struct bba_freshness {
  std::vector<ServiceFreshness> services;
};

struct bba_verification {
  VerifyReport report;
  mutable std::string json{};
};

bba_status bba_freshness_new(bba_freshness** out, bba_desk* desk, int32_t stale_days,
                             bba_error** error) {
  return give_handle(error, out, [&] {
    const bba_desk& at = required(desk, "desk");
    if (stale_days < 0) refuse(Errc::invalid_settings, "stale_days " + std::to_string(stale_days));
    return std::make_unique<bba_freshness>(
        bba_freshness{service_freshness(at.desk(), stale_days).value()});
  });
}

size_t bba_freshness_count(const bba_freshness* freshness) {
  return freshness ? freshness->services.size() : 0;
}

bba_status bba_freshness_get(bba_service_freshness* out, const bba_freshness* freshness,
                             size_t index, bba_error** error) {
  return give_struct(error, out, bba_service_freshness BBA_SERVICE_FRESHNESS_INIT,
                     [&](bba_service_freshness& made) {
                       const auto& service =
                           item_of(required(freshness, "freshness").services, index, "service");
                       made.stale = service.stale ? 1 : 0;
                       made.contract = service.key.contract.text().c_str();
                       made.service = service.key.service.text().c_str();
                       made.rmm = service.rmm.text().c_str();
                       made.failure = service.failure.c_str();
                       if (service.counted_on) made.counted_on = epoch_days(*service.counted_on);
                       if (service.failed_on) made.failed_on = epoch_days(*service.failed_on);
                     });
}

void bba_freshness_free(bba_freshness** freshness) { free_handle(freshness); }

bba_status bba_verify(bba_verification** out, bba_desk* desk, uint64_t contracts,
                      bba_error** error) {
  return give_handle(error, out, [&] {
    const Desk at = required(desk, "desk").desk();
    auto report =
        contracts == 0 ? verify(at) : verify_sample(at, static_cast<std::size_t>(contracts));
    return std::make_unique<bba_verification>(bba_verification{std::move(report).value()});
  });
}

bba_status bba_verification_get(bba_verify_counts* out, const bba_verification* verification,
                                bba_error** error) {
  return give_struct(error, out, bba_verify_counts BBA_VERIFY_COUNTS_INIT,
                     [&](bba_verify_counts& counts) {
                       const auto& report = required(verification, "verification").report;
                       counts.sound = report.sound() ? 1 : 0;
                       counts.accounts = report.accounts;
                       counts.contracts = report.contracts;
                       counts.unit_changes = report.unit_changes;
                       counts.held_readings = report.held_readings;
                       counts.batches = report.batches;
                       counts.lines = report.lines;
                       counts.lines_recomputed = report.lines_recomputed;
                       counts.findings = report.findings.size();
                     });
}

bba_status bba_verification_json(const char** out, const bba_verification* verification,
                                 bba_error** error) {
  return give_json(error, out, verification,
                   [](const bba_verification& made) { return documents::of(made.report); });
}

void bba_verification_free(bba_verification** verification) { free_handle(verification); }
