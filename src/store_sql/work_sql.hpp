#pragma once

/// The statements of the queue of work that are more than a line.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "billbyagent/ports/work_queue.hpp"
#include "store_sql/query.hpp"

namespace billbyagent::sql {

/// The row of a claim that still holds.
inline constexpr std::string_view by_claim =
    "tenant=?1 AND occasion=?2 AND day=?3 AND step=?4 AND part=?5 AND token=?6 AND done IS NULL";

/// Takes the oldest piece that can be done. `tenants` is a condition on `w.tenant`; ?1 is the
/// lease, `readers` the number of the parameter with the most readers of a host.
std::string claim_sql(const Dialect& dialect, std::string_view tenants, bool skip_locked,
                      std::size_t readers, const std::vector<WorkStep>& steps);

/// Rows of a kind and three numbers. `tenants` is a condition on `n.tenant`.
std::string figures_sql(const Dialect& dialect, std::string_view tenants);
void add_figures(Query& row, WorkFigures& to);

/// With the database's word for NOW.
std::string at_present(std::string sql, const Dialect& dialect);

}  // namespace billbyagent::sql
