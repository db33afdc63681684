#include "file_provider/gunzip.hpp"

#include <zlib.h>

#include <algorithm>
#include <limits>
#include <new>

namespace billbyagent::file_provider {
namespace {

class Inflation {
 public:
  explicit Inflation(std::string_view bytes) : rest_(bytes) {
    static constexpr int gzip_only = 16 + MAX_WBITS;
    if (::inflateInit2(&stream_, gzip_only) != Z_OK) throw std::bad_alloc{};
  }
  ~Inflation() { ::inflateEnd(&stream_); }
  Inflation(const Inflation&) = delete;
  Inflation& operator=(const Inflation&) = delete;

  /// Appends to `text` until it has `size_max` bytes; answers zlib's word for how it went.
  int append(std::string& text, std::size_t size_max) {
    const std::size_t had = text.size();
    text.resize(size_max);
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(rest_.data()));
    stream_.avail_in = bounded(rest_.size());
    stream_.next_out = reinterpret_cast<Bytef*>(text.data() + had);
    stream_.avail_out = bounded(size_max - had);
    const auto offered_in = stream_.avail_in;
    const auto offered_out = stream_.avail_out;
    const int said = ::inflate(&stream_, Z_NO_FLUSH);
    rest_.remove_prefix(offered_in - stream_.avail_in);
    text.resize(had + (offered_out - stream_.avail_out));
    return said;
  }
  /// Whether another packed part follows the one that ended; a file may hold several.
  bool next_part() { return is_gzip(rest_) && ::inflateReset(&stream_) == Z_OK; }
  std::string_view rest() const noexcept { return rest_; }

 private:
  static uInt bounded(std::size_t size) {
    return static_cast<uInt>(std::min<std::size_t>(size, std::numeric_limits<uInt>::max()));
  }
  z_stream stream_{};
  std::string_view rest_;
};

}  // namespace

bool is_gzip(std::string_view bytes) { return bytes.starts_with("\x1F\x8B"); }

Result<std::string> gunzip(std::string_view bytes, std::size_t bytes_max, Deadline deadline) {
  static constexpr std::size_t step = std::size_t{1} << 20;
  Inflation inflation{bytes};
  std::string text;
  while (true) {
    if (deadline < Deadline::clock::now()) return Error{Errc::timed_out, ""};
    const int said = inflation.append(text, std::min(text.size() + step, bytes_max + 1));
    if (text.size() > bytes_max)
      return Error{Errc::out_of_range,
                   "more than " + std::to_string(bytes_max) + " bytes when unpacked"};
    if (said == Z_STREAM_END) {
      if (inflation.next_part()) continue;
      // Tapes and some servers fill up with zeros.
      if (inflation.rest().find_first_not_of('\0') != std::string_view::npos)
        return Error{Errc::protocol_error, "something follows the packed data"};
      return text;
    }
    if (said == Z_BUF_ERROR)  // no progress: all input is taken
      return Error{Errc::incomplete_scan, "the packed data does not end; was the file cut off?"};
    if (said != Z_OK) return Error{Errc::protocol_error, "the packed data is damaged"};
  }
}

}  // namespace billbyagent::file_provider
