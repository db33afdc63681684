#include "app/units/units_of_contract.hpp"

#include <algorithm>

namespace billbyagent::app {

Result<UnitHistories> units_of(Transaction& transaction, const Contract& contract) {
  const auto& amendments = contract.terms().amendments;
  const auto takes_off = [](const ContractAmendment& each) {
    return each.discount_amount.has_value();
  };
  UnitHistories histories;
  if (std::none_of(amendments.begin(), amendments.end(), takes_off)) return histories;
  for (const auto& service : contract.terms().services) {
    auto history = transaction.unit_history({contract.id(), service.id()});
    if (!history) return history.error();
    histories.emplace(service.id(), *std::move(history));
  }
  return histories;
}

FindUnits find_in(const UnitHistories& histories) {
  return [&histories](const ServiceId& id) {
    const auto found = histories.find(id);
    return found == histories.end() ? nullptr : &found->second;
  };
}

}  // namespace billbyagent::app
