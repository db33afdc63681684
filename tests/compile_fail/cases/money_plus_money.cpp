// expect: no match for|invalid operands
// A sum can fail (two currencies, too large), so there is no operator for it.
#include <billbyagent/domain/money.hpp>

using namespace billbyagent;

#ifndef WRONG
Result<Money> sum(Money a, Money b) { return add(a, b); }
#else
Result<Money> sum(Money a, Money b) { return a + b; }
#endif
