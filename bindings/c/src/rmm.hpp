#pragma once

/// What an RMM shows, between C and C++.

#include "bba/rmm.h"
#include "billbyagent/domain/agent.hpp"
#include "structs.hpp"

namespace billbyagent::capi {

Organization organization_from(const bba_organization* given);
MachineGroup machine_group_from(const bba_machine_group* given);
View view_from(const bba_view* given);
Agent agent_from(const bba_agent* given);

/// The error of that number; nothing for `BBA_OK` and for numbers that are none.
std::optional<Errc> errc_of(bba_status status) noexcept;

}  // namespace billbyagent::capi
