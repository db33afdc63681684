#include "store_sql/closed_periods.hpp"

namespace billbyagent::sql {
namespace {

constexpr std::string_view row_columns = "contract, closed_end, number, count, last, seal";

Seal seal_of_row(const ContractId& contract, const ClosedRow& row) {
  return described::Sealer{}
      .add(contract)
      .add(row.end)
      .add(row.number)
      .add(row.before.count)
      .add(row.before.last)
      .seal();
}

/// Reads one row into `rows`; what is not as it was sealed is an error of the statement.
void read_row(Query& query, ClosedRows& rows) {
  const auto contract = query.get<ContractId>();
  ClosedRow row{query.get<Date>(), query.get<std::int64_t>()};
  row.before.count = query.get<std::int64_t>();
  row.before.last = query.get<Seal>();
  if (query.get<Seal>() != seal_of_row(contract, row))
    query.fail({Errc::store_failed, "the closed periods of contract " + contract.text() +
                                        " as stored: not what was recorded; the file is damaged"});
  rows.emplace(contract, std::move(row));
}

/// Moves the row on behind the batches that are closed now.
class Advance {
 public:
  explicit Advance(ClosedRow& row) : row_(row), chain_(row.before) {}

  /// The batches from `number` on, in their order.
  void pass(std::int64_t number, const Seal& seal, Date last_period) {
    open_ = open_ || !(last_period < row_.end);
    if (open_) return;
    row_.number = number;
    row_.before = chain_;
    chain_.append(seal);
  }

 private:
  ClosedRow& row_;
  Chain chain_;
  bool open_ = false;
};

Result<void> advance_rows(const Tables& tables, const InList<ContractId>& contracts,
                          ClosedRows& rows) {
  std::map<ContractId, Advance> advances;
  for (auto& [id, row] : rows) advances.emplace(id, row);
  // From the batches to their seals, whatever the database believes to know about its tables.
  const bool has_lateral = tables.connection.dialect().has_lateral;
  const std::string of_batch =
      "s.tenant=b.tenant AND s.kind='batch' AND s.contract=b.contract AND s.part=b.batch "
      "AND s.number=0";
  const std::string batches =
      "SELECT b.contract, b.number, s.last, (SELECT max(l.period_begin) FROM line l "
      "WHERE l.tenant=b.tenant AND l.batch=b.batch) FROM open_batch b CROSS JOIN " +
      (has_lateral ? "LATERAL (SELECT last FROM seal s WHERE " + of_batch + " OFFSET 0) s"
                   : "seal s ON " + of_batch) +
      " WHERE b.tenant=?1 AND " + contracts.condition("b.contract") +
      " ORDER BY b.contract, b.number";
  return each_row(
      tables, batches,
      [&](Query& query) {
        Advance& advance = advances.at(query.get<ContractId>());
        const auto number = query.get<std::int64_t>();
        const auto seal = query.get<Seal>();
        advance.pass(number, seal, query.get<Date>());
      },
      contracts);
}

Result<void> write_closed(const Tables& tables, const InList<ContractId>& contracts,
                          const std::map<ContractId, Closing>& closings) {
  ClosedRows rows;
  const auto saved = each_row(
      tables, select(row_columns, "closed_periods", "AND " + contracts.condition("contract")),
      [&](Query& query) { read_row(query, rows); }, contracts);
  if (!saved) return saved;
  for (const auto& id : contracts.ids()) {
    const Date end = *closings.at(id).end;
    rows.try_emplace(id, ClosedRow{end}).first->second.end = end;
  }
  if (auto advanced = advance_rows(tables, contracts, rows); !advanced) return advanced;
  static constexpr std::string_view replaced[] = {"closed_end", "number", "count", "last", "seal"};
  Query save{tables, insert_into("closed_periods", row_columns) + or_update("contract", replaced)};
  for (const auto& [id, row] : rows)
    save.run(id, row.end, row.number, row.before.count, row.before.last, seal_of_row(id, row));
  return save.end();
}

}  // namespace

Result<ClosedRows> read_closed(Group& group) {
  ClosedRows rows;
  const auto read =
      group.rows("closed_periods", row_columns, {}, [&](Query& query) { read_row(query, rows); });
  if (!read) return read.error();
  for (auto& [id, dossier] : group.dossiers)
    if (const auto at = rows.find(id); at != rows.end()) dossier.closed_end = at->second.end;
  return rows;
}

Result<void> write_closings(const Tables& tables, const std::map<ContractId, Closing>& closings) {
  if (closings.empty()) return {};
  Query reopen{tables,
               "DELETE FROM closed_periods WHERE tenant=?1 AND contract=?2 "
               "AND closed_end>?3"};
  std::vector<ContractId> closed;
  for (const auto& [id, closing] : closings) {
    if (closing.reopened) reopen.run(id, *closing.reopened);
    if (!closing.end) continue;
    // Less than before is begun anew: the batches that were passed may be open again.
    reopen.run(id, *closing.end);
    closed.push_back(id);
  }
  if (auto done = reopen.end(); !done) return done;
  // What follows goes by what this transaction has written so far.
  tables.connection.forget();
  return in_lists(tables, closed, [&](const InList<ContractId>& some) {
    return write_closed(tables, some, closings);
  });
}

}  // namespace billbyagent::sql
