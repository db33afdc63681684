#include "cli/settings.hpp"

#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <CLI/Validators.hpp>
#include <cstdlib>
#include <limits>
#include <memory>
#include <optional>

namespace billbyagent::cli {
namespace {

std::string environment_name(const std::string& option) {
  std::string name = "BILLBYAGENT_";
  for (const char c : option.substr(2))
    name += c == '-' ? '_' : static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
  return name;
}

std::optional<std::string> environment(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  if (!value || !*value) return std::nullopt;
  return std::string{value};
}

class Adder {
 public:
  explicit Adder(CLI::App& app) : app_(app) {}
  void group(std::string name) { group_ = std::move(name); }

  template <class T>
  CLI::Option* add(const std::string& option, T& value, const std::string& description) {
    names_.push_back({option, environment_name(option)});
    return app_.add_option(option, value, description)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeLast)
        ->group(group_);
  }
  template <class T>
  CLI::Option* add_with_default(const std::string& option, T& value,
                                const std::string& description) {
    return add(option, value, description)->capture_default_str();
  }
  std::vector<SettingName> names() && { return std::move(names_); }

 private:
  CLI::App& app_;
  std::string group_;
  std::vector<SettingName> names_;
};

void add_general(CLI::App& app, Adder& adder, Settings& s) {
  adder.group("Settings");
  adder.add_with_default("--database", s.database,
                         "The SQLite file, or postgres://USER@HOST/DATABASE");
  adder.add("--ledger", s.ledger,
            "Keep what was posted and what left in this file too, one JSON document per line, so "
            "that a restored backup does not bill again");
  adder
      .add_with_default("--busy-seconds", s.busy_seconds,
                        "How long to wait for another run that holds the database")
      ->check(CLI::Range(0, 3'600).description(""));
  adder.add_with_default("--tenant", s.tenant, "Whose book it is");
  adder.add_with_default("--zone", s.zone, "IANA time zone that decides which day it is");
  adder.add("--author", s.author, "Who decides, for the record (default: the user's name)");
  adder.add("--as-of", s.as_of,
            "For demonstrations and tests: take this day (YYYY-MM-DD) for today. Recorded "
            "moments stay real");
  app.add_flag("--json", s.json, "Print one JSON document instead of tables")->group("Settings");
  app.add_flag("-v,--verbose", s.verbose,
               "Name every machine, and show the keys of lines and services")
      ->group("Settings");
}

void add_rmms(CLI::App& app, Settings& s) {
  app.add_option("--rmm", s.rmm_options,
                 "An RMM by NAME=URL, and what else it needs by NAME.SETTING=VALUE (repeatable); "
                 "without a NAME, URL and SETTING=VALUE are the default RMM's. "
                 "URLs: vsa+https://, vsax+https://, meshcentral+wss://, file:. Secrets: "
                 "BILLBYAGENT_RMM_<NAME>_TOKEN, or NAME.token-file=FILE")
      ->allow_extra_args(false)
      ->group("RMMs");
  app.config_formatter(std::make_shared<SettingsFile>(s.rmm_sections, s.folder));
}

void add_vsa(Adder& adder, Settings& s) {
  adder.group("RMM (Kaseya VSA)");
  adder.add("--vsa-url", s.vsa_url, "https://host[:port] of the VSA");
  adder.add("--vsa-user", s.vsa_user, "User to log in as");
  adder.add("--vsa-token-file", s.vsa_token_file,
            "File with the user's access token, readable by its owner alone "
            "(or BILLBYAGENT_VSA_TOKEN)");
  adder.add("--vsa-password-file", s.vsa_password_file,
            "File with the password, for a VSA without tokens (or BILLBYAGENT_VSA_PASSWORD)");
  adder.add("--vsa-ca-file", s.vsa_ca_file,
            "PEM file of the authorities to trust (default: the system's)");
  adder.add_with_default("--vsa-connections", s.vsa_connections, "Connections at the same time")
      ->check(CLI::Range(1, 32).description(""));
  adder
      .add_with_default("--deadline", s.deadline_seconds, "Seconds for all that is read of an RMM")
      ->check(CLI::Range(1, 86'400).description(""));
}

void add_rules(Adder& adder, Settings& s) {
  adder.group("Rules");
  adder
      .add_with_default("--guard-percent", s.guard_percent,
                        "Hold back a count that falls by more than this share")
      ->check(CLI::Range(0, 100).description(""));
  adder
      .add_with_default("--guard-units", s.guard_units,
                        "... unless it falls by fewer units than this")
      ->check(CLI::Range(Units{0}, limits::units_max).description(""));
  adder
      .add_with_default("--guard-rises", s.guard_rises,
                        "Counts that rise too far: held, or all believed")
      ->check(CLI::IsMember({"held", "believed"}));
  adder
      .add_with_default("--guard-rise-percent", s.guard_rise_percent,
                        "Hold back a count that rises by more than this share")
      ->check(CLI::Range(0, 1'000'000).description(""));
  adder
      .add_with_default("--guard-rise-units", s.guard_rise_units,
                        "... unless it rises by fewer units than this")
      ->check(CLI::Range(Units{0}, limits::units_max).description(""));
  adder
      .add_with_default("--guard-first-zero", s.guard_first_zero,
                        "A first count of zero: held or believed")
      ->check(CLI::IsMember({"held", "believed"}));
  adder
      .add_with_default("--guard-days-ahead", s.guard_days_ahead,
                        "Refuse a day that is further after the last run")
      ->check(CLI::Range(1, 1'000'000).description(""));
  adder
      .add_with_default("--guard-periods", s.guard_periods,
                        "Refuse to bill more periods of a service at once; 0: however many")
      ->check(CLI::Range(0, 1'000'000).description(""));
  adder
      .add_with_default("--guard-batch-percent", s.guard_batch_percent,
                        "Refuse a batch of more than this share beyond what any billing period of "
                        "the contract came to")
      ->check(CLI::Range(0, 1'000'000).description(""));
  adder
      .add_with_default("--guard-batch-minor", s.guard_batch_minor,
                        "... unless it comes to less than so many minor units (cents)")
      ->check(
          CLI::Range(std::int64_t{0}, std::numeric_limits<std::int64_t>::max()).description(""));
  adder
      .add_with_default("--stale-days", s.stale_days,
                        "Counts are stale when their RMM was not read for more days; 0: never")
      ->check(CLI::Range(0, 1'000'000).description(""));
  adder
      .add_with_default("--stale-counts", s.stale_counts,
                        "post: stale counts are warned of, or refused")
      ->check(CLI::IsMember({"warned", "refused"}));
  adder
      .add_with_default("--credit-batches", s.credit_batches,
                        "Credits without a charge: held until one comes, or allowed")
      ->check(CLI::IsMember({"held", "allowed"}));
  adder
      .add_with_default("--settlement", s.settlement,
                        "Credits are settled against charges of their contract or their account")
      ->check(CLI::IsMember({"contract", "account"}));
  adder.add_with_default("--zero-lines", s.zero_lines, "Lines worth nothing: posted or left")
      ->check(CLI::IsMember({"posted", "left"}));
}

void add_schedule(Adder& adder, Settings& s) {
  adder.group("Schedule (worker)");
  adder.add_with_default("--night-at", s.night_at, "When the night is due, in the tenant's zone");
  adder.add("--post-on", s.post_on,
            "Days of the month (1 to 28, commas between) on which is posted; none: never");
  adder.add_with_default("--post-at", s.post_at, "... and when, in the tenant's zone");
}

void add_pages(Adder& adder, Settings& s) {
  adder.group("Pages");
  adder.add("--pages-provider", s.pages_provider, "Who bills, on top of each page");
  adder.add("--pages-logo-file", s.pages_logo,
            "A PNG, JPEG, GIF or WebP file of at most 256 KiB that each page holds");
  adder.add("--pages-note", s.pages_note, "At the end of each statement, such as whom to ask");
  adder
      .add_with_default("--pages-decimal-mark", s.pages_decimal_mark,
                        "Between whole units and decimals: point or comma")
      ->check(CLI::IsMember({"point", "comma"}));
  adder
      .add_with_default("--pages-grouping", s.pages_grouping,
                        "Between thousands: none, comma, point, space or apostrophe")
      ->check(CLI::IsMember({"none", "comma", "point", "space", "apostrophe"}));
}

void add_notices(Adder& adder, Settings& s) {
  adder.group("Notices");
  adder.add("--notify-file", s.notify_file,
            "Append notices to this file, one JSON document per line; -: standard output");
  adder.add("--webhook-url", s.webhook_url, "Post notices to this https:// address");
  adder.add("--webhook-ca-file", s.webhook_ca_file, "PEM file of the authorities to trust");
  adder.add("--webhook-key-file", s.webhook_key_file,
            "File with the key that signs them, readable by its owner alone "
            "(or BILLBYAGENT_WEBHOOK_KEY)");
  adder.add("--smtp-url", s.smtp_url,
            "Mail notices over this server: smtp://host:587 (STARTTLS) or smtps://host");
  adder.add("--smtp-user", s.smtp_user, "User to log in as");
  adder.add("--smtp-password-file", s.smtp_password_file,
            "File with the password, readable by its owner alone (or BILLBYAGENT_SMTP_PASSWORD)");
  adder.add("--smtp-from", s.smtp_from, "The sender: 'Example MSP <billing@msp.example>'");
  adder.add("--smtp-ca-file", s.smtp_ca_file, "PEM file of the authorities to trust");
  adder
      .add_with_default("--smtp-mails", s.smtp_mails,
                        "A mail for each notice, or one for each recipient and night")
      ->check(CLI::IsMember({"notice", "night"}));
  adder.add("--smtp-operator", s.smtp_operator,
            "Who gets each night's summary and what waits, with commas between");
}

}  // namespace

std::vector<SettingName> add_settings(CLI::App& app, Settings& settings) {
  app.set_config("--config", default_settings_file, "File of settings: database = \"...\"")
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeLast)
      ->group("Settings");
  app.allow_config_extras(CLI::config_extras_mode::error);
  Adder adder{app};
  add_general(app, adder, settings);
  add_rmms(app, settings);
  add_vsa(adder, settings);
  add_rules(adder, settings);
  add_schedule(adder, settings);
  add_pages(adder, settings);
  add_notices(adder, settings);
  auto names = std::move(adder).names();
  names.push_back({"--config", "BILLBYAGENT_CONFIG"});
  return names;
}

std::vector<std::string> with_environment(std::vector<std::string> arguments,
                                          const std::vector<SettingName>& names) {
  std::vector<std::string> all;
  for (const auto& name : names)
    if (const auto value = environment(name.environment)) all.push_back(name.option + "=" + *value);
  all.insert(all.end(), arguments.begin(), arguments.end());
  return all;
}

}  // namespace billbyagent::cli
