#pragma once

#include <string>

#include "every_header.hpp"

/// Of a service that is billed and a store that is asked: long functions of domain and of ports.
inline std::string seen(billbyagent::Date day) {
  const auto service = billbyagent::Service::per_unit("agents", "2.00", billbyagent::usd).value();
  const auto units = billbyagent::UnitHistory::starting(day, 3).value();
  const auto lines = bill(service, units, {day, day.next()}).value();
  billbyagent::MemoryStore store;
  const auto transaction =
      store.begin(billbyagent::TenantId{"msp"}, billbyagent::Access::read).value();
  return to_string(lines.at(0)) + ", " +
         std::to_string(transaction->contract_ids().value().size()) + " contracts";
}
