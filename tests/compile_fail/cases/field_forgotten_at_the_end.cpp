// expect: each field, in the order of the struct
// A field that the description forgets would be missing in documents, in Python and in stores.
#include <billbyagent/described/fields.hpp>
#include <string>

struct Thing {
  std::string name{};
  int size = 0;
};

#ifndef WRONG
BILLBYAGENT_FIELDS(Thing, name, size);
#else
BILLBYAGENT_FIELDS(Thing, name);
#endif
