// expect: no matching function|too few arguments
// There is no amount without a currency.
#include <billbyagent/domain/money.hpp>

using namespace billbyagent;

#ifndef WRONG
Money made() { return Money::zero(usd); }
#else
Money made() { return Money::zero(); }
#endif
