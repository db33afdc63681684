#include "file_provider/estate.hpp"

#include <algorithm>
#include <functional>
#include <tuple>

#include "file_provider/estate_reader.hpp"
#include "file_provider/spreadsheet.hpp"

namespace billbyagent::file_provider {

Error EstateReader::fault(const Source& file, std::size_t line, std::string_view column,
                          const std::string& what, Errc code) const {
  const auto place = file.places.find(column);
  const bool renamed = place != file.places.end() && !place->second.names.empty();
  return {code, file.name + ", line " + std::to_string(line) + ", column " +
                    (renamed ? place->second.names.front() : std::string{column}) + ": " + what};
}

std::string EstateReader::shown(const Where& where) const {
  const std::string line = "line " + std::to_string(where.line);
  return *where.file == machines_->source.name ? line : line + " of " + *where.file;
}

Result<AgentId> EstateReader::read_id(const Row& row) {
  const std::string& text = row.cells[id];
  if (is_rounded(text))
    return machine_fault(row, id,
                         "'" + text +
                             "' is what a spreadsheet makes of a long number; its last digits are "
                             "lost, so export it as text");
  auto read = machine_id<AgentId>(row, id, text);
  if (!read) return read;
  if (const auto at = line_of_.find(text); at != line_of_.end())
    return machine_fault(row, id, "'" + text + "' is on " + shown(at->second) + " too",
                         Errc::incomplete_scan);
  const std::string like = likeness(text);
  const Where* other = nullptr;
  if (like != text) {
    const auto [known, first] = like_machines_.emplace(like, here(row));
    if (!first) other = &known->second;
  } else if (const auto known = like_machines_.find(like); known != like_machines_.end()) {
    other = &known->second;
  }
  if (!other && like != text)
    if (const auto plain = line_of_.find(like); plain != line_of_.end()) other = &plain->second;
  if (!other) return read;
  const auto alike = machine_fault(
      row, id,
      "'" + text + "' differs from the one on " + shown(*other) + " only in case, blanks or form");
  if (files_.rules.look_alikes == LookAlikeIds::refused) return alike;
  notes_.add(alike.context);
  return read;
}

Result<void> EstateReader::read_moment(const Row& row, MachineColumn column,
                                       std::optional<Instant>& moment) {
  const std::string& text = row.cells[column];
  const auto read = files_.rules.moments.read(text);
  if (read.bad == BadMoment::either_order)
    return machine_fault(row, column,
                         "'" + text +
                             "' could be of two days; date_order says whether the month or the day "
                             "comes first");
  if (read.bad)
    return machine_fault(row, column, "'" + text + "' is no moment like 2026-06-01T08:30:00Z");
  if (read.without_zone && !files_.rules.zone_known)
    notes_.add(machines_->source.name + ": times without a zone are read as UTC");
  moment = read.at;
  return {};
}

Result<void> EstateReader::read_facts(const Row& row, Agent& agent) {
  const auto read_state = parse_state(row.cells[state]);
  if (!read_state)
    return machine_fault(row, state,
                         "'" + row.cells[state] +
                             "' is none of online, offline, suspended, never_checked_in, "
                             "template_account; words can say which it means, and columns can "
                             "switch state off");
  agent.state = *read_state;
  agent.operating_system = row.cells[operating_system];
  agent.device_type = row.cells[device_type];
  for (const auto& [column, text] : {std::pair{serial_number, &agent.serial_number},
                                     std::pair{mac_address, &agent.mac_address}}) {
    if (is_rounded(row.cells[column]))
      ++rounded_serials_;
    else if (!is_no_value(row.cells[column]))
      *text = row.cells[column];
  }
  for (const auto& [column, moment] :
       {std::pair{first_seen, &agent.first_seen}, std::pair{last_seen, &agent.last_seen}})
    if (auto read = read_moment(row, column, *moment); !read) return read;
  for (const auto& [column, flag] : {std::pair{marked_for_deletion, &agent.marked_for_deletion},
                                     std::pair{ephemeral, &agent.ephemeral}}) {
    const auto read = parse_flag(row.cells[column]);
    if (!read)
      return machine_fault(row, column, "'" + row.cells[column] + "' is neither true nor false");
    *flag = *read;
  }
  return {};
}

/// The agent where it stays.
const Agent& EstateReader::keep(Agent agent) {
  static constexpr std::size_t page_size = 4'096;
  auto& pages = estate_.pages;
  if (pages.empty() || pages.back().size() == page_size) pages.emplace_back().reserve(page_size);
  return pages.back().emplace_back(std::move(agent));
}

void EstateReader::watch_name(const Row& row, const Agent& agent) {
  if (row.cells[name].empty() || row.cells[name] == row.cells[id]) return;
  const std::string key = agent.organization.text() + '\0' + likeness(agent.name);
  const auto [at, is_new] =
      names_.try_emplace(std::hash<std::string>{}(key), SameName{&agent, row.line});
  if (!is_new) ++at->second.machines;
}

void EstateReader::note_names() {
  static constexpr std::size_t named_max = 5;
  std::vector<SameName> several;
  for (const auto& [key, same] : names_)
    if (same.machines > 1) several.push_back(same);
  if (several.empty()) return;
  std::sort(several.begin(), several.end(), [](const SameName& a, const SameName& b) {
    return std::tie(a.first->organization, a.line) < std::tie(b.first->organization, b.line);
  });
  std::string first;
  for (std::size_t i = 0; i < std::min(several.size(), named_max); ++i)
    first += (i == 0 ? "" : ", ") + likeness(several[i].first->name) + " of " +
             several[i].first->organization.text() + " (" +
             counted(several[i].machines, "machine", "machines") + ", the first on line " +
             std::to_string(several[i].line) + ")";
  notes_.add(files_.machines.front().source.name + ": " + counted(several.size(), "name", "names") +
             " of several machines in one organization: " + first +
             (several.size() > named_max ? ", ..." : ""));
}

Result<void> EstateReader::read_machine(Row& row) {
  for (std::size_t column = 0; column < machine_columns.size(); ++column)
    files_.rules.words.translate(machine_columns[column].name, row.cells[column]);
  auto its_id = read_id(row);
  if (!its_id) return its_id.error();
  auto owner = organization_of(row);
  if (!owner) return owner.error();
  if (auto named = name_organization(row, *owner); !named) return named;
  Agent agent;
  agent.id = *std::move(its_id);
  agent.name = row.cells[name].empty() ? agent.id.text() : row.cells[name];
  agent.organization = *std::move(owner);
  if (auto read = read_facts(row, agent); !read) return read;
  if (auto placed = place(row, agent); !placed) return placed;
  if (auto added = add_views(row, agent.id); !added) return added;
  const Agent& kept = keep(std::move(agent));
  line_of_.emplace(kept.id.text(), here(row));
  watch_name(row, kept);
  return {};
}

Result<void> EstateReader::read_machines(const FileText& file) {
  machines_ = &file;
  return read_rows(file.text, file.source, machine_columns, notes_,
                   [&](Row& row) { return read_machine(row); });
}

Result<Estate> EstateReader::read() {
  if (auto read = read_organizations(); !read) return read.error();
  if (auto read = read_groups(); !read) return read.error();
  if (auto read = read_views(); !read) return read.error();
  for (const auto& file : files_.machines)
    if (auto read = read_machines(file); !read) return read.error();
  note_names();
  if (rounded_serials_ > 0)
    notes_.add(files_.machines.front().source.name + ": " +
               counted(rounded_serials_, "serial number", "serial numbers") +
               " rounded by a spreadsheet are not used");
  for (auto& [its_id, its] : organizations_) estate_.organizations.push_back(std::move(its));
  for (auto& [its_id, its] : groups_) estate_.groups.push_back(std::move(its));
  for (auto& [its_id, its] : views_) estate_.views.push_back(std::move(its));
  return std::move(estate_);
}

bool is_machine_column(std::string_view wanted) {
  return std::any_of(machine_columns.begin(), machine_columns.end(),
                     [&](const Column& column) { return column.name == wanted; });
}

Result<Estate> read_estate(const FileTexts& files, Notes& notes) {
  return EstateReader{files, notes}.read();
}

}  // namespace billbyagent::file_provider
