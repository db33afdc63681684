#include "app/nightly/decide.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "app/nightly/compare.hpp"
#include "app/nightly/steps.hpp"
#include "app/units/held_readings.hpp"
#include "billbyagent/app/record_units.hpp"

namespace billbyagent::app {

std::optional<Units> units_before(const UnitHistory& history, Date today) {
  if (history.empty()) return std::nullopt;
  return history.units_on(today).value_or(0);
}

namespace {

Start start_of(const ServiceCase& of, const NightRules& night) {
  Start start{.history = of.history,
              .before = units_before(of.history, night.today),
              .confirmed = of.confirmed,
              .open = of.open,
              .ended = of.ended};
  if (!of.open.empty() && has_grace(of.service.agent_scope()->rule))
    start.passed_over = known_after(of.confirmed, of.open);
  const bool first = !start.before;
  start.seen = compare(of,
                       {.behind = start.confirmed,
                        .seen = first ? of.service.terms().effective : night.today,
                        .first = first ? FirstCount::yes : FirstCount::no,
                        .passed_over = start.passed_over},
                       night);
  start.doubt = doubt_about(of, start, night);
  return start;
}

/// By the contract's trust, what waits, and the guard.
Result<Outcome> outcome_of(const ServiceCase& of, const Start& start, const NightRules& night) {
  const std::int32_t proposal = newest_proposal(start.open);
  switch (of.contract.trust_on(night.today)) {
    case Trust::observe: {
      const bool same = start.seen.units == start.before && start.seen.events.empty();
      return Outcome{.status = same ? SyncStatus::unchanged : SyncStatus::observed,
                     .shown = start.seen,
                     .proposal = proposal};
    }
    case Trust::propose:
      return propose(of, start, night);
    case Trust::automatic:
      break;
  }
  if (proposal == 0) return start.doubt.empty() ? accept(of, start, night) : hold(of, start, night);
  // Proposed while the contract was trusted less. A drop among it still needs a person.
  return all_believed(start.open, start.before, night.guard) ? take_over_proposal(of, start, night)
                                                             : propose(of, start, night);
}

}  // namespace

std::optional<ServiceDecision> decide_unchanged(const Contract& contract, const Service& service,
                                                const UnitHistory& history, std::size_t counted,
                                                const std::vector<JudgedMachine>& not_counted,
                                                const NightRules& night) {
  const auto before = units_before(history, night.today);
  const auto units = static_cast<Units>(counted);
  // A person may have recorded other units than the machines'.
  if (night.all_machines || before != units || contract.trust_on(night.today) == Trust::propose)
    return std::nullopt;
  ServiceSync row{.key = {contract.id(), service.id()},
                  .account = contract.account_on(night.today),
                  .service_name = service.name_on(night.today),
                  .status = SyncStatus::unchanged,
                  .before = before,
                  .counted = units};
  std::copy_if(not_counted.begin(), not_counted.end(), std::back_inserter(row.judged),
               [](const JudgedMachine& entry) { return !is_not_in_scope(entry.verdict); });
  return ServiceDecision{.row = std::move(row)};
}

Result<ServiceDecision> decide(const ServiceCase& of, const NightRules& night) {
  const Start start = start_of(of, night);
  ServiceSync row{.key = {of.contract.id(), of.service.id()},
                  .account = of.contract.account_on(night.today),
                  .service_name = of.service.name_on(night.today),
                  .before = start.before,
                  .counted = start.seen.units,
                  .machines = start.seen.events};
  if (start.seen.units > limits::units_max) {
    row.error = Error{Errc::invalid_units, std::to_string(start.seen.units) + " units"};
    return ServiceDecision{.row = std::move(row)};
  }
  auto outcome = outcome_of(of, start, night);
  if (!outcome) return outcome.error();
  row.status = outcome->status;
  row.counted = outcome->shown.units;
  if (outcome->machines) row.machines = *std::move(outcome->machines);
  row.judged = judge_machines(of, outcome->shown.machines, night.all_machines);
  row.held_why = outcome->doubt.value_or(start.doubt);
  row.proposal = outcome->proposal;
  return ServiceDecision{.row = std::move(row),
                         .writes = std::move(outcome->writes),
                         .told = std::move(outcome->told),
                         .notices = std::move(outcome->notices)};
}

}  // namespace billbyagent::app
