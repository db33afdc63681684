#include "app/units/posted_through.hpp"

#include <algorithm>

namespace billbyagent::app {

namespace {

template <class Wants>
Result<std::optional<Date>> last_posted(Transaction& transaction, const ContractId& contract,
                                        Wants wants) {
  auto lines = transaction.posted_lines(contract);
  if (!lines) return lines.error();
  std::optional<Date> last;
  for (const auto& line : *lines)
    if (line.stands() && wants(line.line.key.service))
      last = std::max(last, std::optional{line.line.span.end().previous()});
  return last;
}

}  // namespace

Result<std::optional<Date>> posted_through(Transaction& transaction, const ServiceKey& key) {
  return last_posted(transaction, key.contract,
                     [&](const ServiceId& service) { return service == key.service; });
}

Result<std::optional<Date>> posted_through(Transaction& transaction, const ContractId& contract) {
  return last_posted(transaction, contract, [](const ServiceId&) { return true; });
}

}  // namespace billbyagent::app
