#pragma once

/// The settings of every command: from the configuration file, the environment, or the command
/// line, each overriding the one before.

#include <CLI/App.hpp>
#include <cstdint>
#include <string>
#include <vector>

#include "billbyagent/domain/service.hpp"
#include "cli/rmm_settings.hpp"

namespace billbyagent::cli {

/// Read when `--config` names no other.
inline constexpr const char* default_settings_file = "billbyagent.toml";

/// Where a setting came from, in words.
struct SettingOrigin {
  std::string setting;
  std::string from;
};

struct Settings {
  std::string file;                    ///< of the settings, whether it is there or not
  std::vector<SettingOrigin> origins;  ///< but for those of RMMs: see setting_origins.hpp
  std::string folder;  ///< of the settings file, to which paths in it are relative; empty: this one
  std::string database = "billbyagent.db";
  std::string ledger;  ///< empty: none is kept
  std::string tenant = "default";
  std::string zone = "Etc/UTC";
  int busy_seconds = 10;
  std::string as_of;  ///< empty: the clock
  std::string author;
  bool json = false;
  bool verbose = false;

  std::string vsa_url;
  std::string vsa_user;
  std::string vsa_ca_file;
  std::string vsa_token_file;
  std::string vsa_password_file;
  int vsa_connections = 8;
  std::vector<std::string> rmm_options;  ///< see rmm_settings.hpp, as the next
  RmmSettings rmm_sections;
  int deadline_seconds = 1'800;

  int guard_percent = 50;
  Units guard_units = 3;
  std::string guard_rises = "held";
  int guard_rise_percent = 100;
  Units guard_rise_units = 20;
  std::string guard_first_zero = "held";
  std::int32_t guard_days_ahead = 366;
  std::int32_t guard_periods = 13;
  int guard_batch_percent = 400;
  std::int64_t guard_batch_minor = 10'000;
  std::int32_t stale_days = 2;
  std::string stale_counts = "warned";
  std::string credit_batches = "held";
  std::string settlement = "account";
  std::string zero_lines = "posted";

  // When a worker does what.
  std::string night_at = "02:00";
  std::string post_on;  ///< days of the month with commas between; empty: on none
  std::string post_at = "04:00";

  std::string pages_provider;
  std::string pages_logo;
  std::string pages_note;
  std::string pages_decimal_mark = "point";
  std::string pages_grouping = "none";

  std::string notify_file;  ///< `-`: stdout
  std::string webhook_url;
  std::string webhook_ca_file;
  std::string webhook_key_file;

  std::string smtp_url;
  std::string smtp_user;
  std::string smtp_password_file;
  std::string smtp_from;
  std::string smtp_ca_file;
  std::string smtp_mails = "notice";
  std::string smtp_operator;  ///< addresses with commas between
};

/// One setting, under each of its three names.
struct SettingName {
  std::string option;       ///< `--vsa-url`; in the file without the dashes
  std::string environment;  ///< `BILLBYAGENT_VSA_URL`
};

/// Adds the options of `settings` to `app` and tells their names.
std::vector<SettingName> add_settings(CLI::App& app, Settings& settings);

/// The arguments, with those settings put before them that the environment names: what comes later
/// on the command line wins over what comes earlier, and both win over the configuration file.
std::vector<std::string> with_environment(std::vector<std::string> arguments,
                                          const std::vector<SettingName>& names);

}  // namespace billbyagent::cli
