// expect: deleted
// A float is no better than a double.
#include <billbyagent/domain/money.hpp>

using namespace billbyagent;

#ifndef WRONG
Money made() { return Money::from_minor(1250, usd); }
#else
Money made() { return Money::from_minor(12.50F, usd); }
#endif
