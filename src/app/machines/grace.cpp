#include "app/machines/grace.hpp"

#include <map>
#include <string>
#include <utility>

namespace billbyagent::app {

namespace {

class GraceNight {
 public:
  GraceNight(const KnownMachines& before, const Night& night, const MachinePlaces& places)
      : before_(before), night_(night), places_(places) {}

  std::vector<MachineEvent> run() {
    find_those_that_went();
    find_replacements();
    for (const auto* gone : went_) leave(*gone);
    auto at = before_.begin();
    for (const auto& machine : night_.counted) {
      while (at != before_.end() && at->first < machine.agent) ++at;
      const bool known = at != before_.end() && at->first == machine.agent;
      arrive(machine, known ? &at->second : nullptr);
    }
    return std::move(events_);
  }

 private:
  void find_those_that_went();
  /// Pairs those that went with those that came on the same hardware, one with one. A billed
  /// machine is paired before one that waits: it is the one that has to go on.
  void find_replacements();
  void leave(const KnownMachine& gone);
  void miss(const KnownMachine& gone);
  void arrive(const Machine& machine, const KnownMachine* known);
  void stay(const KnownMachine& known, const Machine& machine);
  void replace(const KnownMachine& old, const Machine& machine);
  void wait_or_add(const Machine& machine, Date since, std::string detail);
  void add(MachineMove move, const Machine& machine, std::string detail) {
    events_.push_back(
        {night_.seen, move, machine.agent, machine.name, std::move(detail), machine.hardware, {}});
  }
  void add_since(MachineMove move, const Machine& machine, std::string detail, Date since) {
    add(move, machine, std::move(detail));
    if (since != night_.seen) events_.back().since = since;
  }

  /// The day on which a reading that is passed over saw it begin, otherwise today.
  Date begin_of(MachineState state, const AgentId& agent) const {
    const auto at = night_.passed_over.find(agent);
    return at != night_.passed_over.end() && at->second.state == state ? at->second.since
                                                                       : night_.seen;
  }
  bool is_over(Date since, int days) const { return !(night_.seen < since.plus_days(days)); }
  const KnownMachine* find(const AgentId& agent) const {
    const auto at = before_.find(agent);
    return at == before_.end() ? nullptr : &at->second;
  }
  static std::string joined(const std::string& first, const std::string& second) {
    return first.empty() || second.empty() ? first + second : first + ", " + second;
  }

  const KnownMachines& before_;
  const Night& night_;
  const MachinePlaces& places_;
  std::vector<const KnownMachine*> went_;
  std::map<AgentId, AgentId> successors_;
  std::map<AgentId, const KnownMachine*> predecessors_;
  std::vector<MachineEvent> events_;
};

void GraceNight::find_those_that_went() {
  auto at = night_.counted.begin();
  for (const auto& [agent, known] : before_) {
    while (at != night_.counted.end() && at->agent < agent) ++at;
    if (at == night_.counted.end() || at->agent != agent) went_.push_back(&known);
  }
}

void GraceNight::find_replacements() {
  if (went_.empty()) return;
  HardwareIndex<AgentId> came;
  for (const auto& machine : night_.counted) {
    const KnownMachine* known = find(machine.agent);
    if (!known || known->state == MachineState::waiting) came.add(machine.hardware, machine.agent);
  }
  for (const bool waiting : {false, true})
    for (const auto* gone : went_) {
      if ((gone->state == MachineState::waiting) != waiting) continue;
      // One waiting machine does not stand in for another: each has its own days.
      const AgentId* next = came.find(gone->machine.hardware, [&](const AgentId& agent) {
        return !predecessors_.contains(agent) && !(waiting && find(agent));
      });
      if (!next) continue;
      successors_.emplace(gone->machine.agent, *next);
      predecessors_.emplace(*next, gone);
    }
}

void GraceNight::leave(const KnownMachine& gone) {
  const auto& machine = gone.machine;
  const auto place = places_.now(machine.agent);
  const auto move = place ? MachineMove::moved_out : MachineMove::removed;
  if (const auto next = successors_.find(machine.agent); next != successors_.end())
    return add(move, machine, "replaced by " + next->second.text());
  const std::string where = place.value_or("");
  if (gone.state == MachineState::waiting)
    return add(move, machine, joined(where, "waiting since " + to_string(gone.since)));
  const std::string missing =
      gone.state == MachineState::missing ? "missing since " + to_string(gone.since) : "";
  if (place) return add(move, machine, joined(where, missing));
  if (const auto other = places_.on_hardware(machine))
    return add(move, machine, joined(*other, missing));
  miss(gone);
}

void GraceNight::miss(const KnownMachine& gone) {
  const int days = night_.rule.grace_gone_days;
  const bool news = gone.state == MachineState::billed;
  const Date since = news ? begin_of(MachineState::missing, gone.machine.agent) : gone.since;
  if (!is_over(since, days)) {
    if (news) add_since(MachineMove::missing, gone.machine, {}, since);
    return;
  }
  add(MachineMove::removed, gone.machine, days > 0 ? "missing since " + to_string(since) : "");
}

void GraceNight::arrive(const Machine& machine, const KnownMachine* known) {
  if (const auto old = predecessors_.find(machine.agent); old != predecessors_.end())
    return replace(*old->second, machine);
  if (known) return stay(*known, machine);
  const auto place = places_.before(machine);
  if (place) return add(MachineMove::moved_in, machine, *place);
  if (night_.first == FirstCount::yes) return add(MachineMove::added, machine, {});
  wait_or_add(machine, begin_of(MachineState::waiting, machine.agent), {});
}

void GraceNight::stay(const KnownMachine& known, const Machine& machine) {
  if (known.state == MachineState::billed && machine.hardware == known.machine.hardware) return;
  Machine now = machine;
  // A MAC address is that of the adapter in use; only one that was unknown is news.
  const Hardware& old = known.machine.hardware;
  if (now.hardware.serial.empty()) now.hardware.serial = old.serial;
  if (!old.mac.empty()) now.hardware.mac = old.mac;
  if (known.state == MachineState::missing)
    return add(MachineMove::returned, now, "missing since " + to_string(known.since));
  if (known.state == MachineState::waiting && is_over(known.since, night_.rule.grace_new_days))
    return add(MachineMove::added, now, "waiting since " + to_string(known.since));
  if (now.hardware == old) return;
  add(MachineMove::identified, now,
      now.hardware.serial.empty() ? "MAC address " + now.hardware.mac
                                  : "serial number " + now.hardware.serial);
}

void GraceNight::replace(const KnownMachine& old, const Machine& machine) {
  const std::string detail = "replaces " + old.machine.agent.text();
  if (old.state != MachineState::waiting) return add(MachineMove::added, machine, detail);
  // The days that the machine has waited are not lost with its former agent.
  wait_or_add(machine, old.since, detail);
}

void GraceNight::wait_or_add(const Machine& machine, Date since, std::string detail) {
  const int days = night_.rule.grace_new_days;
  if (!is_over(since, days))
    return add_since(MachineMove::waiting, machine, std::move(detail), since);
  add(MachineMove::added, machine,
      days > 0 ? joined(detail, "waiting since " + to_string(since)) : std::move(detail));
}

}  // namespace

std::vector<MachineEvent> changes_of(const KnownMachines& before, const Night& night,
                                     const MachinePlaces& places) {
  return GraceNight{before, night, places}.run();
}

}  // namespace billbyagent::app
