#pragma once

/// The RMMs as the settings describe them, each under its name: `[rmm.mesh]` in the file,
/// `BILLBYAGENT_RMM_MESH_URL` in the environment, `--rmm mesh=URL` and `--rmm mesh.user=bill` as
/// options. The default RMM has no name: `[rmm]`, `BILLBYAGENT_RMM_URL`, `--rmm URL`.

#include <CLI/Config.hpp>
#include <map>
#include <string>
#include <vector>

#include "billbyagent/base/result.hpp"

namespace billbyagent::cli {

/// What one place says: values by key, by RMM.
using RmmSettings = std::map<std::string, std::map<std::string, std::string>>;

/// Takes the sections of RMMs out of the settings file; the rest is left to the parser, which takes
/// sections for commands. Paths are relative to the file.
class SettingsFile final : public CLI::ConfigBase {
 public:
  /// `found` receives the sections; it and `folder`, where the file is, must outlive the parsing.
  SettingsFile(RmmSettings& found, const std::string& folder) : found_(found), folder_(folder) {}
  std::vector<CLI::ConfigItem> from_config(std::istream& input) const override;

 private:
  std::string from_here(const std::string& name, const std::string& value) const;

  RmmSettings& found_;
  const std::string& folder_;
};

/// Words of the option: `mesh=URL`, `mesh.user=bill`, `URL`.
Result<RmmSettings> rmms_of_options(const std::vector<std::string>& words);

/// Variables of the environment, as `NAME=value`; those that hold secrets are passed over.
Result<RmmSettings> rmms_of_environment(const char* const* environment);

/// Each value from the strongest place that has it: the last.
RmmSettings merged(const std::vector<RmmSettings>& places);

/// `rmm.mesh.user`, `rmm.user`
std::string setting_name(const std::string& rmm, const std::string& key);
/// `BILLBYAGENT_RMM_MESH_TOKEN`, `BILLBYAGENT_RMM_TOKEN`
std::string environment_name(const std::string& rmm, const std::string& key);

/// Every key that some kind of RMM takes.
const std::vector<std::string>& known_rmm_keys();

}  // namespace billbyagent::cli
