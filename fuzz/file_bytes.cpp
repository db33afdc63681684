// The bytes of a file before anything is known of it: packed or not, in some encoding.

#include "file_provider/encoding.hpp"
#include "file_provider/gunzip.hpp"
#include "file_provider/kind.hpp"
#include "file_provider/text_file.hpp"
#include "file_provider/text_form.hpp"
#include "fuzz.hpp"

using namespace billbyagent;
using namespace billbyagent::file_provider;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static constexpr std::size_t bytes_max = 100'000;
  std::string bytes{as_text(data, size)};
  if (is_gzip(bytes)) {
    const auto unpacked =
        gunzip(bytes, bytes_max, Deadline::clock::now() + std::chrono::seconds{60});
    if (!unpacked) return 0;
    must(unpacked->size() <= bytes_max);
    bytes = *unpacked;
  }
  if (other_kind(bytes)) return 0;
  const auto decoded = to_utf8(bytes, "", bytes_max);
  if (!decoded) {
    must(decoded.error().context.starts_with(",") || decoded.error().context.starts_with(":"));
    return 0;
  }
  must(!find_bad_utf8(decoded->text));
  recognized("f", decoded->text);
  const std::string tidied = tidy(decoded->text);
  must(!find_bad_utf8(tidied) && tidy(tidied) == tidied);
  must(likeness(likeness(tidied)) == likeness(tidied));
  return 0;
}
