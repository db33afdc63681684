#include "file_provider/preset.hpp"

#include <algorithm>
#include <array>
#include <boost/json/parse.hpp>
#include <chrono>

#include "file_provider/estate.hpp"
#include "file_provider/file.hpp"

namespace billbyagent::file_provider {
namespace {

namespace json = boost::json;

/// What docs/presets.md is made from besides.
constexpr std::array<std::string_view, 5> for_people{"about", "product", "shapes", "known_from",
                                                     "cannot_tell"};

/// Reads a preset key by key. The first that will not do is kept.
class PresetReader {
 public:
  explicit PresetReader(const std::string& name) : name_(name) {}
  Result<Preset> read(const json::object& settings);

 private:
  void read_key(std::string_view key, const json::value& value);
  void read_columns(std::string_view key, const json::value& value, bool needed);
  void read_words(const json::value& value);
  std::string text(std::string_view key, const json::value& value);
  std::vector<std::string> texts(std::string_view key, const json::value& value);
  template <NamedEnum E>
  E named(std::string_view key, const json::value& value) {
    const auto parsed = parse_name<E>(text(key, value));
    if (parsed) return *parsed;
    std::string names;
    for (const auto known : names_of<E>) names += (names.empty() ? "" : ", ") + std::string{known};
    refuse(key, "is none of " + names);
    return E{};
  }
  const json::object* object(std::string_view key, const json::value& value) {
    if (!value.is_object()) refuse(key, "is no object");
    return value.if_object();
  }
  void refuse(std::string_view key, const std::string& what) {
    if (!error_)
      error_ =
          Error{Errc::invalid_settings, "preset " + name_ + ": " + std::string{key} + ": " + what};
  }

  const std::string& name_;
  Preset preset_;
  std::optional<Error> error_;
};

std::string PresetReader::text(std::string_view key, const json::value& value) {
  if (const auto* string = value.if_string()) return std::string{*string};
  refuse(key, "is no text");
  return {};
}

std::vector<std::string> PresetReader::texts(std::string_view key, const json::value& value) {
  if (!value.is_array()) return {text(key, value)};
  std::vector<std::string> all;
  for (const auto& each : value.get_array()) all.push_back(text(key, each));
  return all;
}

void PresetReader::read_columns(std::string_view key, const json::value& value, bool needed) {
  const auto* columns = object(key, value);
  if (!columns) return;
  for (const auto& [ours, theirs] : *columns) {
    if (!is_machine_column(ours)) refuse(key, "there is no column " + std::string{ours});
    auto names = texts(ours, theirs);
    std::erase(names, "");
    preset_.places[std::string{ours}] = Place{std::move(names), needed};
  }
}

void PresetReader::read_words(const json::value& value) {
  const auto* columns = object("words", value);
  if (!columns) return;
  for (const auto& [ours, words] : *columns) {
    if (!is_machine_column(ours)) refuse("words", "there is no column " + std::string{ours});
    const auto* each = object(ours, words);
    if (!each) return;
    for (const auto& [theirs, word] : *each)
      preset_.words[std::string{ours}][std::string{theirs}] = text(theirs, word);
  }
}

void PresetReader::read_key(std::string_view key, const json::value& value) {
  if (std::find(for_people.begin(), for_people.end(), key) != for_people.end()) return;
  if (key == "format") {
    preset_.format = named<FileFormat>(key, value);
  } else if (key == "separator") {
    const auto separator = text(key, value);
    if (separator.size() != 1) refuse(key, "is not one character");
    if (separator.size() == 1) preset_.separator = separator[0];
  } else if (key == "encoding") {
    preset_.encoding = text(key, value);
  } else if (key == "header") {
    preset_.header = texts(key, value);
  } else if (key == "columns") {
    read_columns(key, value, true);
  } else if (key == "columns_if_there") {
    read_columns(key, value, false);
  } else if (key == "words") {
    read_words(value);
  } else if (key == "zone") {
    preset_.zone = text(key, value);
  } else if (key == "date_order") {
    preset_.date_order = named<DateOrder>(key, value);
  } else if (key == "path_separator") {
    preset_.path_separator = text(key, value);
  } else if (key == "rows_at") {
    preset_.rows_at = text(key, value);
  } else if (key == "incomplete_rows") {
    preset_.incomplete_rows = named<IncompleteRows>(key, value);
  } else if (key == "totals_rows") {
    preset_.totals_rows = named<TotalsRows>(key, value);
  } else {
    refuse(key, "there is no such setting");
  }
}

Result<Preset> PresetReader::read(const json::object& settings) {
  for (const auto& [key, value] : settings) read_key(key, value);
  if (error_) return *error_;
  return std::move(preset_);
}

}  // namespace

Result<Preset> parse_preset(const std::string& name, std::string_view text) {
  json::error_code failed;
  const auto value = json::parse({text.data(), text.size()}, failed);
  if (failed || !value.is_object())
    return Error{Errc::invalid_settings, "preset " + name + ": is no JSON object" +
                                             (failed ? ": " + failed.message() : std::string{})};
  return PresetReader{name}.read(value.get_object());
}

Result<Preset> load_preset(const std::string& name) {
  static constexpr std::size_t bytes_max = std::size_t{1} << 20;
  if (name.find('/') != std::string::npos || name.ends_with(".json")) {
    const auto refused = [](const Error& error) {
      return Error{Errc::invalid_settings, "preset " + error.context};
    };
    const auto file = open_file(name, bytes_max);
    if (!file) return refused(file.error());
    const auto bytes = (*file)->read(Deadline::clock::now() + std::chrono::seconds{10});
    const auto text = beginning_of(*bytes, bytes_max + 1);
    if (!text) return refused(text.error());
    return parse_preset(name, *text);
  }
  std::string names;
  for (const auto& preset : built_in_presets()) {
    if (preset.name == name) return parse_preset(name, preset.text);
    names += (names.empty() ? "" : ", ") + std::string{preset.name};
  }
  return Error{Errc::invalid_settings, "preset: there is no '" + name + "'; there are " + names +
                                           ", and files of your own by their path"};
}

}  // namespace billbyagent::file_provider
