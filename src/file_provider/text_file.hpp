#pragma once

/// From the bytes of a file to text that its readers understand.

#include <cstddef>
#include <functional>
#include <optional>
#include <string>

#include "billbyagent/adapters/file_provider.hpp"
#include "file_provider/notes.hpp"
#include "file_provider/pieces.hpp"

namespace billbyagent::file_provider {

struct TextFile {
  Text text;                            ///< UTF-8; keeps the file open
  std::size_t bytes = 0;                ///< of the text
  FileFormat format = FileFormat::csv;  ///< what was asked for, or is recognized
  Instant written{};
};

struct TextRules {
  FileFormat format = FileFormat::by_name;
  std::string encoding{};
  std::size_t bytes_max = 0;  ///< of the file, unpacked and as UTF-8 too
  std::function<bool()> cancelled{};
};

/// Reads the file once, to see what it is and that all of it is text. `unreachable`, `forbidden`,
/// `out_of_range`, `incomplete_scan` when it is cut off or written to meanwhile, `timed_out`,
/// `cancelled`, `protocol_error` for another kind of file, damage, and text that is none.
Result<TextFile> open_text(const std::string& path, const TextRules& rules, Notes& notes,
                           Deadline deadline);

/// What a text shows of its format.
class Shape {
 public:
  void take(std::string_view piece);
  /// The format that the name says, unless the text begins like JSON.
  FileFormat format(std::string path) const;

 private:
  std::optional<char> first_;  ///< that is no blank
  bool first_line_ended_ = false;
  std::optional<char> last_of_line_;  ///< of the first line, that is no blank
  std::optional<char> second_;        ///< that is no blank, and on a later line
};

}  // namespace billbyagent::file_provider
