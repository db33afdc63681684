// expect: deleted
// A price is a whole number of millionths.
#include <billbyagent/domain/money.hpp>

using namespace billbyagent;

#ifndef WRONG
auto made() { return UnitPrice::from_millionths(5000000, usd); }
#else
auto made() { return UnitPrice::from_millionths(5.0, usd); }
#endif
