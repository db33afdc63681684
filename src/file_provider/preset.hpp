#pragma once

/// What is known of a product's export, in a file: its columns, its words, how it writes days.

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "billbyagent/adapters/file_provider.hpp"
#include "file_provider/columns.hpp"

namespace billbyagent::file_provider {

struct Preset {
  FileFormat format = FileFormat::by_name;
  std::optional<char> separator{};
  std::string encoding{};
  std::vector<std::string> header{};
  Places places{};
  std::map<std::string, std::map<std::string, std::string>> words{};
  std::string zone{};
  std::optional<DateOrder> date_order{};
  std::string path_separator{};
  std::string rows_at{};
  std::optional<IncompleteRows> incomplete_rows{};
  std::optional<TotalsRows> totals_rows{};
};

/// One of those that are built in, or the file that `name` is the path of: whatever has a slash or
/// ends with `.json`. `invalid_settings` naming what is wrong with it.
Result<Preset> load_preset(const std::string& name);

Result<Preset> parse_preset(const std::string& name, std::string_view text);

struct BuiltInPreset {
  std::string_view name;
  std::string_view text;
};
/// By name. Made from the files of the folder presets.
std::vector<BuiltInPreset> built_in_presets();

}  // namespace billbyagent::file_provider
