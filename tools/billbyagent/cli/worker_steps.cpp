#include "cli/worker_steps.hpp"

#include <algorithm>

#include "billbyagent/app/notices.hpp"
#include "cli/run_options.hpp"
#include "cli/worker_at_work.hpp"

namespace billbyagent::cli {
namespace {

constexpr std::size_t notices_at_once = 10'000;

}  // namespace

WorkerSteps::~WorkerSteps() = default;

const TenantSettings* WorkerSteps::settings_of(const TenantId& tenant) const {
  const auto at = std::find_if(tenants_.begin(), tenants_.end(),
                               [&](const auto& one) { return one.tenant == tenant; });
  return at == tenants_.end() ? nullptr : &*at;
}

Result<std::vector<WorkItem>> WorkerSteps::plan(const TenantSettings& tenant, const Night& night,
                                                std::size_t contracts_per_part) {
  std::vector<WorkItem> work;
  if (night.occasion == Occasion::night) {
    auto hosts = rmm_hosts(tenant.settings);
    if (!hosts) return hosts.error();
    for (const auto& [rmm, host] : *hosts)
      work.push_back({.step = WorkStep::read, .part = rmm, .host = host});
  }
  TenantAtWork at{tenant};
  auto desk = at.desk(store_, night.day, nullptr);
  if (!desk) return desk.error();
  if (auto known = check_tenant(store_, tenant.tenant, at.session().database_name()); !known)
    return known.error();
  // What a night of that day would refuse leaves no record that the next one goes by.
  if (auto day = check_day(*desk, automation_options(at.session()).day_limit); !day)
    return day.error();
  auto ranges = account_ranges(*desk, contracts_per_part);
  if (!ranges) return ranges.error();
  std::size_t number = 0;
  for (const auto& range : *ranges) {
    std::string part = std::to_string(++number);
    constexpr std::size_t digits = 6;  // so that they come in order
    part.insert(0, digits - std::min(digits, part.size()), '0');
    work.push_back({.step = WorkStep::do_part,
                    .part = std::move(part),
                    .from_account = range.from.text(),
                    .to_account = range.to.text()});
  }
  work.push_back({.step = WorkStep::close});
  if (night.occasion == Occasion::night) work.push_back({.step = WorkStep::notify});
  return work;
}

std::shared_ptr<PreparedNight> WorkerSteps::prepared(const Night& night,
                                                     const TenantSettings& tenant) {
  constexpr std::size_t nights_most = 4;
  const std::lock_guard lock{mutex_};
  for (const auto& one : nights_)
    if (one->night() == night) return one;
  if (nights_.size() == nights_most) nights_.erase(nights_.begin());
  nights_.push_back(std::make_shared<PreparedNight>(night, tenant));
  return nights_.back();
}

Result<std::string> WorkerSteps::run(const WorkClaim& claim, Observer& observer) {
  const auto* tenant = settings_of(claim.night.tenant);
  if (!tenant) return Error{Errc::not_found, "tenant " + claim.night.tenant.text()};
  AtWork at{*tenant, queue_.fenced(claim)};
  auto desk = at.tenant.desk(*at.fenced, claim.night.day, &observer);
  if (!desk) return desk.error();
  at.desk.emplace(*desk);
  const bool night = claim.night.occasion == Occasion::night;
  switch (claim.item.step) {
    case WorkStep::read:
      return read(at, claim);
    case WorkStep::do_part:
      return night ? take_over(at, claim) : post(at, claim);
    case WorkStep::close:
      return night ? close_night(at, claim) : close_posting(at, claim);
    case WorkStep::notify:
      return notify(at, claim);
  }
  return Error{Errc::internal, "a step that nobody knows"};
}

std::string WorkerSteps::failed(const WorkClaim& claim, const Error& error) {
  if (claim.item.step == WorkStep::read)
    return documents::kept_reading({.outcome = {.rmm = RmmId{claim.item.part}, .error = error},
                                    .record = {.day = claim.night.day}});
  if (claim.item.step != WorkStep::do_part) return {};
  if (claim.night.occasion == Occasion::night) return documents::kept_rows({.error = error});
  return documents::kept_posting({.errors = {error}});
}

Result<std::string> WorkerSteps::notify(AtWork& at, const WorkClaim& claim) {
  auto notifier = at.session().notifier();
  if (!notifier) return notifier.error();
  if (!*notifier) return std::string{};
  auto report = deliver_notices(*at.desk, **notifier, notices_at_once, delivery_lasts);
  if (!report) return report.error();
  counts_.notices += static_cast<std::int64_t>(report->delivered);
  const auto failed = report->failed + report->left;
  boost::json::object said{{"delivered", report->delivered}, {"failed", failed}};
  if (report->first_failure) said["error"] = to_string(*report->first_failure);
  if (report->stopped) said["error"] = to_string(*report->stopped);
  log_.write(failed == 0 ? LogLevel::info : LogLevel::warning, "notices", claim.night,
             std::move(said));
  if (failed == 0 && at.session().refused().empty()) return std::string{};
  if (report->stopped && report->stopped->code == Errc::cancelled) return *report->stopped;
  counts_.needs_a_person = true;
  return std::string{};
}

}  // namespace billbyagent::cli
