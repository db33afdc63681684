#include "file_provider/kind.hpp"

#include <array>

#include "file_provider/text_form.hpp"

namespace billbyagent::file_provider {
namespace {

struct Kind {
  std::string_view begins;
  std::string_view what;
};

using namespace std::string_view_literals;

constexpr std::array kinds{
    Kind{"\xD0\xCF\x11\xE0"sv, "an old Excel workbook (xls): save it as CSV"},
    Kind{"%PDF-"sv, "a PDF"},
    Kind{"SQLite format 3"sv, "an SQLite database"},
    Kind{"7z\xBC\xAF\x27\x1C"sv, "a 7z archive"},
    Kind{"Rar!\x1A"sv, "a RAR archive"},
    Kind{"BZh"sv, "packed with bzip2: unpack it, or pack it with gzip"},
    Kind{"\xFD"
         "7zXZ"sv,
         "packed with xz: unpack it, or pack it with gzip"},
    Kind{"\x28\xB5\x2F\xFD"sv, "packed with zstd: unpack it, or pack it with gzip"},
    Kind{"PAR1"sv, "a Parquet file"},
    Kind{"\x89PNG"sv, "a picture (PNG)"},
    Kind{"\xFF\xD8\xFF"sv, "a picture (JPEG)"},
    Kind{"GIF8"sv, "a picture (GIF)"},
    Kind{"\x7F"
         "ELF"sv,
         "a program"},
    Kind{"{\\rtf"sv, "a Word document (RTF)"},
};

/// A zip archive tells by the names of what it holds.
std::string zip_kind(std::string_view bytes) {
  static constexpr std::size_t enough = 4'096;
  const auto head = bytes.substr(0, enough);
  const auto holds = [&](std::string_view name) { return head.find(name) != head.npos; };
  if (holds("xl/")) return "an Excel workbook (xlsx): save it as CSV";
  if (holds("opendocument.spreadsheet")) return "an OpenDocument spreadsheet: save it as CSV";
  if (holds("word/")) return "a Word document (docx)";
  if (holds("[Content_Types].xml")) return "an Office document, perhaps Excel: save it as CSV";
  return "a zip archive: unpack it";
}

std::string markup_kind(std::string_view text) {
  static constexpr std::size_t enough = 65'536;
  const std::string head = lower(text.substr(0, enough));
  const auto holds = [&](std::string_view word) { return head.find(word) != head.npos; };
  if (holds("urn:schemas-microsoft-com:office:spreadsheet"))
    return "an Excel workbook (XML): save it as CSV";
  if (!holds("<html") && !holds("<!doctype html") && !holds("<body") && !holds("<table"))
    return "XML";
  if (holds("type=\"password\"") || holds("type='password'") || holds("login") || holds("sign in"))
    return "a web page (HTML) that asks for a login: the download was not logged in";
  return "a web page (HTML)";
}

}  // namespace

std::optional<std::string> other_kind(std::string_view bytes) {
  if (bytes.starts_with("PK\x03\x04")) return zip_kind(bytes);
  for (const auto& kind : kinds)
    if (bytes.starts_with(kind.begins)) return std::string{kind.what};
  const auto first = bytes.find_first_not_of(" \t\r\n");
  if (first != bytes.npos && bytes[first] == '<') return markup_kind(bytes.substr(first));
  return std::nullopt;
}

}  // namespace billbyagent::file_provider
