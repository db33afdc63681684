// expect: and_then takes what returns a Result
#include <billbyagent/base/result.hpp>

using namespace billbyagent;

int half(int value) { return value / 2; }

#ifndef WRONG
int quarter(const Result<int>& value) { return value.transform(half).value_or(0); }
#else
int quarter(const Result<int>& value) { return value.and_then(half).value_or(0); }
#endif
