// An export as a file provider may find it, in each format, strictly and leniently read.

#include <utility>

#include "file_provider/estate.hpp"
#include "fuzz.hpp"

using namespace billbyagent;
using namespace billbyagent::file_provider;

namespace {

/// Everything that the reading says.
std::string read(const std::string& text, std::size_t piece, FileFormat format, bool lenient) {
  FileText file{{.name = "f", .format = format}, text_of(text, piece)};
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
  files.next_machines = [&, done = false]() mutable -> Result<std::optional<FileText>> {
    if (std::exchange(done, true)) return std::optional<FileText>{};
    return std::optional{file};
  };
  Notes notes;
  const auto estate = read_estate(files, notes);
  if (!estate) {
    must(estate.error().context.starts_with("f"));
    return estate.error().context;
  }
  std::string said;
  for (std::uint32_t number = 0; number < estate->agents.size(); ++number) {
    const Agent agent = estate->agents.at(number);
    must(!agent.id.empty() && !agent.organization.empty() && !agent.group.empty());
    said += agent.id.text() + '\0' + agent.organization.text() + '\0' + agent.group.text() + '\0' +
            agent.name + '\0' + agent.serial_number + '\0' + agent.operating_system + '\0';
  }
  must(GroupTree::build(estate->groups).has_value());
  for (const auto& note : notes.texts()) said += note + '\n';
  return said;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text{as_text(data, size)};
  for (const auto format : {FileFormat::csv, FileFormat::json_lines, FileFormat::json})
    for (const bool lenient : {false, true}) {
      const std::string said = read(text, text.npos, format, lenient);
      // In which pieces the text comes makes no difference.
      const std::size_t piece = 1 + size % 7;
      must(read(text, piece, format, lenient) == said);
    }
  return 0;
}
