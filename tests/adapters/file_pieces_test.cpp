// Files are read piece by piece: where a piece ends makes no difference, and memory goes by what is
// kept.

#include <doctest/doctest.h>
#include <malloc.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <optional>

#include "adapters/file_making.hpp"
#include "adapters/temporary_file.hpp"
#include "file_provider/rows.hpp"
#include "file_provider/text_file.hpp"

using namespace billbyagent;
using namespace billbyagent::file_provider;

namespace {

constexpr std::array columns{Column{.name = "id", .required = true},
                             Column{.name = "organization", .required = true}};

/// The rows, the notes and the error.
std::string read(const Text& text, FileFormat format) {
  Source source{.name = "f", .format = format};
  source.row_bytes_max = 2'000;
  Notes notes;
  std::string said;
  const auto done = read_rows(text, source, columns, notes, [&](Row& row) -> Result<void> {
    said += std::to_string(row.line) + ":" + row.cells[0] + "," + row.cells[1] + "\n";
    return {};
  });
  for (const auto& note : notes.texts()) said += note + "\n";
  return done ? said : said + done.error().context;
}

std::size_t heap_in_use() {
  const auto heap = ::mallinfo2();
  return heap.uordblks + heap.hblkhd;
}

std::string marked_utf16(const std::string& text) { return "\xFF\xFE" + tests::utf16(text, false); }

/// Some thousand machines, each with much that nobody asks for.
std::string large(FileFormat format) {
  const std::string note(4'000, 'x');
  std::string text = format == FileFormat::csv ? "id,organization,note\n" : "";
  if (format == FileFormat::json) text = "{\"devices\": [";
  for (int i = 0; i < 4'000; ++i) {
    const std::string id = std::to_string(i);
    if (format == FileFormat::json && i > 0) text += ",";
    text += format == FileFormat::csv
                ? id + ",Acme,\"" + note + "\"\n"
                : R"({"id": ")" + id + R"(", "organization": "Acme", "note": ")" + note + "\"}\n";
  }
  return format == FileFormat::json ? text + "]}" : text;
}

}  // namespace

TEST_CASE("where a piece of a file ends makes no difference") {
  struct Case {
    FileFormat format;
    std::string text;
  };
  const std::string head = "id,organization\r\n";
  for (const auto& test : {
           Case{FileFormat::csv, head + "1,Acme\r\n2,\"A \"\"B\"\"\r\nC\" \r\n\r\n3,=\"007\"\n"},
           Case{FileFormat::csv, "sep=;\nid;organization\n1;M\xC3\xBCller\n#end;1\n"},
           Case{FileFormat::csv, "title\n\nid\torganization\n1\tAcme\n2\t\"Acme\""},
           Case{FileFormat::csv, head + "1,Acme\r\n2,\"never closed\r\n3,Acme\r\n"},
           Case{FileFormat::csv, head + "1,Acme\r2,Acme\r\n"},
           Case{FileFormat::csv, head + "1,\"Acme\"x\r\n"},
           Case{FileFormat::csv, head + "1,Acme\r\n2,\"" + std::string(3'000, 'x') + "\"\r\n"},
           Case{FileFormat::json,
                "{\"total\": 2,\n\"items\": [{\"id\": 1, \"organization\":"
                "\n\"Ac\\u006De\"},\n{\"id\": 20000, \"organization\": \"B\"}]}"},
           Case{FileFormat::json, "[{\"id\": 1, \"organization\": \"Acme\"},\n{\"id\": 2,"},
           Case{FileFormat::json, "[{\"id\": 1, \"organization\": \"A\", \"id\": 2}]"},
           Case{FileFormat::json, "[{\"id\": \"" + std::string(3'000, 'x') + "\"}]"},
           Case{FileFormat::json_lines,
                "\n{\"id\": 1, \"organization\": \"Acme\"}\r\n \n"
                "{\"id\": 2, \"organization\": \"B\"}"},
           Case{FileFormat::json_lines, "{\"id\": 1, \"organization\": \"A\"}\n{\"id\": 2,"},
           Case{FileFormat::json_lines, "{\"id\": 1, \"organization\": \"A\"} x\n"},
           Case{FileFormat::json_lines, "{\"id\": 1,\n\"organization\": \"A\"}\n"},
       }) {
    const std::string whole = read(text_of(test.text), test.format);
    CAPTURE(test.text);
    for (std::size_t piece = 1; piece <= 20; ++piece) {
      CAPTURE(piece);
      CHECK(read(text_of(test.text, piece), test.format) == whole);
    }
  }
}

TEST_CASE("memory goes by what is kept of a file, and not by its length") {
  struct Case {
    FileFormat format;
    std::string (*made_of)(const std::string&);
  };
  const auto plain = [](const std::string& text) { return text; };
  for (const auto& test :
       {Case{FileFormat::csv, plain}, Case{FileFormat::json, plain},
        Case{FileFormat::json_lines, plain}, Case{FileFormat::csv, tests::packed},
        Case{FileFormat::csv, marked_utf16}}) {
    CAPTURE(test.format);
    std::optional<tests::TemporaryFile> file;
    file.emplace(test.made_of(large(test.format)));
    const std::size_t before = heap_in_use();
    std::size_t most = before;
    Notes notes;
    const auto text = open_text(file->path(), {.bytes_max = std::size_t{100} << 20}, notes,
                                Deadline::clock::now() + std::chrono::seconds{60});
    REQUIRE(text.has_value());
    CHECK(text->format == test.format);
    CHECK(text->bytes > 16'000'000);
    const Source source{.name = "f", .format = text->format};
    std::size_t rows = 0;
    const auto done = read_rows(text->text, source, columns, notes, [&](Row&) -> Result<void> {
      ++rows;
      most = std::max(most, heap_in_use());
      return {};
    });
    CHECK(done.has_value());
    CHECK(rows == 4'000);
    CHECK(most - before < 6'000'000);
  }
}

TEST_CASE("what is too long for one row, and keys without end, are refused") {
  std::string keys = "[{";
  for (int i = 0; i < 40; ++i) keys += "\"key" + std::to_string(i) + "\": 1,\n";
  CHECK(read(text_of(keys + "\"id\": 1}]", 100), FileFormat::json) ==
        "f, line 30: 29 keys in one object and more");
  CHECK(read(text_of("id,organization\n1,\"" + std::string(5'000, 'x'), 100), FileFormat::csv) ==
        "f, line 2: a row of more than 2000 bytes; is a quote never closed?");
  CHECK(read(text_of("[{\"note\": \"" + std::string(5'000, 'x'), 100), FileFormat::json) ==
        "f, line 1: a text of more than 2000 bytes");
}

TEST_CASE("a file that is written to between two looks at it is not taken") {
  const tests::TemporaryFile file{"id,organization\n1,Acme\n"};
  Notes notes;
  const auto text = open_text(file.path(), {.bytes_max = 1'000}, notes,
                              Deadline::clock::now() + std::chrono::seconds{60});
  REQUIRE(text.has_value());
  std::ofstream{file.path(), std::ios::app} << "2,Acme\n";
  const Source source{.name = "f"};
  const auto done =
      read_rows(text->text, source, columns, notes, [](Row&) { return Result<void>{}; });
  REQUIRE_FALSE(done.has_value());
  CHECK(done.error().code == Errc::incomplete_scan);
  CHECK(done.error().context == file.path() + ": is being written to");
}

TEST_CASE("whoever is told to end reads no further, wherever it is") {
  std::string rows = "id,organization\n";
  for (int i = 0; i < 60'000; ++i) rows += std::to_string(i) + ",Acme\n";
  const tests::TemporaryFile file{rows};
  const auto deadline = Deadline::clock::now() + std::chrono::seconds{60};
  int asked = 0;
  const auto read_until = [&](int end) -> Result<void> {
    Notes notes;
    asked = 0;
    const TextRules rules{.bytes_max = rows.size(), .cancelled = [&] { return ++asked >= end; }};
    const auto text = open_text(file.path(), rules, notes, deadline);
    if (!text) return text.error();
    return read_rows(text->text, {.name = "f"}, columns, notes,
                     [](Row&) { return Result<void>{}; });
  };
  REQUIRE(read_until(1'000'000).has_value());
  const int all = asked;
  CHECK(all > 4);
  for (int end = 1; end <= all; ++end) {
    CAPTURE(end);
    const auto done = read_until(end);
    REQUIRE_FALSE(done.has_value());
    CHECK(done.error().code == Errc::cancelled);
  }
}
