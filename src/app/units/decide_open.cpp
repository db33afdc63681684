#include "billbyagent/app/decide_open.hpp"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

#include "app/units/decisions.hpp"
#include "app/units/other_decisions.hpp"

namespace billbyagent {
namespace {

/// A contract can owe something to several accounts: those rows differ by their digest alone.
bool is_about(const Decision& decision, const OpenDecision& row) {
  return row.key == decision.key && row.digest == decision.digest;
}

Result<void> check_row(const Decision& decision, const OpenDecisions& open) {
  auto row = std::find_if(open.rows.begin(), open.rows.end(),
                          [&](const OpenDecision& each) { return is_about(decision, each); });
  // What is there in its place tells that it changed.
  if (row == open.rows.end())
    row = std::find_if(open.rows.begin(), open.rows.end(),
                       [&](const OpenDecision& each) { return each.key == decision.key; });
  if (row == open.rows.end())
    return Error{Errc::nothing_to_do, decision.key.service.empty()
                                          ? "nothing about it waits"
                                          : "no count of it is held or proposed"};
  if (row->digest != decision.digest)
    return Error{Errc::conflicts, "what waits is not what was seen; look at the review again"};
  if (decision.kind != DecisionKind::approve && row->about == DecisionAbout::credit)
    return Error{Errc::invalid_argument,
                 "what is owed stays owed until a charge settles it or it is paid out"};
  if (decision.kind != DecisionKind::approve && row->about == DecisionAbout::day)
    return Error{Errc::invalid_argument, "a wrong day is put right in the clock, or with --as-of"};
  if (decision.kind != DecisionKind::approve && decision.reason.empty())
    return Error{Errc::invalid_argument, std::string{to_string(decision.kind)} + " needs a reason"};
  if (decision.reason.size() > limits::text_length_max)
    return Error{Errc::out_of_range, "the reason is too long"};
  if (decision.kind != DecisionKind::adjust) return {};
  if (decision.units < 0 || decision.units > limits::units_max)
    return Error{Errc::invalid_units, std::to_string(decision.units)};
  if (decision.units == row->present)
    return Error{Errc::invalid_argument,
                 "it has " + std::to_string(decision.units) + " units; dismiss keeps them"};
  return {};
}

std::vector<Error> refusals_of(const std::vector<Decision>& decisions, const OpenDecisions& open) {
  std::vector<Error> refused;
  std::set<std::pair<ServiceKey, std::string>> seen;
  for (const auto& decision : decisions) {
    const std::string name = subject_of(decision.key);
    const bool of_credit = decision.key.service.empty();
    if (!seen.emplace(decision.key, of_credit ? decision.digest : std::string{}).second)
      refused.push_back({Errc::duplicate_id, name + ": is decided about twice"});
    else if (auto good = check_row(decision, open); !good)
      refused.push_back(within(name, good.error()));
  }
  return refused;
}

/// What is open of what the decisions are about: all counts, and the credits and days that are
/// named.
Result<OpenDecisions> open_for(Transaction& transaction, const Desk& desk,
                               const std::vector<Decision>& decisions, const DecisionRules& rules) {
  auto open = open_decisions(transaction);
  if (!open) return open;
  std::set<ServiceKey> seen;
  for (const auto& decision : decisions) {
    if (!decision.key.service.empty() || !seen.insert(decision.key).second) continue;
    if (decision.key.contract.empty()) {
      auto row = app::open_day(desk, rules.day_limit);
      if (!row) return row.error();
      if (*row) open->rows.push_back(**std::move(row));
      continue;
    }
    auto rows = app::open_credits(transaction, decision.key.contract, rules, desk.clock.today());
    if (!rows && rows.error().code == Errc::not_found) continue;
    if (!rows) return rows.error();
    std::move(rows->begin(), rows->end(), std::back_inserter(open->rows));
  }
  return open;
}

Result<Decided> take(Transaction& transaction, const Decision& decision, const app::Decider& by) {
  Decided decided{decision.key, decision.kind, {}};
  if (decision.kind == DecisionKind::approve) {
    auto changes = app::confirm(transaction, decision.key, by, {});
    if (!changes) return changes.error();
    decided.changes = *std::move(changes);
    return decided;
  }
  const auto rejected = app::reject(transaction, decision.key, by, decision.reason);
  if (!rejected) return rejected.error();
  if (decision.kind == DecisionKind::dismiss) return decided;
  auto change = app::record_decision(
      transaction, {decision.key, by.today, decision.units, decision.reason, by.author}, by);
  if (!change) return change.error();
  decided.changes.push_back(*std::move(change));
  return decided;
}

}  // namespace

Result<DecisionReport> decide_open(const Desk& desk, const std::vector<Decision>& decisions,
                                   const std::string& author, const DecisionRules& rules) {
  auto transaction = desk.begin(Access::write);
  if (!transaction) return transaction.error();
  const auto open = open_for(**transaction, desk, decisions, rules);
  if (!open) return open.error();
  DecisionReport report{.refused = refusals_of(decisions, *open)};
  if (!report.accepted()) return report;
  const app::Decider by{author, desk.clock.today(), desk.clock.now()};
  for (const auto& decision : decisions) {
    auto decided = decision.key.service.empty()
                       ? app::approve_other(**transaction, desk, decision, author, rules)
                       : take(**transaction, decision, by);
    // The transaction is dropped, and with it what was decided before.
    if (!decided) {
      if (decided.error().code >= Errc::store_failed) return decided.error();
      report.refused.push_back(within(subject_of(decision.key), decided.error()));
      report.decided.clear();
      return report;
    }
    report.decided.push_back(*std::move(decided));
  }
  if (auto committed = (*transaction)->commit(); !committed) return committed.error();
  return report;
}

}  // namespace billbyagent
