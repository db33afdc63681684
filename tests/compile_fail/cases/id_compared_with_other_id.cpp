// expect: no match for|invalid operands|deleted
// Nor do they compare.
#include <billbyagent/base/id.hpp>

using namespace billbyagent;

#ifndef WRONG
bool same(AgentId a, AgentId b) { return a == b; }
#else
bool same(AgentId a, ViewId b) { return a == b; }
#endif
