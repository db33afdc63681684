#include "enums.hpp"

#include "billbyagent/app/billing_automation.hpp"
#include "billbyagent/app/decide_open.hpp"
#include "billbyagent/app/raise_prices.hpp"
#include "billbyagent/app/sync_report.hpp"
#include "billbyagent/domain/notice.hpp"
#include "billbyagent/domain/posting.hpp"
#include "billbyagent/ports/transaction.hpp"
#include "bindings.hpp"

namespace billbyagent::python {
namespace {

void bind_terms_enums(pybind11::module_& m) {
  bind_enum<CycleLength>(m, "CycleLength", "");
  bind_enum<DayCount>(m, "DayCount", "How much of a billing period a span of its days is.");
  bind_enum<EffectiveDay>(m, "EffectiveDay",
                          "Whether the effective day is billed at the new count.");
  bind_enum<Rounding>(m, "Rounding", "");
  bind_enum<RoundingStep>(m, "RoundingStep", "What is rounded.");
  bind_enum<IncreaseRule>(m, "IncreaseRule", "What units cost that come within a billing period.");
  bind_enum<DecreaseRule>(m, "DecreaseRule",
                          "What becomes of units that go within a billing period.");
  bind_enum<PolicyPreset>(m, "PolicyPreset",
                          "Conventions by the name of whose documents state them.");
  bind_enum<Measure>(m, "Measure", "Which count a billing period is billed at.");
  bind_enum<PriceModel>(m, "PriceModel", "");
  bind_enum<Charging>(m, "Charging", "How a service charges.");
  bind_enum<ChargePart>(m, "ChargePart", "What a line bills for.");
  bind_enum<BillingTiming>(m, "BillingTiming", "");
  bind_enum<AccountFrom>(m, "AccountFrom", "From when on another account pays.");
  bind_enum<ContractStatus>(m, "ContractStatus", "");
  bind_enum<AtTermEnd>(m, "AtTermEnd", "What becomes of a contract when its term is over.");
  bind_enum<Trust>(m, "Trust", "How far the nightly job is trusted with the units of a contract.");
  bind_enum<Overlaps>(m, "Overlaps", "Whether services of an account may count the same machine.");
}

void bind_machine_enums(pybind11::module_& m) {
  bind_enum<AgentState>(m, "AgentState", "");
  bind_enum<SubGroups>(m, "SubGroups", "");
  bind_enum<Counting>(m, "Counting", "");
  bind_enum<Verdict>(m, "Verdict", "Whether a machine counts, or the first reason why not.");
  bind_enum<MachineMove>(m, "MachineMove", "");
  bind_enum<ChangeReason>(m, "ChangeReason", "Why units changed.");
  bind_enum<HeldCause>(m, "HeldCause", "Why a count waits for a person.");
  bind_enum<HeldEnd>(m, "HeldEnd", "How a count that waited ended.");
}

void bind_outcome_enums(pybind11::module_& m) {
  bind_enum<LineKind>(m, "LineKind", "");
  bind_enum<LineState>(m, "LineState", "");
  bind_enum<PostingOutcome>(m, "PostingOutcome", "What became of a keyed write.");
  bind_enum<SaveOutcome>(m, "SaveOutcome", "");
  bind_enum<NoticeKind>(m, "NoticeKind", "");
  bind_enum<SyncStatus>(m, "SyncStatus", "What a night made of a service.");
  bind_enum<BatchStatus>(m, "BatchStatus", "What a posting made of a contract.");
  bind_enum<Access>(m, "Access", "What a transaction is begun for.");
  bind_enum<CreditBatches>(m, "CreditBatches", "What becomes of a batch of credits only.");
  bind_enum<Settlement>(m, "Settlement", "Whose charges credits are settled against.");
  bind_enum<StaleCounts>(m, "StaleCounts", "What becomes of services whose counts are too old.");
  bind_enum<DecisionAbout>(m, "DecisionAbout", "What waits for a person.");
  bind_enum<DecisionKind>(m, "DecisionKind", "What a person decides.");
  bind_enum<RaiseStatus>(m, "RaiseStatus", "What a run of prices made of a service.");
  bind_enum<ZeroLines>(m, "ZeroLines", "What becomes of lines that are worth exactly nothing.");
}

}  // namespace

void bind_enums(pybind11::module_& m) {
  bind_terms_enums(m);
  bind_machine_enums(m);
  bind_outcome_enums(m);
}

}  // namespace billbyagent::python
