// Machines from CSV or JSON lines.

#include "billbyagent/adapters/file_provider.hpp"

#include "provider_options.hpp"

using namespace billbyagent;
using namespace billbyagent::capi;

namespace {

static_assert(static_cast<int>(FileFormat::by_name) == BBA_FILE_BY_NAME &&
              static_cast<int>(FileFormat::csv) == BBA_FILE_CSV &&
              static_cast<int>(FileFormat::json_lines) == BBA_FILE_JSON_LINES);

FileProviderOptions options_from(const bba_file_options& given) {
  if (given.separator < 1 || given.separator > 127)
    refuse(Errc::invalid_settings, "separator " + std::to_string(given.separator));
  FileProviderOptions options;
  options.machines = required_text(given.machines, "machines");
  options.organizations = text_or(given.organizations, "", "organizations");
  options.groups = text_or(given.groups, "", "groups");
  options.views = text_or(given.views, "", "views");
  options.format = chosen(given.format, FileFormat::json_lines, "format");
  options.separator = static_cast<char>(given.separator);
  options.trailer = given.trailer_required != 0 ? Trailer::required : Trailer::optional;
  if (given.column_count > 0) required(given.columns, "columns");
  for (std::size_t i = 0; i < given.column_count; ++i)
    options.columns[required_text(given.columns[i].key, "columns.key")] =
        required_text(given.columns[i].value, "columns.value");
  if (const auto age = not_negative<std::uint32_t>(given.age_max_s, "age_max_s"); age > 0)
    options.age_max = std::chrono::seconds{age};
  options.file_bytes_max = not_negative<std::size_t>(given.file_bytes_max, "file_bytes_max");
  return options;
}

}  // namespace

bba_status bba_provider_new_file(bba_provider** out, const bba_file_options* options,
                                 bba_error** error) {
  return new_provider(
      out, options, bba_file_options BBA_FILE_OPTIONS_INIT, error,
      [](const bba_file_options& given) { return make_file_provider(options_from(given)); });
}
