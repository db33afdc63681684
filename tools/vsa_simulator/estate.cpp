#include "vsa_simulator/estate.hpp"

#include <algorithm>

#include "vsa_simulator/filter.hpp"

namespace billbyagent::vsa_simulator {
namespace {

template <class T>
const T& by_id(const RowMap<T>& rows, std::string_view id, const char* what) {
  const auto row = rows.find(id);
  if (row == rows.end())
    throw SimulatorError(std::string("no such ") + what + ": " + std::string(id));
  return row->second->record;
}

template <class T, class Matches>
const T& find(const RowMap<T>& rows, std::string_view which, const char* what, Matches matches) {
  if (all_digits(which)) return by_id(rows, which, what);
  for (const auto& [id, row] : rows) {
    if (matches(row->record)) return row->record;
  }
  throw SimulatorError(std::string("no such ") + what + ": " + std::string(which));
}

std::string time_of(Date date) { return to_text(date) + "T09:00:00.000Z"; }

bool is_seen(std::int64_t value) {
  return value >= online::no_user && value <= online::user_inactive;
}

void require_part(std::string_view part) {
  const auto bad = [](char c) { return c == '.' || c == ' ' || c == '\''; };
  if (part.empty() || std::any_of(part.begin(), part.end(), bad)) {
    throw SimulatorError("not usable as a part of a name: '" + std::string(part) + "'");
  }
}

}  // namespace

template <class T>
void Estate::put(RowMap<T>& rows, T record) {
  std::string id = record.id;
  rows.insert_or_assign(std::move(id), std::make_shared<const Row<T>>(std::move(record)));
  ++version_;
}
template void Estate::put(RowMap<MachineGroup>&, MachineGroup);
template void Estate::put(RowMap<Agent>&, Agent);

Estate::Estate(std::uint64_t seed) : random_(seed), wide_prefix_(random_.digits(17)) {
  next_wide_ = 100'000'000 + random_.below(100'000'000);
  date_ = parse_date("2026-01-01");
  add_organization("myOrg", "myorg");
  add_organization("Kserver", "kserver");
  add_organization("Unnamed", "unnamed");
}

// Wide ids differ only in their last nine digits, so that a client which passes them through a
// double or a 64-bit integer mixes them up at once.
std::string Estate::wide_id() {
  std::string id;
  do {
    next_wide_ += 1 + random_.below(500);
    id = wide_prefix_ + std::to_string(next_wide_);
  } while (organizations_.contains(id) || groups_.contains(id) || devices_.contains(id));
  return id;
}

std::string Estate::fresh_id(std::size_t digits) {
  std::string id = random_.digits(digits);
  while (agents_.contains(id) || views_.contains(id)) id = random_.digits(digits);
  return id;
}

const Organization& Estate::organization(std::string_view which) const {
  return find(organizations_, which, "organization",
              [&](const Organization& o) { return o.ref == which || o.name == which; });
}

const MachineGroup& Estate::group(std::string_view which) const {
  const auto named = group_ids_by_name_.find(std::string(which));
  return by_id(groups_, named == group_ids_by_name_.end() ? which : named->second, "machine group");
}

const View& Estate::view(std::string_view which) const {
  return find(views_, which, "view", [&](const View& v) { return v.name == which; });
}

const Agent& Estate::agent(std::string_view which) const {
  return find(agents_, which, "agent", [&](const Agent& a) { return a.name == which; });
}

std::string Estate::add_organization(std::string name, std::string ref, std::string id,
                                     std::int64_t employees) {
  require_part(ref);
  require_free_group_name(ref + ".root");
  if (id.empty()) id = wide_id();
  if (organizations_.contains(id)) throw SimulatorError("organization exists: " + id);
  const std::string root = ref + ".root";
  put(organizations_, Organization{id, std::move(name), std::move(ref), root, employees});
  const std::string root_id = wide_id();
  group_ids_by_name_[root] = root_id;
  put(groups_, MachineGroup{root_id, root, {}, id});
  return id;
}

void Estate::rename_organization(std::string_view which, std::string name) {
  Organization changed = organization(which);
  changed.name = std::move(name);
  put(organizations_, std::move(changed));
}

void Estate::delete_organization(std::string_view which) {
  const std::string id = organization(which).id;
  const auto within = [&](const auto& entry) { return entry.second->record.organization_id == id; };
  std::erase_if(agents_, within);
  std::erase_if(devices_, within);
  std::erase_if(group_ids_by_name_, [&](const auto& entry) {
    return groups_.at(entry.second)->record.organization_id == id;
  });
  std::erase_if(groups_, within);
  organizations_.erase(id);
  ++version_;
}

void Estate::name_agent(Agent& agent) const {
  const MachineGroup& home = group(agent.group_id);
  agent.group_id = home.id;
  agent.organization_id = home.organization_id;
  agent.group_name = reversed_parts(home.name);
  agent.name = agent.machine + "." + agent.group_name;
}

std::string Estate::add_agent(Agent agent) {
  require_part(agent.machine);
  name_agent(agent);
  if (agent.id.empty()) agent.id = fresh_id(15);
  if (!all_digits(agent.id)) throw SimulatorError("agent id is not a number: " + agent.id);
  if (agents_.contains(agent.id)) throw SimulatorError("agent exists: " + agent.id);
  if (agent.computer_name.empty()) agent.computer_name = agent.machine;
  if (!agent.created) agent.created = time_of(date_);
  if (agent.online != online::never_checked_in) {
    if (!agent.first_check_in) agent.first_check_in = agent.created;
    if (!agent.last_check_in) agent.last_check_in = agent.first_check_in;
  }
  std::string id = agent.id;
  put(agents_, std::move(agent));
  return id;
}

void Estate::move_agent(std::string_view which, std::string_view which_group) {
  Agent moved = agent(which);
  moved.group_id = which_group;
  name_agent(moved);
  put(agents_, std::move(moved));
}

void Estate::rename_agent(std::string_view which, std::string machine) {
  require_part(machine);
  Agent renamed = agent(which);
  renamed.computer_name = machine;
  renamed.machine = std::move(machine);
  name_agent(renamed);
  put(agents_, std::move(renamed));
}

void Estate::set_online(std::string_view which, std::int64_t value) {
  Agent changed = agent(which);
  changed.online = value;
  if (is_seen(value)) {
    changed.last_check_in = time_of(date_);
    if (!changed.first_check_in) changed.first_check_in = changed.last_check_in;
  }
  put(agents_, std::move(changed));
}

void Estate::delete_agent(std::string_view which) {
  agents_.erase(std::string(agent(which).id));
  ++version_;
}

std::string Estate::add_view(View view) {
  if (view.id.empty()) view.id = fresh_id(11);
  if (!all_digits(view.id)) throw SimulatorError("view id is not a number: " + view.id);
  if (views_.contains(view.id)) throw SimulatorError("view exists: " + view.id);
  if (!view.filter.empty()) {
    try {
      Filter::parse(view.filter, infos_of<Agent>());
    } catch (const BadQuery& bad) {
      throw SimulatorError(std::string("view filter: ") + bad.what());
    }
  }
  std::string id = view.id;
  put(views_, std::move(view));
  return id;
}

void Estate::rename_view(std::string_view which, std::string name) {
  View changed = view(which);
  changed.name = std::move(name);
  put(views_, std::move(changed));
}

void Estate::delete_view(std::string_view which) {
  views_.erase(std::string(view(which).id));
  ++version_;
}

void Estate::put_in_view(std::string_view which_view, std::string_view which_agent) {
  View changed = view(which_view);
  changed.agent_ids.insert(agent(which_agent).id);
  put(views_, std::move(changed));
}

void Estate::take_from_view(std::string_view which_view, std::string_view which_agent) {
  View changed = view(which_view);
  if (changed.agent_ids.erase(agent(which_agent).id) == 0) {
    throw SimulatorError("agent is not named by the view: " + std::string(which_agent));
  }
  put(views_, std::move(changed));
}

std::string Estate::add_device(Asset device) {
  const MachineGroup& home = group(device.group_id);
  device.group_id = home.id;
  device.organization_id = home.organization_id;
  device.group_name = reversed_parts(home.name);
  if (device.id.empty()) device.id = wide_id();
  std::string id = device.id;
  put(devices_, std::move(device));
  return id;
}

void Estate::schedule(std::vector<Event> events) {
  for (Event& event : events) {
    const Date due = event.date.value_or(date_);
    queue_.emplace(due, std::move(event));
  }
}

Advanced Estate::advance_to(Date date) {
  Advanced advanced;
  while (!queue_.empty() && queue_.begin()->first <= date) {
    const Event event = std::move(queue_.begin()->second);
    date_ = std::max(date_, queue_.begin()->first);
    queue_.erase(queue_.begin());
    try {
      apply(*this, event);
      ++advanced.applied;
    } catch (const SimulatorError& error) {
      advanced.problems.push_back(to_text(date_) + " " + event.action + ": " + error.what());
    }
  }
  date_ = date;
  return advanced;
}

}  // namespace billbyagent::vsa_simulator
