#pragma once

/// Contracts that are loaded together: one statement for each table, whatever their number.

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "store_sql/sql.hpp"

namespace billbyagent::sql {

class Group {
 public:
  Group(Tables tables, InList<ContractId> ids) : tables_(tables), ids_(ids) {}

  const Tables& tables() const noexcept { return tables_; }

  /// By contract; those that are there.
  std::map<ContractId, Dossier> dossiers;

  /// Rows of these contracts, each handed to `read`. `rest` is what follows the condition on the
  /// contract.
  template <class Read>
  Result<void> rows(std::string_view table, std::string_view columns, std::string_view rest,
                    Read read) {
    return rows_where(ids_.condition("contract"), table, columns, rest, read);
  }
  /// The same of a table whose rows name a batch of those in the table `batches`, and not always a
  /// contract: the search begins with the batches, whatever the database believes to know about
  /// its tables. `which` is a further condition, `key` what the table calls the columns `of_batch`.
  template <class Read>
  Result<void> rows_by_batch(std::string_view table, std::string_view batches,
                             std::string_view columns, const std::string& which,
                             std::string_view order, Read read, const std::string& key = "batch",
                             const std::string& of_batch = "batch") {
    const std::string rest = which + " " + std::string{order};
    if (!tables_.connection.dialect().has_lateral)
      return rows_where("(" + key + ") IN (" + keys(of_batch, batches) + ")", table, columns, rest,
                        read);
    const std::string name{table};
    const std::string each = "(SELECT found.* FROM (" + keys("tenant, " + of_batch, batches) +
                             ") chosen CROSS JOIN LATERAL (SELECT * FROM " + name +
                             " WHERE tenant=chosen.tenant AND " + equal(key, of_batch) + " " +
                             which + " OFFSET 0) found) " + name;
    return each_row(tables_, select(columns, each, order), read, ids_);
  }
  /// Rows of services that were not deleted; `read` gets the key, its dossier and the row.
  template <class Read>
  Result<void> service_rows(std::string_view table, std::string_view columns, std::string_view rest,
                            Read read) {
    const auto which = not_deleted(table, "service") + " " + std::string{rest};
    return rows(table, "contract, service, " + std::string{columns}, which, [&](Query& row) {
      const auto key = row.get<ServiceKey>();
      if (const auto at = dossiers.find(key.contract); at != dossiers.end())
        read(key, at->second.services[key.service], row);
    });
  }
  /// The keys of these contracts in a table, to be looked for in another one.
  std::string keys(std::string_view columns, std::string_view table,
                   std::string_view rest = {}) const {
    return select(columns, table, "AND " + ids_.condition("contract") + " " + std::string{rest});
  }

 private:
  /// Both are a column, or two.
  static std::string equal(const std::string& key, const std::string& of_batch) {
    const auto comma = key.find(", ");
    if (comma == std::string::npos) return key + "=chosen." + of_batch;
    const auto other = of_batch.find(", ");
    return key.substr(0, comma) + "=chosen." + of_batch.substr(0, other) + " AND " +
           key.substr(comma + 2) + "=chosen." + of_batch.substr(other + 2);
  }
  template <class Read>
  Result<void> rows_where(const std::string& condition, std::string_view table,
                          std::string_view columns, std::string_view rest, Read& read) {
    return each_row(tables_, select(columns, table, "AND " + condition + " " + std::string{rest}),
                    read, ids_);
  }

  Tables tables_;
  InList<ContractId> ids_;
};

struct HeldRow {
  ServiceKey key{};
  std::int64_t number = 0;
  HeldReading reading;
  std::optional<HeldEnding> ending{};
};
/// Held readings that `which` is true of, with their machines, by service and number.
Result<std::vector<HeldRow>> load_readings(Group& group, const std::string& which = {});

// The parts; each is put into the dossiers, which `load_contracts` or `load_ids` makes.
Result<void> load_ids(Group& group);
Result<void> load_contracts(Group& group);
Result<void> load_units(Group& group);
Result<void> load_digests(Group& group);
Result<void> load_machines(Group& group);
Result<void> load_events(Group& group);
Result<void> load_held(Group& group);
Result<void> load_ended(Group& group);
Result<void> load_lines(Group& group);
/// Those that closed periods leave, and what is closed.
Result<void> load_open_lines(Group& group);
Result<void> load_closed(Group& group);
Result<void> load_batch_counts(Group& group);
/// Takes services away that were deleted, once all parts are there.
Result<void> leave_out_deleted(Group& group);

}  // namespace billbyagent::sql
