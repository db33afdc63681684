// expect: each field, in the order of the struct
// The fields after the forgotten one need not look like too few.
#include <billbyagent/described/fields.hpp>
#include <billbyagent/domain/date.hpp>

namespace billbyagent {

struct Thing {
  std::string name{};
  Date day;  // can't be made from nothing
  int size = 0;
};

#ifndef WRONG
BILLBYAGENT_FIELDS(Thing, name, day, size);
#else
BILLBYAGENT_FIELDS(Thing, name, size);
#endif

}  // namespace billbyagent
