// Batches, their lines and states.

#include "store_sqlite/transaction.hpp"

namespace billbyagent::sqlite {
namespace {

// The state of a batch is that of its last record; the invoice number the last one given.
const std::string state_columns =
    "(SELECT state FROM state_record s WHERE s.tenant=b.tenant AND s.batch=b.batch "
    "ORDER BY s.number DESC LIMIT 1) AS state, "
    "coalesce((SELECT invoice_number FROM state_record s WHERE s.tenant=b.tenant "
    "AND s.batch=b.batch AND s.invoice_number<>'' ORDER BY s.number DESC LIMIT 1), '') AS "
    "invoice_number ";

const std::string select_batches =
    "SELECT b.batch, b.contract, b.account, b.posted_on, b.total_minor, b.currency, b.posted, "
    "b.author, " +
    state_columns + "FROM batch b WHERE b.tenant=? ";

const std::string select_lines =
    "SELECT l.contract, l.service, l.period_begin, l.effective, l.sequence, l.kind, "
    "l.billing_begin, l.billing_end, l.span_begin, l.span_end, l.units_before, l.units_after, "
    "l.quantity, l.from_price_millionths, l.from_cost_millionths, l.price_millionths, "
    "l.cost_millionths, l.share_numerator, l.share_denominator, l.amount_minor, "
    "l.amount_currency, l.cost_minor, l.cost_currency, l.available_on, l.service_name, "
    "l.tax_category, l.part, l.batch, b.posted, " +
    state_columns + "FROM line l JOIN batch b ON b.tenant=l.tenant AND b.batch=l.batch " +
    "WHERE l.tenant=? ";

Batch read_batch(Query& row) {
  return {.id = row.get<BatchId>(),
          .contract = row.get<ContractId>(),
          .account = row.get<AccountId>(),
          .posted_on = row.get<Date>(),
          .total = row.get<Money>(),
          .posted = row.get<Instant>(),
          .author = row.get<std::string>(),
          .state = row.get<LineState>(),
          .invoice_number = row.get<std::string>()};
}

Rate read_rate(Query& row) {
  // The part stands in a column of its own.
  return {row.get<std::int64_t>(), row.get<std::int64_t>(), ChargePart::units};
}

std::optional<Rate> read_optional_rate(Query& row) {
  if (!row.is_null()) return read_rate(row);
  row.skip(2);
  return std::nullopt;
}

LineItem read_line(Query& row) {
  LineItem line{.key = {row.get<ContractId>(), row.get<ServiceId>(), row.get<Date>(),
                        row.get<Date>(), row.get<std::int32_t>()},
                .kind = row.get<LineKind>(),
                .billing_period = row.get<Period>(),
                .span = row.get<Period>(),
                .units_before = row.get<Units>(),
                .units_after = row.get<Units>(),
                .quantity = row.get<Units>(),
                .rate_from = read_optional_rate(row),
                .rate = read_rate(row),
                .share = {row.get<std::int64_t>(), row.get<std::int64_t>()},
                .amount = row.get<Money>(),
                .cost = row.get<Money>(),
                .available_on = row.get<Date>(),
                .service_name = row.get<std::string>(),
                .tax_category = row.get<std::string>()};
  line.rate.part = row.get<ChargePart>();
  if (line.rate_from) line.rate_from->part = line.rate.part;
  return line;
}

PostedLine read_posted(Query& row) {
  auto line = read_line(row);
  const auto batch = row.get<BatchId>();
  const auto posted = row.get<Instant>();
  const auto state = row.get<LineState>();
  return {std::move(line), batch, state, posted, row.get<std::string>()};
}

StateRecord read_state(Query& row) {
  return {row.get<BatchId>(),     row.get<LineState>(),   row.get<std::string>(),
          row.get<std::string>(), row.get<std::string>(), row.get<Instant>()};
}

}  // namespace

Result<std::vector<PostedLine>> SqliteTransaction::posted_lines(const ContractId& contract) {
  return life_.reading([&] {
    return list(
        read_posted,
        select_lines + "AND l.contract=? ORDER BY l.service, l.period_begin, b.number, l.position",
        contract);
  });
}

Result<PostedLine> SqliteTransaction::posted_line(const LineKey& key) {
  return life_.reading([&] {
    return one("line " + to_string(key), read_posted,
               select_lines +
                   "AND l.contract=? AND l.service=? AND l.period_begin=? AND l.effective=? "
                   "AND l.sequence=?",
               key.contract, key.service, key.period_begin, key.effective, key.sequence);
  });
}

Result<std::vector<PostedLine>> SqliteTransaction::load_lines(const BatchId& batch) {
  return list(read_posted, select_lines + "AND l.batch=? ORDER BY l.position", batch);
}

Result<std::vector<Batch>> SqliteTransaction::load_batch(const BatchId& id) {
  return list(read_batch, select_batches + "AND b.batch=?", id);
}

Result<PostingOutcome> SqliteTransaction::judge_batch(const Batch& batch,
                                                      const std::vector<LineItem>& lines) {
  auto saved = load_batch(batch.id);
  if (!saved) return saved.error();
  if (!saved->empty()) {
    auto posted = load_lines(batch.id);
    if (!posted) return posted.error();
    std::vector<LineItem> before;
    for (auto& line : *posted) before.push_back(std::move(line.line));
    const bool same = saved->front().contract == batch.contract && before == lines;
    return same ? PostingOutcome::already_posted : PostingOutcome::conflicts;
  }
  for (const auto& line : lines) {
    const auto& key = line.key;
    auto known = check_service({key.contract, key.service});
    if (!known) return within("batch " + batch.id.text(), known.error());
    auto taken = exists(
        "SELECT 1 FROM line WHERE tenant=? AND contract=? AND service=? AND period_begin=? "
        "AND effective=? AND sequence=?",
        key.contract, key.service, key.period_begin, key.effective, key.sequence);
    if (!taken) return taken.error();
    if (*taken) return PostingOutcome::conflicts;
  }
  return PostingOutcome::created;
}

Result<void> SqliteTransaction::insert_batch(const Batch& batch) {
  auto next = number("SELECT coalesce(max(number), 0) + 1 FROM batch WHERE tenant=?");
  if (!next) return next.error();
  return run(
      "INSERT INTO batch (tenant, batch, number, contract, account, posted_on, total_minor, "
      "currency, posted, author) VALUES (?,?,?,?,?,?,?,?,?,?)",
      batch.id, *next, batch.contract, batch.account, batch.posted_on, batch.total, batch.posted,
      batch.author);
}

Result<void> SqliteTransaction::insert_line(const BatchId& batch, std::size_t position,
                                            const LineItem& line) {
  using Millionths = std::optional<std::int64_t>;
  const auto& from = line.rate_from;
  return run(
      "INSERT INTO line (tenant, contract, service, period_begin, effective, sequence, batch, "
      "position, kind, billing_begin, billing_end, span_begin, span_end, units_before, "
      "units_after, quantity, from_price_millionths, from_cost_millionths, price_millionths, "
      "cost_millionths, share_numerator, share_denominator, amount_minor, amount_currency, "
      "cost_minor, cost_currency, available_on, service_name, tax_category, part) "
      "VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
      line.key.contract, line.key.service, line.key.period_begin, line.key.effective,
      line.key.sequence, batch, static_cast<std::int64_t>(position), line.kind,
      line.billing_period.begin(), line.billing_period.end(), line.span.begin(), line.span.end(),
      line.units_before, line.units_after, line.quantity,
      from ? Millionths{from->price_millionths} : Millionths{},
      from ? Millionths{from->cost_millionths} : Millionths{}, line.rate.price_millionths,
      line.rate.cost_millionths, line.share.numerator, line.share.denominator, line.amount,
      line.cost, line.available_on, line.service_name, line.tax_category, line.part());
}

Result<void> SqliteTransaction::insert_state(const StateRecord& record) {
  auto next =
      number("SELECT coalesce(max(number), 0) + 1 FROM state_record WHERE tenant=? AND batch=?",
             record.batch);
  if (!next) return next.error();
  return run(
      "INSERT INTO state_record (tenant, batch, number, state, author, reason, invoice_number, "
      "recorded) VALUES (?,?,?,?,?,?,?,?)",
      record.batch, *next, record.state, record.author, record.reason, record.invoice_number,
      record.recorded);
}

Result<PostingOutcome> SqliteTransaction::append_batch(const Batch& batch,
                                                       const std::vector<LineItem>& lines) {
  return life_.writing([&]() -> Result<PostingOutcome> {
    if (auto good = detail::check_batch(batch, lines); !good) return good.error();
    auto verdict = judge_batch(batch, lines);
    if (!verdict || *verdict != PostingOutcome::created) return verdict;
    if (auto written = insert_batch(batch); !written) return written.error();
    for (std::size_t i = 0; i < lines.size(); ++i)
      if (auto written = insert_line(batch.id, i, lines[i]); !written) return written.error();
    if (auto written = insert_state(detail::first_state(batch)); !written) return written.error();
    return PostingOutcome::created;
  });
}

Result<std::vector<Batch>> SqliteTransaction::batches(const std::optional<ContractId>& contract) {
  return life_.reading([&]() -> Result<std::vector<Batch>> {
    if (!contract) return list(read_batch, select_batches + "ORDER BY b.number");
    return list(read_batch, select_batches + "AND b.contract=? ORDER BY b.number", *contract);
  });
}

Result<std::size_t> SqliteTransaction::batch_count(const ContractId& contract) {
  return life_.reading([&]() -> Result<std::size_t> {
    auto count = number("SELECT count(*) FROM batch WHERE tenant=? AND contract=?", contract);
    if (!count) return count.error();
    return static_cast<std::size_t>(*count);
  });
}

Result<std::vector<PostedLine>> SqliteTransaction::lines_of(const BatchId& batch) {
  return life_.reading([&]() -> Result<std::vector<PostedLine>> {
    auto lines = load_lines(batch);
    // A batch has lines, so none means no batch.
    if (lines && lines->empty()) return Error{Errc::not_found, "batch " + batch.text()};
    return lines;
  });
}

Result<void> SqliteTransaction::append_state(const StateRecord& record) {
  return life_.writing([&]() -> Result<void> {
    auto saved = load_batch(record.batch);
    if (!saved) return saved.error();
    if (saved->empty()) return Error{Errc::not_found, "batch " + record.batch.text()};
    if (auto allowed = detail::check_state(record, saved->front().state); !allowed) return allowed;
    return insert_state(record);
  });
}

Result<std::vector<StateRecord>> SqliteTransaction::state_records(const BatchId& batch) {
  return life_.reading([&]() -> Result<std::vector<StateRecord>> {
    auto records = list(read_state,
                        "SELECT batch, state, author, reason, invoice_number, recorded "
                        "FROM state_record WHERE tenant=? AND batch=? ORDER BY number",
                        batch);
    if (records && records->empty()) return Error{Errc::not_found, "batch " + batch.text()};
    return records;
  });
}

}  // namespace billbyagent::sqlite
