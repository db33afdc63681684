// Boost.JSON, compiled in: the module shall not need the Boost of the machine that it runs on. The
// linker then finds nothing that it would take the shared library for.
#include <boost/json/src.hpp>
