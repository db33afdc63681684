// expect: constant expression|non-constexpr|not a constant
// A wrong day in a constant is found before the program runs.
#include <billbyagent/domain/date.hpp>

using namespace billbyagent;

#ifndef WRONG
inline constexpr Date last{2026, 6, 30};
#else
inline constexpr Date last{2026, 6, 31};
#endif
