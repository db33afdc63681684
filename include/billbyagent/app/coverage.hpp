#pragma once

/// Which machines are billed twice and which by nobody. Reads the whole RMM once and writes
/// nothing.
///
/// A machine is covered when a derived service in force today, of an active contract, counts it; a
/// machine that a scope holds but leaves out by its state is told apart from one that no scope
/// holds. Services that could not be counted are named, with the machines behind their units, so
/// that a report never looks complete when it is not.

#include <map>
#include <optional>
#include <string>
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
  OrganizationId organization{};
  std::string organization_name{};
  std::optional<AccountId> account{};  ///< the account linked to it; of several the first
  std::vector<Machine> machines{};     ///< by agent id
  std::optional<Worth> worth{};        ///< nothing: unknown, `worth_unknown` says why
  std::string worth_unknown{};
};

/// A machine that a scope holds but does not count.
struct LeftOut {
  ServiceKey service{};
  Machine machine{};
  Verdict why = Verdict::suspended;
};

/// A service that could not be counted: nothing is known of its scope but what was recorded.
struct Uncounted {
  ServiceKey service{};
  AccountId account{};
  Error error{};
  std::vector<Machine> machines{};  ///< behind its units
};

struct OrganizationWithoutAccount {
  Organization organization{};
  std::size_t machines = 0;
};

/// Amounts of different billing periods are not added up.
using WorthTotals = std::map<std::pair<Currency, CycleLength>, Money>;

struct CoverageReport {
  Date day;
  std::string zone{};
  std::size_t agents = 0;    ///< in the scan
  std::size_t covered = 0;   ///< counted by at least one service
  std::size_t services = 0;  ///< derived and in force, those that failed included
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
  /// Whether a person has to look: something is unbilled, refused or unknown.
  bool needs_a_person() const noexcept {
    const auto refused = [](const CountedTwice& entry) {
      return entry.overlaps == Overlaps::refused;
    };
    return !unbilled.empty() || !uncounted.empty() ||
           std::any_of(overlaps.begin(), overlaps.end(), refused);
  }
};

/// Errors: what the store says, what the RMM says when it can't be read as a whole, `out_of_range`
/// for amounts beyond 64 bits.
Result<CoverageReport> coverage_report(Store& store, RmmProvider& provider, const Clock& clock,
                                       const TenantId& tenant, Deadline deadline,
                                       Observer& observer);

namespace detail {

/// Whether the scope does not hold the machine at all, rather than leave it out by its state.
constexpr bool is_beside(Verdict verdict) noexcept {
  return verdict == Verdict::outside || verdict == Verdict::not_listed ||
         verdict == Verdict::not_in_view || verdict == Verdict::other_operating_system;
}

/// Remembers all agents of a scan on its way into the census.
class AgentList final : public AgentSink {
 public:
  struct Entry {
    Machine machine;
    OrganizationId organization;
    MachineGroupId group;
  };
  explicit AgentList(AgentSink& next) : next_(next) {}
  void restart() override {
    agents_.clear();
    next_.restart();
  }
  void page(std::span<const Agent> agents) override {
    for (const auto& agent : agents)
      agents_.push_back({{agent.id, agent.name}, agent.organization, agent.group});
    next_.page(agents);
  }
  std::vector<Entry> by_id() && {
    std::sort(agents_.begin(), agents_.end(),
              [](const Entry& a, const Entry& b) { return a.machine.agent < b.machine.agent; });
    return std::move(agents_);
  }

 private:
  AgentSink& next_;
  std::vector<Entry> agents_;
};

/// One derived service in force.
struct CoveredService {
  ServiceKey key{};
  std::size_t contract = 0;  ///< its place
  Result<AgentScope> scope;
  UnitHistory history{};
  std::vector<Machine> machines{};  ///< behind its units
  std::optional<AgentCensus::ScopeIndex> index{};
};

class CoverageSurvey {
 public:
  CoverageSurvey(Store& store, RmmProvider& provider, const Clock& clock, const TenantId& tenant,
                 Deadline deadline, Observer& observer)
      : store_(store),
        provider_(provider),
        clock_(clock),
        tenant_(tenant),
        deadline_(deadline),
        observer_(observer),
        today_(clock.today()) {}

  Result<CoverageReport> run();

 private:
  Result<void> load();
  Result<void> load_services(Transaction& transaction, const Contract& contract);
  Result<void> read_rmm();
  void read_view(CoveredService& service);
  void sort_machines(CoverageReport& report);
  void find_overlaps(CoverageReport& report) const;
  void tell_services(CoverageReport& report) const;
  void tell_left_out(CoverageReport& report, std::vector<bool>& told) const;
  void tell_organizations(CoverageReport& report) const;
  Result<void> tell_unbilled(CoverageReport& report, const std::vector<bool>& told) const;
  Result<void> set_worth(Unbilled& unbilled, const CoveredService& price) const;
  const Account* account_of(const OrganizationId& organization) const;
  bool has_account(const OrganizationId& organization) const;
  /// The first service that covers the place, of the organization's account before others; or null.
  const CoveredService* price_for(const AgentList::Entry& agent) const;
  Overlaps overlaps_of(const CoveredService& service) const;
  std::size_t place_of(const AgentId& agent) const;

  Store& store_;
  RmmProvider& provider_;
  const Clock& clock_;
  const TenantId& tenant_;
  Deadline deadline_;
  Observer& observer_;
  Date today_;
  std::map<AccountId, Account> accounts_;
  std::vector<Contract> contracts_;
  std::vector<CoveredService> services_;  ///< by contract and service
  std::vector<Organization> organizations_;
  std::map<ViewId, Result<ViewMembers>> views_;
  std::unique_ptr<AgentCensus> census_;
  std::vector<AgentList::Entry> agents_;              ///< by id
  std::vector<std::vector<std::size_t>> counted_by_;  ///< services, by the place of the agent
};

inline Result<void> CoverageSurvey::load_services(Transaction& transaction,
                                                  const Contract& contract) {
  const auto account = accounts_.find(contract.terms().account);
  const auto link = account == accounts_.end() ? std::nullopt : account->second.organization;
  for (const auto& service : contract.terms().services) {
    const auto life = contract.life_of(service);
    if (!service.agent_scope() || !life || !life->contains(today_)) continue;
    const ServiceKey key{contract.id(), service.id()};
    auto history = transaction.unit_history(key);
    if (!history) return history.error();
    auto machines = transaction.machines(key);
    if (!machines) return machines.error();
    services_.push_back({key, contracts_.size() - 1,
                         resolved(*service.agent_scope(), link, contract.terms().account.text()),
                         *std::move(history), *std::move(machines), std::nullopt});
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

inline void CoverageSurvey::read_view(CoveredService& service) {
  const ViewId& id = *service.scope->view;
  if (views_.contains(id)) return;
  observer_.progress("reading views", views_.size(), 0);
  ViewMembers members;
  auto scanned = provider_.scan_agents(AgentQuery{id}, members, deadline_);
  if (scanned)
    views_.emplace(id, std::move(members));
  else
    views_.emplace(id, within("view " + id.text(), scanned.error()));
}

inline Result<void> CoverageSurvey::read_rmm() {
  auto organizations = provider_.organizations(deadline_);
  if (!organizations) return organizations.error();
  organizations_ = *std::move(organizations);
  auto tree = provider_.group_tree(deadline_);
  if (!tree) return tree.error();
  auto views = provider_.views(deadline_);
  if (!views) return views.error();
  census_ = std::make_unique<AgentCensus>(*std::move(tree));
  for (auto& service : services_) {
    if (!service.scope) continue;
    auto exists = check_exists(*service.scope, organizations_, census_->groups(), *views);
    if (exists && service.scope->view) {
      read_view(service);
      const auto& members = views_.at(*service.scope->view);
      if (!members) exists = members.error();
    }
    if (!exists)
      service.scope = exists.error();
    else
      service.index = census_->ask(
          *service.scope, service.scope->view ? &*views_.at(*service.scope->view) : nullptr);
  }
  AgentList list{*census_};
  ObservedSink sink{list, observer_};
  if (auto scanned = provider_.scan_agents(AgentQuery{}, sink, deadline_); !scanned)
    return scanned.error();
  agents_ = std::move(list).by_id();
  return {};
}

inline std::size_t CoverageSurvey::place_of(const AgentId& agent) const {
  const auto at = std::lower_bound(
      agents_.begin(), agents_.end(), agent,
      [](const AgentList::Entry& entry, const AgentId& id) { return entry.machine.agent < id; });
  const bool found = at != agents_.end() && at->machine.agent == agent;
  return found ? static_cast<std::size_t>(at - agents_.begin()) : agents_.size();
}

inline void CoverageSurvey::sort_machines(CoverageReport& report) {
  counted_by_.resize(agents_.size());
  for (std::size_t service = 0; service < services_.size(); ++service) {
    if (!services_[service].index) continue;
    for (const auto& machine : census_->counted(*services_[service].index))
      if (const auto place = place_of(machine.agent); place < agents_.size())
        counted_by_[place].push_back(service);
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
  for (const auto& service : services_) {
    if (!service.index) continue;
    auto not_counted = census_->not_counted(*service.index);
    std::sort(not_counted.begin(), not_counted.end(),
              [](const auto& a, const auto& b) { return a.agent < b.agent; });
    for (const auto& entry : not_counted) {
      const auto place = place_of(entry.agent);
      if (is_beside(entry.why) || place == agents_.size() || told[place]) continue;
      told[place] = true;
      report.left_out.push_back({service.key, agents_[place].machine, entry.why});
    }
  }
}

inline const Account* CoverageSurvey::account_of(const OrganizationId& organization) const {
  for (const auto& [id, account] : accounts_)
    if (account.organization == organization) return &account;
  return nullptr;
}

inline bool CoverageSurvey::has_account(const OrganizationId& organization) const {
  return account_of(organization) ||
         std::any_of(services_.begin(), services_.end(), [&](const CoveredService& service) {
           return service.scope && service.scope->organization == organization;
         });
}

inline void CoverageSurvey::tell_organizations(CoverageReport& report) const {
  std::map<OrganizationId, std::size_t> machines;
  for (const auto& agent : agents_) ++machines[agent.organization];
  for (const auto& organization : organizations_)
    if (!has_account(organization.id))
      report.without_account.push_back({organization, machines[organization.id]});
}

inline const CoveredService* CoverageSurvey::price_for(const AgentList::Entry& agent) const {
  const Account* account = account_of(agent.organization);
  const CoveredService* of_another_account = nullptr;
  for (const auto& service : services_) {
    if (!service.scope || service.scope->organization != agent.organization) continue;
    const AgentScope& scope = *service.scope;
    const bool covers = !scope.group || agent.group == *scope.group ||
                        (scope.sub_groups == SubGroups::included &&
                         census_->groups().is_within(agent.group, *scope.group));
    if (!covers) continue;
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
  std::map<std::pair<OrganizationId, const CoveredService*>, Unbilled> groups;
  for (std::size_t place = 0; place < agents_.size(); ++place) {
    if (told[place]) continue;
    const auto& agent = agents_[place];
    groups[{agent.organization, price_for(agent)}].machines.push_back(agent.machine);
  }
  for (auto& [group, unbilled] : groups) {
    unbilled.organization = group.first;
    for (const auto& organization : organizations_)
      if (organization.id == group.first) unbilled.organization_name = organization.name;
    if (const Account* account = account_of(group.first)) unbilled.account = account->id;
    if (!group.second)
      unbilled.worth_unknown = unbilled.account ? "no service in force covers where they are"
                                                : "no account has this organization";
    else if (auto set = set_worth(unbilled, *group.second); !set)
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
  if (auto read = read_rmm(); !read) return read.error();
  CoverageReport report{.day = today_, .zone = clock_.zone(), .agents = agents_.size()};
  sort_machines(report);
  find_overlaps(report);
  tell_services(report);
  // A machine belongs to the first that holds of: counted, behind the units of a service that
  // could not be counted, left out by its state, unbilled.
  std::vector<bool> told(agents_.size());
  for (std::size_t place = 0; place < agents_.size(); ++place)
    told[place] = !counted_by_[place].empty();
  for (const auto& service : report.uncounted)
    for (const auto& machine : service.machines)
      if (const auto place = place_of(machine.agent); place < agents_.size()) told[place] = true;
  tell_left_out(report, told);
  tell_organizations(report);
  if (auto unbilled = tell_unbilled(report, told); !unbilled) return unbilled.error();
  return report;
}

}  // namespace detail

inline Result<CoverageReport> coverage_report(Store& store, RmmProvider& provider,
                                              const Clock& clock, const TenantId& tenant,
                                              Deadline deadline, Observer& observer) {
  return detail::CoverageSurvey{store, provider, clock, tenant, deadline, observer}.run();
}

}  // namespace billbyagent
