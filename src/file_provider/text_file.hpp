#pragma once

/// From the bytes of a file to text that its readers understand.

#include <cstddef>
#include <string>

#include "billbyagent/adapters/file_provider.hpp"
#include "file_provider/notes.hpp"

namespace billbyagent::file_provider {

struct TextFile {
  std::string text;                     ///< UTF-8
  FileFormat format = FileFormat::csv;  ///< what was asked for, or is recognized
  Instant written{};
};

struct TextRules {
  FileFormat format = FileFormat::by_name;
  std::string encoding{};
  std::size_t bytes_max = 0;
};

/// As `read_whole`, unpacked and decoded; `protocol_error` for another kind of file.
Result<TextFile> read_text(const std::string& path, const TextRules& rules, Notes& notes,
                           Deadline deadline);

/// The format that the name says, unless the text begins like JSON.
FileFormat recognized(std::string path, std::string_view text);

}  // namespace billbyagent::file_provider
