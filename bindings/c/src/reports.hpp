#pragma once

/// What the jobs have in common: options, errors and documents of reports.

#include <boost/json/serialize.hpp>

#include "bba/jobs.h"
#include "billbyagent/app/billing_filter.hpp"
#include "billbyagent/app/day_limit.hpp"
#include "billbyagent/app/observer.hpp"
#include "handles.hpp"
#include "structs.hpp"

namespace billbyagent::capi {

/// A host's callbacks as an observer.
class HostObserver final : public Observer {
 public:
  explicit HostObserver(const bba_observer* host)
      : host_(read_struct(host, bba_observer BBA_OBSERVER_INIT, "observer")) {}

  void progress(std::string_view stage, std::size_t done, std::size_t total) override {
    if (host_.progress) host_.progress(std::string{stage}.c_str(), done, total, host_.payload);
  }
  bool cancelled() override { return host_.cancelled && host_.cancelled(host_.payload) != 0; }
  bool logs() const noexcept { return host_.log != nullptr; }
  void log(bba_log_level level, const std::string& text) const {
    if (host_.log) host_.log(level, text.c_str(), host_.payload);
  }

 private:
  bba_observer host_;
};

BillingFilter filter_from(const bba_filter* given);

/// 0: every day is believed.
inline DayLimit day_limit_from(std::int32_t most_days_ahead) {
  if (most_days_ahead == 0) return {.believed = true};
  return {.most_days_ahead = most_days_ahead};
}
inline std::size_t at_least_one(std::int32_t number, const char* name) {
  if (number < 1) refuse(Errc::invalid_settings, std::string{name} + " " + std::to_string(number));
  return static_cast<std::size_t>(number);
}

/// Gives a report as its document, made when it is asked for and kept in its `json`.
template <class Report, class Make>
bba_status give_json(bba_error** error, const char** out, const Report* report,
                     Make make) noexcept {
  return give(error, out, nullptr, [&] {
    std::string& kept = required(report, "report").json;
    if (kept.empty()) kept = boost::json::serialize(make(*report));
    return kept.c_str();
  });
}

}  // namespace billbyagent::capi
