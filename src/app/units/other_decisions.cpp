#include "app/units/other_decisions.hpp"

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

Result<PostedContract> decided_alone(Transaction& transaction, const ContractId& id,
                                     const AutomationOptions& options, Date today) {
  if (auto loaded = transaction.load(ContractSet{id}, Wanted::for_posting()); !loaded)
    return loaded.error();
  auto decided = decide_set(transaction, {id}, options, today);
  if (!decided) return decided.error();
  return std::move(decided->front().outcome);
}

Result<billbyagent::Decided> pay_out(Transaction& transaction, const Desk& desk,
                                     const Decision& decision, const std::string& author,
                                     const DecisionRules& rules) {
  const Date today = desk.clock.today();
  const ContractId& id = decision.key.contract;
  auto outcome = decided_alone(transaction, id, options_for(rules, CreditBatches::only), today);
  if (!outcome) return outcome.error();
  auto contract = transaction.contract(id);
  if (!contract) return contract.error();
  if (outcome->lines.empty()) return Error{Errc::nothing_to_do, "nothing is owed any more"};
  if (auto written = write_batch(transaction, *contract, *outcome, std::nullopt,
                                 {today, today, desk.clock.now(), author});
      !written)
    return written.error();
  return billbyagent::Decided{
      .key = decision.key, .kind = decision.kind, .batch = outcome->batch->id};
}

}  // namespace

Result<std::optional<OpenDecision>> open_credit(Transaction& transaction, const ContractId& id,
                                                const DecisionRules& rules, Date today) {
  auto contract = transaction.contract(id);
  if (!contract) return contract.error();
  const auto outcome =
      decided_alone(transaction, id, options_for(rules, CreditBatches::held), today);
  if (!outcome) return outcome.error();
  if (outcome->status != BatchStatus::held) return std::optional<OpenDecision>{};
  Money sum = Money::zero(contract->terms().currency);
  for (const auto& line : outcome->lines) {
    auto less = subtract(sum, line.amount);
    if (!less) return less.error();
    sum = *less;
  }
  return std::optional{
      open_credit({contract->terms().account, id, sum, outcome->lines.size(), false})};
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
