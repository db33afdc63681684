// JSON lines: one object on each line.

#include <boost/json/monotonic_resource.hpp>
#include <boost/json/parse.hpp>

#include "file_provider/rows.hpp"

namespace billbyagent::file_provider {
namespace {

namespace json = boost::json;

/// Texts and whole numbers; a list of texts, for the views, with `;` between them. Nothing for what
/// could have lost digits on its way, and for anything else.
std::optional<std::string> text_of(const json::value& value) {
  if (value.is_null()) return std::string{};
  if (const auto* text = value.if_string()) return std::string{*text};
  if (const auto* flag = value.if_bool()) return std::string{*flag ? "true" : "false"};
  if (const auto* number = value.if_int64()) return std::to_string(*number);
  if (const auto* number = value.if_uint64()) return std::to_string(*number);
  const auto* list = value.if_array();
  if (!list) return std::nullopt;
  std::string joined;
  for (const auto& item : *list) {
    const auto* text = item.if_string();
    if (!text || text->find(';') != json::string::npos) return std::nullopt;
    joined += (joined.empty() ? "" : ";") + std::string{*text};
  }
  return joined;
}

Result<void> read_object(const json::object& object, std::size_t line, RowList& rows) {
  if (const auto* count = object.if_contains("end"); count && object.size() == 1)
    return rows.end_with(line, text_of(*count).value_or("something else"));
  Row row{line, std::vector<std::string>(rows.columns().size())};
  std::vector<bool> found(rows.columns().size());
  for (const auto& member : object) {
    const auto column = rows.column_named(std::string_view{member.key()});
    if (!column) continue;
    auto text = text_of(member.value());
    if (!text)
      return rows.fault(Errc::protocol_error, line,
                        "column " + rows.name_of(*column) + " is no text");
    row.cells[*column] = *std::move(text);
    found[*column] = true;
  }
  for (std::size_t column = 0; column < found.size(); ++column)
    if (!found[column] && rows.columns()[column].required)
      return rows.fault(Errc::protocol_error, line,
                        "column " + rows.name_of(column) + " is missing");
  return rows.add(std::move(row));
}

}  // namespace

Result<void> read_json_lines(std::string_view text, RowList& rows) {
  // Without a header an empty file could as well be an export that failed.
  if (text.empty())
    return Error{Errc::protocol_error,
                 rows.source().name + ": is empty; no machines at all are told as {\"end\": 0}"};
  for (std::size_t line = 1; !text.empty(); ++line) {
    const auto end = text.find('\n');
    if (end == std::string_view::npos)
      return rows.fault(Errc::incomplete_scan, line,
                        "the last line does not end; was the file cut off?");
    json::monotonic_resource memory;
    json::error_code failed;
    const auto value = json::parse({text.data(), end}, failed, &memory);
    const auto* object = failed ? nullptr : value.if_object();
    if (!object)
      return rows.fault(Errc::protocol_error, line,
                        failed ? "is no JSON: " + failed.message() : "is no JSON object");
    if (auto read = read_object(*object, line, rows); !read) return read;
    text.remove_prefix(end + 1);
  }
  return {};
}

}  // namespace billbyagent::file_provider
