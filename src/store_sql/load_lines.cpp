// Batches, their lines and states out of their tables.

#include "store_sql/batch_seals.hpp"
#include "store_sql/batches.hpp"
#include "store_sql/closed_periods.hpp"
#include "store_sql/group.hpp"

namespace billbyagent::sql {

std::string line_columns() { return columns_of<LineItem>() + ", part, batch"; }

LineItem read_line(Query& row) {
  auto line = row.get<LineItem>();
  line.rate.part = row.get<ChargePart>();
  if (line.rate_from) line.rate_from->part = line.rate.part;
  return line;
}

void Batches::read_batch(Query& row) {
  auto batch = row.get<Batch>();
  places_.emplace(batch.id, all_.size());
  all_.push_back({std::move(batch)});
}

void Batches::read_state(Query& row) {
  auto record = row.get<StateRecord>();
  BatchOnRecord* saved = find(record.batch);
  if (!saved) return;
  advance(saved->batch, record);
  saved->states.push_back(std::move(record));
}

BatchOnRecord* Batches::find(const BatchId& id) {
  const auto at = places_.find(id);
  return at == places_.end() ? nullptr : &all_[at->second];
}

namespace {

constexpr std::string_view all_batches = "batch";

/// The batches in that table, with their lines and states.
Result<void> load_from(Group& group, std::string_view table, const ClosedRows& closed) {
  Batches batches;
  BatchesOfGroup sealed;
  for (const auto& [id, row] : closed)
    if (row.number > 0) sealed.begin(id, row.before);
  // By contract first: by number alone all batches of the tenant would be gone through.
  const auto headers =
      group.rows(table, columns_of<Batch>(), "ORDER BY contract, number", [&](Query& row) {
        batches.read_batch(row);
        sealed.add(batches.all().back().batch);
      });
  if (!headers) return headers;
  const auto states =
      group.rows_by_batch("state_record", table, columns_of<StateRecord>(), "",
                          "ORDER BY batch, number", [&](Query& row) { batches.read_state(row); });
  if (!states) return states;
  auto of_states = Seals::of_batches(group, Sealed::states, table);
  if (!of_states) return of_states.error();
  if (auto same = compare_states(*of_states, batches.all()); !same) return same;
  const auto take = [&](Query& row) {
    auto line = read_line(row);
    const auto* saved = batches.find(row.get<BatchId>());
    if (!saved) return;
    sealed.add(saved->batch.id, line);
    auto& lines = group.dossiers[line.key.contract].lines;
    lines.push_back(posted_in(saved->batch, std::move(line)));
  };
  const std::string in_order =
      "contract, service, period_begin, (SELECT number FROM batch b WHERE b.tenant=line.tenant "
      "AND b.batch=line.batch), position";
  // All lines lie in this order; a few are found by their batch.
  const auto read =
      table == all_batches
          ? group.rows("line", line_columns(), "ORDER BY " + in_order, take)
          : group.rows_by_batch(group.tables().connection.dialect().lines_by_batch, table,
                                line_columns(), "", "ORDER BY " + in_order, take);
  return read ? sealed.compare(group, table) : read;
}

}  // namespace

Result<void> load_lines(Group& group) { return load_from(group, all_batches, {}); }

Result<void> load_open_lines(Group& group) {
  auto closed = read_closed(group);
  if (!closed) return closed.error();
  const bool none = closed->empty() && !group.tables().connection.dialect().foresees;
  return load_from(group, none ? all_batches : "open_batch", *closed);
}

Result<void> load_closed(Group& group) {
  auto closed = read_closed(group);
  if (!closed) return closed.error();
  return {};
}

Result<void> load_batch_counts(Group& group) {
  return group.rows("batch", "contract, count(*)", "GROUP BY contract", [&](Query& row) {
    const auto contract = row.get<ContractId>();
    group.dossiers[contract].batch_count = static_cast<std::size_t>(row.get<std::int64_t>());
  });
}

}  // namespace billbyagent::sql
