// expect: read-only|const|no match for 'operator='|no viable overloaded
// How a service counts its units is fixed for good.
#include <billbyagent/domain/service.hpp>

using namespace billbyagent;

#ifndef WRONG
UnitSource source_of(const Service& service) { return service.terms().unit_source; }
#else
void change(Service& service, UnitSource source) { service.terms().unit_source = source; }
#endif
