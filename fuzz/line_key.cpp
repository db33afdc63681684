// Line keys as text, as a person gives them to `explain`.

#include "billbyagent/domain/line_item.hpp"
#include "fuzz.hpp"

using namespace billbyagent;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto key = parse_line_key(as_text(data, size));
  if (!key) return 0;
  const auto again = parse_line_key(to_string(*key));
  must(again && *again == *key);
  return 0;
}
