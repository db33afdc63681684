// CSV or JSON lines.

#include "billbyagent/adapters/file_provider.hpp"
#include "cli/rmm_kinds.hpp"

namespace billbyagent::cli {
namespace {

Result<std::unique_ptr<RmmProvider>> files_from(RmmValues& values) {
  FileProviderOptions options;
  options.machines = values.text("url").substr(std::string_view{"file:"}.size());
  options.organizations = values.text("organizations-file");
  options.groups = values.text("groups-file");
  options.views = values.text("views-file");
  options.format = values.named<FileFormat>(
      "format", options.format, {{"csv", FileFormat::csv}, {"json_lines", FileFormat::json_lines}});
  if (values.has("separator")) {
    const std::string separator = values.text("separator");
    if (separator.size() != 1 && separator != "tab")
      values.refuse("separator", "is neither one character nor tab");
    else
      options.separator = separator == "tab" ? '\t' : separator[0];
  }
  options.trailer =
      values.named<Trailer>("trailer", options.trailer,
                            {{"optional", Trailer::optional}, {"required", Trailer::required}});
  if (values.has("max-age-hours"))
    options.age_max = std::chrono::hours{values.number("max-age-hours", 24, 1, 24 * 366)};
  for (const auto& column : values.list("columns")) {
    const auto equals = column.find('=');
    if (equals == std::string::npos)
      values.refuse("columns", "'" + column + "' is not OURS=THEIRS");
    else
      options.columns[column.substr(0, equals)] = column.substr(equals + 1);
  }
  if (values.error()) return *values.error();
  return make_file_provider(std::move(options));
}

}  // namespace

RmmKind file_kind() {
  return {"file",
          "file:",
          {"organizations-file", "groups-file", "views-file", "format", "separator", "trailer",
           "max-age-hours", "columns"},
          files_from};
}

}  // namespace billbyagent::cli
