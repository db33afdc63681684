#pragma once

/// Changes of a contract that are only thought of: another price, other units, an end, other
/// machines. Applied to a contract and its histories they give the other side of a preview
/// (preview.hpp). Pure; what may change once a contract is saved (`check_update`) is not asked.
/// Threads: plain values.

#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "billbyagent/domain/contract.hpp"
#include "billbyagent/domain/evidence.hpp"
#include "billbyagent/domain/unit_history.hpp"

namespace billbyagent {

/// A contract with what its lines are computed from. Services without a history were never counted.
struct PreviewSide {
  Contract contract;
  std::map<ServiceId, UnitHistory> histories{};
  std::map<ServiceId, std::vector<MachineEvent>> events{};  ///< the evidence; may be empty
};

/// The machines that count for the service on `day`, by agent id; none when it is not in force.
std::vector<Machine> machines_on(const PreviewSide& side, const Service& service, Date day);

/// From `effective` on up to the next price that the service lists; a base fee stays. Prices in
/// tiers are another contract instead.
struct NewPrice {
  ServiceId service{};
  Date effective;
  UnitPrice price;                  ///< of one unit for one whole billing period
  std::optional<UnitPrice> cost{};  ///< nothing: the cost that holds on that day
};

/// So many units more (negative: fewer) on every counted day from `effective` on.
struct MoreUnits {
  ServiceId service{};
  Date effective;
  Units delta = 0;
};

/// So many units on every day from `effective` on, whatever was counted later.
struct SetUnits {
  ServiceId service{};
  Date effective;
  Units units = 0;
};

/// The service is billed up to and including `last_day`.
struct ServiceEnds {
  ServiceId service{};
  Date last_day;
};

/// From `effective` on these machines count, one unit each, whatever was counted later.
struct OtherMachines {
  ServiceId service{};
  Date effective;
  std::vector<Machine> machines{};
};

using WhatIf = std::variant<NewPrice, MoreUnits, SetUnits, ServiceEnds, OtherMachines>;

/// The side after all of `what_if`, one after the other. Errors name the service: `not_found`;
/// `invalid_units` when units fall below zero; `units_unknown` for more units than were never
/// counted; `invalid_argument` for machines of typed-in units, `duplicate_id` for a machine named
/// twice; and what `Service::create` and `Contract::create` refuse.
Result<PreviewSide> suppose(PreviewSide side, const std::vector<WhatIf>& what_if);

/// `agents: 5 units more from 2026-06-10`
std::string to_string(const WhatIf& what_if);

}  // namespace billbyagent
