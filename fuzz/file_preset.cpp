// A preset of an operator's own.

#include "file_provider/preset.hpp"
#include "fuzz.hpp"

using namespace billbyagent;
using namespace billbyagent::file_provider;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto preset = parse_preset("p", as_text(data, size));
  if (!preset) {
    must(preset.error().code == Errc::invalid_settings);
    must(preset.error().context.starts_with("preset p: "));
    return 0;
  }
  for (const auto& [ours, place] : preset->places) must(!ours.empty());
  return 0;
}
