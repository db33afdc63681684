#include "billbyagent/app/open_decisions.hpp"

#include <algorithm>
#include <utility>

#include "app/each_contract.hpp"
#include "app/run_log.hpp"
#include "app/units/held_readings.hpp"
#include "app/units/named_service.hpp"
#include "app/units/other_decisions.hpp"
#include "billbyagent/base/fnv.hpp"

namespace billbyagent {
namespace {

/// Long enough that no two lists of one book look alike, short enough to be typed.
constexpr std::size_t digest_length = 8;

std::string digest_of(const OpenDecision& row) {
  Fnv hash;
  hash.add(to_string(row.key));
  hash.add(row.present.value_or(-1));
  for (const auto& reading : row.readings) {
    hash.add(to_string(reading.effective));
    hash.add(reading.units);
    hash.add(to_string(reading.cause));
    hash.add(std::int64_t{reading.proposal});
    hash.add(reading.recorded.ms);
    for (const auto& event : reading.machines) {
      hash.add(event.agent.text());
      hash.add(to_string(event.move));
    }
  }
  return hash.hex().substr(0, digest_length);
}

Result<OpenDecision> row_of(Transaction& transaction, const ServiceKey& key) {
  const auto contract = app::contract_with_service(transaction, key);
  if (!contract) return contract.error();
  const auto history = transaction.unit_history(key);
  if (!history) return history.error();
  auto readings = transaction.held_readings(key);
  if (!readings) return readings.error();
  const Date day = readings->empty() ? contract->terms().start : readings->back().effective;
  const auto account = transaction.account(contract->account_on(day));
  if (!account) return account.error();
  OpenDecision row{.key = key,
                   .account = account->id,
                   .account_name = account->name,
                   .service_name = contract->find_service(key.service)->name_on(day),
                   .present = {},
                   .readings = *std::move(readings),
                   .digest = {}};
  if (!history->timeline().empty()) row.present = history->timeline().back().units;
  row.about = about(row.readings.back().cause);
  row.since = row.readings.front().effective;
  row.evidence = row.readings.back().why;
  row.digest = digest_of(row);
  return row;
}

/// Of the rows, in their order.
std::string digest_of(const std::vector<OpenDecision>& rows) {
  Fnv all;
  for (const auto& row : rows) all.add(row.digest);
  return all.hex().substr(0, digest_length);
}

}  // namespace

DecisionAbout about(HeldCause cause) {
  switch (cause) {
    case HeldCause::implausible:
      break;
    case HeldCause::proposed:
      return DecisionAbout::proposal;
    case HeldCause::rise:
      return DecisionAbout::rise;
    case HeldCause::first_zero:
      return DecisionAbout::first_zero;
    case HeldCause::gone:
      return DecisionAbout::gone;
  }
  return DecisionAbout::drop;
}

std::string subject_of(const ServiceKey& key) {
  if (key.contract.empty()) return "day";
  return key.service.empty() ? detail::escaped_key_part(key.contract.text()) : to_string(key);
}

std::string app::digest_of_other(DecisionAbout about, const std::string& what) {
  Fnv hash;
  hash.add(to_string(about));
  hash.add(what);
  return hash.hex().substr(0, digest_length);
}

Result<std::optional<OpenDecision>> app::open_day(const Desk& desk, const DayLimit& limit) {
  const auto good = check_day(desk, limit);
  if (good) return std::optional<OpenDecision>{};
  if (good.error().code != Errc::implausible_day) return good.error();
  const Date today = desk.clock.today();
  return std::optional{OpenDecision{
      .digest = digest_of_other(DecisionAbout::day, good.error().context),
      .about = DecisionAbout::day,
      .since = today,
      .evidence = good.error().context,
  }};
}

OpenDecision app::open_credit(const OwedCredit& owed) {
  const std::string what =
      owed.contract.text() + " " + owed.account.text() + " " + to_string(owed.amount);
  return {.key = {owed.contract, ServiceId{}},
          .account = owed.account,
          .digest = digest_of_other(DecisionAbout::credit, what),
          .about = DecisionAbout::credit,
          .evidence = to_string(owed.amount) + " owed, and no charge to come settles it"};
}

Result<OpenDecisions> open_decisions(Transaction& transaction) {
  const auto keys = transaction.services_with_held_readings();
  if (!keys) return keys.error();
  OpenDecisions open;
  for (const auto& key : *keys) {
    auto row = row_of(transaction, key);
    if (!row) return row.error();
    open.rows.push_back(*std::move(row));
  }
  open.digest = digest_of(open.rows);
  return open;
}

Result<OpenDecisions> open_decisions(const Desk& desk) {
  auto transaction = desk.begin(Access::read);
  if (!transaction) return transaction.error();
  return open_decisions(**transaction);
}

Result<OpenDecisions> all_open_decisions(const Desk& desk, const DecisionRules& rules) {
  auto open = open_decisions(desk);
  if (!open) return open;
  const auto owed = owed_credits(desk, {}, rules.settlement);
  if (!owed) return owed.error();
  auto transaction = desk.begin(Access::read);
  if (!transaction) return transaction.error();
  for (const auto& each : *owed) {
    if (each.charge_to_come) continue;
    auto row = app::open_credit(each);
    const auto account = (*transaction)->account(each.account);
    if (!account) return account.error();
    row.account_name = account->name;
    open->rows.push_back(std::move(row));
  }
  transaction->reset();
  auto day = app::open_day(desk, rules.day_limit);
  if (!day) return day.error();
  if (*day) open->rows.push_back(**std::move(day));
  open->digest = digest_of(open->rows);
  return open;
}

namespace {

Result<void> add_counts(Transaction& transaction, std::vector<EndedDecision>& ended) {
  const auto ids = transaction.contract_ids();
  if (!ids) return ids.error();
  return app::each_contract(transaction, *ids, Part::contract | Part::held | Part::ended,
                            [&](const Dossier& dossier) {
                              for (const auto& [service, of] : dossier.services)
                                for (const auto& [reading, ending] : of.ended)
                                  if (!app::is_observed(reading))
                                    ended.push_back({about(reading.cause),
                                                     {dossier.id, service},
                                                     reading.effective,
                                                     reading.why,
                                                     ending});
                              return Result<void>{};
                            });
}

/// Batches that gave an account something back without a charge beside it.
Result<void> add_credits(Transaction& transaction, std::vector<EndedDecision>& ended) {
  const auto batches = transaction.batches(std::nullopt);
  if (!batches) return batches.error();
  for (const auto& batch : *batches) {
    if (!batch.total.is_negative() || !batch.settlement.empty() ||
        batch.state == LineState::returned)
      continue;
    ended.push_back({DecisionAbout::credit,
                     {batch.contract, ServiceId{}},
                     batch.posted_on,
                     to_string(batch.total) + " paid out by batch " + batch.id.text(),
                     {HeldEnd::confirmed, batch.author, {}, batch.posted}});
  }
  return {};
}

Result<void> add_days(Transaction& transaction, std::vector<EndedDecision>& ended) {
  constexpr std::size_t looked_back = 10'000;
  const auto runs = transaction.runs(looked_back);
  if (!runs) return runs.error();
  for (const auto& run : *runs)
    if (run.job == app::believed_day_job) {
      const auto [author, reason] = app::believed_by(run.summary);
      ended.push_back({DecisionAbout::day,
                       {},
                       run.day,
                       to_string(run.day) + " is believed",
                       {HeldEnd::confirmed, author, reason, run.ended}});
    }
  return {};
}

}  // namespace

Result<std::vector<EndedDecision>> ended_decisions(const Desk& desk, std::size_t limit) {
  auto transaction = desk.begin(Access::read);
  if (!transaction) return transaction.error();
  std::vector<EndedDecision> ended;
  for (const auto add : {add_counts, add_credits, add_days})
    if (auto added = add(**transaction, ended); !added) return added.error();
  std::stable_sort(ended.begin(), ended.end(),
                   [](const auto& a, const auto& b) { return b.ending.when < a.ending.when; });
  if (ended.size() > limit) ended.resize(limit);
  return ended;
}

}  // namespace billbyagent
