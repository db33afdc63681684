#pragma once

/// Bytes of files that are not plain text.

#include <zlib.h>

#include <stdexcept>
#include <string>

namespace billbyagent::tests {

/// By gzip.
inline std::string packed(const std::string& text) {
  z_stream stream{};
  static constexpr int gzip_only = 16 + MAX_WBITS;
  if (deflateInit2(&stream, 9, Z_DEFLATED, gzip_only, 9, Z_DEFAULT_STRATEGY) != Z_OK)
    throw std::runtime_error{"deflateInit2"};
  std::string made(deflateBound(&stream, text.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(made.data());
  stream.avail_out = static_cast<uInt>(made.size());
  const bool done = deflate(&stream, Z_FINISH) == Z_STREAM_END;
  made.resize(stream.total_out);
  deflateEnd(&stream);
  if (!done) throw std::runtime_error{"deflate"};
  return made;
}

/// UTF-16 without a mark.
inline std::string utf16(const std::string& ascii, bool big) {
  std::string made;
  for (const char c : ascii) made += big ? std::string{'\0', c} : std::string{c, '\0'};
  return made;
}

}  // namespace billbyagent::tests
