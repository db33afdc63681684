#include "cli/settings_faults.hpp"

#include <algorithm>
#include <map>

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

namespace {

constexpr std::string_view blanks = " \t\r";

std::string_view trimmed(std::string_view text) {
  const auto begin = std::min(text.find_first_not_of(blanks), text.size());
  text.remove_prefix(begin);
  return text.substr(0, text.find_last_not_of(blanks) + 1);
}

/// What ends a value that goes on over lines; empty for one that ends on its own.
std::string_view end_of_value(std::string_view value) {
  for (const std::string_view quotes : {"\"\"\"", "'''"})
    if (value.starts_with(quotes))
      return value.find(quotes, quotes.size()) == std::string_view::npos ? quotes : "";
  return value.starts_with("[") && value.find(']') == std::string_view::npos ? "]" : "";
}

}  // namespace

std::optional<std::string> said_twice(std::string_view text) {
  std::map<std::string, std::size_t> lines;
  std::string section;
  std::string_view until;
  for (std::size_t number = 1; !text.empty(); ++number) {
    const auto line = trimmed(text.substr(0, text.find('\n')));
    text.remove_prefix(std::min(text.find('\n'), text.size() - 1) + 1);
    if (!until.empty()) {
      if (line.find(until) != std::string_view::npos) until = {};
      continue;
    }
    if (line.empty() || line.front() == '#' || line.front() == ';') continue;
    if (line.front() == '[') {
      section = trimmed(line.substr(1, std::min(line.find(']'), line.size()) - 1));
      // As the parser calls what is before all sections.
      section = section == "default" ? "" : section + ".";
      continue;
    }
    const auto equals = line.find('=');
    if (equals == std::string_view::npos) continue;
    auto name = trimmed(line.substr(0, equals));
    until = end_of_value(trimmed(line.substr(equals + 1)));
    if (name.size() > 1 && (name.front() == '"' || name.front() == '\''))
      name = name.substr(1, name.size() - 2);
    const auto [before, is_new] = lines.emplace(section + std::string{name}, number);
    if (is_new) continue;
    const bool shown = looks_like_name(before->first);
    return (shown ? "'" + before->first + "'" : std::string{"a setting"}) + " twice, on lines " +
           std::to_string(before->second) + " and " + std::to_string(number);
  }
  return std::nullopt;
}

}  // namespace billbyagent::cli
