#include <pybind11/native_enum.h>

#include <initializer_list>

#include "billbyagent/app/batch_states.hpp"
#include "billbyagent/app/billing_automation.hpp"
#include "billbyagent/app/sync_report.hpp"
#include "billbyagent/domain/notice.hpp"
#include "billbyagent/domain/posting.hpp"
#include "bindings.hpp"
#include "casters.hpp"
#include "enums.hpp"

namespace billbyagent::python {
namespace {

/// For those without a table of names: members are called what `to_string` calls them.
template <class E>
void bind_listed(py::module_& m, const char* name, const char* doc,
                 std::initializer_list<E> values) {
  py::native_enum<E> bound(m, name, "enum.Enum", doc);
  for (const E value : values) bound.value(std::string{to_string(value)}.c_str(), value);
  bound.finalize();
}

void bind_terms_enums(py::module_& m) {
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
  bind_enum<ChargePart>(m, "ChargePart", "What a line bills for.");
  bind_enum<BillingTiming>(m, "BillingTiming", "");
  bind_enum<ContractStatus>(m, "ContractStatus", "");
  bind_enum<Trust>(m, "Trust", "How far the nightly job is trusted with the units of a contract.");
  bind_enum<Overlaps>(m, "Overlaps", "Whether services of an account may count the same machine.");
}

void bind_machine_enums(py::module_& m) {
  bind_enum<AgentState>(m, "AgentState", "");
  bind_enum<SubGroups>(m, "SubGroups", "");
  bind_enum<Counting>(m, "Counting", "");
  bind_enum<Verdict>(m, "Verdict", "Whether a machine counts, or the first reason why not.");
  bind_enum<MachineMove>(m, "MachineMove", "");
  bind_enum<ChangeReason>(m, "ChangeReason", "Why units changed.");
  bind_enum<HeldCause>(m, "HeldCause", "Why a count waits for a person.");
  bind_enum<HeldEnd>(m, "HeldEnd", "How a count that waited ended.");
}

void bind_outcome_enums(py::module_& m) {
  bind_enum<LineKind>(m, "LineKind", "");
  bind_enum<LineState>(m, "LineState", "");
  bind_enum<PostingOutcome>(m, "PostingOutcome", "What became of a keyed write.");
  bind_listed(m, "SaveOutcome", "",
              {SaveOutcome::created, SaveOutcome::updated, SaveOutcome::unchanged});
  bind_enum<NoticeKind>(m, "NoticeKind", "");
  bind_listed(m, "SyncStatus", "What a night made of a service.",
              {SyncStatus::unchanged, SyncStatus::machines_changed, SyncStatus::first_count,
               SyncStatus::changed, SyncStatus::held, SyncStatus::proposed, SyncStatus::rejected,
               SyncStatus::observed, SyncStatus::failed});
  bind_listed(m, "BatchStatus", "What a posting made of a contract.",
              {BatchStatus::posted, BatchStatus::held, BatchStatus::failed});
  py::native_enum<Access>(m, "Access", "enum.Enum", "What a transaction is begun for.")
      .value("read", Access::read)
      .value("write", Access::write)
      .finalize();
  py::native_enum<CreditBatches>(m, "CreditBatches", "enum.Enum",
                                 "What becomes of a batch of credits only.")
      .value("held", CreditBatches::held)
      .value("allowed", CreditBatches::allowed)
      .finalize();
  py::native_enum<ZeroLines>(m, "ZeroLines", "enum.Enum",
                             "What becomes of lines that are worth exactly nothing.")
      .value("posted", ZeroLines::posted)
      .value("left", ZeroLines::left)
      .finalize();
}

}  // namespace

void bind_enums(py::module_& m) {
  bind_terms_enums(m);
  bind_machine_enums(m);
  bind_outcome_enums(m);
}

}  // namespace billbyagent::python
