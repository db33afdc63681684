#include "app/units/posted_through.hpp"

#include <algorithm>

namespace billbyagent::app {

Result<std::optional<Date>> posted_through(Transaction& transaction, const ServiceKey& key) {
  auto lines = transaction.posted_lines(key.contract);
  if (!lines) return lines.error();
  std::optional<Date> last;
  for (const auto& line : *lines)
    if (line.stands() && line.line.key.service == key.service)
      last = std::max(last, std::optional{line.line.span.end().previous()});
  return last;
}

}  // namespace billbyagent::app
