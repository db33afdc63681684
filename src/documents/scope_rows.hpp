#pragma once

/// Which machines a service of a book bills, and the kinds of machines that its contract tells
/// apart.

#include <vector>

#include "documents/row.hpp"

namespace billbyagent::documents {

/// From the units of a service.
AgentScope read_scope(Row& units);

/// Under `machine_classes` of a contract: names of standard classes, and classes of its own.
std::vector<MachineClass> read_machine_classes(Row& contract);

}  // namespace billbyagent::documents
