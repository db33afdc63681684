// expect: use and_then
// What may fail itself is the next step, not a change of the value.
#include <billbyagent/base/result.hpp>

using namespace billbyagent;

Result<int> half(int value) {
  if (value % 2 != 0) return Error{Errc::invalid_units, ""};
  return value / 2;
}

#ifndef WRONG
int quarter(const Result<int>& value) { return value.and_then(half).and_then(half).value_or(0); }
#else
int quarter(const Result<int>& value) { return value.transform(half).has_value() ? 1 : 0; }
#endif
