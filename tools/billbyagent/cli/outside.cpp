#include "cli/outside.hpp"

#include <date/tz.h>

#include <boost/json/serialize.hpp>
#include <chrono>
#include <fstream>
#include <iostream>

#include "cli/reports_json.hpp"

namespace billbyagent::cli {
namespace {

class ZoneClock final : public Clock {
 public:
  explicit ZoneClock(const date::time_zone& zone) : zone_(zone) {}
  Instant now() const override {
    const auto since = std::chrono::system_clock::now().time_since_epoch();
    return {std::chrono::duration_cast<std::chrono::milliseconds>(since).count()};
  }
  Date today() const override {
    const date::sys_time<std::chrono::milliseconds> moment{std::chrono::milliseconds{now().ms}};
    const auto day = date::floor<date::days>(zone_.to_local(moment));
    return Date::from_epoch_days(day.time_since_epoch().count()).value();
  }
  std::string zone() const override { return zone_.name(); }

 private:
  const date::time_zone& zone_;
};

/// One JSON document per line, to a file or to standard output.
class LineNotifier final : public Notifier {
 public:
  explicit LineNotifier(std::string path) : path_(std::move(path)) {}
  std::string name() const override { return "lines"; }
  Result<void> deliver(const TenantId& tenant, const Notice& notice) override {
    const boost::json::object document{
        {"id", notice.id.text()},
        {"tenant", tenant.text()},
        {"kind", boost::json::string{to_string(notice.kind)}},
        {"contract", notice.contract.text()},
        {"account", notice.account.text()},
        {"recipients",
         list_json(notice.recipients,
                   [](const auto& recipient) { return boost::json::string{recipient}; })},
        {"subject", notice.subject},
        {"body", notice.body},
        {"created", to_string(notice.created)}};
    std::ofstream file;
    if (path_ != "-") file.open(path_, std::ios::app);
    std::ostream& out = path_ == "-" ? std::cout : file;
    out << boost::json::serialize(document) << '\n' << std::flush;
    if (!out) return Error{Errc::notice_failed, path_ + " can't be written"};
    return {};
  }

 private:
  std::string path_;
};

}  // namespace

Result<std::unique_ptr<Clock>> make_clock(const std::string& zone) {
  try {
    return std::unique_ptr<Clock>{std::make_unique<ZoneClock>(*date::locate_zone(zone))};
  } catch (const std::exception&) {
    return Error{Errc::invalid_settings, "zone: '" + zone + "' is no IANA time zone"};
  }
}

Result<std::unique_ptr<Notifier>> make_notifier(const Settings& settings) {
  if (!settings.notify_file.empty() && !settings.webhook_url.empty())
    return Error{Errc::invalid_settings, "notify-file and webhook-url: choose one"};
  if (!settings.webhook_url.empty())
    return Error{Errc::invalid_settings, "webhook-url: this build has no webhook"};
  if (settings.notify_file.empty()) return std::unique_ptr<Notifier>{};
  if (settings.notify_file == "-" && settings.json)
    return Error{Errc::invalid_settings, "notify-file - and --json: both want standard output"};
  return std::unique_ptr<Notifier>{std::make_unique<LineNotifier>(settings.notify_file)};
}

}  // namespace billbyagent::cli
