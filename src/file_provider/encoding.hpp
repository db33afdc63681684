#pragma once

/// Text of any encoding as UTF-8.

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "billbyagent/base/result.hpp"
#include "file_provider/pieces.hpp"

namespace billbyagent::file_provider {

struct Encoding {
  std::string name = "UTF-8";  ///< as iconv knows it
  bool guessed = false;        ///< neither told nor marked by the file itself
};

/// Finds the encoding of a text that is handed to it piece by piece: by the byte order mark, else
/// UTF-8, else Windows-1252 where no byte speaks against it.
class EncodingFinder {
 public:
  void take(std::string_view piece);
  /// After the last piece. `protocol_error`, for an error of the file, naming the line that is no
  /// UTF-8 where it can be nothing else either.
  Result<Encoding> found() const;

 private:
  void look_at(std::string_view bytes, bool more);

  std::string first_;  ///< the first bytes
  std::size_t bytes_ = 0;
  std::string open_;      ///< the begin of a character that goes on in the next piece
  std::size_t line_ = 1;  ///< until `bad_line_` is known
  std::optional<std::size_t> bad_line_;
  bool has_utf8_ = false;  ///< characters of several bytes
  bool has_nul_ = false;
  bool no_windows_1252_ = false;
};

/// The text in UTF-8 without a mark. `protocol_error` naming the line of `name` that is none of the
/// encoding.
std::unique_ptr<Pieces> to_utf8(std::unique_ptr<Pieces> bytes, const std::string& encoding,
                                std::string name);

/// Text in UTF-8 without the byte order mark that it may begin with; other bytes as they are.
std::unique_ptr<Pieces> without_mark(std::unique_ptr<Pieces> bytes);

/// Whether text can be read of it.
bool is_encoding(const std::string& name);

}  // namespace billbyagent::file_provider
