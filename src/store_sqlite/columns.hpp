#pragma once

/// The columns of each thing that is kept, said once: for reading, writing and the statements.
/// `names` and `each` go together, in one order.

#include <string_view>

#include "billbyagent/ports/store_session.hpp"
#include "store_sqlite/query.hpp"

namespace billbyagent::sqlite {

// Parts of rows.

template <>
struct Columns<ServiceKey> {
  static constexpr int count = 2;
  static void each(auto visit, auto& key) { visit(key.contract, key.service); }
};

template <>
struct Columns<Hardware> {
  static constexpr int count = 2;
  static void each(auto visit, auto& hardware) { visit(hardware.serial, hardware.mac); }
};

/// The part stands in a column of its own.
template <>
struct Columns<Rate> {
  static constexpr int count = 2;
  static void each(auto visit, auto& rate) { visit(rate.price_millionths, rate.cost_millionths); }
};

template <>
struct Columns<Fraction> {
  static constexpr int count = 2;
  static void each(auto visit, auto& share) { visit(share.numerator, share.denominator); }
};

// Rows; keys that a row has in common with others of its service or batch are not among them.

template <>
struct Columns<Account> {
  static constexpr std::string_view names = "account, name, organization, overlaps";
  static Account blank() { return {}; }
  static void each(auto visit, auto& account) {
    visit(account.id, account.name, account.organization, account.overlaps);
  }
};

template <>
struct Columns<UnitChange> {
  static constexpr std::string_view names =
      "sequence, effective, units, reason, note, author, recorded";
  static UnitChange blank() { return {.effective = any_day()}; }
  static void each(auto visit, auto& change) {
    visit(change.sequence, change.effective, change.units, change.reason, change.note,
          change.author, change.recorded);
  }
};

template <>
struct Columns<Machine> {
  static constexpr std::string_view names = "agent, name, serial, mac";
  static Machine blank() { return {}; }
  static void each(auto visit, auto& machine) {
    visit(machine.agent, machine.name, machine.hardware);
  }
};

template <>
struct Columns<MachineEvent> {
  static constexpr std::string_view names = "seen, move, agent, name, detail, serial, mac, since";
  static MachineEvent blank() { return {.seen = any_day()}; }
  static void each(auto visit, auto& event) {
    visit(event.seen, event.move, event.agent, event.name, event.detail, event.hardware,
          event.since);
  }
};

template <>
struct Columns<HeldReading> {
  static constexpr std::string_view names = "effective, units, cause, proposal, why, recorded";
  static HeldReading blank() { return {.effective = any_day()}; }
  static void each(auto visit, auto& held) {
    visit(held.effective, held.units, held.cause, held.proposal, held.why, held.recorded);
  }
};

/// Null in all but the reason while the reading is open.
template <>
struct Columns<HeldEnding> {
  static constexpr std::string_view names = "ended_how, ended_by, ended_at, ended_reason";
  static constexpr int count = 4;
  static void each(auto visit, auto& ending) {
    visit(ending.how, ending.author, ending.when, ending.reason);
  }
};

/// Its state and invoice number are those of its state records.
template <>
struct Columns<Batch> {
  static constexpr std::string_view names =
      "batch, contract, account, posted_on, total_minor, currency, posted, author";
  static Batch blank() { return {.posted_on = any_day(), .total = Money::zero(usd)}; }
  static void each(auto visit, auto& batch) {
    visit(batch.id, batch.contract, batch.account, batch.posted_on, batch.total, batch.posted,
          batch.author);
  }
};

template <>
struct Columns<LineItem> {
  static constexpr std::string_view names =
      "contract, service, period_begin, effective, sequence, kind, billing_begin, billing_end, "
      "span_begin, span_end, units_before, units_after, quantity, from_price_millionths, "
      "from_cost_millionths, price_millionths, cost_millionths, share_numerator, "
      "share_denominator, amount_minor, amount_currency, cost_minor, cost_currency, "
      "available_on, service_name, tax_category, part";
  static LineItem blank() {
    const Period any{any_day(), any_day().next()};
    return {.key = {.period_begin = any_day(), .effective = any_day()},
            .billing_period = any,
            .span = any,
            .amount = Money::zero(usd),
            .cost = Money::zero(usd),
            .available_on = any_day()};
  }
  static void each(auto visit, auto& line) {
    visit(line.key.contract, line.key.service, line.key.period_begin, line.key.effective,
          line.key.sequence, line.kind, line.billing_period, line.span, line.units_before,
          line.units_after, line.quantity, line.rate_from, line.rate, line.share, line.amount,
          line.cost, line.available_on, line.service_name, line.tax_category, line.rate.part);
  }
};

template <>
struct Columns<StateRecord> {
  static constexpr std::string_view names =
      "batch, state, author, reason, invoice_number, recorded";
  static StateRecord blank() { return {}; }
  static void each(auto visit, auto& record) {
    visit(record.batch, record.state, record.author, record.reason, record.invoice_number,
          record.recorded);
  }
};

template <>
struct Columns<Notice> {
  static constexpr std::string_view names =
      "notice, kind, contract, account, subject, body, created";
  static Notice blank() { return {}; }
  static void each(auto visit, auto& notice) {
    visit(notice.id, notice.kind, notice.contract, notice.account, notice.subject, notice.body,
          notice.created);
  }
};

/// To be read only; without the recipients.
template <>
struct Columns<NoticeOnRecord> {
  static constexpr std::string_view names =
      "notice, kind, contract, account, subject, body, created, number, delivered IS NOT NULL, "
      "(SELECT count(*) FROM notice_failure f WHERE f.tenant=notice.tenant "
      "AND f.notice=notice.notice) AS failures";
  static NoticeOnRecord blank() { return {}; }
  static void each(auto visit, auto& row) {
    visit(row.notice, row.number, row.delivered, row.attempts);
  }
};

template <>
struct Columns<RunRecord> {
  static constexpr std::string_view names =
      "run, job, day, zone, started, ended, summary, failures";
  static RunRecord blank() { return {.day = any_day()}; }
  static void each(auto visit, auto& run) {
    visit(run.id, run.job, run.day, run.zone, run.started, run.ended, run.summary, run.failures);
  }
};

template <class T>
constexpr std::string_view columns_of = Columns<T>::names;

}  // namespace billbyagent::sqlite
