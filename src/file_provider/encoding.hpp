#pragma once

/// Text of any encoding as UTF-8.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "billbyagent/base/result.hpp"

namespace billbyagent::file_provider {

struct Decoded {
  std::string text;      ///< UTF-8 without a byte order mark
  std::string encoding;  ///< what it was
  bool guessed = false;  ///< neither told nor marked by the file itself
};

/// `encoding`: as iconv knows it; empty: found by the byte order mark, else UTF-8, else
/// Windows-1252 where no byte speaks against it. `protocol_error` naming the line that is none of
/// it or has a NUL, `out_of_range` for more than `bytes_max`.
Result<Decoded> to_utf8(std::string bytes, const std::string& encoding, std::size_t bytes_max);

/// Whether text can be read of it.
bool is_encoding(const std::string& name);

/// Where the text is no UTF-8 begins, or nothing.
std::optional<std::size_t> find_bad_utf8(std::string_view text);

}  // namespace billbyagent::file_provider
