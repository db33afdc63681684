#pragma once

/// What the rows of the files say: organizations, machine groups, views and agents.

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "file_provider/rows.hpp"

namespace billbyagent::file_provider {

/// A file that was read.
struct FileText {
  Source source;
  std::string text;
};

/// Those that the settings name.
struct FileTexts {
  FileText machines;
  std::optional<FileText> organizations;
  std::optional<FileText> groups;
  std::optional<FileText> views;
};

struct Estate {
  std::vector<Organization> organizations;  ///< by id, as the other lists
  std::vector<MachineGroup> groups;
  std::vector<View> views;
  std::vector<Agent> agents;  ///< in the order of the file
  std::map<ViewId, std::set<AgentId>> members;
};

/// Whether the machines' file can have a column that we call so.
bool is_machine_column(std::string_view name);

/// Errors as of `make_file_provider`.
Result<Estate> read_estate(const FileTexts& files);

}  // namespace billbyagent::file_provider
