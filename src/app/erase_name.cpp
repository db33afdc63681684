#include "billbyagent/app/erase_name.hpp"

#include "app/run_log.hpp"

namespace billbyagent {

Result<std::size_t> erase_name(const Desk& desk, const std::string& name, const std::string& author,
                               const std::string& reason) {
  if (reason.empty()) return Error{Errc::invalid_argument, "erasing a name needs a reason"};
  const Instant started = desk.clock.now();
  auto rows = desk.store.erase_name(desk.tenant, name);
  if (!rows) return rows;
  RunRecord record{
      .id = {},
      .job = "erase-name",
      .day = desk.clock.today(),
      .zone = desk.clock.zone(),
      .started = started,
      .ended = desk.clock.now(),
      .summary = "a name in " + std::to_string(*rows) + " rows, by " + author + ": " + reason};
  if (auto recorded = app::record_run(desk, std::move(record)); !recorded) return recorded.error();
  return rows;
}

}  // namespace billbyagent
