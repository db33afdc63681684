// A page as a VSA server may send it.

#include "fuzz.hpp"
#include "kaseya_vsa/decode.hpp"

using namespace billbyagent;
using namespace billbyagent::kaseya_vsa;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto envelope = read_rows(as_text(data, size), Codec<Agent>::fields(), [](const Row& row) {
    if (const auto agent = Codec<Agent>::decode(row)) must(!agent->id.empty());
  });
  if (!envelope) must(!envelope.error().context.empty());
  return 0;
}
