#include "file_provider/gunzip.hpp"

#include <zlib.h>

#include <new>

namespace billbyagent::file_provider {
namespace {

class Unpacked final : public Pieces {
 public:
  Unpacked(std::unique_ptr<Pieces> packed, std::string name, std::size_t bytes_max)
      : packed_(std::move(packed)), name_(std::move(name)), bytes_max_(bytes_max) {
    static constexpr int gzip_only = 16 + MAX_WBITS;
    if (::inflateInit2(&stream_, gzip_only) != Z_OK) throw std::bad_alloc{};
  }
  ~Unpacked() override { ::inflateEnd(&stream_); }
  Unpacked(const Unpacked&) = delete;
  Unpacked& operator=(const Unpacked&) = delete;

  Result<std::string_view> next() override;

 private:
  /// Whether there is input, fetched where none is left.
  Result<bool> has_input();
  /// Behind a packed part: whether another one follows; a file may hold several.
  Result<bool> next_part();

  Error fault(Errc code, const std::string& what) const { return {code, name_ + ": " + what}; }

  std::unique_ptr<Pieces> packed_;
  std::string name_;
  std::size_t bytes_max_;
  std::size_t bytes_ = 0;
  std::string_view rest_;
  z_stream stream_{};
  bool part_ended_ = false;
  std::string made_;
};

Result<bool> Unpacked::has_input() {
  if (!rest_.empty()) return true;
  const auto piece = packed_->next();
  if (!piece) return piece.error();
  rest_ = *piece;
  return !rest_.empty();
}

Result<bool> Unpacked::next_part() {
  for (bool filled_up = false;; filled_up = true) {
    const auto more = has_input();
    if (!more || !*more) return more;
    if (!filled_up && rest_.front() == '\x1F') {
      ::inflateReset(&stream_);
      part_ended_ = false;
      return true;
    }
    // Tapes and some servers fill up with zeros.
    if (rest_.find_first_not_of('\0') != std::string_view::npos)
      return fault(Errc::protocol_error, "something follows the packed data");
    rest_ = {};
  }
}

Result<std::string_view> Unpacked::next() {
  static constexpr std::size_t piece = std::size_t{256} << 10;
  made_.resize(piece);
  while (true) {
    if (part_ended_) {
      const auto more = next_part();
      if (!more) return more.error();
      if (!*more) return std::string_view{};
    }
    const auto more = has_input();
    if (!more) return more.error();
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(rest_.data()));
    stream_.avail_in = static_cast<uInt>(rest_.size());
    stream_.next_out = reinterpret_cast<Bytef*>(made_.data());
    stream_.avail_out = static_cast<uInt>(made_.size());
    const int said = ::inflate(&stream_, Z_NO_FLUSH);
    rest_.remove_prefix(rest_.size() - stream_.avail_in);
    part_ended_ = said == Z_STREAM_END;
    if (said == Z_BUF_ERROR && !*more)
      return fault(Errc::incomplete_scan, "the packed data does not end; was the file cut off?");
    if (said != Z_OK && said != Z_STREAM_END && said != Z_BUF_ERROR)
      return fault(Errc::protocol_error, "the packed data is damaged");
    const std::size_t made = made_.size() - stream_.avail_out;
    bytes_ += made;
    if (bytes_ > bytes_max_)
      return fault(Errc::out_of_range,
                   "more than " + std::to_string(bytes_max_) + " bytes when unpacked");
    if (made > 0) return std::string_view{made_}.substr(0, made);
  }
}

}  // namespace

bool is_gzip(std::string_view bytes) { return bytes.starts_with("\x1F\x8B"); }

std::unique_ptr<Pieces> gunzip(std::unique_ptr<Pieces> packed, std::string name,
                               std::size_t bytes_max) {
  return std::make_unique<Unpacked>(std::move(packed), std::move(name), bytes_max);
}

}  // namespace billbyagent::file_provider
