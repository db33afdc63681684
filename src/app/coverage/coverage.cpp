#include "billbyagent/app/coverage.hpp"

#include <algorithm>
#include <string>
#include <tuple>

#include "app/coverage/survey.hpp"
#include "app/machines/grace.hpp"

namespace billbyagent {
namespace app {

std::size_t CoverageSurvey::position_of(const RmmId& rmm, const AgentId& agent) const {
  const auto wanted = std::tie(rmm, agent);
  const auto at = std::lower_bound(agents_.begin(), agents_.end(), wanted,
                                   [](const AgentList::Entry& entry, const auto& id) {
                                     return std::tie(entry.rmm, entry.machine.agent) < id;
                                   });
  const bool found = at != agents_.end() && std::tie(at->rmm, at->machine.agent) == wanted;
  return found ? static_cast<std::size_t>(at - agents_.begin()) : agents_.size();
}

KnownMachines CoverageSurvey::judged(const CoveredService& service) const {
  const Contract& contract = contracts_[service.contract];
  const AgentCensus& census = readings_.census(service.rmm);
  const KnownMachines none;
  const auto counted = census.counted(*service.index);
  const Night night{.counted = counted,
                    .rule = contract.find_service(service.key.service)->agent_scope()->rule,
                    .seen = today_,
                    .first = service.history.empty() ? FirstCount::yes : FirstCount::no,
                    .passed_over = none};
  const auto places = places_in(census, *service.index, counted_before_.at(service.rmm));
  return known_after(service.known, changes_of(service.known, night, places));
}

void CoverageSurvey::sort_machines(CoverageReport& report) {
  counted_by_.resize(agents_.size());
  for (std::size_t at = 0; at < services_.size(); ++at) {
    CoveredService& service = services_[at];
    if (!service.index) continue;
    service.now = judged(service);
    for (const auto& machine : billed(service.now))
      if (const auto position = position_of(service.rmm, machine.agent); position < agents_.size())
        counted_by_[position].push_back(at);
  }
  for (const auto& services : counted_by_)
    if (!services.empty()) ++report.covered;
}

Overlaps CoverageSurvey::overlaps_of(const CoveredService& service) const {
  const auto at = accounts_.find(contracts_[service.contract].account_on(today_));
  return at == accounts_.end() ? Overlaps::allowed : at->second.overlaps;
}

void CoverageSurvey::find_overlaps(CoverageReport& report) const {
  std::map<std::pair<std::size_t, std::size_t>, std::vector<Machine>> pairs;
  for (std::size_t position = 0; position < agents_.size(); ++position) {
    const auto& services = counted_by_[position];
    for (std::size_t i = 0; i < services.size(); ++i)
      for (std::size_t j = i + 1; j < services.size(); ++j)
        pairs[{services[i], services[j]}].push_back(agents_[position].machine);
  }
  for (auto& [pair, machines] : pairs) {
    const auto& first = services_[pair.first];
    const auto& second = services_[pair.second];
    const bool refused =
        overlaps_of(first) == Overlaps::refused || overlaps_of(second) == Overlaps::refused;
    report.overlaps.push_back({first.key, second.key,
                               refused ? Overlaps::refused : Overlaps::allowed,
                               std::move(machines)});
  }
}

void CoverageSurvey::tell_services(CoverageReport& report) const {
  report.services = services_.size();
  for (const auto& service : services_) {
    if (!service.scope)
      report.uncounted.push_back({service.key, contracts_[service.contract].account_on(today_),
                                  service.scope.error(), service.machines});
    else if (service.history.empty())
      report.never_counted.push_back(service.key);
  }
}

void CoverageSurvey::tell_left_out(CoverageReport& report, std::vector<bool>& told) const {
  const auto tell = [&](const CoveredService& service, const JudgedMachine& entry) {
    const auto position = position_of(service.rmm, entry.agent);
    if (position == agents_.size() || told[position]) return;
    told[position] = true;
    report.left_out.push_back(
        {service.key, agents_[position].machine, entry.verdict, entry.detail});
  };
  for (const auto& service : services_) {
    if (!service.index) continue;
    // One of no class, or whose system nobody knows, would bring money once somebody says what it
    // is: it is unbilled.
    for (const auto& entry : readings_.census(service.rmm).not_counted(*service.index))
      if (!is_not_in_scope(entry.verdict) && entry.verdict != Verdict::no_class &&
          entry.verdict != Verdict::operating_system_unknown)
        tell(service, entry);
    for (const auto& [agent, known] : service.now)
      if (known.state == MachineState::waiting)
        tell(service,
             {agent, known.machine.name, Verdict::new_machine, "since " + to_string(known.since)});
  }
  std::sort(report.left_out.begin(), report.left_out.end(), [](const LeftOut& a, const LeftOut& b) {
    return std::tie(a.service, a.machine.agent) < std::tie(b.service, b.machine.agent);
  });
}

bool CoverageSurvey::has_account(const RmmId& rmm, const OrganizationId& organization) const {
  return account_of(rmm, organization) ||
         std::any_of(services_.begin(), services_.end(), [&](const CoveredService& service) {
           return service.rmm == rmm && service.scope &&
                  service.scope->organization == organization;
         });
}

void CoverageSurvey::tell_organizations(CoverageReport& report) const {
  std::map<std::pair<RmmId, OrganizationId>, std::size_t> machines;
  for (const auto& agent : agents_) ++machines[{agent.rmm, agent.organization}];
  for (const auto& outcome : readings_.outcomes()) {
    if (outcome.error) continue;
    for (const auto& organization : readings_.of(outcome.rmm).organizations())
      if (!has_account(outcome.rmm, organization.id))
        report.without_account.push_back(
            {outcome.rmm, organization, machines[{outcome.rmm, organization.id}]});
  }
}

Result<CoverageReport> CoverageSurvey::run() {
  if (auto loaded = load(); !loaded) return loaded.error();
  if (auto read = read_rmms(); !read) return read.error();
  CoverageReport report{.day = today_,
                        .zone = desk_.clock.zone(),
                        .agents = agents_.size(),
                        .rmms = readings_.outcomes()};
  sort_machines(report);
  find_overlaps(report);
  tell_services(report);
  // A machine belongs to the first that holds of: counted, behind the units of a service that
  // could not be counted, left out by its state, unbilled.
  std::vector<bool> told(agents_.size());
  for (std::size_t position = 0; position < agents_.size(); ++position)
    told[position] = !counted_by_[position].empty();
  for (const auto& service : services_)
    if (!service.scope)
      for (const auto& machine : service.machines)
        if (const auto position = position_of(service.rmm, machine.agent);
            position < agents_.size())
          told[position] = true;
  tell_left_out(report, told);
  tell_organizations(report);
  if (auto unbilled = tell_unbilled(report, told); !unbilled) return unbilled.error();
  return report;
}

}  // namespace app

bool CoverageReport::needs_a_person() const noexcept {
  const auto refused = [](const CountedTwice& entry) {
    return entry.overlaps == Overlaps::refused;
  };
  return !unbilled.empty() || !uncounted.empty() || rmms_failed() > 0 ||
         std::any_of(overlaps.begin(), overlaps.end(), refused);
}

Result<CoverageReport> coverage_report(const Desk& desk, const RmmSet& rmms,
                                       const ReadingTime& time) {
  return app::CoverageSurvey{desk, rmms, time}.run();
}

}  // namespace billbyagent
