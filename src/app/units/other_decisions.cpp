#include "app/units/other_decisions.hpp"

#include <algorithm>
#include <utility>

#include "app/billing/settlement.hpp"
#include "app/billing/write_batch.hpp"
#include "app/request.hpp"
#include "app/run_log.hpp"

namespace billbyagent::app {
namespace {

AutomationOptions options_for(const DecisionRules& rules, CreditBatches credit_batches) {
  AutomationOptions options;
  options.settlement = rules.settlement;
  options.credit_batches = credit_batches;
  return options;
}

/// What of the contract, taken by itself, is of that status and has lines; one for each account.
Result<std::vector<PostedContract>> decided_alone(Transaction& transaction, const ContractId& id,
                                                  const AutomationOptions& options, Date today,
                                                  BatchStatus status) {
  if (auto loaded = transaction.load(ContractSet{id}, Wanted::for_posting()); !loaded)
    return loaded.error();
  const auto counts = CountsOnRecord::read(transaction);
  if (!counts) return counts.error();
  auto decided = decide_set(transaction, {id}, {options, today, today, *counts});
  if (!decided) return decided.error();
  std::vector<PostedContract> found;
  for (auto& one : *decided)
    if (one.outcome.status == status && !one.outcome.lines.empty())
      found.push_back(std::move(one.outcome));
  return found;
}

Result<billbyagent::Decided> pay_out(Transaction& transaction, const Desk& desk,
                                     const Decision& decision, const std::string& author,
                                     const DecisionRules& rules) {
  const Date today = desk.clock.today();
  const ContractId& id = decision.key.contract;
  const auto open = open_credits(transaction, id, rules, today);
  if (!open) return open.error();
  const auto row = std::find_if(open->begin(), open->end(), [&](const OpenDecision& each) {
    return each.digest == decision.digest;
  });
  auto found = decided_alone(transaction, id, options_for(rules, CreditBatches::only), today,
                             BatchStatus::posted);
  if (!found) return found.error();
  auto contract = transaction.contract(id);
  if (!contract) return contract.error();
  const auto outcome = std::find_if(found->begin(), found->end(), [&](const auto& each) {
    return row != open->end() && each.account == row->account;
  });
  if (outcome == found->end()) return Error{Errc::nothing_to_do, "nothing is owed any more"};
  if (auto written = write_batch(transaction, *contract, *outcome, std::nullopt,
                                 {today, today, desk.clock.now(), author});
      !written)
    return written.error();
  return billbyagent::Decided{
      .key = decision.key, .kind = decision.kind, .batch = outcome->batch->id};
}

}  // namespace

Result<std::vector<OpenDecision>> open_credits(Transaction& transaction, const ContractId& id,
                                               const DecisionRules& rules, Date today) {
  auto contract = transaction.contract(id);
  if (!contract) return contract.error();
  const auto held = decided_alone(transaction, id, options_for(rules, CreditBatches::held), today,
                                  BatchStatus::held);
  if (!held) return held.error();
  std::vector<OpenDecision> open;
  for (const auto& outcome : *held) {
    Money sum = Money::zero(contract->terms().currency);
    for (const auto& line : outcome.lines) {
      auto less = subtract(sum, line.amount);
      if (!less) return less.error();
      sum = *less;
    }
    open.push_back(open_credit({outcome.account, id, sum, outcome.lines.size(), false}));
  }
  return open;
}

std::string believed_text(const std::string& author, const std::string& reason) {
  return author + ": " + reason;
}

std::pair<std::string, std::string> believed_by(const std::string& text) {
  const auto at = text.find(": ");
  if (at == std::string::npos) return {text, {}};
  return {text.substr(0, at), text.substr(at + 2)};
}

Result<billbyagent::Decided> approve_other(Transaction& transaction, const Desk& desk,
                                           const Decision& decision, const std::string& author,
                                           const DecisionRules& rules) {
  if (!decision.key.contract.empty()) return pay_out(transaction, desk, decision, author, rules);
  const std::string id = "day/" + to_string(desk.clock.today()) + "/" + to_string(desk.clock.now());
  const Request record{transaction, desk, id, std::string{believed_day_job},
                       believed_text(author, decision.reason)};
  if (auto done = record.done(); !done) return done.error();
  if (auto noted = record.record(); !noted) return noted.error();
  return billbyagent::Decided{.key = decision.key, .kind = decision.kind};
}

}  // namespace billbyagent::app
