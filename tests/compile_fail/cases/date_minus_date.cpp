// expect: no match for|invalid operands
// The distance of two days is asked for by name.
#include <billbyagent/domain/date.hpp>

using namespace billbyagent;

#ifndef WRONG
auto apart(Date a, Date b) { return days_between(a, b); }
#else
auto apart(Date a, Date b) { return b - a; }
#endif
