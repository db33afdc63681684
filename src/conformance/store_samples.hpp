#pragma once

/// Values for the suite, with every field set to something that is not its default, and text that a
/// careless store would spoil.

#include <cstdint>
#include <limits>
#include <string>

#include "billbyagent/ports/store.hpp"

namespace billbyagent::conformance {

inline constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min();
inline constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();

/// Quotes, a null character, a line break, four-byte UTF-8 and a percent sign.
inline const std::string awkward{"O'Brien \"x\"\0y;\n--%_ \xF0\x9F\x96\xA8 \xC3\xA9", 27};

inline Account sample_account() {
  return {AccountId{"acme"},
          awkward,
          OrganizationId{"98765432109876543210987654"},
          Overlaps::refused,
          {{RmmId{"mesh"}, OrganizationId{"mesh//kT3@$"}}, {RmmId{"vsa-x"}, OrganizationId{"7"}}}};
}

inline ServiceKey derived_key() { return {ContractId{"c-1"}, ServiceId{"workstations"}}; }
inline ServiceKey manual_key() { return {ContractId{"c-1"}, ServiceId{"phones"}}; }

inline AgentScope full_scope() {
  return {.rmm = RmmId{"vsa-x"},
          .organization = OrganizationId{"org-9"},
          .group = MachineGroupId{"group-9"},
          .sub_groups = SubGroups::excluded,
          .view = ViewId{"view-9"},
          .machines = {AgentId{"m-3"}, AgentId{"m-1"}, AgentId{"m-2"}},
          .operating_system_contains = "Server 2022",
          .rule = {.suspended = Counting::left_out,
                   .never_checked_in = Counting::left_out,
                   .template_account = Counting::counted,
                   .marked_for_deletion = Counting::left_out,
                   .ephemeral = Counting::counted,
                   .duplicate = Counting::left_out,
                   .seen_within_days = 3'650,
                   .grace_new_days = 7,
                   .grace_gone_days = 366},
          .machine_class = "server " + awkward,
          .classes = {}};
}

inline DatedPrice price(Date from, std::int64_t millionths, std::int64_t cost_millionths) {
  return {from, UnitPrice::from_millionths(millionths, kwd).value(),
          UnitPrice::from_millionths(cost_millionths, kwd).value()};
}

/// With a base fee, and a second tier that is free.
inline DatedPrice tiered_price(Date from, std::int64_t millionths, std::int64_t cost_millionths) {
  DatedPrice made = price(from, millionths, cost_millionths);
  made.base_fee = UnitPrice::from_millionths(cost_millionths + 7, kwd).value();
  const auto nothing = UnitPrice::from_millionths(0, kwd).value();
  made.tiers = {{1, 10, made.price, made.cost}, {11, std::nullopt, nothing, nothing}};
  return made;
}

inline std::vector<ServiceAmendment> sample_amendments() {
  const auto amount = [](std::int64_t millionths) {
    return UnitPrice::from_millionths(millionths, kwd).value();
  };
  return {{.effective = Date{2026, 7, 1},
           .tax_category = "T " + awkward,
           .minimum_amount = amount(250'000'001),
           .discount_basis_points = 1'250,
           .indexation = Indexation{0, Date{2028, 2, 29}, 6},
           .day_count = DayCount::calendar_months,
           .rounding = Rounding::toward_zero,
           .rounding_step = RoundingStep::line,
           .minimum_credit_minor = 7,
           .reason = awkward,
           .author = "clara",
           .recorded = Instant{1}},
          {.effective = Date{2026, 6, 1},
           .included = 0,
           .minimum = 3,
           .maximum = limits::units_max,
           .discount_amount = amount(0),
           .recorded = Instant{1'780'000'000'123}},
          {.effective = Date{2026, 9, 1},
           .indexation = Indexation{10'000, Date{2026, 9, 2}, 0},
           .effective_day = EffectiveDay::billed,
           .increase = IncreaseRule::full_period,
           .decrease = DecreaseRule::next_period,
           .measure = Measure::prorated,
           .recorded = Instant{2}},
          {.effective = Date{2026, 8, 1},
           .measure = Measure::fixed_day,
           .fixed_day = 366,
           .name = "PCs " + awkward}};
}

/// The price as somebody gave it.
inline DatedPrice given(DatedPrice price, std::string reason, std::string author, Instant when) {
  price.reason = std::move(reason);
  price.author = std::move(author);
  price.recorded = when;
  return price;
}

inline Service::Terms derived_terms() {
  return {
      .id = derived_key().service,
      .name = "Workstations " + awkward,
      .tax_category = "T-7",
      .currency = kwd,
      .prices = {tiered_price({2026, 3, 1}, limits::price_millionths_max, 1),
                 tiered_price({2026, 1, 31}, 2'500, 0),
                 given(tiered_price({2026, 3, 1}, 7'000'001, 2), awkward, "clara", Instant{3})},
      .unit_source = full_scope(),
      .proration = {DayCount::thirty_360, EffectiveDay::not_billed, Rounding::half_even,
                    RoundingStep::unit_price, IncreaseRule::prorated, DecreaseRule::credited, 125},
      .effective = Date{2026, 2, 28},
      .end = Date{2027, 2, 28},
      .billed_through = Date{2026, 3, 14},
      .quantity = {Measure::fixed_day, 15, 1, 2, 30},
      .minimum_amount = UnitPrice::from_millionths(1, kwd).value(),
      .price_model = PriceModel::graduated,
      .indexation = Indexation{325, Date{2027, 1, 31}, 3},
      .amendments = sample_amendments()};
}

inline Service::Terms manual_terms() {
  return {.id = manual_key().service,
          .name = "",
          .tax_category = "",
          .currency = kwd,
          .prices = {price({1900, 1, 1}, 0, 0)},
          .unit_source = ManualUnits{},
          .proration = {},
          .effective = Date{2026, 1, 31},
          .end = std::nullopt};
}

inline Contract::Terms sample_terms() {
  return {
      .id = ContractId{"c-1"},
      .name = "Care " + awkward,
      .account = sample_account().id,
      .currency = kwd,
      .cycle = BillingCycle::on_day(CycleLength::semi_annual, Date{2026, 1, 15}, 31).value(),
      .timing = BillingTiming::arrears,
      .status = ContractStatus::inactive,
      .trust = Trust::observe,
      .start = Date{2026, 1, 15},
      .end = Date{2028, 2, 29},
      .billed_through = Date{2026, 1, 31},
      .recipients = {"z@example.com", "a@example.com"},
      .services = {Service::create(derived_terms()).value(),
                   Service::create(manual_terms()).value()},
      .machine_classes = {{"desk", {awkward, "Windows"}, {}},
                          {"server " + awkward, {"Server"}, {"server", "b", "a"}},
                          {"phone", {}, {"mobile"}}},
      .amendments = {
          {.effective = Date{2026, 2, 1},
           .status = ContractStatus::active,
           .discount_amount = UnitPrice::from_millionths(50'000'000, kwd).value(),
           .reason = awkward,
           .author = "clara",
           .recorded = Instant{2}},
          {.effective = Date{2026, 5, 1},
           .status = ContractStatus::inactive,
           .discount_basis_points = 500,
           .trust = Trust::propose,
           .recorded = Instant{1}},
          {.effective = Date{2027, 3, 1},
           .cycle =
               BillingCycle::on_day(CycleLength::annual, Date{2027, 4, 1}, 30)->times(3).value(),
           .timing = BillingTiming::advance,
           .name = "Care " + awkward,
           .recipients = std::vector<std::string>{"b@example.com", "a@example.com"},
           .recorded = Instant{3}},
          {.effective = Date{2027, 9, 1},
           .recipients = std::vector<std::string>{},
           .recorded = Instant{4}}}};
}

inline Contract sample_contract() { return Contract::create(sample_terms()).value(); }

/// A further contract with nothing but what is needed.
inline Contract plain_contract(const std::string& id) {
  return Contract::create({.id = ContractId{id},
                           .name = {},
                           .account = sample_account().id,
                           .currency = usd,
                           .cycle = BillingCycle::anchored(CycleLength::weekly, {2026, 1, 5}),
                           .timing = BillingTiming::advance,
                           .status = ContractStatus::active,
                           .start = Date{2026, 1, 5},
                           .end = std::nullopt,
                           .recipients = {},
                           .services = {Service::per_unit("s", "5.00", usd).value()}})
      .value();
}

inline UnitChange change(std::int32_t sequence, Date effective, Units units) {
  return {.effective = effective,
          .units = units,
          .reason = ChangeReason::correction,
          .note = "note " + awkward,
          .author = "clara",
          .recorded = Instant{1'780'000'000'123},
          .sequence = sequence};
}

inline MachineEvent event(MachineMove move, const std::string& agent, const std::string& name) {
  return {Date{2026, 6, 10}, move,
          AgentId{agent},    name,
          "from beta.root",  {agent + awkward, "mac " + agent},
          Date{2026, 6, 3}};
}

inline HeldReading held(Date effective, Units units) {
  return {.effective = effective,
          .units = units,
          .why = "fell to zero: 50 -> 0",
          .recorded = Instant{-5},
          .machines = {event(MachineMove::removed, "m-1", "pc01"),
                       event(MachineMove::moved_out, "m-2", awkward)}};
}

inline HeldReading proposed(Date effective, Units units, std::int32_t number) {
  auto reading = held(effective, units);
  reading.cause = HeldCause::proposed;
  reading.proposal = number;
  return reading;
}

inline LineItem line(const ServiceKey& service, Date period_begin, Date effective,
                     std::int32_t sequence = 1) {
  return {.key = {service.contract, service.service, period_begin, effective, sequence},
          .kind = LineKind::decrement,
          .billing_period = {period_begin, period_begin.plus_days(30)},
          .span = {effective.next(), effective.plus_days(7)},
          .units_before = 12,
          .units_after = 9,
          .quantity = -3,
          .rate_from = Rate{5, 6, ChargePart::overage},
          .rate = {7'000'001, 2, ChargePart::overage},
          .share = {21, 30},
          .amount = Money::from_minor(-3'500, kwd),
          .cost = Money::from_minor(-17, kwd),
          .available_on = Date{2026, 7, 1},
          .service_name = "Workstations " + awkward,
          .tax_category = "T-7",
          .counted_on = Date{2026, 6, 30},
          .unit_changes = 3,
          .account = sample_account().id};
}

inline Batch batch(std::size_t number, const ContractId& contract = derived_key().contract) {
  return {.id = batch_id(contract, number),
          .contract = contract,
          .account = sample_account().id,
          .posted_on = Date{2026, 7, 1},
          .total = Money::from_minor(-7'000, kwd),
          .posted = Instant{1'782'900'000'001},
          .author = "night",
          .state = LineState::posted,
          .invoice_number = {},
          .through = Date{2026, 9, 30},
          .settlement = batch_id(contract, 1),
          .terms = "0123456789abcdef"};
}

inline Tombstone tombstone(const std::string& contract,
                           const std::optional<ServiceId>& service = std::nullopt) {
  return {.contract = ContractId{contract},
          .service = service,
          .author = "clara",
          .reason = "typed " + awkward,
          .deleted = Instant{1'783'000'000'017}};
}

inline StateRecord state(std::size_t number, LineState to, const std::string& invoice = {}) {
  return {.batch = batch_id(derived_key().contract, number),
          .state = to,
          .author = "clara",
          .reason = "because " + awkward,
          .invoice_number = invoice,
          .recorded = Instant{1'783'000'000'000}};
}

inline Notice notice(const std::string& id) {
  return {.id = NoticeId{id},
          .kind = NoticeKind::drop_held,
          .contract = derived_key().contract,
          .account = sample_account().id,
          .recipients = {"z@example.com", "a@example.com", "z@example.com"},
          .subject = "Units " + awkward,
          .body = "line 1\nline 2\n",
          .created = Instant{1'780'000'000'000}};
}

inline RunRecord run(const std::string& id) {
  return {.id = RunId{id},
          .job = "nightly",
          .day = Date{2026, 6, 10},
          .zone = "Pacific/Chatham",
          .started = Instant{1},
          .ended = Instant{2},
          .summary = "2 services, 1 failure",
          .failures = 1,
          .lifted = "most_periods 0: " + awkward};
}

/// The sample account and contract, written.
inline void write_book(Transaction& transaction) {
  transaction.save_account(sample_account()).value();
  transaction.save_contract(sample_contract()).value();
}

}  // namespace billbyagent::conformance
