#pragma once

/// Night by night: which machines are billed, from those that count and the grace days of the
/// scope. A new machine waits until its grace days are over, one that is gone is billed until its
/// own are over, and a machine that comes back under another agent id on the same hardware is the
/// same machine. Without grace days a machine comes and goes the night it is seen to. Pure.
///
/// All follows from the events of the past, so that a night can be repeated or skipped: a repeated
/// one finds nothing new, and the one after a skipped one does what that would have done, as of its
/// own day. What no night saw is not held against a machine: one that is back after its grace days,
/// with no night since to see that they were over, was never gone.

#include <algorithm>
#include <iterator>
#include <map>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "billbyagent/app/machine_changes.hpp"
#include "billbyagent/domain/agent_scope.hpp"

namespace billbyagent {

enum class Stand : std::uint8_t {
  billed,
  missing,  ///< billed, though it did not count in the last night
  waiting,  ///< not billed yet
};

struct StandingMachine {
  Machine machine{};
  Stand stand = Stand::billed;
  Date since;  ///< the day of the event that made it so

  friend bool operator==(const StandingMachine&, const StandingMachine&) = default;
};

/// The machines that a service's events know of, but for those that left.
using Standing = std::map<AgentId, StandingMachine>;

/// What is left when `events` happen.
Standing standing_after(Standing before, const std::vector<MachineEvent>& events);

/// Machines that are billed and of whose grace days nothing is to be known.
Standing standing_of(const std::vector<Machine>& billed);

/// The billed machines, by agent id.
std::vector<Machine> billed(const Standing& standing);

/// Machines found at a service's first count are not new: they are billed at once.
enum class FirstCount : std::uint8_t { no, yes };

/// What happens to `before` when `counted` (by agent id) are the machines that count on the day
/// `seen`: machines that go or are missing first, then those that come, each by agent id.
std::vector<MachineEvent> changes_with_grace(const Standing& before,
                                             const std::vector<Machine>& counted,
                                             const CountRule& rule, Date seen, FirstCount first,
                                             const MachinePlaces& places);

namespace detail {

class GraceNight {
 public:
  GraceNight(const Standing& before, const std::vector<Machine>& counted, const CountRule& rule,
             Date seen, FirstCount first, const MachinePlaces& places)
      : before_(before),
        counted_(counted),
        rule_(rule),
        seen_(seen),
        first_(first),
        places_(places) {}

  std::vector<MachineEvent> run() {
    find_those_that_went();
    find_replacements();
    for (const auto* machine : went_) leave(*machine);
    for (const auto& machine : counted_) arrive(machine);
    return std::move(events_);
  }

 private:
  void find_those_that_went() {
    auto at = counted_.begin();
    for (const auto& [agent, machine] : before_) {
      while (at != counted_.end() && at->agent < agent) ++at;
      if (at == counted_.end() || at->agent != agent) went_.push_back(&machine);
    }
  }

  /// Pairs those that went with those that came on the same hardware, one by one by agent id.
  void find_replacements() {
    if (went_.empty()) return;
    std::multimap<std::string, const Machine*> by_hardware;
    for (const auto& machine : counted_)
      if (!machine.hardware.empty() && !is_billed(machine.agent))
        by_hardware.emplace(machine.hardware, &machine);
    for (const auto* gone : went_) {
      auto [from, to] = by_hardware.equal_range(gone->machine.hardware);
      // One waiting machine does not stand in for another: each has its own days.
      if (gone->stand == Stand::waiting)
        from = std::find_if(from, to, [&](const auto& e) { return !knows(e.second->agent); });
      if (from == to) continue;
      successor_.emplace(gone->machine.agent, from->second->agent);
      predecessor_.emplace(from->second->agent, gone);
      by_hardware.erase(from);
    }
  }

  void leave(const StandingMachine& gone) {
    const auto& machine = gone.machine;
    const auto place = places_.now(machine.agent);
    const auto move = place ? MachineMove::moved_out : MachineMove::removed;
    if (const auto next = successor_.find(machine.agent); next != successor_.end())
      return add(move, machine, "replaced by " + next->second.text());
    if (gone.stand == Stand::waiting)
      return add(move, machine, place ? *place + ", was waiting" : "was waiting");
    if (gone.stand == Stand::billed && rule_.grace_gone_days > 0)
      return add(MachineMove::missing, machine, place.value_or(""));
    if (gone.stand == Stand::missing && !is_over(gone.since, rule_.grace_gone_days)) return;
    add(move, machine,
        gone.stand == Stand::missing
            ? (place ? *place + ", " : "") + "missing since " + to_string(gone.since)
            : place.value_or(""));
  }

  void arrive(const Machine& machine) {
    if (const auto old = predecessor_.find(machine.agent); old != predecessor_.end())
      return replace(*old->second, machine);
    const auto known = before_.find(machine.agent);
    if (known != before_.end()) {
      const StandingMachine& standing = known->second;
      if (standing.stand == Stand::missing)
        add(MachineMove::returned, machine, "missing since " + to_string(standing.since));
      if (standing.stand == Stand::waiting && is_over(standing.since, rule_.grace_new_days))
        add(MachineMove::added, machine, "waiting since " + to_string(standing.since));
      return;
    }
    const auto place = places_.before(machine.agent);
    const auto move = first_ == FirstCount::no && rule_.grace_new_days > 0 ? MachineMove::waiting
                      : place                                              ? MachineMove::moved_in
                                                                           : MachineMove::added;
    add(move, machine, place.value_or(""));
  }

  void replace(const StandingMachine& old, const Machine& machine) {
    const std::string detail = "replaces " + old.machine.agent.text();
    if (old.stand != Stand::waiting) return add(MachineMove::added, machine, detail);
    add(MachineMove::waiting, machine, detail);
    // The days that the machine has waited are not lost with its former agent.
    events_.back().seen = old.since;
  }

  void add(MachineMove move, const Machine& machine, std::string detail) {
    events_.push_back(
        {seen_, move, machine.agent, machine.name, std::move(detail), machine.hardware});
  }

  bool is_over(Date since, int days) const { return !(seen_ < since.plus_days(days)); }
  bool knows(const AgentId& agent) const { return before_.contains(agent); }
  bool is_billed(const AgentId& agent) const {
    const auto at = before_.find(agent);
    return at != before_.end() && at->second.stand != Stand::waiting;
  }

  const Standing& before_;
  const std::vector<Machine>& counted_;
  const CountRule& rule_;
  Date seen_;
  FirstCount first_;
  const MachinePlaces& places_;
  std::vector<const StandingMachine*> went_;
  std::unordered_map<AgentId, AgentId> successor_;
  std::unordered_map<AgentId, const StandingMachine*> predecessor_;
  std::vector<MachineEvent> events_;
};

inline Stand stand_after(MachineMove move) {
  if (move == MachineMove::waiting) return Stand::waiting;
  return move == MachineMove::missing ? Stand::missing : Stand::billed;
}

}  // namespace detail

inline Standing standing_after(Standing before, const std::vector<MachineEvent>& events) {
  for (const auto& event : events) {
    if (goes(event.move))
      before.erase(event.agent);
    else
      before.insert_or_assign(event.agent,
                              StandingMachine{{event.agent, event.name, event.hardware},
                                              detail::stand_after(event.move),
                                              event.seen});
  }
  return before;
}

inline Standing standing_of(const std::vector<Machine>& billed) {
  Standing standing;
  for (const auto& machine : billed)
    standing.emplace_hint(standing.end(), machine.agent,
                          StandingMachine{machine, Stand::billed, Date{limits::first_year, 1, 1}});
  return standing;
}

inline std::vector<Machine> billed(const Standing& standing) {
  std::vector<Machine> machines;
  machines.reserve(standing.size());
  for (const auto& [agent, entry] : standing)
    if (entry.stand != Stand::waiting) machines.push_back(entry.machine);
  return machines;
}

inline std::vector<MachineEvent> changes_with_grace(const Standing& before,
                                                    const std::vector<Machine>& counted,
                                                    const CountRule& rule, Date seen,
                                                    FirstCount first, const MachinePlaces& places) {
  return detail::GraceNight{before, counted, rule, seen, first, places}.run();
}

}  // namespace billbyagent
