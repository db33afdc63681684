// CSV or JSON.

#include "billbyagent/adapters/file_provider.hpp"
#include "cli/rmm_kinds.hpp"
#include "cli/watch.hpp"

namespace billbyagent::cli {
namespace {

template <NamedEnum E>
E chosen(RmmValues& values, const std::string& key, E otherwise) {
  std::map<std::string, E> names;
  for (const auto value : every<E>()) names.emplace(to_string(value), value);
  return values.named<E>(key, otherwise, names);
}

template <NamedEnum E>
void choose(RmmValues& values, const std::string& key, std::optional<E>& choice) {
  if (values.has(key)) choice = chosen(values, key, E{});
}

std::optional<char> separator_of(RmmValues& values) {
  if (!values.has("separator")) return std::nullopt;
  const std::string separator = values.text("separator");
  if (separator == "tab") return '\t';
  if (separator.size() == 1) return separator[0];
  values.refuse("separator", "is neither one character nor tab");
  return std::nullopt;
}

/// `id=Device ID`; nothing behind the sign switches the column off.
void read_columns(RmmValues& values, FileProviderOptions& options) {
  for (const auto& column : values.list("columns")) {
    const auto equals = column.find('=');
    if (equals == std::string::npos)
      values.refuse("columns", "'" + column + "' is not OURS=THEIRS");
    else
      options.columns[column.substr(0, equals)] = column.substr(equals + 1);
  }
}

/// `state:overdue=offline`
void read_words(RmmValues& values, FileProviderOptions& options) {
  for (const auto& word : values.list("words")) {
    const auto colon = word.find(':');
    const auto equals = word.rfind('=');
    if (colon == std::string::npos || equals == std::string::npos || equals < colon)
      values.refuse("words", "'" + word + "' is not COLUMN:THEIRS=OURS");
    else
      options.words[word.substr(0, colon)][word.substr(colon + 1, equals - colon - 1)] =
          word.substr(equals + 1);
  }
}

Result<std::unique_ptr<RmmProvider>> files_from(RmmValues& values) {
  FileProviderOptions options;
  options.machines = values.text("url").substr(std::string_view{"file:"}.size());
  options.organizations = values.text("organizations-file");
  options.groups = values.text("groups-file");
  options.views = values.text("views-file");
  options.preset = values.text("preset");
  options.format = chosen(values, "format", options.format);
  options.separator = separator_of(values);
  options.header = values.list("header");
  options.trailer = chosen(values, "trailer", options.trailer);
  if (values.has("max-age-hours"))
    options.age_max = std::chrono::hours{values.number("max-age-hours", 24, 1, 24 * 366)};
  read_columns(values, options);
  read_words(values, options);
  options.choice = chosen(values, "files", options.choice);
  options.encoding = values.text("encoding");
  options.organization = values.text("organization");
  options.zone = values.text("zone");
  choose(values, "date-order", options.date_order);
  options.path_separator = values.text("path-separator");
  options.rows_at = values.text("rows-at");
  options.rows_min = static_cast<std::size_t>(
      values.number("rows-min", 0, 0, static_cast<std::int64_t>(limits::agents_per_scan_max)));
  choose(values, "incomplete-rows", options.incomplete_rows);
  choose(values, "totals-rows", options.totals_rows);
  options.look_alikes = chosen(values, "look-alikes", options.look_alikes);
  options.told_totals = chosen(values, "told-totals", options.told_totals);
  options.cancelled = interrupted;
  if (values.error()) return *values.error();
  return make_file_provider(std::move(options));
}

}  // namespace

RmmKind file_kind() {
  return {"file",
          "file:",
          {"organizations-file", "groups-file",    "views-file", "preset",       "format",
           "separator",          "header",         "trailer",    "columns",      "words",
           "max-age-hours",      "files",          "encoding",   "organization", "zone",
           "date-order",         "path-separator", "rows-at",    "rows-min",     "incomplete-rows",
           "totals-rows",        "look-alikes",    "told-totals"},
          files_from};
}

}  // namespace billbyagent::cli
