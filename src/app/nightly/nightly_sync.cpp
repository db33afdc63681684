#include "billbyagent/app/nightly_sync.hpp"

#include <algorithm>
#include <iterator>
#include <span>
#include <utility>

#include "app/groups.hpp"
#include "app/nightly/decide.hpp"
#include "app/nightly/services.hpp"
#include "app/run_log.hpp"
#include "app/units/record_changes.hpp"

namespace billbyagent {
namespace app {
namespace {

/// The services of one contract: what stands or falls together.
using OfContract = std::span<const NightService>;

std::vector<OfContract> by_contract(std::span<const NightService> services) {
  std::vector<OfContract> contracts;
  for (std::size_t begin = 0; begin < services.size();) {
    std::size_t end = begin;
    while (end < services.size() && services[end].key.contract == services[begin].key.contract)
      ++end;
    contracts.push_back(services.subspan(begin, end - begin));
    begin = end;
  }
  return contracts;
}

class NightlySync {
 public:
  NightlySync(Store& store, const RmmSet& rmms, const Clock& clock, const TenantId& tenant,
              const NightlyOptions& options, Observer& observer)
      : store_(store),
        clock_(clock),
        tenant_(tenant),
        options_(options),
        observer_(observer),
        today_(clock.today()),
        readings_(rmms, clock, observer) {}

  Result<SyncReport> run();

 private:
  void read_rmms(std::vector<NightService>& services);
  Result<std::vector<ServiceSync>> take_over_all(std::vector<NightService> services);
  Result<std::vector<ServiceSync>> take_over_group(std::span<const OfContract> contracts) const;
  Result<void> load_group(Transaction& transaction, std::span<const OfContract> contracts) const;
  Result<ServiceDecision> decide_one(Transaction& transaction, const Contract& contract,
                                     const NightService& of, const NightRules& night) const;
  /// The machines behind the present units. Where their digest is that of the machines that count
  /// now, and nothing waits, those are the ones.
  Result<Standing> confirmed(Transaction& transaction, const NightService& of,
                             const CountRule& rule) const;
  Result<bool> is_quiet(Transaction& transaction, const NightService& of) const;
  /// What has to be read of the machines behind its units.
  Wanted rows_of(const NightService& of, const Dossier& contract) const;
  NightRules rules() const;

  Store& store_;
  const Clock& clock_;
  const TenantId& tenant_;
  const NightlyOptions& options_;
  Observer& observer_;
  Date today_;
  RmmReadings readings_;
  std::map<RmmId, CountedBefore> counted_before_;
};

void NightlySync::read_rmms(std::vector<NightService>& services) {
  std::vector<AskedScope*> asked;
  for (auto& service : services)
    if (service.asked) asked.push_back(&service);
  std::optional<RmmId> only;
  if (options_.only && !asked.empty()) only = asked.front()->rmm;
  readings_.read(asked, only, {options_.deadline, options_.time_per_rmm});
  for (auto& service : services)
    if (service.index)
      service.counted = digest_of(readings_.census(service.rmm).counted(*service.index));
}

NightRules NightlySync::rules() const {
  return {.guard = options_.guard,
          .today = today_,
          .now = clock_.now(),
          .author = options_.author,
          .reason = options_.reason,
          .all_machines = options_.all_machines};
}

Result<bool> NightlySync::is_quiet(Transaction& transaction, const NightService& of) const {
  // Of each machine its name is wanted as it was recorded.
  if (options_.all_machines) return false;
  auto open = transaction.held_readings(of.key);
  if (!open) return open.error();
  auto digest = transaction.machines_digest(of.key);
  if (!digest) return digest.error();
  return open->empty() && *digest && *digest == of.counted;
}

Wanted NightlySync::rows_of(const NightService& of, const Dossier& contract) const {
  if (!of.counted) return {};
  const auto& known = contract.services.at(of.key.service);
  if (!known.digest) return Part::machines | Part::events;
  if (known.digest == of.counted && known.held.empty() && !options_.all_machines) return {};
  const Service* service = contract.contract->find_service(of.key.service);
  return service && service->agent_scope() && has_grace(service->agent_scope()->rule)
             ? Part::machines | Part::events
             : Wanted{Part::machines};
}

Result<Standing> NightlySync::confirmed(Transaction& transaction, const NightService& of,
                                        const CountRule& rule) const {
  auto quiet = is_quiet(transaction, of);
  if (!quiet) return quiet.error();
  if (*quiet) return standing_of(readings_.census(of.rmm).counted(*of.index));
  return load_standing(transaction, of.key, rule);
}

Result<ServiceDecision> NightlySync::decide_one(Transaction& transaction, const Contract& contract,
                                                const NightService& of,
                                                const NightRules& night) const {
  auto history = transaction.unit_history(of.key);
  if (!history) return history.error();
  if (!of.scope) {
    auto row = failed_row(of.key, of.account, of.name, of.scope.error());
    row.before = units_before(*history, today_);
    return ServiceDecision{.row = std::move(row)};
  }
  const Service* service = contract.find_service(of.key.service);
  ensure(service != nullptr, "a service vanished from its contract");
  auto standing = confirmed(transaction, of, service->agent_scope()->rule);
  if (!standing) return standing.error();
  auto open = transaction.held_readings(of.key);
  if (!open) return open.error();
  auto ended = transaction.ended_readings(of.key);
  if (!ended) return ended.error();
  const AgentCensus& census = readings_.census(of.rmm);
  const auto places = places_in(census, *of.index, counted_before_.at(of.rmm));
  return decide({.contract = contract,
                 .service = *service,
                 .history = *std::move(history),
                 .confirmed = *std::move(standing),
                 .open = *std::move(open),
                 .ended = *std::move(ended),
                 .counted = census.counted(*of.index),
                 .not_counted = census.not_counted(*of.index),
                 .places = places},
                night);
}

/// In one trip what each service needs, in others the evidence of those that changed: the events of
/// years only where grace days, or an unknown digest, follow from them.
Result<void> NightlySync::load_group(Transaction& transaction,
                                     std::span<const OfContract> contracts) const {
  const Wanted wanted = Wanted::for_a_night() | Part::ended;
  std::vector<ContractId> ids;
  for (const auto& services : contracts) ids.push_back(services.front().key.contract);
  if (auto loaded = transaction.load(ids, wanted); !loaded) return loaded;
  std::vector<ContractId> changed;
  std::vector<ContractId> with_events;
  for (const auto& services : contracts) {
    auto dossier = transaction.dossier(services.front().key.contract, wanted);
    if (!dossier) return dossier.error();
    Wanted rows;
    for (const auto& service : services) rows = rows | rows_of(service, **dossier);
    if (rows.has(Part::events))
      with_events.push_back((*dossier)->id);
    else if (rows.has(Part::machines))
      changed.push_back((*dossier)->id);
  }
  if (!with_events.empty())
    if (auto loaded = transaction.load(with_events, Part::machines | Part::events); !loaded)
      return loaded;
  return changed.empty() ? Result<void>{} : transaction.load(changed, Part::machines);
}

Result<std::vector<ServiceSync>> NightlySync::take_over_group(
    std::span<const OfContract> contracts) const {
  auto transaction = store_.begin(tenant_, Access::write);
  if (!transaction) return transaction.error();
  if (auto loaded = load_group(**transaction, contracts); !loaded) return loaded.error();
  std::vector<ServiceSync> rows;
  for (const auto& services : contracts) {
    auto contract = (*transaction)->contract(services.front().key.contract);
    if (!contract) return contract.error();
    const NightRules night = rules();
    std::vector<ToldChange> told;
    std::vector<Notice> notices;
    for (const auto& service : services) {
      auto decision = decide_one(**transaction, *contract, service, night);
      if (!decision) return decision.error();
      if (auto recorded = record(**transaction, service.key, decision->writes); !recorded)
        return recorded.error();
      std::move(decision->told.begin(), decision->told.end(), std::back_inserter(told));
      std::move(decision->notices.begin(), decision->notices.end(), std::back_inserter(notices));
      rows.push_back(std::move(decision->row));
    }
    if (auto notice = units_changed_notice(*contract, told, night.now))
      notices.push_back(*std::move(notice));
    for (const auto& notice : notices)
      if (auto queued = (*transaction)->append_notice(notice); !queued) return queued.error();
  }
  if (!options_.dry_run)
    if (auto committed = (*transaction)->commit(); !committed) return committed.error();
  return rows;
}

Result<std::vector<ServiceSync>> NightlySync::take_over_all(std::vector<NightService> services) {
  std::erase_if(services, [](const NightService& service) { return !service.asked; });
  const auto contracts = by_contract(services);
  std::vector<ServiceSync> rows;
  const auto work = [&](std::span<const OfContract> group) -> Result<std::vector<ServiceSync>> {
    return take_over_group(group);
  };
  const auto failed = [](const OfContract& of,
                         const Error& error) -> Result<std::vector<ServiceSync>> {
    std::vector<ServiceSync> all;
    for (const auto& service : of)
      all.push_back(failed_row(service.key, service.account, service.name, error));
    return all;
  };
  const auto take = [&](std::vector<ServiceSync> outcomes, std::size_t done) -> Result<void> {
    std::move(outcomes.begin(), outcomes.end(), std::back_inserter(rows));
    observer_.progress("taking over counts", rows.size(), services.size());
    if (done < contracts.size() && observer_.cancelled())
      return Error{Errc::cancelled, "between contracts"};
    return {};
  };
  if (!contracts.empty() && observer_.cancelled())
    return Error{Errc::cancelled, "between contracts"};
  if (auto done =
          in_groups<OfContract>(contracts, options_.contracts_per_transaction, work, failed, take);
      !done)
    return done.error();
  return rows;
}

Result<SyncReport> NightlySync::run() {
  if (auto guard = check(options_.guard); !guard) return guard.error();
  if (options_.contracts_per_transaction == 0)
    return Error{Errc::invalid_settings, "contracts_per_transaction 0"};
  SyncReport report{
      .day = today_, .zone = clock_.zone(), .started = clock_.now(), .dry_run = options_.dry_run};
  auto book = load_night(store_, tenant_, today_, options_);
  if (!book) return book.error();
  read_rmms(book->services);
  auto before = counted_before(store_, tenant_, today_, readings_, book->services,
                               options_.contracts_per_transaction);
  if (!before) return before.error();
  counted_before_ = *std::move(before);
  auto rows = take_over_all(std::move(book->services));
  if (!rows) return rows.error();
  report.services = std::move(book->unreadable);
  std::move(rows->begin(), rows->end(), std::back_inserter(report.services));
  report.rmms = readings_.outcomes();
  report.scan_error = readings_.nothing_read();
  report.agents = readings_.agents();
  report.ended = clock_.now();
  if (!options_.dry_run)
    if (auto recorded = record_run(
            store_, tenant_, run_record(options_.author, report, report.count(SyncStatus::failed)));
        !recorded)
      return recorded.error();
  return report;
}

}  // namespace
}  // namespace app

Result<SyncReport> nightly_sync(Store& store, const RmmSet& rmms, const Clock& clock,
                                const TenantId& tenant, const NightlyOptions& options,
                                Observer& observer) {
  return app::NightlySync{store, rmms, clock, tenant, options, observer}.run();
}

}  // namespace billbyagent
