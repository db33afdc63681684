#include "cli/rmm_settings.hpp"

#include <algorithm>
#include <iterator>
#include <sstream>
#include <string_view>

#include "billbyagent/adapters/postgres_store.hpp"
#include "cli/rmm_kinds.hpp"
#include "cli/settings_faults.hpp"

namespace billbyagent::cli {
namespace {

constexpr std::string_view prefix = "BILLBYAGENT_RMM_";

char upper(char c) { return c == '-' ? '_' : c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; }
char lower(char c) { return c == '_' ? '-' : c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

template <class Change>
std::string changed(std::string_view text, Change change) {
  std::string made{text};
  std::transform(made.begin(), made.end(), made.begin(), change);
  return made;
}

bool is_name(std::string_view text) {
  return text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string_view::npos;
}

Error unfit(const std::string& what) { return {Errc::invalid_settings, what}; }

bool is_key(std::string_view word) {
  const auto& keys = known_rmm_keys();
  return std::find(keys.begin(), keys.end(), word) != keys.end();
}

/// `NAME`, `NAME.KEY`, or `KEY` of the default RMM.
Result<void> put(RmmSettings& settings, std::string_view place, const std::string& value) {
  if (is_key(place)) {
    settings[""][std::string{place}] = value;
    return {};
  }
  const auto dot = place.find('.');
  const std::string name{place.substr(0, dot)};
  const std::string key{dot == std::string_view::npos ? "url" : place.substr(dot + 1)};
  // It could be a secret that somebody put where the name belongs; those have digits.
  const bool shown = name.find_first_of("0123456789") == std::string::npos;
  if (!is_name(name))
    return unfit("--rmm " + (shown ? name : std::string{"..."}) +
                 ": a name holds small letters, digits and hyphens");
  if (!is_key(key)) return unfit("--rmm: there is no setting " + setting_name(name, key));
  settings[name][key] = value;
  return {};
}

std::string joined(const std::vector<std::string>& values) {
  std::string text;
  for (const auto& value : values) text += (text.empty() ? "" : ",") + value;
  return text;
}

}  // namespace

/// A path as the program finds it; everything else as it is.
std::string SettingsFile::from_here(const std::string& name, const std::string& value) const {
  constexpr std::string_view scheme = "file:";
  const bool is_path = name == "database" || name == "ledger" || name.ends_with("-file");
  const bool is_address = name == "url" && value.starts_with(scheme);
  const std::string path = is_address ? value.substr(scheme.size()) : value;
  const bool elsewhere = folder_.empty() || path.empty() || path.starts_with("/") || path == "-" ||
                         is_postgres_url(path);
  if ((!is_path && !is_address) || elsewhere) return value;
  return (is_address ? std::string{scheme} : std::string{}) + folder_ + "/" + path;
}

std::vector<CLI::ConfigItem> SettingsFile::from_config(std::istream& input) const {
  // Some editors put a mark before the text.
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  std::string text{std::istreambuf_iterator<char>{input}, {}};
  if (text.starts_with(byte_order_mark)) text.erase(0, byte_order_mark.size());
  if (auto twice = said_twice(text)) throw SettingTwice(*std::move(twice));
  std::istringstream plain{std::move(text)};
  std::vector<CLI::ConfigItem> others;
  for (auto& item : ConfigBase::from_config(plain)) {
    for (auto& value : item.inputs) value = from_here(item.name, value);
    if (item.parents.empty() || item.parents[0] != "rmm") {
      others.push_back(std::move(item));
      continue;
    }
    const bool mark = item.name == "++" || item.name == "--";  // where a section begins and ends
    if (mark) continue;
    const std::string name = item.parents.size() > 1 ? item.parents[1] : std::string{};
    if (item.parents.size() > 2 || !is_name(name) || !is_key(item.name))
      throw CLI::ConfigError::Extras(item.fullname());
    found_[name][item.name] = joined(item.inputs);
  }
  return others;
}

Result<RmmSettings> rmms_of_options(const std::vector<std::string>& words) {
  RmmSettings settings;
  for (const auto& word : words) {
    const auto equals = word.find('=');
    const auto colon = word.find(':');
    const bool is_url = colon < equals;
    if (is_url) {
      settings[""]["url"] = word;
      continue;
    }
    if (equals == std::string::npos || equals == 0)
      return unfit(
          "--rmm: 'NAME=URL', 'NAME.SETTING=VALUE' or, for the default RMM, 'URL' and "
          "'SETTING=VALUE'");
    if (auto good = put(settings, word.substr(0, equals), word.substr(equals + 1)); !good)
      return good.error();
  }
  return settings;
}

Result<RmmSettings> rmms_of_environment(const char* const* environment) {
  RmmSettings settings;
  for (; *environment; ++environment) {
    const std::string_view variable{*environment};
    const auto equals = variable.find('=');
    if (!variable.starts_with(prefix) || equals == std::string_view::npos) continue;
    const auto name = variable.substr(prefix.size(), equals - prefix.size());
    // The longest key that the name ends with; what is before it is the RMM.
    const std::string* found = nullptr;
    const auto ends_with = [&](const std::string& key) {
      const std::string end = changed(key, upper);
      return name == end || name.ends_with("_" + end);
    };
    for (const auto& key : known_rmm_keys())
      if (ends_with(key) && (!found || found->size() < key.size())) found = &key;
    const bool secret = !found && std::any_of(rmm_secrets.begin(), rmm_secrets.end(), ends_with);
    if (secret) continue;
    if (!found)
      return unfit(std::string{variable.substr(0, equals)} + ": there is no such setting");
    if (variable.size() == equals + 1) continue;
    const std::size_t rest = name.size() - found->size();
    const std::string rmm = changed(name.substr(0, rest > 0 ? rest - 1 : 0), lower);
    settings[rmm][*found] = variable.substr(equals + 1);
  }
  return settings;
}

RmmSettings merged(const std::vector<RmmSettings>& places) {
  RmmSettings all;
  for (const auto& place : places)
    for (const auto& [name, values] : place)
      for (const auto& [key, value] : values) all[name][key] = value;
  return all;
}

std::string setting_name(const std::string& rmm, const std::string& key) {
  return rmm.empty() ? "rmm." + key : "rmm." + rmm + "." + key;
}

std::string environment_name(const std::string& rmm, const std::string& key) {
  return std::string{prefix} + (rmm.empty() ? "" : changed(rmm, upper) + "_") + changed(key, upper);
}

}  // namespace billbyagent::cli
