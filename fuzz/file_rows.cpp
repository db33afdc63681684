// An export as a file provider may find it, in either format.

#include "file_provider/estate.hpp"
#include "fuzz.hpp"

using namespace billbyagent;
using namespace billbyagent::file_provider;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  for (const auto format : {FileFormat::csv, FileFormat::json_lines}) {
    FileTexts files;
    files.machines.source.name = "f";
    files.machines.source.format = format;
    files.machines.text = as_text(data, size);
    const auto estate = read_estate(files);
    if (!estate) {
      must(estate.error().context.starts_with("f"));
      continue;
    }
    for (const auto& agent : estate->agents)
      must(!agent.id.empty() && !agent.organization.empty() && !agent.group.empty());
    must(GroupTree::build(estate->groups).has_value());
  }
  return 0;
}
