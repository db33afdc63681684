// expect: private|no matching
// Boost has days that are no days; they do not come in.
#include <billbyagent/domain/date.hpp>

using namespace billbyagent;

#ifndef WRONG
Date made(int year) { return Date{year, 1, 1}; }
#else
Date made(boost::gregorian::date day) { return Date{day}; }
#endif
