#include <pybind11/native_enum.h>

#include <initializer_list>

#include "billbyagent/app/batch_states.hpp"
#include "billbyagent/app/billing_automation.hpp"
#include "billbyagent/app/sync_report.hpp"
#include "billbyagent/domain/notice.hpp"
#include "billbyagent/domain/posting.hpp"
#include "bindings.hpp"
#include "casters.hpp"

namespace billbyagent::python {
namespace {

/// Members are called what `to_string` calls them.
template <class E>
void bind_enum(py::module_& m, const char* name, const char* doc, std::initializer_list<E> values) {
  py::native_enum<E> bound(m, name, "enum.Enum", doc);
  for (const E value : values) bound.value(std::string{to_string(value)}.c_str(), value);
  bound.finalize();
}

void bind_terms_enums(py::module_& m) {
  using enum CycleLength;
  bind_enum(m, "CycleLength", "", {weekly, monthly, quarterly, semi_annual, annual});
  bind_enum(m, "DayCount", "How much of a billing period a span of its days is.",
            {DayCount::actual_period, DayCount::calendar_months, DayCount::thirty_day_months,
             DayCount::thirty_360});
  bind_enum(m, "EffectiveDay", "Whether the effective day is billed at the new count.",
            {EffectiveDay::billed, EffectiveDay::not_billed});
  bind_enum(m, "Rounding", "",
            {Rounding::half_away_from_zero, Rounding::half_even, Rounding::toward_zero});
  bind_enum(m, "RoundingStep", "What is rounded.", {RoundingStep::line, RoundingStep::unit_price});
  bind_enum(m, "IncreaseRule", "What units cost that come within a billing period.",
            {IncreaseRule::prorated, IncreaseRule::full_period, IncreaseRule::next_period});
  bind_enum(m, "DecreaseRule", "What becomes of units that go within a billing period.",
            {DecreaseRule::credited, DecreaseRule::next_period, DecreaseRule::committed});
  bind_enum(m, "PolicyPreset", "Conventions by the name of whose documents state them.",
            {PolicyPreset::bms, PolicyPreset::connectwise, PolicyPreset::autotask,
             PolicyPreset::kill_bill});
  bind_enum(m, "Measure", "Which count a billing period is billed at.",
            {Measure::prorated, Measure::high_watermark, Measure::average, Measure::fixed_day});
  bind_enum(m, "PriceModel", "", {PriceModel::per_unit, PriceModel::volume, PriceModel::graduated});
  bind_enum(m, "ChargePart", "What a line bills for.",
            {ChargePart::base_fee, ChargePart::units, ChargePart::overage});
  bind_enum(m, "BillingTiming", "", {BillingTiming::advance, BillingTiming::arrears});
  bind_enum(m, "ContractStatus", "", {ContractStatus::active, ContractStatus::inactive});
  bind_enum(m, "Trust", "How far the nightly job is trusted with the units of a contract.",
            {Trust::automatic, Trust::propose, Trust::observe});
  bind_enum(m, "Overlaps", "Whether services of an account may count the same machine.",
            {Overlaps::allowed, Overlaps::refused});
}

void bind_machine_enums(py::module_& m) {
  bind_enum(m, "AgentState", "",
            {AgentState::online, AgentState::offline, AgentState::suspended,
             AgentState::never_checked_in, AgentState::template_account});
  bind_enum(m, "SubGroups", "", {SubGroups::included, SubGroups::excluded});
  bind_enum(m, "Counting", "", {Counting::counted, Counting::left_out});
  bind_enum(m, "Verdict", "Whether a machine counts, or the first reason why not.",
            {Verdict::counted, Verdict::outside, Verdict::not_listed, Verdict::not_in_view,
             Verdict::other_operating_system, Verdict::suspended, Verdict::never_checked_in,
             Verdict::template_account, Verdict::marked_for_deletion, Verdict::ephemeral,
             Verdict::not_seen_lately, Verdict::last_seen_unknown, Verdict::duplicate,
             Verdict::other_class, Verdict::no_class, Verdict::new_machine});
  bind_enum(
      m, "MachineMove", "",
      {MachineMove::added, MachineMove::removed, MachineMove::moved_in, MachineMove::moved_out,
       MachineMove::waiting, MachineMove::missing, MachineMove::returned, MachineMove::identified});
  bind_enum(m, "ChangeReason", "Why units changed.",
            {ChangeReason::initial, ChangeReason::nightly_sync, ChangeReason::get_units_now,
             ChangeReason::manual, ChangeReason::correction, ChangeReason::confirmed_drop,
             ChangeReason::confirmed_proposal});
  bind_enum(m, "HeldCause", "Why a count waits for a person.",
            {HeldCause::implausible, HeldCause::proposed});
  bind_enum(m, "HeldEnd", "How a count that waited ended.",
            {HeldEnd::confirmed, HeldEnd::dissolved, HeldEnd::rejected});
}

void bind_outcome_enums(py::module_& m) {
  bind_enum(m, "LineKind", "", {LineKind::recurring, LineKind::increment, LineKind::decrement});
  bind_enum(m, "LineState", "",
            {LineState::posted, LineState::invoiced, LineState::exported, LineState::returned});
  bind_enum(m, "PostingOutcome", "What became of a keyed write.",
            {PostingOutcome::created, PostingOutcome::already_posted, PostingOutcome::conflicts});
  bind_enum(m, "SaveOutcome", "",
            {SaveOutcome::created, SaveOutcome::updated, SaveOutcome::unchanged});
  bind_enum(m, "NoticeKind", "",
            {NoticeKind::units_changed, NoticeKind::drop_held, NoticeKind::change_proposed});
  bind_enum(m, "SyncStatus", "What a night made of a service.",
            {SyncStatus::unchanged, SyncStatus::machines_changed, SyncStatus::first_count,
             SyncStatus::changed, SyncStatus::held, SyncStatus::proposed, SyncStatus::rejected,
             SyncStatus::observed, SyncStatus::failed});
  bind_enum(m, "BatchStatus", "What a posting made of a contract.",
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
