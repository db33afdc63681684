// expect: no matching (function|constructor)|no default constructor
// There is no day that is not a day.
#include <billbyagent/domain/date.hpp>

using namespace billbyagent;

#ifndef WRONG
Date made() { return Date{2025, 6, 16}; }
#else
Date made() { return Date{}; }
#endif
