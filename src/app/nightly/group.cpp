#include "app/nightly/group.hpp"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include "app/nightly/decide.hpp"
#include "app/units/held_readings.hpp"
#include "app/units/record_changes.hpp"

namespace billbyagent::app {

namespace {

/// What was decided about the services of a contract, in their order.
struct ContractDecision {
  std::vector<ServiceSync> rows{};
  std::vector<ServiceChanges> writes{};
  std::vector<Notice> notices{};
};

/// When a night began, whoever works on it: its notices share that moment, by which they are told
/// together. Nothing when no RMM was asked.
std::optional<Instant> moment_of(const NightReadings& records) {
  std::optional<Instant> first;
  for (const auto& [rmm, record] : records)
    first = std::min(first.value_or(record.began), record.began);
  return first;
}

Result<void> record_group(Transaction& transaction, const NightAtWork& night,
                          const std::vector<ContractDecision>& decisions) {
  const auto told_at = moment_of(night.records);
  Keys keys;
  for (const auto& decision : decisions)
    for (const auto& notice : decision.notices) keys.notices.push_back(notice.id);
  if (!keys.empty())
    if (auto known = transaction.look_up(keys); !known) return known;
  for (const auto& decision : decisions) {
    for (std::size_t at = 0; at < decision.rows.size(); ++at)
      if (auto done = record(transaction, decision.rows[at].key, decision.writes[at]); !done)
        return done;
    for (auto notice : decision.notices) {
      notice.created = told_at.value_or(notice.created);
      if (auto queued = transaction.append_notice(notice); !queued) return queued.error();
    }
  }
  return {};
}

/// Loads what deciding takes, and decides. Writes nothing.
class Group {
 public:
  Group(const Desk& desk, const NightAtWork& night) : desk_(desk), night_(night) {}

  Result<void> load(Transaction& transaction, std::span<const OfContract> contracts);
  Result<ContractDecision> decide_contract(Transaction& transaction,
                                           const OfContract& services) const;

 private:
  NightRules rules() const;
  Result<ServiceDecision> decide_one(Transaction& transaction, const Contract& contract,
                                     const NightService& of, const NightRules& night) const;
  Result<ServiceDecision> decide_unread(Transaction& transaction, const Contract& contract,
                                        const NightService& of, const UnitHistory& history,
                                        const NightRules& night) const;
  /// Whether the machines behind the present units are those that count now: their digest is the
  /// same, and nothing waits.
  Result<bool> is_quiet(Transaction& transaction, const NightService& of) const;
  /// What has to be read of the machines behind its units.
  Wanted rows_of(const NightService& of, const Dossier& contract) const;

  const Desk& desk_;
  const NightAtWork& night_;
  std::vector<ReadingRecord> later_{};
};

NightRules Group::rules() const {
  return {.guard = night_.options.guard,
          .today = night_.today,
          .now = desk_.clock.now(),
          .author = night_.options.author,
          .reason = night_.options.reason,
          .all_machines = night_.options.all_machines};
}

Result<bool> Group::is_quiet(Transaction& transaction, const NightService& of) const {
  // Of each machine its name is wanted as it was recorded.
  if (night_.options.all_machines) return false;
  auto open = transaction.held_readings(of.key);
  if (!open) return open.error();
  auto digest = transaction.machines_digest(of.key);
  if (!digest) return digest.error();
  return open->empty() && *digest && *digest == of.counted;
}

Wanted Group::rows_of(const NightService& of, const Dossier& contract) const {
  if (!of.counted) return {};
  const auto& known = contract.services.at(of.key.service);
  if (!known.digest) return Part::machines | Part::events;
  if (known.digest == of.counted && known.held.empty() && !night_.options.all_machines) return {};
  const Service* service = contract.contract->find_service(of.key.service);
  return service && service->agent_scope() && has_grace(service->agent_scope()->rule)
             ? Part::machines | Part::events
             : Wanted{Part::machines};
}

/// What the review prices.
void remember_observed(ServiceDecision& decision, const std::vector<EndedReading>& ended,
                       const NightRules& night) {
  const auto& row = decision.row;
  if (row.error || !row.counted) return;
  const HeldReading* last = last_observed(ended);
  if (row.counted == (last ? std::optional{last->units} : row.before)) return;
  decision.writes.held.push_back(
      observed_reading(night.today, *row.counted, night.author, night.now));
}

bool is_gone(Errc code) {
  return code == Errc::organization_gone || code == Errc::machine_group_gone ||
         code == Errc::view_gone;
}

/// What could not be counted keeps its units. Where that is because what it counts is not in the
/// RMM any more, a person is asked once whether that is the end of them.
Result<ServiceDecision> Group::decide_unread(Transaction& transaction, const Contract& contract,
                                             const NightService& of, const UnitHistory& history,
                                             const NightRules& night) const {
  const Error& error = of.scope.error();
  auto row = failed_row(of.key, of.account, of.name, error);
  row.before = units_before(history, night_.today);
  ServiceDecision decision{.row = std::move(row)};
  if (!is_gone(error.code) || decision.row.before.value_or(0) == 0 ||
      contract.trust_on(night_.today) == Trust::observe || is_overtaken(later_, of.rmm, of.key))
    return decision;
  const auto open = transaction.held_readings(of.key);
  if (!open) return open.error();
  if (!open->empty() && open->back().cause == HeldCause::gone) return decision;
  const auto ended = transaction.ended_readings(of.key);
  if (!ended) return ended.error();
  if (open->empty() && rejected_before(*ended, history, 0)) return decision;
  auto machines = transaction.machines(of.key);
  if (!machines) return machines.error();
  for (const auto& reading : *open)
    machines = machines_after(*std::move(machines), reading.machines);
  HeldReading reading{.effective = night_.today,
                      .units = 0,
                      .cause = HeldCause::gone,
                      .why = to_string(error),
                      .recorded = night.now};
  for (const auto& machine : *machines)
    reading.machines.push_back({.seen = night_.today,
                                .move = MachineMove::removed,
                                .agent = machine.agent,
                                .name = machine.name,
                                .hardware = machine.hardware});
  const Service* service = contract.find_service(of.key.service);
  ensure(service != nullptr, "a service vanished from its contract");
  if (auto notice = count_held_notice(contract, *service, reading))
    decision.notices.push_back(*std::move(notice));
  decision.writes.held.push_back({std::move(reading), {}});
  return decision;
}

Result<ServiceDecision> Group::decide_one(Transaction& transaction, const Contract& contract,
                                          const NightService& of, const NightRules& night) const {
  auto history = transaction.unit_history(of.key);
  if (!history) return history.error();
  if (!of.scope) return decide_unread(transaction, contract, of, *history, night);
  if (is_overtaken(later_, of.rmm, of.key))
    return ServiceDecision{.row = {.key = of.key,
                                   .account = of.account,
                                   .service_name = of.name,
                                   .status = SyncStatus::overtaken,
                                   .before = units_before(*history, night_.today)}};
  const Service* service = contract.find_service(of.key.service);
  ensure(service != nullptr, "a service vanished from its contract");
  auto ended = transaction.ended_readings(of.key);
  if (!ended) return ended.error();
  const AgentCensus& census = night_.readings.census(of.rmm);
  auto quiet = is_quiet(transaction, of);
  if (!quiet) return quiet.error();
  const auto not_counted = census.not_counted(*of.index);
  if (*quiet && ended->empty())
    if (auto row = decide_unchanged(contract, *service, *history, census.count(*of.index),
                                    not_counted, night))
      return *std::move(row);
  const auto counted = census.counted(*of.index);
  auto known = *quiet ? known_as_billed(counted)
                      : load_known_machines(transaction, of.key, service->agent_scope()->rule);
  if (!known) return known.error();
  auto open = transaction.held_readings(of.key);
  if (!open) return open.error();
  const auto places =
      places_in(census, *of.index, night_.counted_before.at(of.rmm), &night_.customers.at(of.rmm));
  const bool observed = contract.trust_on(night.today) == Trust::observe && open->empty();
  auto decision = decide({.contract = contract,
                          .service = *service,
                          .history = *std::move(history),
                          .confirmed = *std::move(known),
                          .open = *std::move(open),
                          .ended = *ended,
                          .counted = counted,
                          .not_counted = not_counted,
                          .places = places},
                         night);
  if (decision && observed) remember_observed(*decision, *ended, night);
  return decision;
}

/// In one trip what each service needs, in others the evidence of those that changed: the events of
/// years only where grace days, or an unknown digest, follow from them.
Result<void> Group::load(Transaction& transaction, std::span<const OfContract> contracts) {
  auto later = later_readings(transaction, night_.records);
  if (!later) return later.error();
  later_ = *std::move(later);
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

Result<ContractDecision> Group::decide_contract(Transaction& transaction,
                                                const OfContract& services) const {
  auto contract = transaction.contract(services.front().key.contract);
  if (!contract) return contract.error();
  const NightRules night = rules();
  ContractDecision all;
  std::vector<ToldChange> told;
  for (const auto& service : services) {
    auto decision = decide_one(transaction, *contract, service, night);
    if (!decision) return decision.error();
    std::move(decision->told.begin(), decision->told.end(), std::back_inserter(told));
    std::move(decision->notices.begin(), decision->notices.end(), std::back_inserter(all.notices));
    all.writes.push_back(std::move(decision->writes));
    all.rows.push_back(std::move(decision->row));
  }
  if (auto notice = units_changed_notice(*contract, told, night.now))
    all.notices.push_back(*std::move(notice));
  return all;
}

}  // namespace

Result<std::vector<ServiceSync>> take_over(const Desk& desk, std::span<const OfContract> contracts,
                                           const NightAtWork& night) {
  Group group{desk, night};
  auto transaction = desk.begin(Access::write);
  if (!transaction) return transaction.error();
  if (auto loaded = group.load(**transaction, contracts); !loaded) return loaded.error();
  std::vector<ContractDecision> decisions;
  for (const auto& services : contracts) {
    auto decision = group.decide_contract(**transaction, services);
    if (!decision) return decision.error();
    decisions.push_back(*std::move(decision));
  }
  if (auto recorded = record_group(**transaction, night, decisions); !recorded)
    return recorded.error();
  if (!night.options.dry_run)
    if (auto committed = (*transaction)->commit(); !committed) return committed.error();
  std::vector<ServiceSync> rows;
  for (auto& decision : decisions)
    std::move(decision.rows.begin(), decision.rows.end(), std::back_inserter(rows));
  return rows;
}

}  // namespace billbyagent::app
