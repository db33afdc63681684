#include "billbyagent/app/sync_report.hpp"

#include <map>

namespace billbyagent {

std::vector<Machine> SyncReport::unclassified() const {
  std::map<AgentId, std::string> machines;
  for (const auto& service : services)
    for (const auto& entry : service.judged)
      if (entry.verdict == Verdict::no_class) machines.emplace(entry.agent, entry.name);
  std::vector<Machine> all;
  for (const auto& [agent, name] : machines) all.push_back({agent, name, {}});
  return all;
}

/// `12 services: 3 changed, 1 held, 0 failed ...`, for people and for the record of the run.
std::string summary(const SyncReport& report) {
  std::string text = std::to_string(report.services.size()) + " services, " +
                     std::to_string(report.agents) + " agents";
  for (const auto status :
       {SyncStatus::first_count, SyncStatus::changed, SyncStatus::machines_changed,
        SyncStatus::unchanged, SyncStatus::held, SyncStatus::failed})
    text += ", " + std::to_string(report.count(status)) + " " + std::string{to_string(status)};
  for (const auto status :
       {SyncStatus::proposed, SyncStatus::rejected, SyncStatus::observed, SyncStatus::overtaken})
    if (report.count(status) > 0)
      text += ", " + std::to_string(report.count(status)) + " " + std::string{to_string(status)};
  if (const auto machines = report.unclassified(); !machines.empty())
    text += ", " + std::to_string(machines.size()) + " machines of no class";
  if (report.rmms.size() > 1 || report.rmms_failed() > 0)
    text += ", " + std::to_string(report.rmms_failed()) + " of " +
            std::to_string(report.rmms.size()) + " RMMs not read";
  return text;
}

}  // namespace billbyagent
