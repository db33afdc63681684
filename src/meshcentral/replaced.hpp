#pragma once

/// Devices of before their agent was installed anew: the server keeps them until somebody deletes
/// them. Pure.

#include <map>
#include <string>
#include <vector>

#include "meshcentral/decode.hpp"

namespace billbyagent::meshcentral {

/// Those whose hardware may tell that one has come in the place of another: devices that are
/// offline, and devices that were first connected after those were there for the last time.
std::vector<AgentId> worth_asking(const std::vector<Device>& devices);

/// By the id of each that another one has come in the place of: why, for people. That is one of the
/// same name and group, or of the same hardware: a serial number or UUID and a MAC address that no
/// third device has.
std::map<AgentId, std::string> find_replaced(const std::vector<const Device*>& devices);

}  // namespace billbyagent::meshcentral
