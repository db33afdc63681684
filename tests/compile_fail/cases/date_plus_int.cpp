// expect: no match for|invalid operands
// Plus what: days, months, business days? The functions say.
#include <billbyagent/domain/date.hpp>

using namespace billbyagent;

#ifndef WRONG
Date later(Date day) { return day.plus_days(1); }
#else
Date later(Date day) { return day + 1; }
#endif
