#pragma once

/// What the rows of the files say: organizations, machine groups, views and agents.

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "file_provider/agent_store.hpp"
#include "file_provider/facts.hpp"
#include "file_provider/moments.hpp"
#include "file_provider/notes.hpp"
#include "file_provider/rows.hpp"

namespace billbyagent::file_provider {

struct FileText {
  Source source;
  Text text;
};

/// The machines' files, of which one at a time is open; nothing after the last.
using NextFile = std::function<Result<std::optional<FileText>>()>;

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
  NextFile next_machines;
  std::optional<FileText> organizations{};
  std::optional<FileText> groups{};
  std::optional<FileText> views{};
  MachineRules rules{};
};

struct Estate {
  std::vector<Organization> organizations;  ///< by id, as the other lists
  std::vector<MachineGroup> groups;
  std::vector<View> views;
  AgentStore agents;
  std::map<ViewId, std::vector<std::uint32_t>> members;  ///< by their numbers in `agents`
};

/// Whether the machines' file can have a column that we call so.
bool is_machine_column(std::string_view name);

/// Errors as of `make_file_provider`. `notes` receives what was passed over, guessed or recoded.
Result<Estate> read_estate(const FileTexts& files, Notes& notes);

}  // namespace billbyagent::file_provider
