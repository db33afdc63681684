#include "app/nightly/nightly_sync.hpp"

#include <algorithm>

#include "app/run_log.hpp"
#include "app/units/held_readings.hpp"

namespace billbyagent {
namespace app {
namespace {

ServiceSync failed_sync(const ServiceKey& key, const AccountId& account,
                        const std::string& service_name, const Error& error) {
  return {.key = key,
          .account = account,
          .service_name = service_name,
          .status = SyncStatus::failed,
          .error = error};
}

}  // namespace

Result<void> NightlySync::load_contract(Transaction& transaction, const ContractId& id,
                                        const std::map<AccountId, Account>& accounts) {
  auto contract = transaction.contract(id);
  if (!contract) return contract.error();
  const auto& terms = contract->terms();
  if (terms.status != ContractStatus::active) return {};
  for (const auto& service : terms.services) {
    const AgentScope* scope = service.agent_scope();
    const ServiceKey key{id, service.id()};
    if (!scope) continue;
    const auto life = contract->life_of(service);
    if (!life || !life->contains(today_)) continue;
    const auto account = accounts.find(terms.account);
    const auto link =
        account == accounts.end() ? std::nullopt : account->second.organization_in(scope->rmm);
    auto before = machines_before_today(transaction, key);
    if (!before) return before.error();
    counted_before_[scope->rmm].add(key, *before);
    // Of the other services only this much is wanted: what moved from them is not new.
    if (options_.only && *options_.only != key) continue;
    targets_.push_back(
        {{scope->rmm, resolved(*scope, link, terms.account.text(), terms.machine_classes),
          std::nullopt},
         key,
         terms.account,
         service.terms().name});
  }
  return {};
}

Result<std::vector<Machine>> NightlySync::machines_before_today(Transaction& transaction,
                                                                const ServiceKey& key) {
  // The events of years are read only where some of today are to be left out.
  if (!has_events_of_today_.contains(key)) return transaction.machines(key);
  auto events = transaction.machine_events(key);
  if (!events) return events.error();
  std::erase_if(*events, [&](const MachineEvent& event) { return event.seen >= today_; });
  return after_events({}, *events);
}

Result<void> NightlySync::load_targets() {
  auto transaction = store_.begin(tenant_, Access::read);
  if (!transaction) return transaction.error();
  auto listed = (*transaction)->accounts();
  if (!listed) return listed.error();
  std::map<AccountId, Account> accounts;
  for (auto& account : *listed) accounts.emplace(account.id, account);
  auto ids = (*transaction)->contract_ids();
  if (!ids) return ids.error();
  auto of_today = (*transaction)->services_with_machine_events_since(today_);
  if (!of_today) return of_today.error();
  has_events_of_today_.insert(of_today->begin(), of_today->end());
  for (const auto& id : *ids) {
    auto loaded = load_contract(**transaction, id, accounts);
    if (loaded) continue;
    if (!options_.only || options_.only->contract == id)
      unreadable_.push_back(failed_sync({id, ServiceId{}}, AccountId{}, {}, loaded.error()));
    // A transaction that failed is over; the other contracts are read in another one.
    transaction = store_.begin(tenant_, Access::read);
    if (!transaction) return transaction.error();
  }
  if (options_.only && targets_.empty() && unreadable_.empty())
    return Error{Errc::not_found, "service " + options_.only->service.text() + " of contract " +
                                      options_.only->contract.text() +
                                      " does not derive its units on " + to_string(today_)};
  return {};
}

void NightlySync::read_rmms() {
  std::vector<AskedScope*> asked;
  for (auto& target : targets_) asked.push_back(&target);
  std::optional<RmmId> only;
  if (options_.only && !targets_.empty()) only = targets_.front().rmm;
  readings_.read(asked, only, {options_.deadline, options_.time_per_rmm});
}

std::vector<MachineEvent> NightlySync::compare(CountedService& counted, const Standing& before,
                                               Date seen, FirstCount first,
                                               ServiceSync& outcome) const {
  MachinePlaces places = places_in(readings_.census(counted.target.rmm), *counted.target.index,
                                   counted_before_.at(counted.target.rmm));
  // A first count from an earlier day: nothing moved, it was not counted.
  if (seen < today_) places.before = MachinePlaces::unknown().before;
  auto events = changes_of(before,
                           {.counted = counted.machines,
                            .rule = counted.service.agent_scope()->rule,
                            .seen = seen,
                            .first = first,
                            .passed_over = counted.passed_over},
                           places);
  // Without grace days those that count are those that are billed.
  outcome.counted = static_cast<Units>(counted.machines.size());
  if (!has_grace(counted.service.agent_scope()->rule) && !options_.all_machines) return events;
  counted.billed_after = standing_after(before, events);
  outcome.counted = static_cast<Units>(billed(*counted.billed_after).size());
  return events;
}

std::vector<JudgedMachine> NightlySync::judge_machines(const CountedService& counted) const {
  const CountRule& rule = counted.service.agent_scope()->rule;
  std::vector<JudgedMachine> judged;
  for (const auto& entry : readings_.census(counted.target.rmm).not_counted(*counted.target.index))
    if (options_.all_machines || !is_beside(entry.verdict)) judged.push_back(entry);
  if (!counted.billed_after) return judged;
  for (const auto& [agent, standing] : *counted.billed_after) {
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
    if (options_.all_machines || standing.stand != Stand::billed)
      judged.push_back(std::move(machine));
  }
  std::sort(judged.begin(), judged.end(),
            [](const JudgedMachine& a, const JudgedMachine& b) { return a.agent < b.agent; });
  return judged;
}

Result<void> NightlySync::dissolve_held(Transaction& transaction, const CountedService& counted) {
  if (counted.open.empty()) return {};
  return transaction.end_held_readings(
      counted.target.key,
      {.how = HeldEnd::dissolved, .author = options_.author, .when = clock_.now()});
}

Result<void> NightlySync::accept(Transaction& transaction, const CountedService& counted,
                                 UnitHistory& history, ServiceSync& outcome,
                                 std::vector<ToldChange>& told) {
  const auto& service = counted.service.terms();
  const bool first = !outcome.before;
  if (outcome.counted != outcome.before) {
    auto recorded =
        history.record(UnitChange{.effective = first ? service.effective : today_,
                                  .units = *outcome.counted,
                                  .reason = first ? ChangeReason::initial : options_.reason,
                                  .note = {},
                                  .author = options_.author,
                                  .recorded = clock_.now()});
    if (!recorded) return recorded.error();
    const UnitChange& change = history.changes().back();
    if (auto written = transaction.append_unit_change(outcome.key, change); !written)
      return written.error();
    told.push_back({service.id, service.name, outcome.before, change, outcome.machines});
    outcome.status = first ? SyncStatus::first_count : SyncStatus::changed;
  } else {
    outcome.status =
        outcome.machines.empty() ? SyncStatus::unchanged : SyncStatus::machines_changed;
    if (auto forgotten = forget_rejection(transaction, outcome); !forgotten) return forgotten;
  }
  if (!outcome.machines.empty())
    if (auto written = transaction.append_machine_events(outcome.key, outcome.machines); !written)
      return written.error();
  return dissolve_held(transaction, counted);
}

Result<void> NightlySync::hold(Transaction& transaction, CountedService& counted,
                               const UnitHistory& history, ServiceSync& outcome) {
  outcome.status = SyncStatus::held;
  if (counted.open.empty()) {
    auto ended = transaction.ended_readings(outcome.key);
    if (!ended) return ended.error();
    if (rejected_before(*ended, history, *outcome.counted)) {
      outcome.status = SyncStatus::rejected;
      return keep_grace(transaction, outcome);
    }
  }
  // Each reading against the one before it, so that confirming can take them over one by one.
  auto machines = compare(counted, standing_with(counted.confirmed, counted.open), today_,
                          FirstCount::no, outcome);
  const HeldReading reading{.effective = today_,
                            .units = *outcome.counted,
                            .why = outcome.held_why,
                            .recorded = clock_.now(),
                            .machines = std::move(machines)};
  const bool known = !counted.open.empty() && counted.open.back().units == reading.units &&
                     reading.machines.empty();
  if (known) return {};
  if (auto written = transaction.append_held_reading(outcome.key, reading); !written)
    return written.error();
  if (const auto notice = drop_held_notice(counted.contract, counted.service, reading))
    if (auto queued = transaction.append_notice(*notice); !queued) return queued.error();
  return {};
}

Result<void> NightlySync::keep_grace(Transaction& transaction, const ServiceSync& outcome) {
  auto events = outcome.machines;
  std::erase_if(events,
                [](const MachineEvent& event) { return comes(event.move) || goes(event.move); });
  return events.empty() ? Result<void>{} : transaction.append_machine_events(outcome.key, events);
}

Result<ServiceSync> NightlySync::take_over(Transaction& transaction, const Contract& contract,
                                           const SyncTarget& target,
                                           std::vector<ToldChange>& told) {
  ServiceSync outcome = failed_sync(target.key, target.account, target.service_name, {});
  auto history = transaction.unit_history(target.key);
  if (!history) return history.error();
  const Service* service = contract.find_service(target.key.service);
  ensure(service != nullptr, "a service vanished from its contract");
  if (!history->empty()) outcome.before = history->units_on(today_).value_or(0);
  if (!target.scope) {
    outcome.error = target.scope.error();
    return outcome;
  }
  auto confirmed = load_standing(transaction, target.key, service->agent_scope()->rule);
  if (!confirmed) return confirmed.error();
  auto open = transaction.held_readings(target.key);
  if (!open) return open.error();
  CountedService counted{.contract = contract,
                         .service = *service,
                         .target = target,
                         .confirmed = *std::move(confirmed),
                         .machines = readings_.census(target.rmm).counted(*target.index),
                         .open = *std::move(open)};
  if (!counted.open.empty() && has_grace(service->agent_scope()->rule))
    counted.passed_over = standing_with(counted.confirmed, counted.open);
  outcome.error.reset();
  outcome.machines = outcome.before
                         ? compare(counted, counted.confirmed, today_, FirstCount::no, outcome)
                         : compare(counted, counted.confirmed, service->terms().effective,
                                   FirstCount::yes, outcome);
  if (*outcome.counted > limits::units_max) {
    outcome.error = Error{Errc::invalid_units, std::to_string(*outcome.counted) + " units"};
    return outcome;
  }
  if (outcome.before)
    outcome.held_why =
        options_.guard.reason_to_hold(*outcome.before, *outcome.counted).value_or("");
  if (auto done = decide(transaction, counted, *history, outcome, told); !done) return done.error();
  outcome.judged = judge_machines(counted);
  return outcome;
}

Result<std::vector<ServiceSync>> NightlySync::take_over_group(std::size_t begin, std::size_t end) {
  auto transaction = store_.begin(tenant_, Access::write);
  if (!transaction) return transaction.error();
  std::vector<ServiceSync> outcomes;
  for (std::size_t at = begin; at < end;) {
    const ContractId& id = targets_[at].key.contract;
    auto contract = (*transaction)->contract(id);
    if (!contract) return contract.error();
    std::vector<ToldChange> told;
    for (; at < end && targets_[at].key.contract == id; ++at) {
      auto outcome = take_over(**transaction, *contract, targets_[at], told);
      if (!outcome) return outcome.error();
      outcomes.push_back(*std::move(outcome));
    }
    if (const auto notice = units_changed_notice(*contract, told, clock_.now()))
      if (auto queued = (*transaction)->append_notice(*notice); !queued) return queued.error();
  }
  if (!options_.dry_run)
    if (auto committed = (*transaction)->commit(); !committed) return committed.error();
  return outcomes;
}

std::size_t NightlySync::end_of_contract(std::size_t begin) const {
  std::size_t end = begin;
  while (end < targets_.size() && targets_[end].key.contract == targets_[begin].key.contract) ++end;
  return end;
}

Result<std::vector<ServiceSync>> NightlySync::take_over_isolated(std::size_t begin,
                                                                 std::size_t end) {
  auto together = take_over_group(begin, end);
  // A busy store is no contract's fault, and each would wait as long.
  if (together || together.error().code == Errc::store_busy) return together;
  std::vector<ServiceSync> outcomes;
  if (end_of_contract(begin) == end) {
    for (std::size_t at = begin; at < end; ++at)
      outcomes.push_back(failed_sync(targets_[at].key, targets_[at].account,
                                     targets_[at].service_name, together.error()));
    return outcomes;
  }
  for (std::size_t at = begin; at < end; at = end_of_contract(at)) {
    auto alone = take_over_isolated(at, end_of_contract(at));
    if (!alone) return alone;
    std::move(alone->begin(), alone->end(), std::back_inserter(outcomes));
  }
  return outcomes;
}

Result<void> NightlySync::take_over_all(SyncReport& report) {
  std::size_t begin = 0;
  while (begin < targets_.size()) {
    if (observer_.cancelled()) return Error{Errc::cancelled, "between contracts"};
    std::size_t end = begin;
    for (std::size_t contracts = 0;
         end < targets_.size() && contracts < options_.contracts_per_transaction; ++contracts)
      end = end_of_contract(end);
    auto outcomes = take_over_isolated(begin, end);
    if (!outcomes) return outcomes.error();
    std::move(outcomes->begin(), outcomes->end(), std::back_inserter(report.services));
    begin = end;
    observer_.progress("taking over counts", end, targets_.size());
  }
  return {};
}

Result<SyncReport> NightlySync::run() {
  if (auto guard = check(options_.guard); !guard) return guard.error();
  if (options_.contracts_per_transaction == 0)
    return Error{Errc::invalid_settings, "contracts_per_transaction 0"};
  SyncReport report{
      .day = today_, .zone = clock_.zone(), .started = clock_.now(), .dry_run = options_.dry_run};
  if (auto loaded = load_targets(); !loaded) return loaded.error();
  report.services = unreadable_;
  read_rmms();
  report.rmms = readings_.outcomes();
  report.scan_error = readings_.nothing_read();
  report.agents = readings_.agents();
  if (auto taken = take_over_all(report); !taken) return taken.error();
  report.ended = clock_.now();
  if (!options_.dry_run)
    if (auto recorded = record_run(
            store_, tenant_, run_record(options_.author, report, report.count(SyncStatus::failed)));
        !recorded)
      return recorded.error();
  return report;
}

}  // namespace app

Result<SyncReport> nightly_sync(Store& store, const RmmSet& rmms, const Clock& clock,
                                const TenantId& tenant, const NightlyOptions& options,
                                Observer& observer) {
  return app::NightlySync{store, rmms, clock, tenant, options, observer}.run();
}

}  // namespace billbyagent
