#pragma once

#include "billbyagent/domain/contract.hpp"

/// Sound terms, for tests that spoil one of them.
namespace terms {

using namespace billbyagent;

inline UnitPrice price(const char* text, Currency currency = usd) {
  return UnitPrice::parse(text, currency).value();
}

inline Service::Terms service(const char* id = "S-1") {
  return {.id = ServiceId{id},
          .name = id,
          .tax_category = {},
          .currency = usd,
          .prices = {{Date{2026, 6, 1}, price("5.00"), price("2.00")}},
          .unit_source = ManualUnits{},
          .proration = {},
          .effective = Date{2026, 6, 1},
          .end = std::nullopt};
}

inline Contract::Terms contract(std::vector<Service> services = {
                                    Service::create(service()).value()}) {
  return {.id = ContractId{"C-1"},
          .name = "Acme",
          .account = AccountId{"A-1"},
          .currency = usd,
          .cycle = BillingCycle::calendar(CycleLength::monthly),
          .timing = BillingTiming::advance,
          .status = ContractStatus::active,
          .start = Date{2026, 6, 1},
          .end = std::nullopt,
          .recipients = {},
          .services = std::move(services)};
}

}  // namespace terms
