// expect: no match for|invalid operands
// 12 USD and 12 JPY have no order.
#include <billbyagent/domain/money.hpp>

using namespace billbyagent;

#ifndef WRONG
bool less(Money a, Money b) { return a.minor() < b.minor(); }
#else
bool less(Money a, Money b) { return a < b; }
#endif
