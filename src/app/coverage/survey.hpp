#pragma once

/// A coverage report at work: what is loaded, what the RMMs show, and what follows.

#include <map>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "app/machines/known_machines.hpp"
#include "app/machines/machine_places.hpp"
#include "billbyagent/app/coverage.hpp"
#include "billbyagent/app/rmm_reading.hpp"

namespace billbyagent::app {

/// Remembers all agents of an RMM's scan.
class AgentList final : public AgentSink {
 public:
  struct Entry {
    RmmId rmm;
    Machine machine;
    OrganizationId organization;
    MachineGroupId group;
  };
  explicit AgentList(RmmId rmm) : rmm_(std::move(rmm)) {}
  void restart() override { agents_.clear(); }
  void page(std::span<const Agent> agents) override {
    for (const auto& agent : agents)
      agents_.push_back({rmm_, {agent.id, agent.name, {}}, agent.organization, agent.group});
  }
  std::vector<Entry> by_id() && {
    std::sort(agents_.begin(), agents_.end(),
              [](const Entry& a, const Entry& b) { return a.machine.agent < b.machine.agent; });
    return std::move(agents_);
  }

 private:
  RmmId rmm_;
  std::vector<Entry> agents_;
};

/// One derived service in force.
struct CoveredService : AskedScope {
  ServiceKey key{};
  std::size_t contract = 0;  ///< its position
  UnitHistory history{};
  std::vector<Machine> machines{};  ///< behind its units
  KnownMachines known{};            ///< the same, with their grace days
  KnownMachines now{};              ///< what a night would make of them
};

class CoverageSurvey {
 public:
  CoverageSurvey(const Desk& desk, const RmmSet& rmms, const ReadingTime& time)
      : desk_(desk),
        time_(time),
        today_(desk.clock.today()),
        readings_(rmms, desk.clock, desk.observer) {}

  Result<CoverageReport> run();

 private:
  Result<void> load();
  Result<void> load_services(Transaction& transaction, const Contract& contract);
  Result<void> read_rmms();
  /// What a night would make of a counted service's machines.
  KnownMachines judged(const CoveredService& service) const;
  void sort_machines(CoverageReport& report);
  void find_overlaps(CoverageReport& report) const;
  void tell_services(CoverageReport& report) const;
  void tell_left_out(CoverageReport& report, std::vector<bool>& told) const;
  void tell_organizations(CoverageReport& report) const;
  Result<void> tell_unbilled(CoverageReport& report, const std::vector<bool>& told) const;
  Result<void> set_worth(Unbilled& unbilled, const CoveredService& price) const;
  const Account* account_of(const RmmId& rmm, const OrganizationId& organization) const;
  bool has_account(const RmmId& rmm, const OrganizationId& organization) const;
  bool covers(const CoveredService& service, const AgentList::Entry& agent) const;
  bool is_of_other_class(const CoveredService& service, const AgentId& agent) const;
  /// Whether services cover the place, but all for machines of another class.
  bool lacks_class(const AgentList::Entry& agent) const;
  /// The first service that covers the place and the machine's class, of the organization's account
  /// before others; or null.
  const CoveredService* price_for(const AgentList::Entry& agent) const;
  Overlaps overlaps_of(const CoveredService& service) const;
  std::size_t position_of(const RmmId& rmm, const AgentId& agent) const;

  const Desk& desk_;
  ReadingTime time_;
  Date today_;
  RmmReadings readings_;
  std::map<RmmId, CountedBefore> counted_before_;
  std::map<AccountId, Account> accounts_;
  std::vector<Contract> contracts_;
  std::vector<CoveredService> services_;              ///< by contract and service
  std::vector<AgentList::Entry> agents_;              ///< by RMM and id
  std::vector<std::vector<std::size_t>> counted_by_;  ///< services, by the position of the agent
};

}  // namespace billbyagent::app
