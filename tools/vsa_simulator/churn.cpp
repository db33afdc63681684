#include "vsa_simulator/churn.hpp"

#include <array>
#include <utility>

namespace billbyagent::vsa_simulator {
namespace {

/// What the generator must remember of an agent so that later events stay possible.
struct Machine {
  std::string id;
  std::string group_id;
  bool suspended = false;
};

class Churn {
 public:
  Churn(const Estate& start, std::uint64_t seed) : random_(seed) {
    for (const auto& [id, row] : start.groups()) {
      const MachineGroup& group = row->record;
      organization_of_[id] = group.organization_id;
      if (is_home(group)) {
        homes_.push_back(id);
        homes_by_organization_[group.organization_id].push_back(id);
      }
    }
    if (homes_.empty()) throw SimulatorError("churn needs a machine group");
    for (const auto& [id, row] : start.agents()) {
      taken_.insert(id);
      machines_.push_back({id, row->record.group_id, row->record.online == online::suspended});
    }
  }

  Event next(Date date) {
    Event event = make();
    event.date = date;
    return event;
  }

 private:
  // New machines do not land in the organizations that no customer stands behind.
  static bool is_home(const MachineGroup& group) {
    return !group.name.starts_with("myorg.") && !group.name.starts_with("kserver.") &&
           !group.name.starts_with("unnamed.");
  }

  Event make() {
    const auto dice = random_.below(100);
    if (machines_.empty() || dice < 38) return add();
    const std::size_t index = random_.below(machines_.size());
    if (dice < 62) return remove(index);
    if (dice < 78) return move_to(index, near(machines_[index]));
    if (dice < 86) return move_to(index, random_.pick(homes_));
    if (dice < 95) return suspend_or_resume(index);
    return rename(index);
  }

  Event add() {
    static constexpr std::array<std::pair<const char*, const char*>, 3> systems = {
        {{"11", "Professional x64 Edition Build 26100"},
         {"10", "Professional x64 Edition Build 19045"},
         {"2022", "Server Standard x64 Edition Build 20348"}}};
    Event event;
    event.action = "add_agent";
    do event.id = random_.digits(15);
    while (!taken_.insert(event.id).second);
    const auto& [type, info] = random_.pick(systems);
    event.os_type = type;
    event.os_info = info;
    event.name = (event.os_type == "2022" ? "srv" : "pc") + random_.digits(6);
    event.group = random_.pick(homes_);
    event.online = random_.one_in(40) ? online::never_checked_in : online::user_active;
    machines_.push_back({event.id, event.group, false});
    return event;
  }

  Event remove(std::size_t index) {
    Event event;
    event.action = "delete_agent";
    event.agent = machines_[index].id;
    machines_[index] = std::move(machines_.back());
    machines_.pop_back();
    return event;
  }

  const std::string& near(const Machine& machine) {
    const auto homes = homes_by_organization_.find(organization_of_.at(machine.group_id));
    return homes == homes_by_organization_.end() ? random_.pick(homes_)
                                                 : random_.pick(homes->second);
  }

  Event move_to(std::size_t index, const std::string& group_id) {
    Event event;
    event.action = "move_agent";
    event.agent = machines_[index].id;
    event.group = group_id;
    machines_[index].group_id = group_id;
    return event;
  }

  Event suspend_or_resume(std::size_t index) {
    Event event;
    event.action = machines_[index].suspended ? "resume_agent" : "suspend_agent";
    event.agent = machines_[index].id;
    machines_[index].suspended = !machines_[index].suspended;
    return event;
  }

  Event rename(std::size_t index) {
    Event event;
    event.action = "rename_agent";
    event.agent = machines_[index].id;
    event.name = "new" + random_.digits(6);
    return event;
  }

  Random random_;
  std::map<std::string, std::string> organization_of_;
  std::vector<std::string> homes_;
  std::map<std::string, std::vector<std::string>> homes_by_organization_;
  std::set<std::string> taken_;
  std::vector<Machine> machines_;
};

}  // namespace

std::vector<Event> churn(const Estate& start, const ChurnOptions& options) {
  Churn churn(start, options.seed);
  const std::size_t per_day = options.changes_per_day + start.agents().size() *
                                                            options.changes_per_million_agents /
                                                            1'000'000;
  std::vector<Event> events;
  for (Date date = options.from; date <= options.until; date += std::chrono::days{1}) {
    for (std::size_t i = 0; i < per_day; ++i) events.push_back(churn.next(date));
  }
  return events;
}

}  // namespace billbyagent::vsa_simulator
