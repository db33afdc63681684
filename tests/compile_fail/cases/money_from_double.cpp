// expect: deleted
// An amount is a whole number of minor units.
#include <billbyagent/domain/money.hpp>

using namespace billbyagent;

#ifndef WRONG
Money made() { return Money::from_minor(1250, usd); }
#else
Money made() { return Money::from_minor(12.50, usd); }
#endif
