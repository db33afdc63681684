// expect: ignoring return|nodiscard|unused
// The same where there is nothing to return.
#include <billbyagent/base/result.hpp>

using namespace billbyagent;

Result<void> save();

#ifndef WRONG
void run() { save().value(); }
#else
void run() { save(); }
#endif
