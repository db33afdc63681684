#pragma once

/// What is behind the handles that several nouns use.

#include <memory>
#include <string>

#include "bba/billing.h"
#include "bba/desk.h"
#include "bba/rmm.h"
#include "billbyagent/adapters/memory/fixed_clock.hpp"
#include "billbyagent/domain/contract.hpp"
#include "billbyagent/domain/unit_history.hpp"
#include "billbyagent/ports/rmm_provider.hpp"
#include "billbyagent/ports/store.hpp"
#include "guard.hpp"

struct bba_contract {
  billbyagent::Contract contract;
};

struct bba_service {
  billbyagent::Service service;
};

struct bba_units {
  billbyagent::UnitHistory history;
};

struct bba_store {
  std::shared_ptr<billbyagent::Store> store;
};

struct bba_clock {
  std::shared_ptr<const billbyagent::Clock> clock;
  std::shared_ptr<billbyagent::FixedClock> fixed;  ///< the same, when it can be set
};

struct bba_desk {
  std::shared_ptr<billbyagent::Store> store;
  std::shared_ptr<const billbyagent::Clock> clock;
  billbyagent::TenantId tenant;
};

struct bba_provider {
  std::shared_ptr<billbyagent::RmmProvider> provider;
  std::string name;
};

namespace billbyagent::capi {

/// A reading transaction of the desk.
inline std::unique_ptr<Transaction> reading(bba_desk* desk) {
  const bba_desk& at = required(desk, "desk");
  return at.store->begin(at.tenant, Access::read).value();
}

inline ServiceKey service_key(const char* contract, const char* service) {
  return {required_id<ContractId>(contract, "contract"),
          required_id<ServiceId>(service, "service")};
}

inline const Service& service_of(const Contract& contract, const ServiceId& id) {
  const Service* service = contract.find_service(id);
  if (!service)
    refuse(Errc::not_found, "service " + id.text() + " of contract " + contract.id().text());
  return *service;
}

inline std::unique_ptr<bba_provider> provider_handle(std::shared_ptr<RmmProvider> provider) {
  std::string name = provider->name();
  return std::make_unique<bba_provider>(std::move(provider), std::move(name));
}

/// `timeout_ms` from now; a wait of more than a year is as good as one.
inline Deadline deadline_in(std::int64_t timeout_ms) {
  if (timeout_ms <= 0) refuse(Errc::invalid_argument, "timeout_ms is not above 0");
  constexpr std::chrono::milliseconds longest = std::chrono::hours{24 * 365};
  return Deadline::clock::now() + std::min(std::chrono::milliseconds{timeout_ms}, longest);
}

}  // namespace billbyagent::capi
