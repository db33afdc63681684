#pragma once

/// Which machines are billed twice and which by nobody. Reads each RMM once and writes nothing.
///
/// A machine is covered when a derived service in force today, of an active contract, bills it; a
/// machine that a scope holds but leaves out, by its state, as a duplicate or in its first days, is
/// told apart from one that no scope holds or that is of no class. Services that could not be
/// counted are named, with the machines behind their units, so that a report never looks complete
/// when it is not.

#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "billbyagent/app/nightly_sync.hpp"
#include "billbyagent/domain/billing.hpp"

namespace billbyagent {

/// Machines that two services count both.
struct CountedTwice {
  ServiceKey first{};
  ServiceKey second{};
  Overlaps overlaps = Overlaps::allowed;  ///< refused when one of their accounts says so
  std::vector<Machine> machines{};        ///< by agent id
};

/// The service whose price is used, and what more units of it bring in one full billing period.
struct Worth {
  ServiceKey priced_by{};
  CycleLength cycle = CycleLength::monthly;
  Period billing_period;
  Money amount;
};

/// Machines of one organization that no service bills and that would be billed at one price.
struct Unbilled {
  RmmId rmm{};
  OrganizationId organization{};
  std::string organization_name{};
  std::optional<AccountId> account{};  ///< the account linked to it; of several the first
  std::vector<Machine> machines{};     ///< by agent id
  std::optional<Worth> worth{};        ///< nothing: unknown, `worth_unknown` says why
  std::string worth_unknown{};
};

/// A machine that a scope holds but leaves out, for good or for its first days.
struct LeftOut {
  ServiceKey service{};
  Machine machine{};
  Verdict why = Verdict::suspended;
  std::string detail{};  ///< such as the agent it is a duplicate of; may be empty
};

/// A service that could not be counted: nothing is known of its scope but what was recorded.
struct Uncounted {
  ServiceKey service{};
  AccountId account{};
  Error error{};
  std::vector<Machine> machines{};  ///< behind its units
};

struct OrganizationWithoutAccount {
  RmmId rmm{};
  Organization organization{};
  std::size_t machines = 0;
};

/// Amounts of different billing periods are not added up.
using WorthTotals = std::map<std::pair<Currency, CycleLength>, Money>;

struct CoverageReport {
  Date day;
  std::string zone{};
  std::size_t agents = 0;          ///< in the scans of all RMMs
  std::size_t covered = 0;         ///< counted by at least one service
  std::size_t services = 0;        ///< derived and in force, those that failed included
  std::vector<RmmOutcome> rmms{};  ///< how reading each one went, by name
  std::vector<CountedTwice> overlaps{};
  std::vector<Unbilled> unbilled{};  ///< by organization
  std::vector<LeftOut> left_out{};   ///< by service and agent id; each machine once
  std::vector<OrganizationWithoutAccount> without_account{};
  std::vector<Uncounted> uncounted{};
  std::vector<ServiceKey> never_counted{};  ///< their machines are covered, but not billed yet
  WorthTotals totals{};                     ///< of what is known
  std::size_t machines_of_unknown_worth = 0;

  std::size_t unbilled_machines() const noexcept {
    std::size_t machines = 0;
    for (const auto& entry : unbilled) machines += entry.machines.size();
    return machines;
  }
  /// Nothing is known of these RMMs' machines.
  std::size_t rmms_failed() const noexcept { return count_failed(rmms); }
  /// Whether a person has to look: something is unbilled, refused or unknown.
  bool needs_a_person() const noexcept {
    const auto refused = [](const CountedTwice& entry) {
      return entry.overlaps == Overlaps::refused;
    };
    return !unbilled.empty() || !uncounted.empty() || rmms_failed() > 0 ||
           std::any_of(overlaps.begin(), overlaps.end(), refused);
  }
};

/// Errors: what the store says, what the first RMM says when none can be read as a whole,
/// `out_of_range` for amounts beyond 64 bits.
Result<CoverageReport> coverage_report(Store& store, const RmmSet& rmms, const Clock& clock,
                                       const TenantId& tenant, const ReadingTime& time,
                                       Observer& observer);

namespace detail {

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
  std::size_t contract = 0;  ///< its place
  UnitHistory history{};
  std::vector<Machine> machines{};  ///< behind its units
  Standing standing{};              ///< the same, with their grace days
  Standing now{};                   ///< what a night would make of them
};

class CoverageSurvey {
 public:
  CoverageSurvey(Store& store, const RmmSet& rmms, const Clock& clock, const TenantId& tenant,
                 const ReadingTime& time, Observer& observer)
      : store_(store),
        clock_(clock),
        tenant_(tenant),
        time_(time),
        today_(clock.today()),
        readings_(rmms, clock, observer) {}

  Result<CoverageReport> run();

 private:
  Result<void> load();
  Result<void> load_services(Transaction& transaction, const Contract& contract);
  Result<void> read_rmms();
  /// What a night would make of a counted service's machines.
  Standing judged(const CoveredService& service) const;
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
  std::size_t place_of(const RmmId& rmm, const AgentId& agent) const;

  Store& store_;
  const Clock& clock_;
  const TenantId& tenant_;
  ReadingTime time_;
  Date today_;
  RmmReadings readings_;
  std::map<RmmId, CountedBefore> counted_before_;
  std::map<AccountId, Account> accounts_;
  std::vector<Contract> contracts_;
  std::vector<CoveredService> services_;              ///< by contract and service
  std::vector<AgentList::Entry> agents_;              ///< by RMM and id
  std::vector<std::vector<std::size_t>> counted_by_;  ///< services, by the place of the agent
};

inline Result<void> CoverageSurvey::load_services(Transaction& transaction,
                                                  const Contract& contract) {
  const auto account = accounts_.find(contract.terms().account);
  for (const auto& service : contract.terms().services) {
    const auto life = contract.life_of(service);
    if (!service.agent_scope() || !life || !life->contains(today_)) continue;
    const RmmId& rmm = service.agent_scope()->rmm;
    const auto link =
        account == accounts_.end() ? std::nullopt : account->second.organization_in(rmm);
    const ServiceKey key{contract.id(), service.id()};
    auto history = transaction.unit_history(key);
    if (!history) return history.error();
    auto standing = load_standing(transaction, key, service.agent_scope()->rule);
    if (!standing) return standing.error();
    auto machines = billed(*standing);
    counted_before_[rmm].add(key, machines);
    auto scope = resolved(*service.agent_scope(), link, contract.terms().account.text(),
                          contract.terms().machine_classes);
    services_.push_back({{rmm, std::move(scope), std::nullopt},
                         key,
                         contracts_.size() - 1,
                         *std::move(history),
                         std::move(machines),
                         *std::move(standing),
                         {}});
  }
  return {};
}

inline Result<void> CoverageSurvey::load() {
  auto transaction = store_.begin(tenant_, Access::read);
  if (!transaction) return transaction.error();
  auto accounts = (*transaction)->accounts();
  if (!accounts) return accounts.error();
  for (auto& account : *accounts) accounts_.emplace(account.id, account);
  auto ids = (*transaction)->contract_ids();
  if (!ids) return ids.error();
  for (const auto& id : *ids) {
    auto contract = (*transaction)->contract(id);
    if (!contract) return contract.error();
    if (contract->terms().status != ContractStatus::active) continue;
    contracts_.push_back(*std::move(contract));
    if (auto loaded = load_services(**transaction, contracts_.back()); !loaded) return loaded;
  }
  std::sort(services_.begin(), services_.end(),
            [](const CoveredService& a, const CoveredService& b) { return a.key < b.key; });
  return {};
}

inline Result<void> CoverageSurvey::read_rmms() {
  std::vector<AskedScope*> asked;
  for (auto& service : services_) asked.push_back(&service);
  std::map<RmmId, AgentList> lists;
  readings_.read(asked, std::nullopt, time_,
                 [&](const RmmId& rmm) { return &lists.try_emplace(rmm, rmm).first->second; });
  if (auto error = readings_.nothing_read()) return *error;
  for (const auto& outcome : readings_.outcomes()) {
    if (outcome.error) continue;
    auto list = std::move(lists.at(outcome.rmm)).by_id();
    std::move(list.begin(), list.end(), std::back_inserter(agents_));
  }
  return {};
}

inline std::size_t CoverageSurvey::place_of(const RmmId& rmm, const AgentId& agent) const {
  const auto wanted = std::tie(rmm, agent);
  const auto at = std::lower_bound(agents_.begin(), agents_.end(), wanted,
                                   [](const AgentList::Entry& entry, const auto& id) {
                                     return std::tie(entry.rmm, entry.machine.agent) < id;
                                   });
  const bool found = at != agents_.end() && std::tie(at->rmm, at->machine.agent) == wanted;
  return found ? static_cast<std::size_t>(at - agents_.begin()) : agents_.size();
}

inline Standing CoverageSurvey::judged(const CoveredService& service) const {
  const Contract& contract = contracts_[service.contract];
  const AgentCensus& census = readings_.census(service.rmm);
  const Standing none;
  const Night night{.counted = census.counted(*service.index),
                    .rule = contract.find_service(service.key.service)->agent_scope()->rule,
                    .seen = today_,
                    .first = service.history.empty() ? FirstCount::yes : FirstCount::no,
                    .passed_over = none};
  const auto places = places_in(census, *service.index, counted_before_.at(service.rmm));
  return standing_after(service.standing, changes_of(service.standing, night, places));
}

inline void CoverageSurvey::sort_machines(CoverageReport& report) {
  counted_by_.resize(agents_.size());
  for (std::size_t at = 0; at < services_.size(); ++at) {
    CoveredService& service = services_[at];
    if (!service.index) continue;
    service.now = judged(service);
    for (const auto& machine : billed(service.now))
      if (const auto place = place_of(service.rmm, machine.agent); place < agents_.size())
        counted_by_[place].push_back(at);
  }
  for (const auto& services : counted_by_)
    if (!services.empty()) ++report.covered;
}

inline Overlaps CoverageSurvey::overlaps_of(const CoveredService& service) const {
  const auto at = accounts_.find(contracts_[service.contract].terms().account);
  return at == accounts_.end() ? Overlaps::allowed : at->second.overlaps;
}

inline void CoverageSurvey::find_overlaps(CoverageReport& report) const {
  std::map<std::pair<std::size_t, std::size_t>, std::vector<Machine>> pairs;
  for (std::size_t place = 0; place < agents_.size(); ++place) {
    const auto& services = counted_by_[place];
    for (std::size_t i = 0; i < services.size(); ++i)
      for (std::size_t j = i + 1; j < services.size(); ++j)
        pairs[{services[i], services[j]}].push_back(agents_[place].machine);
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

inline void CoverageSurvey::tell_services(CoverageReport& report) const {
  report.services = services_.size();
  for (const auto& service : services_) {
    if (!service.scope)
      report.uncounted.push_back({service.key, contracts_[service.contract].terms().account,
                                  service.scope.error(), service.machines});
    else if (service.history.empty())
      report.never_counted.push_back(service.key);
  }
}

inline void CoverageSurvey::tell_left_out(CoverageReport& report, std::vector<bool>& told) const {
  const auto tell = [&](const CoveredService& service, const JudgedMachine& entry) {
    const auto place = place_of(service.rmm, entry.agent);
    if (place == agents_.size() || told[place]) return;
    told[place] = true;
    report.left_out.push_back({service.key, agents_[place].machine, entry.verdict, entry.detail});
  };
  for (const auto& service : services_) {
    if (!service.index) continue;
    // One of no class would bring money once somebody says what it is: it is unbilled.
    for (const auto& entry : readings_.census(service.rmm).not_counted(*service.index))
      if (!is_beside(entry.verdict) && entry.verdict != Verdict::no_class) tell(service, entry);
    for (const auto& [agent, standing] : service.now)
      if (standing.stand == Stand::waiting)
        tell(service, {agent, standing.machine.name, Verdict::new_machine,
                       "since " + to_string(standing.since)});
  }
  std::sort(report.left_out.begin(), report.left_out.end(), [](const LeftOut& a, const LeftOut& b) {
    return std::tie(a.service, a.machine.agent) < std::tie(b.service, b.machine.agent);
  });
}

inline const Account* CoverageSurvey::account_of(const RmmId& rmm,
                                                 const OrganizationId& organization) const {
  for (const auto& [id, account] : accounts_)
    if (account.organization_in(rmm) == organization) return &account;
  return nullptr;
}

inline bool CoverageSurvey::has_account(const RmmId& rmm,
                                        const OrganizationId& organization) const {
  return account_of(rmm, organization) ||
         std::any_of(services_.begin(), services_.end(), [&](const CoveredService& service) {
           return service.rmm == rmm && service.scope &&
                  service.scope->organization == organization;
         });
}

inline void CoverageSurvey::tell_organizations(CoverageReport& report) const {
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

inline bool CoverageSurvey::covers(const CoveredService& service,
                                   const AgentList::Entry& agent) const {
  if (service.rmm != agent.rmm || !service.scope ||
      service.scope->organization != agent.organization)
    return false;
  const AgentScope& scope = *service.scope;
  return !scope.group || agent.group == *scope.group ||
         (scope.sub_groups == SubGroups::included &&
          readings_.census(agent.rmm).groups().is_within(agent.group, *scope.group));
}

inline bool CoverageSurvey::is_of_other_class(const CoveredService& service,
                                              const AgentId& agent) const {
  const auto* entry =
      service.index ? readings_.census(service.rmm).why_not(*service.index, agent) : nullptr;
  return entry && (entry->verdict == Verdict::other_class || entry->verdict == Verdict::no_class);
}

inline bool CoverageSurvey::lacks_class(const AgentList::Entry& agent) const {
  return std::any_of(services_.begin(), services_.end(), [&](const CoveredService& service) {
    return covers(service, agent) && is_of_other_class(service, agent.machine.agent);
  });
}

inline const CoveredService* CoverageSurvey::price_for(const AgentList::Entry& agent) const {
  const Account* account = account_of(agent.rmm, agent.organization);
  const CoveredService* of_another_account = nullptr;
  for (const auto& service : services_) {
    if (!covers(service, agent) || is_of_other_class(service, agent.machine.agent)) continue;
    if (!account || contracts_[service.contract].terms().account == account->id) return &service;
    if (!of_another_account) of_another_account = &service;
  }
  return of_another_account;
}

inline Result<Money> amount_of(const Contract& contract, const Service& service, Units units,
                               const Period& life, const Period& billing_period) {
  auto history = UnitHistory::starting(life.begin(), units);
  if (!history) return history.error();
  auto lines = bill(contract, service, *history, billing_period);
  if (!lines) return lines.error();
  Money sum = Money::zero(service.terms().currency);
  for (const auto& line : *lines) {
    auto added = add(sum, line.amount);
    if (!added) return added.error();
    sum = *added;
  }
  return sum;
}

/// A billing period that lies whole within `life`: the one of `today`, the next or the one before.
inline std::optional<Period> full_period(const BillingCycle& cycle, const Period& life,
                                         Date today) {
  const Period now = cycle.period_at(today);
  std::vector<Period> candidates{now};
  if (now.end() < life.end()) candidates.push_back(cycle.next(now));
  if (life.begin() < now.begin()) candidates.push_back(cycle.period_at(now.begin().previous()));
  for (const auto& period : candidates)
    if (intersect(period, life) == period) return period;
  return std::nullopt;
}

inline Result<void> CoverageSurvey::set_worth(Unbilled& unbilled,
                                              const CoveredService& price) const {
  const Contract& contract = contracts_[price.contract];
  const Service& service = *contract.find_service(price.key.service);
  const auto life = contract.life_of(service);
  const auto period = full_period(contract.terms().cycle, *life, today_);
  if (!period) {
    unbilled.worth_unknown = "contract " + price.key.contract.text() + ", service " +
                             price.key.service.text() +
                             " is not in force for a full billing period";
    return {};
  }
  const Units now = price.history.units_on(today_).value_or(0);
  const auto more = static_cast<Units>(unbilled.machines.size());
  auto with = amount_of(contract, service, now + more, *life, *period);
  if (!with) return with.error();
  auto without = amount_of(contract, service, now, *life, *period);
  if (!without) return without.error();
  auto amount = subtract(*with, *without);
  if (!amount) return amount.error();
  unbilled.worth = Worth{price.key, contract.terms().cycle.length(), *period, *amount};
  return {};
}

inline Result<void> CoverageSurvey::tell_unbilled(CoverageReport& report,
                                                  const std::vector<bool>& told) const {
  std::map<std::tuple<RmmId, OrganizationId, const CoveredService*, bool>, Unbilled> groups;
  for (std::size_t place = 0; place < agents_.size(); ++place) {
    if (told[place]) continue;
    const auto& agent = agents_[place];
    const CoveredService* price = price_for(agent);
    const bool classless = !price && lacks_class(agent);
    groups[{agent.rmm, agent.organization, price, classless}].machines.push_back(agent.machine);
  }
  for (auto& [group, unbilled] : groups) {
    const auto& [rmm, organization, price, classless] = group;
    unbilled.rmm = rmm;
    unbilled.organization = organization;
    for (const auto& shown : readings_.of(rmm).organizations())
      if (shown.id == organization) unbilled.organization_name = shown.name;
    if (const Account* account = account_of(rmm, organization)) unbilled.account = account->id;
    if (classless)
      unbilled.worth_unknown = "they are of no machine class that a service there bills";
    else if (!price)
      unbilled.worth_unknown = unbilled.account ? "no service in force covers where they are"
                                                : "no account has this organization";
    else if (auto set = set_worth(unbilled, *price); !set)
      return set;
    if (unbilled.worth) {
      const Currency currency = unbilled.worth->amount.currency();
      auto& total =
          report.totals.try_emplace({currency, unbilled.worth->cycle}, Money::zero(currency))
              .first->second;
      auto added = add(total, unbilled.worth->amount);
      if (!added) return added.error();
      total = *added;
    } else {
      report.machines_of_unknown_worth += unbilled.machines.size();
    }
    report.unbilled.push_back(std::move(unbilled));
  }
  return {};
}

inline Result<CoverageReport> CoverageSurvey::run() {
  if (auto loaded = load(); !loaded) return loaded.error();
  if (auto read = read_rmms(); !read) return read.error();
  CoverageReport report{
      .day = today_, .zone = clock_.zone(), .agents = agents_.size(), .rmms = readings_.outcomes()};
  sort_machines(report);
  find_overlaps(report);
  tell_services(report);
  // A machine belongs to the first that holds of: counted, behind the units of a service that
  // could not be counted, left out by its state, unbilled.
  std::vector<bool> told(agents_.size());
  for (std::size_t place = 0; place < agents_.size(); ++place)
    told[place] = !counted_by_[place].empty();
  for (const auto& service : services_)
    if (!service.scope)
      for (const auto& machine : service.machines)
        if (const auto place = place_of(service.rmm, machine.agent); place < agents_.size())
          told[place] = true;
  tell_left_out(report, told);
  tell_organizations(report);
  if (auto unbilled = tell_unbilled(report, told); !unbilled) return unbilled.error();
  return report;
}

}  // namespace detail

inline Result<CoverageReport> coverage_report(Store& store, const RmmSet& rmms, const Clock& clock,
                                              const TenantId& tenant, const ReadingTime& time,
                                              Observer& observer) {
  return detail::CoverageSurvey{store, rmms, clock, tenant, time, observer}.run();
}

}  // namespace billbyagent
