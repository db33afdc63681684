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

void EstateReader::watch_name(const Row& row, std::uint32_t agent) {
  if (row.cells[name].empty() || row.cells[name] == row.cells[id]) return;
  const std::string key =
      estate_.agents.organization(agent) + '\0' + likeness(std::string{row.cells[name]});
  names_.push_back({std::hash<std::string>{}(key), agent});
}

void EstateReader::note_names() {
  static constexpr std::size_t named_max = 5;
  const auto& agents = estate_.agents;
  std::sort(names_.begin(), names_.end(), [](const Named& a, const Named& b) {
    return std::tie(a.hash, a.agent) < std::tie(b.hash, b.agent);
  });
  struct Several {
    std::uint32_t first;
    std::size_t machines;
  };
  std::vector<Several> several;
  for (auto at = names_.begin(); at != names_.end();) {
    const auto end =
        std::find_if(at, names_.end(), [&](const Named& named) { return named.hash != at->hash; });
    if (end - at > 1) several.push_back({at->agent, static_cast<std::size_t>(end - at)});
    at = end;
  }
  names_.clear();
  if (several.empty()) return;
  std::sort(several.begin(), several.end(), [&](const Several& a, const Several& b) {
    return std::tie(agents.organization(a.first), a.first) <
           std::tie(agents.organization(b.first), b.first);
  });
  std::string first;
  for (std::size_t i = 0; i < std::min(several.size(), named_max); ++i)
    first += (i == 0 ? "" : ", ") + likeness(std::string{agents.name(several[i].first)}) + " of " +
             agents.organization(several[i].first) + " (" +
             counted(several[i].machines, "machine", "machines") + ", the first on line " +
             std::to_string(agents.line(several[i].first)) + ")";
  notes_.add(machine_files_.front() + ": " + counted(several.size(), "name", "names") +
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
  const auto number = estate_.agents.add(agent, row.line);
  line_of_.emplace(estate_.agents.id(number), here(row));
  watch_name(row, number);
  return add_views(row, number);
}

Result<void> EstateReader::read_machines(const FileText& file) {
  machines_ = &file;
  machine_files_.push_back(file.source.name);
  return read_rows(file.text, file.source, machine_columns, notes_,
                   [&](Row& row) { return read_machine(row); });
}

Result<Estate> EstateReader::read() {
  if (auto read = read_organizations(); !read) return read.error();
  if (auto read = read_groups(); !read) return read.error();
  if (auto read = read_views(); !read) return read.error();
  while (true) {
    const auto file = files_.next_machines();
    if (!file) return file.error();
    if (!*file) break;
    if (auto read = read_machines(**file); !read) return read.error();
  }
  note_names();
  if (rounded_serials_ > 0)
    notes_.add(machine_files_.front() + ": " +
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
