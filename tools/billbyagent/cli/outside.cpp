#include "cli/outside.hpp"

#include <iostream>

#include "billbyagent/adapters/notifier_jsonl.hpp"
#include "billbyagent/adapters/notifier_webhook.hpp"
#include "billbyagent/adapters/system_clock.hpp"
#include "cli/secrets.hpp"
#include "cli/watch.hpp"

namespace billbyagent::cli {
namespace {

Result<void> print_line(std::string_view line) {
  std::cout << line << '\n' << std::flush;
  if (!std::cout) return Error{Errc::notice_failed, "standard output can't be written"};
  return {};
}

class AsOfClock final : public Clock {
 public:
  AsOfClock(std::unique_ptr<Clock> clock, Date today) : clock_(std::move(clock)), today_(today) {}
  Instant now() const override { return clock_->now(); }
  Date today() const override { return today_; }
  std::string zone() const override { return clock_->zone(); }

 private:
  std::unique_ptr<Clock> clock_;
  Date today_;
};

}  // namespace

std::unique_ptr<Clock> as_of_day(std::unique_ptr<Clock> clock, Date today) {
  return std::make_unique<AsOfClock>(std::move(clock), today);
}

Result<std::unique_ptr<Clock>> make_clock(const std::string& zone) {
  auto clock = make_system_clock(zone);
  if (!clock) return within("zone", clock.error());
  return clock;
}

Result<std::unique_ptr<Notifier>> make_notifier(const Settings& settings) {
  const bool to_file = !settings.notify_file.empty();
  const bool to_webhook = !settings.webhook_url.empty();
  const bool to_mail = !settings.smtp_url.empty();
  if (to_file + to_webhook + to_mail > 1)
    return Error{Errc::invalid_settings, "smtp-url, notify-file and webhook-url: choose one"};
  if (to_webhook) {
    auto key = read_secret("BILLBYAGENT_WEBHOOK_KEY", settings.webhook_key_file);
    if (!key) return within("webhook-key-file", key.error());
    WebhookOptions options;
    options.url = settings.webhook_url;
    options.signing_key = *key;
    options.ca_file = settings.webhook_ca_file;
    options.cancelled = interrupted;
    return make_webhook_notifier(std::move(options));
  }
  if (!to_file) return std::unique_ptr<Notifier>{};
  if (settings.notify_file != "-") return make_jsonl_notifier(settings.notify_file);
  if (settings.json)
    return Error{Errc::invalid_settings, "notify-file - and --json: both want standard output"};
  return make_jsonl_notifier(print_line);
}

}  // namespace billbyagent::cli
