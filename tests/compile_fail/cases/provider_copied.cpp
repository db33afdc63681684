// expect: deleted|abstract
// A provider holds a session; it is passed by reference.
#include <billbyagent/ports/rmm_provider.hpp>

using namespace billbyagent;

#ifndef WRONG
void use(RmmProvider& provider);
void pass(RmmProvider& provider) { use(provider); }
#else
void use(RmmProvider provider);
void pass(RmmProvider& provider) { use(provider); }
#endif
