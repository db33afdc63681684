#include "app/nightly/compare.hpp"

#include <algorithm>
#include <utility>

namespace billbyagent::app {

Comparison compare(const ServiceCase& of, const Basis& basis, const NightRules& night) {
  const CountRule& rule = of.service.agent_scope()->rule;
  MachinePlaces places = of.places;
  // A first count from an earlier day: nothing moved, it was not counted.
  if (basis.seen < night.today) places.before = MachinePlaces::unknown().before;
  Comparison result;
  result.events = changes_of(basis.behind,
                             {.counted = of.counted,
                              .rule = rule,
                              .seen = basis.seen,
                              .first = basis.first,
                              .passed_over = basis.passed_over},
                             places);
  // Without grace days those that count are those that are billed.
  result.units = static_cast<Units>(of.counted.size());
  if (!has_grace(rule) && !night.all_machines) return result;
  result.machines = known_after(basis.behind, result.events);
  result.units = static_cast<Units>(billed(*result.machines).size());
  return result;
}

std::vector<JudgedMachine> judge_machines(const ServiceCase& of,
                                          const std::optional<KnownMachines>& machines,
                                          bool all_machines) {
  const CountRule& rule = of.service.agent_scope()->rule;
  std::vector<JudgedMachine> judged;
  for (const auto& entry : of.not_counted)
    if (all_machines || !is_not_in_scope(entry.verdict)) judged.push_back(entry);
  if (!machines) return judged;
  for (const auto& [agent, known] : *machines) {
    JudgedMachine machine{agent, known.machine.name, Verdict::counted, {}};
    const std::string since = to_string(known.since);
    if (known.state == MachineState::waiting) {
      machine.verdict = Verdict::new_machine;
      machine.detail = "since " + since + ", billed from " +
                       to_string(known.since.plus_days(rule.grace_new_days));
    } else if (known.state == MachineState::missing) {
      machine.detail = "missing since " + since + ", billed until " +
                       to_string(known.since.plus_days(rule.grace_gone_days).previous());
    }
    if (all_machines || known.state != MachineState::billed) judged.push_back(std::move(machine));
  }
  std::sort(judged.begin(), judged.end(),
            [](const JudgedMachine& a, const JudgedMachine& b) { return a.agent < b.agent; });
  return judged;
}

}  // namespace billbyagent::app
