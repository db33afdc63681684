// expect: ignoring return|nodiscard|unused
// A failure cannot be overlooked.
#include <billbyagent/base/result.hpp>

using namespace billbyagent;

#ifndef WRONG
Result<int> step();
void run() {
  auto done = step();
  if (!done) throw Exception(done.error());
}
#else
Result<int> step();
void run() { step(); }
#endif
