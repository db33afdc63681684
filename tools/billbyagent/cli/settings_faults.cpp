#include "cli/settings_faults.hpp"

#include <algorithm>

#include "cli/rmm_settings.hpp"
#include "cli/suggest.hpp"

namespace billbyagent::cli {
namespace {

std::vector<std::string> file_names_of(const std::vector<SettingName>& names) {
  std::vector<std::string> known = known_rmm_keys();
  for (const auto& name : names) known.push_back(name.option.substr(2));
  return known;
}

}  // namespace

bool looks_like_name(std::string_view word) {
  static constexpr std::size_t longest = 24;
  return !word.empty() && word.size() <= longest &&
         word.find_first_not_of("abcdefghijklmnopqrstuvwxyz-.") == std::string_view::npos;
}

std::string without_values(std::string text) {
  for (auto at = text.find("--"); at != std::string::npos; at = text.find("--", at + 2)) {
    const auto end = std::min(text.find_first_of(" \n", at), text.size());
    const auto equals = text.find('=', at);
    if (equals < end) text.replace(equals + 1, end - equals - 1, "...");
  }
  return text;
}

std::string no_setting(const std::string& settings_file, const CLI::ParseError& fault,
                       const std::vector<SettingName>& names) {
  const std::string text = fault.what();
  const std::string name = text.substr(text.rfind(' ') + 1);
  const auto last = name.substr(name.rfind('.') + 1);
  const std::string meant = did_you_mean(last, file_names_of(names));
  const bool like_ours = name.find_first_of("-.") != std::string::npos || !meant.empty();
  return "the settings file " + settings_file + " holds " +
         (looks_like_name(name) && like_ours ? "'" + name + "'" : "a line") +
         ", which is no setting" +
         (meant.empty() ? "; secrets stand in the environment or in files of their own" : meant);
}

}  // namespace billbyagent::cli
