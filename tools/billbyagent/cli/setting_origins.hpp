#pragma once

/// Where each setting and each secret of a run came from. Values are not told: they may be secrets.

#include <CLI/App.hpp>
#include <string>
#include <vector>

#include "cli/settings.hpp"

namespace billbyagent::cli {

/// Those of the options that are not as they are by default. `arguments`: of the command line.
std::vector<SettingOrigin> setting_origins(const CLI::App& app,
                                           const std::vector<SettingName>& names,
                                           const std::vector<std::string>& arguments,
                                           const std::string& settings_file);

/// Those of the RMMs too, by name.
std::vector<SettingOrigin> all_origins(const Settings& settings);

struct SecretPlace {
  std::string setting;
  std::string from;     ///< `BILLBYAGENT_VSA_TOKEN`, or the path of a file
  std::string mode{};   ///< of the file, in octal digits
  std::string fault{};  ///< why it is of no use; empty: none
};

/// Those that are set. A file that is not there is not named: its name could be the secret itself.
std::vector<SecretPlace> secret_places(const Settings& settings);

}  // namespace billbyagent::cli
