#pragma once

/// What is behind the handles that several nouns use.

#include <memory>
#include <string>

#include "bba/billing.h"
#include "bba/desk.h"
#include "bba/rmm.h"
#include "billbyagent/adapters/memory/fixed_clock.hpp"
#include "billbyagent/app/desk.hpp"
#include "billbyagent/app/rmm_set.hpp"
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
  /// The named ones; the default RMM is handed to each job.
  std::vector<std::pair<billbyagent::RmmId, std::shared_ptr<billbyagent::RmmProvider>>> rmms{};
  std::string request{};  ///< under which decisions are asked for

  billbyagent::Desk desk(billbyagent::Observer* observer = nullptr) const {
    return {*store, tenant, *clock, observer};
  }
};

struct bba_provider {
  std::shared_ptr<billbyagent::RmmProvider> provider;
  std::string name;
};

namespace billbyagent::capi {

/// A reading transaction of the desk.
inline std::unique_ptr<Transaction> reading(bba_desk* desk) {
  const bba_desk& at = required(desk, "desk");
  return at.desk().begin(Access::read).value();
}

/// The tenant's RMMs: those of the desk, and the default one. `invalid_argument` without any.
inline RmmSet rmms_of(const bba_desk& desk, bba_provider* default_rmm) {
  if (desk.rmms.empty()) required(default_rmm, "provider");
  RmmSet rmms;
  if (default_rmm) rmms.add(RmmId{}, *default_rmm->provider).value();
  for (const auto& [name, provider] : desk.rmms) rmms.add(name, *provider).value();
  return rmms;
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
  return std::make_unique<bba_provider>(bba_provider{std::move(provider), std::move(name)});
}

/// A wait of more than a year is as good as one.
inline std::chrono::milliseconds waiting_time(std::int64_t ms, const char* name) {
  if (ms <= 0) refuse(Errc::invalid_argument, std::string{name} + " is not above 0");
  constexpr std::chrono::milliseconds longest = std::chrono::hours{24 * 365};
  return std::min(std::chrono::milliseconds{ms}, longest);
}

inline Deadline deadline_in(std::int64_t timeout_ms) {
  return Deadline::clock::now() + waiting_time(timeout_ms, "timeout_ms");
}

}  // namespace billbyagent::capi
