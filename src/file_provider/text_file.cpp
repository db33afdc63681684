#include "file_provider/text_file.hpp"

#include <algorithm>

#include "file_provider/encoding.hpp"
#include "file_provider/file.hpp"
#include "file_provider/gunzip.hpp"
#include "file_provider/kind.hpp"
#include "file_provider/text_form.hpp"

namespace billbyagent::file_provider {
namespace {

/// Whether each line is an object of its own, and not a part of one.
bool has_lines_of_objects(std::string_view text) {
  const auto first = text.substr(0, text.find('\n'));
  const auto next = text.find_first_not_of(" \t\r\n", first.size());
  const auto last = first.find_last_not_of(" \t\r");
  return next != text.npos && text[next] == '{' && last != first.npos && first[last] == '}';
}

Error of_file(const std::string& path, Error error) {
  const bool continues = error.context.starts_with(",") || error.context.starts_with(":");
  error.context = path + (continues || error.context.empty() ? "" : ": ") + error.context;
  return error;
}

}  // namespace

FileFormat recognized(std::string path, std::string_view text) {
  path = lower(path);
  if (path.ends_with(".gz")) path.resize(path.size() - 3);
  const bool lines = path.ends_with(".jsonl") || path.ends_with(".ndjson");
  const auto begin = text.find_first_not_of(" \t\r\n");
  const char first = begin == text.npos ? '\0' : text[begin];
  if (first == '[') return FileFormat::json;
  if (first == '{')
    return lines || has_lines_of_objects(text.substr(begin)) ? FileFormat::json_lines
                                                             : FileFormat::json;
  if (lines) return FileFormat::json_lines;
  return path.ends_with(".json") ? FileFormat::json : FileFormat::csv;
}

Result<TextFile> read_text(const std::string& path, const TextRules& rules, Notes& notes,
                           Deadline deadline) {
  auto whole = read_whole(path, rules.bytes_max, deadline);
  if (!whole) return whole.error();
  if (is_gzip(whole->text)) {
    auto unpacked = gunzip(whole->text, rules.bytes_max, deadline);
    if (!unpacked) return of_file(path, unpacked.error());
    whole->text = *std::move(unpacked);
  }
  const auto refuse_kind = [&](const std::string& kind) {
    return Error{Errc::protocol_error, path + ": seems to be " + kind};
  };
  if (const auto kind = other_kind(whole->text)) return refuse_kind(*kind);
  auto decoded = to_utf8(std::move(whole->text), rules.encoding, rules.bytes_max);
  if (!decoded) return of_file(path, decoded.error());
  if (const auto kind = other_kind(decoded->text)) return refuse_kind(*kind);
  if (decoded->guessed)
    notes.add(path + ": is no UTF-8, and is read as " + decoded->encoding);
  else if (rules.encoding.empty() && decoded->encoding != "UTF-8")
    notes.add(path + ": is " + decoded->encoding);
  const auto format =
      rules.format == FileFormat::by_name ? recognized(path, decoded->text) : rules.format;
  return TextFile{std::move(decoded->text), format, whole->written};
}

}  // namespace billbyagent::file_provider
