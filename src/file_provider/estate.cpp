#include "file_provider/estate.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace billbyagent::file_provider {
namespace {

enum MachineColumn : std::size_t {
  id,
  name,
  organization,
  organization_name,
  group,
  group_path,
  state,
  operating_system,
  device_type,
  serial_number,
  mac_address,
  first_seen,
  last_seen,
  marked_for_deletion,
  ephemeral,
  views,
};
constexpr std::array machine_columns{Column{"id", true},
                                     Column{"name"},
                                     Column{"organization", true},
                                     Column{"organization_name"},
                                     Column{"group"},
                                     Column{"group_path"},
                                     Column{"state"},
                                     Column{"operating_system"},
                                     Column{"device_type"},
                                     Column{"serial_number"},
                                     Column{"mac_address"},
                                     Column{"first_seen"},
                                     Column{"last_seen"},
                                     Column{"marked_for_deletion"},
                                     Column{"ephemeral"},
                                     Column{"views"}};
constexpr std::array organization_columns{Column{"id", true}, Column{"name"}, Column{"reference"}};
constexpr std::array group_columns{Column{"id", true}, Column{"name"}, Column{"organization", true},
                                   Column{"parent"}};
constexpr std::array view_columns{Column{"id", true}, Column{"name"}};

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const auto end = std::min(text.find(separator), text.size());
    parts.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

/// `2026-06-01`, `2026-06-01T08:30:00Z`, with a fraction of the second or without.
std::optional<Instant> parse_moment(std::string_view text) {
  const auto date = Date::parse(text.substr(0, 10));
  if (!date) return std::nullopt;
  const Instant midnight{std::int64_t{date->epoch_days()} * day_ms};
  if (text.size() == 10) return midnight;
  if (text.size() < 20 || (text[10] != 'T' && text[10] != ' ') || text[13] != ':' ||
      text[16] != ':' || text.back() != 'Z')
    return std::nullopt;
  const auto number = [&](std::size_t at, std::size_t length) {
    int value = -1;
    const auto* end = text.data() + at + length;
    const auto read = std::from_chars(text.data() + at, end, value);
    return read.ec == std::errc{} && read.ptr == end ? value : -1;
  };
  const int hour = number(11, 2);
  const int minute = number(14, 2);
  const int second = number(17, 2);
  const std::string fraction{text.substr(19, text.size() - 20)};
  const bool is_fraction =
      fraction.empty() || (fraction.size() >= 2 && fraction[0] == '.' &&
                           fraction.find_first_not_of("0123456789", 1) == std::string::npos);
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60 ||
      !is_fraction)
    return std::nullopt;
  const std::string ms = fraction.empty() ? "000" : (fraction.substr(1) + "00").substr(0, 3);
  return Instant{midnight.ms + ((hour * 60 + minute) * 60 + second) * 1'000 + std::stoi(ms)};
}

/// Makes the estate row by row; `fault` tells which row and column would not do.
class Reader {
 public:
  explicit Reader(const FileTexts& files) : files_(files) {}
  Result<Estate> read();

 private:
  Result<void> read_organizations();
  Result<void> read_groups();
  Result<void> read_views();
  Result<void> read_machine(const Row& row);
  Result<void> place(const Row& row, Agent& agent);
  Result<void> add_organization(const Row& row, const OrganizationId& organization);
  Result<MachineGroupId> group_of_path(const Row& row, const OrganizationId& organization);
  Result<void> add_views(const Row& row, const AgentId& agent);
  MachineGroupId add_group(MachineGroup group);

  Error fault(const FileText& file, const Row& row, std::string_view column,
              const std::string& what, Errc code = Errc::protocol_error) const {
    const auto theirs = file.source.columns.find(std::string{column});
    return {code, file.source.name + ", line " + std::to_string(row.line) + ", column " +
                      (theirs == file.source.columns.end() ? std::string{column} : theirs->second) +
                      ": " + what};
  }
  Error machine_fault(const Row& row, MachineColumn column, const std::string& what,
                      Errc code = Errc::protocol_error) const {
    return fault(files_.machines, row, machine_columns[column].name, what, code);
  }
  template <class IdType>
  Result<IdType> parsed(const FileText& file, const Row& row, std::string_view column,
                        std::string_view text) const {
    auto parsed = IdType::parse(text);
    if (!parsed) return fault(file, row, column, parsed.error().context);
    return parsed;
  }
  /// Reads the rows of a list, whose first column is the id; `add` takes each.
  template <class IdType, class Columns, class Add>
  Result<void> read_list(const FileText& file, const Columns& columns, Add add);

  const FileTexts& files_;
  std::map<OrganizationId, Organization> organizations_;
  std::map<OrganizationId, std::size_t> named_on_;  ///< the line that gave its name
  std::map<MachineGroupId, MachineGroup> groups_;
  std::map<ViewId, View> views_;
  std::map<AgentId, std::size_t> line_of_;
  Estate estate_;
};

template <class IdType, class Columns, class Add>
Result<void> Reader::read_list(const FileText& file, const Columns& columns, Add add) {
  auto rows = read_rows(file.text, file.source, columns);
  if (!rows) return rows.error();
  std::map<IdType, std::size_t> lines;
  for (const auto& row : *rows) {
    auto id = parsed<IdType>(file, row, columns[0].name, row.cells[0]);
    if (!id) return id.error();
    const auto [at, is_new] = lines.emplace(*id, row.line);
    if (!is_new)
      return fault(file, row, columns[0].name,
                   "'" + id->text() + "' is on line " + std::to_string(at->second) + " too",
                   Errc::incomplete_scan);
    const std::string& name = row.cells[1].empty() ? id->text() : row.cells[1];
    if (auto added = add(row, *std::move(id), name); !added) return added;
  }
  return {};
}

Result<void> Reader::read_organizations() {
  if (!files_.organizations) return {};
  return read_list<OrganizationId>(
      *files_.organizations, organization_columns,
      [&](const Row& row, const OrganizationId& id, const std::string& name) -> Result<void> {
        organizations_.emplace(id, Organization{id, name, row.cells[2]});
        return {};
      });
}

Result<void> Reader::read_groups() {
  if (!files_.groups) return {};
  const FileText& file = *files_.groups;
  std::vector<std::pair<Row, MachineGroupId>> children;
  auto read = read_list<MachineGroupId>(
      file, group_columns,
      [&](const Row& row, const MachineGroupId& id, const std::string& name) -> Result<void> {
        MachineGroup group{id, name, {}, std::nullopt};
        auto owner = parsed<OrganizationId>(file, row, "organization", row.cells[2]);
        if (!owner) return owner.error();
        group.organization = *std::move(owner);
        if (files_.organizations && !organizations_.contains(group.organization))
          return fault(file, row, "organization",
                       "'" + row.cells[2] + "' is not in " + files_.organizations->source.name);
        if (!row.cells[3].empty()) {
          auto parent = parsed<MachineGroupId>(file, row, "parent", row.cells[3]);
          if (!parent) return parent.error();
          children.emplace_back(row, *parent);
          group.parent = *std::move(parent);
        }
        organizations_.try_emplace(group.organization,
                                   Organization{group.organization, group.organization.text(), ""});
        groups_.emplace(id, std::move(group));
        return {};
      });
  if (!read) return read;
  for (const auto& [row, parent] : children)
    if (!groups_.contains(parent))
      return fault(file, row, "parent", "there is no group '" + parent.text() + "'");
  return {};
}

Result<void> Reader::read_views() {
  if (!files_.views) return {};
  return read_list<ViewId>(
      *files_.views, view_columns,
      [&](const Row&, const ViewId& id, const std::string& name) -> Result<void> {
        views_.emplace(id, View{id, name});
        return {};
      });
}

Result<void> Reader::add_organization(const Row& row, const OrganizationId& id) {
  const std::string& its_name = row.cells[organization_name];
  if (files_.organizations) {
    if (organizations_.contains(id)) return {};
    return machine_fault(row, organization,
                         "'" + id.text() + "' is not in " + files_.organizations->source.name);
  }
  auto& known = organizations_.try_emplace(id, Organization{id, id.text(), ""}).first->second;
  if (its_name.empty()) return {};
  const auto [at, is_new] = named_on_.emplace(id, row.line);
  if (!is_new && known.name != its_name)
    return machine_fault(row, organization_name,
                         "organization '" + id.text() + "' is called '" + known.name +
                             "' on line " + std::to_string(at->second));
  known.name = its_name;
  return {};
}

MachineGroupId Reader::add_group(MachineGroup added) {
  return groups_.emplace(added.id, added).first->first;
}

/// Below one group for the whole organization, one for each step of the path.
Result<MachineGroupId> Reader::group_of_path(const Row& row, const OrganizationId& owner) {
  MachineGroupId at =
      add_group({MachineGroupId{owner.text()}, organizations_.at(owner).name, owner, std::nullopt});
  int depth = 0;
  for (const auto& step : split(row.cells[group_path], '/')) {
    if (step.empty()) return machine_fault(row, group_path, "has an empty step");
    if (++depth >= limits::group_depth_max) return machine_fault(row, group_path, "is too deep");
    auto id = parsed<MachineGroupId>(files_.machines, row, "group_path", at.text() + "/" + step);
    if (!id) return id;
    at = add_group({*id, groups_.at(at).name + "." + step, owner, at});
  }
  return at;
}

Result<void> Reader::place(const Row& row, Agent& agent) {
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
  auto id = parsed<MachineGroupId>(files_.machines, row, "group", written);
  if (!id) return id.error();
  if (files_.groups && !groups_.contains(*id))
    return machine_fault(row, group, "'" + written + "' is not in " + files_.groups->source.name);
  const auto& known =
      groups_.try_emplace(*id, MachineGroup{*id, written, agent.organization, std::nullopt})
          .first->second;
  if (known.organization != agent.organization)
    return machine_fault(
        row, group,
        "'" + written + "' belongs to organization '" + known.organization.text() + "'");
  agent.group = *std::move(id);
  return {};
}

Result<void> Reader::add_views(const Row& row, const AgentId& agent) {
  for (const auto& text : split(row.cells[views], ';')) {
    auto id = parsed<ViewId>(files_.machines, row, "views", text);
    if (!id) return id.error();
    if (files_.views && !views_.contains(*id))
      return machine_fault(row, views, "'" + text + "' is not in " + files_.views->source.name);
    views_.try_emplace(*id, View{*id, text});
    estate_.members[*id].insert(agent);
  }
  return {};
}

Result<AgentState> parse_state(const std::string& text) {
  using enum AgentState;
  if (text.empty()) return offline;
  for (const auto known : {online, offline, suspended, never_checked_in, template_account})
    if (to_string(known) == text) return known;
  return Error{Errc::protocol_error, "'" + text +
                                         "' is none of online, offline, suspended, "
                                         "never_checked_in, template_account"};
}

Result<void> Reader::read_machine(const Row& row) {
  auto read_id = parsed<AgentId>(files_.machines, row, "id", row.cells[id]);
  if (!read_id) return read_id.error();
  const auto [at, is_new] = line_of_.emplace(*read_id, row.line);
  if (!is_new)
    return machine_fault(
        row, id, "'" + row.cells[id] + "' is on line " + std::to_string(at->second) + " too",
        Errc::incomplete_scan);
  auto owner =
      parsed<OrganizationId>(files_.machines, row, "organization", row.cells[organization]);
  if (!owner) return owner.error();
  if (auto added = add_organization(row, *owner); !added) return added;
  auto read_state = parse_state(row.cells[state]);
  if (!read_state) return machine_fault(row, state, read_state.error().context);
  Agent agent;
  agent.id = *std::move(read_id);
  agent.name = row.cells[name].empty() ? agent.id.text() : row.cells[name];
  agent.organization = *std::move(owner);
  agent.state = *read_state;
  agent.operating_system = row.cells[operating_system];
  agent.device_type = row.cells[device_type];
  agent.serial_number = row.cells[serial_number];
  agent.mac_address = row.cells[mac_address];
  for (const auto& [column, moment] :
       {std::pair{first_seen, &agent.first_seen}, std::pair{last_seen, &agent.last_seen}}) {
    const std::string& text = row.cells[column];
    if (text.empty()) continue;
    *moment = parse_moment(text);
    if (!*moment)
      return machine_fault(row, column, "'" + text + "' is no moment like 2026-06-01T08:30:00Z");
  }
  for (const auto& [column, flag] : {std::pair{marked_for_deletion, &agent.marked_for_deletion},
                                     std::pair{ephemeral, &agent.ephemeral}}) {
    const std::string& text = row.cells[column];
    *flag = text == "true";
    if (!text.empty() && text != "true" && text != "false")
      return machine_fault(row, column, "'" + text + "' is neither true nor false");
  }
  if (auto placed = place(row, agent); !placed) return placed;
  if (auto added = add_views(row, agent.id); !added) return added;
  estate_.agents.push_back(std::move(agent));
  return {};
}

Result<Estate> Reader::read() {
  if (auto read = read_organizations(); !read) return read.error();
  if (auto read = read_groups(); !read) return read.error();
  if (auto read = read_views(); !read) return read.error();
  const FileText& file = files_.machines;
  auto rows = read_rows(file.text, file.source, machine_columns);
  if (!rows) return rows.error();
  for (const auto& row : *rows)
    if (auto read = read_machine(row); !read) return read.error();
  for (auto& [id, organization] : organizations_)
    estate_.organizations.push_back(std::move(organization));
  for (auto& [id, group] : groups_) estate_.groups.push_back(std::move(group));
  for (auto& [id, view] : views_) estate_.views.push_back(std::move(view));
  return std::move(estate_);
}

}  // namespace

bool is_machine_column(std::string_view wanted) {
  return std::any_of(machine_columns.begin(), machine_columns.end(),
                     [&](const Column& column) { return column.name == wanted; });
}

Result<Estate> read_estate(const FileTexts& files) { return Reader{files}.read(); }

}  // namespace billbyagent::file_provider
