// Where a machine belongs: its organization, its machine group, its views.

#include <algorithm>

#include "file_provider/estate_reader.hpp"
#include "file_provider/spreadsheet.hpp"

namespace billbyagent::file_provider {
namespace {

std::vector<std::string> split(std::string_view text, std::string_view separators) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const auto end = std::min(text.find_first_of(separators), text.size());
    parts.push_back(tidy(text.substr(0, end)));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

std::vector<std::string> split_at(std::string_view text, std::string_view separator) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const auto end = std::min(text.find(separator), text.size());
    parts.push_back(tidy(text.substr(0, end)));
    text.remove_prefix(std::min(end + separator.size(), text.size()));
  }
  return parts;
}

}  // namespace

Result<std::string> EstateReader::unified(const Row& row, MachineColumn column,
                                          const std::string& text, LookAlikes& known,
                                          std::string_view within) {
  if (is_rounded(text))
    return machine_fault(row, column,
                         "'" + text +
                             "' is what a spreadsheet makes of a long number; its last digits are "
                             "lost, so export it as text");
  const auto* other = known.add(text, here(row), within);
  if (!other) return text;
  const std::string both = "'" + text + "' differs from '" + other->text + "' on " +
                           shown(other->where) + " only in case, blanks or form";
  if (files_.rules.look_alikes == LookAlikeIds::refused)
    return machine_fault(row, column,
                         both + "; look_alikes says whether such are reported or merged");
  const bool merged = files_.rules.look_alikes == LookAlikeIds::merged;
  notes_.add(machine_fault(row, column, both).context +
             (merged ? ", and is taken for it" : ", and is taken for another"));
  return merged ? other->text : text;
}

Result<OrganizationId> EstateReader::organization_of(const Row& row) {
  if (!files_.rules.organization.empty())
    return machine_id<OrganizationId>(row, organization, files_.rules.organization);
  auto text = unified(row, organization, row.cells[organization], like_organizations_);
  if (!text) return text.error();
  return machine_id<OrganizationId>(row, organization, *text);
}

Result<void> EstateReader::name_organization(const Row& row, const OrganizationId& its_id) {
  const std::string& its_name = row.cells[organization_name];
  if (files_.organizations) {
    if (organizations_.contains(its_id)) return {};
    return machine_fault(row, organization,
                         "'" + its_id.text() + "' is not in " + files_.organizations->source.name);
  }
  auto& known =
      organizations_.try_emplace(its_id, Organization{its_id, its_id.text(), ""}).first->second;
  if (its_name.empty()) return {};
  const auto [at, is_new] = named_on_.emplace(its_id, here(row));
  if (is_new) known.name = its_name;
  if (known.name != its_name && likeness(known.name) != likeness(its_name))
    return machine_fault(row, organization_name,
                         "organization '" + its_id.text() + "' is called '" + known.name + "' on " +
                             shown(at->second));
  return {};
}

MachineGroupId EstateReader::add_group(MachineGroup added) {
  return groups_.emplace(added.id, added).first->first;
}

Result<std::vector<std::string>> EstateReader::steps_of(const Row& row) const {
  const std::string& separator = files_.rules.path_separator;
  const std::string& path = row.cells[group_path];
  auto steps = separator.empty() ? split(path, "/\\") : split_at(path, separator);
  if (!steps.empty() && steps.front().empty()) steps.erase(steps.begin());
  if (!steps.empty() && steps.back().empty()) steps.pop_back();
  if (std::any_of(steps.begin(), steps.end(), [](const std::string& step) { return step.empty(); }))
    return machine_fault(row, group_path, "has an empty step");
  if (steps.size() >= static_cast<std::size_t>(limits::group_depth_max))
    return machine_fault(row, group_path, "is too deep");
  return steps;
}

/// Below one group for the whole organization, one for each step of the path.
Result<MachineGroupId> EstateReader::group_of_path(const Row& row, const OrganizationId& owner) {
  const auto steps = steps_of(row);
  if (!steps) return steps.error();
  MachineGroupId at =
      add_group({MachineGroupId{owner.text()}, organizations_.at(owner).name, owner, std::nullopt});
  for (const auto& written : *steps) {
    const auto step = unified(row, group_path, written, like_groups_, at.text());
    if (!step) return step.error();
    auto id = machine_id<MachineGroupId>(row, group_path, at.text() + "/" + *step);
    if (!id) return id;
    at = add_group({*id, groups_.at(at).name + "." + *step, owner, at});
  }
  return at;
}

Result<void> EstateReader::place(const Row& row, Agent& agent) {
  const std::string& written = row.cells[group];
  if (!written.empty() && !row.cells[group_path].empty())
    return machine_fault(row, group, "either a group or a path of groups, not both");
  if (written.empty()) {
    if (files_.groups) return machine_fault(row, group, "is empty");
    auto found = group_of_path(row, agent.organization);
    if (!found) return found.error();
    agent.group = *std::move(found);
    return {};
  }
  const auto text = unified(row, group, written, like_groups_);
  if (!text) return text.error();
  auto id = machine_id<MachineGroupId>(row, group, *text);
  if (!id) return id.error();
  if (files_.groups && !groups_.contains(*id))
    return machine_fault(row, group, "'" + *text + "' is not in " + files_.groups->source.name);
  const auto& known =
      groups_.try_emplace(*id, MachineGroup{*id, *text, agent.organization, std::nullopt})
          .first->second;
  if (known.organization != agent.organization)
    return machine_fault(
        row, group, "'" + *text + "' belongs to organization '" + known.organization.text() + "'");
  agent.group = *std::move(id);
  return {};
}

Result<void> EstateReader::add_views(const Row& row, std::uint32_t agent) {
  for (const auto& written : split(row.cells[views], ";")) {
    const auto text = unified(row, views, written, like_views_);
    if (!text) return text.error();
    auto its_id = machine_id<ViewId>(row, views, *text);
    if (!its_id) return its_id.error();
    if (files_.views && !views_.contains(*its_id))
      return machine_fault(row, views, "'" + *text + "' is not in " + files_.views->source.name);
    views_.try_emplace(*its_id, View{*its_id, *text});
    auto& members = estate_.members[*its_id];
    // A row may name a view twice.
    if (members.empty() || members.back() != agent) members.push_back(agent);
  }
  return {};
}

}  // namespace billbyagent::file_provider
