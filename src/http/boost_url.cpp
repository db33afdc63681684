// Boost.URL, compiled in: little of it is needed, and nobody then has to find its library.
#include <boost/url/src.hpp>
