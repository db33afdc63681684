// The provider of files: the suite, on CSV and on JSON lines.

#include "billbyagent/adapters/file_provider.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>

#include "billbyagent/conformance/provider.hpp"
#include "conformance/subjects.hpp"

using namespace billbyagent;
using namespace billbyagent::conformance;

namespace {

/// A folder with the files of an estate.
class Export {
 public:
  Export(const Estate& estate, bool json) : json_(json) {
    std::string name = (std::filesystem::temp_directory_path() / "export-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
    folder_ = name;
    for (const auto& each : estate.organizations)
      rows_.push_back({each.id.text(), each.name, each.reference});
    write("organizations", {"id", "name", "reference"});
    for (const auto& each : estate.groups)
      rows_.push_back({each.id.text(), each.name, each.organization.text(),
                       each.parent ? each.parent->text() : ""});
    write("groups", {"id", "name", "organization", "parent"});
    for (const auto& each : estate.views) rows_.push_back({each.first.id.text(), each.first.name});
    write("views", {"id", "name"});
    for (const auto& agent : estate.agents) rows_.push_back(row_of(estate, agent));
    write("machines", columns);
    repeated_ = row_of(estate, estate.agents.front());
  }
  Export(const Export&) = delete;
  Export& operator=(const Export&) = delete;
  ~Export() { std::filesystem::remove_all(folder_); }

  std::string path(const std::string& name) const {
    return (folder_ / (name + (json_ ? ".jsonl" : ".csv"))).string();
  }
  FileProviderOptions options() const {
    FileProviderOptions options;
    options.machines = path("machines");
    options.organizations = path("organizations");
    options.groups = path("groups");
    options.views = path("views");
    return options;
  }
  void remove_all() { std::filesystem::remove(path("machines")); }
  void repeat_an_agent() {
    std::ofstream{path("machines"), std::ios::app} << line(columns, repeated_);
  }

 private:
  using Cells = std::vector<std::string>;
  inline static const Cells columns{"id",
                                    "name",
                                    "organization",
                                    "group",
                                    "state",
                                    "operating_system",
                                    "views",
                                    "first_seen",
                                    "last_seen",
                                    "serial_number",
                                    "mac_address",
                                    "device_type",
                                    "marked_for_deletion",
                                    "ephemeral"};

  static Cells row_of(const Estate& estate, const Agent& agent) {
    std::string views;
    for (const auto& [view, members] : estate.views)
      if (members.contains(agent.id)) views += (views.empty() ? "" : ";") + view.id.text();
    return {agent.id.text(),
            agent.name,
            agent.organization.text(),
            agent.group.text(),
            std::string{to_string(agent.state)},
            agent.operating_system,
            views,
            agent.first_seen ? to_string(*agent.first_seen) : "",
            agent.last_seen ? to_string(*agent.last_seen) : "",
            agent.serial_number,
            agent.mac_address,
            agent.device_type,
            agent.marked_for_deletion ? "true" : "",
            agent.ephemeral ? "true" : "false"};
  }
  std::string line(const Cells& names, const Cells& cells) const {
    std::string text;
    for (std::size_t i = 0; i < cells.size(); ++i)
      text += (i > 0 ? "," : "") + (json_ ? "\"" + names[i] + "\":" : "") + "\"" + cells[i] + "\"";
    return (json_ ? "{" + text + "}" : text) + "\n";
  }
  void write(const std::string& name, const Cells& names) {
    std::ofstream file{path(name)};
    for (std::size_t i = 0; !json_ && i < names.size(); ++i) file << (i > 0 ? "," : "") << names[i];
    if (!json_) file << "\r\n";
    for (const auto& cells : rows_) file << line(names, cells);
    rows_.clear();
  }

  bool json_;
  std::filesystem::path folder_;
  std::vector<Cells> rows_;
  Cells repeated_;
};

ProviderUnderTest under_test(const Estate& estate, bool json) {
  const auto files = std::make_shared<Export>(estate, json);
  ProviderQuirks quirks;
  quirks.break_down = [files] { files->remove_all(); };
  quirks.repeat_an_agent = [files] { files->repeat_an_agent(); };
  return {files, make_file_provider(files->options()).value(), quirks};
}

const tests::Subject csv{[] {
  return provider_suite("CSV", [](const Estate& estate) { return under_test(estate, false); });
}};

const tests::Subject json_lines{[] {
  return provider_suite("JSON lines",
                        [](const Estate& estate) { return under_test(estate, true); });
}};

}  // namespace
