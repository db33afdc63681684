#include "cli/environment.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "cli/suggest.hpp"

namespace billbyagent::cli {
namespace {

constexpr std::string_view own_prefix = "BILLBYAGENT_";
/// Has its own rules, and its own errors.
constexpr std::string_view of_rmms = "BILLBYAGENT_RMM_";
constexpr std::array secret_names{"BILLBYAGENT_VSA_TOKEN", "BILLBYAGENT_VSA_PASSWORD",
                                  "BILLBYAGENT_WEBHOOK_KEY", "BILLBYAGENT_SMTP_PASSWORD"};
/// What the scripts of this project take, which start the program.
constexpr std::array of_scripts{"BILLBYAGENT_NO_INSTALL", "BILLBYAGENT_DEMO_BUILD"};

}  // namespace

Result<std::vector<std::string>> check_environment(const char* const* environment,
                                                   const std::vector<SettingName>& names) {
  std::vector<std::string> known;
  for (const std::string_view name : secret_names)
    known.emplace_back(name.substr(own_prefix.size()));
  for (const auto& name : names) known.push_back(name.environment.substr(own_prefix.size()));
  std::vector<std::string> others;
  for (; *environment; ++environment) {
    const std::string_view variable{*environment};
    const std::string name{variable.substr(0, variable.find('='))};
    if (!name.starts_with(own_prefix) || name.starts_with(of_rmms)) continue;
    const std::string own = name.substr(own_prefix.size());
    if (std::find(known.begin(), known.end(), own) != known.end()) continue;
    if (std::find(of_scripts.begin(), of_scripts.end(), name) != of_scripts.end()) continue;
    if (const auto meant = nearest(own, known); !meant.empty())
      return Error{Errc::invalid_settings, "the environment has " + name +
                                               ", which is no setting; did you mean " +
                                               std::string{own_prefix} + meant + "?"};
    others.push_back(name);
  }
  return others;
}

}  // namespace billbyagent::cli
