// The bytes of a file before anything is known of it: packed or not, in some encoding.

#include "file_provider/encoding.hpp"
#include "file_provider/gunzip.hpp"
#include "file_provider/kind.hpp"
#include "file_provider/text_file.hpp"
#include "file_provider/text_form.hpp"
#include "fuzz.hpp"
#include "text/characters.hpp"

using namespace billbyagent;
using namespace billbyagent::file_provider;

namespace {

constexpr std::size_t bytes_max = 100'000;

/// All of it, or the error.
Result<std::string> whole(Pieces& pieces) {
  std::string text;
  while (true) {
    const auto piece = pieces.next();
    if (!piece) return piece.error();
    if (piece->empty()) return text;
    text += *piece;
  }
}

struct Seen {
  std::string encoding{};  ///< or why there is none
  std::string text{};      ///< or why there is none
  bool is_text = false;
  friend bool operator==(const Seen&, const Seen&) = default;
};

Seen look_at(std::string_view bytes, std::size_t piece) {
  std::unique_ptr<Pieces> pieces = std::make_unique<MemoryPieces>(bytes, piece);
  if (is_gzip(bytes)) pieces = gunzip(std::move(pieces), "f", bytes_max);
  const auto unpacked = whole(*without_mark(std::move(pieces)));
  if (!unpacked) return {.text = unpacked.error().context};
  must(unpacked->size() <= bytes_max || !is_gzip(bytes));
  EncodingFinder finder;
  Shape shape;
  for (std::size_t at = 0; at < unpacked->size(); at += piece) {
    finder.take(std::string_view{*unpacked}.substr(at, piece));
    shape.take(std::string_view{*unpacked}.substr(at, piece));
    if (piece == std::string::npos) break;
  }
  const std::string format{to_string(shape.format("f"))};
  const auto found = finder.found();
  if (!found) return {.encoding = found.error().context + format};
  if (found->name == "UTF-8") return {"UTF-8" + format, *unpacked, true};
  const auto text =
      whole(*to_utf8(std::make_unique<MemoryPieces>(*unpacked, piece), found->name, "f"));
  return {found->name, text ? *text : text.error().context, text.has_value()};
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto bytes = as_text(data, size);
  const Seen seen = look_at(bytes, bytes.npos);
  // In which pieces the bytes come makes no difference.
  must(look_at(bytes, 1 + size % 7) == seen);
  if (!seen.is_text) return 0;
  other_kind(seen.text);
  must(!text::find_bad_utf8(seen.text));
  const std::string tidied = tidy(seen.text);
  must(!text::find_bad_utf8(tidied) && tidy(tidied) == tidied);
  must(likeness(likeness(tidied)) == likeness(tidied));
  return 0;
}
