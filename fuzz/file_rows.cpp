// An export as a file provider may find it, in each format, strictly and leniently read.

#include "file_provider/estate.hpp"
#include "fuzz.hpp"

using namespace billbyagent;
using namespace billbyagent::file_provider;

namespace {

void read(const std::string& text, FileFormat format, bool lenient) {
  FileText file{{.name = "f", .format = format}, text};
  FileTexts files;
  if (lenient) {
    file.source.places = {{"organization", Place{{"client.name", "Customer", "organization"}}},
                          {"id", Place{{"{id}/{name}", "id"}}},
                          {"state", Place{{"Status"}, false}},
                          {"views", Place{}}};
    file.source.incomplete_rows = IncompleteRows::left_out;
    file.source.totals_rows = TotalsRows::left_out;
    file.source.told_totals = ToldTotals::ignored;
    file.source.cells_max = 50;
    files.rules.look_alikes = LookAlikeIds::merged;
    files.rules.moments = MomentReader{Zone{}, DateOrder::day_first};
    files.rules.words = Words{{{"state", {{"*", "offline"}}}}};
  }
  files.machines.push_back(file);
  Notes notes;
  const auto estate = read_estate(files, notes);
  if (!estate) {
    must(estate.error().context.starts_with("f"));
    return;
  }
  for (const auto& page : estate->pages)
    for (const auto& agent : page)
      must(!agent.id.empty() && !agent.organization.empty() && !agent.group.empty());
  must(GroupTree::build(estate->groups).has_value());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text{as_text(data, size)};
  for (const auto format : {FileFormat::csv, FileFormat::json_lines, FileFormat::json})
    for (const bool lenient : {false, true}) read(text, format, lenient);
  return 0;
}
