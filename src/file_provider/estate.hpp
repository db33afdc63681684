#pragma once

/// What the rows of the files say: organizations, machine groups, views and agents.

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "file_provider/facts.hpp"
#include "file_provider/moments.hpp"
#include "file_provider/notes.hpp"
#include "file_provider/rows.hpp"

namespace billbyagent::file_provider {

/// A file that was read, in UTF-8.
struct FileText {
  Source source;
  std::string text;
};

/// How machines are told of.
struct MachineRules {
  std::string organization{};  ///< of all machines; empty: a column tells
  Words words{};
  MomentReader moments{Zone{}, std::nullopt};
  bool zone_known = false;       ///< where times without a zone are from
  std::string path_separator{};  ///< between the steps of a path; empty: `/` and `\`
  LookAlikeIds look_alikes = LookAlikeIds::refused;
};

/// Those that the settings name.
struct FileTexts {
  std::vector<FileText> machines;
  std::optional<FileText> organizations{};
  std::optional<FileText> groups{};
  std::optional<FileText> views{};
  MachineRules rules{};
};

struct Estate {
  std::vector<Organization> organizations;  ///< by id, as the other lists
  std::vector<MachineGroup> groups;
  std::vector<View> views;
  /// In the order of the files, some thousands at a time: a list that grows as one would need twice
  /// its room.
  std::vector<std::vector<Agent>> pages;
  std::map<ViewId, std::set<AgentId>> members;
};

/// Whether the machines' file can have a column that we call so.
bool is_machine_column(std::string_view name);

/// Errors as of `make_file_provider`. `notes` receives what was passed over, guessed or recoded.
Result<Estate> read_estate(const FileTexts& files, Notes& notes);

}  // namespace billbyagent::file_provider
