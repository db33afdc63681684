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
  result.machines = standing_after(basis.behind, result.events);
  result.units = static_cast<Units>(billed(*result.machines).size());
  return result;
}

std::vector<JudgedMachine> judge_machines(const ServiceCase& of,
                                          const std::optional<Standing>& machines,
                                          bool all_machines) {
  const CountRule& rule = of.service.agent_scope()->rule;
  std::vector<JudgedMachine> judged;
  for (const auto& entry : of.not_counted)
    if (all_machines || !is_beside(entry.verdict)) judged.push_back(entry);
  if (!machines) return judged;
  for (const auto& [agent, standing] : *machines) {
    JudgedMachine machine{agent, standing.machine.name, Verdict::counted, {}};
    const std::string since = to_string(standing.since);
    if (standing.stand == Stand::waiting) {
      machine.verdict = Verdict::new_machine;
      machine.detail = "since " + since + ", billed from " +
                       to_string(standing.since.plus_days(rule.grace_new_days));
    } else if (standing.stand == Stand::missing) {
      machine.detail = "missing since " + since + ", billed until " +
                       to_string(standing.since.plus_days(rule.grace_gone_days).previous());
    }
    if (all_machines || standing.stand != Stand::billed) judged.push_back(std::move(machine));
  }
  std::sort(judged.begin(), judged.end(),
            [](const JudgedMachine& a, const JudgedMachine& b) { return a.agent < b.agent; });
  return judged;
}

}  // namespace billbyagent::app
