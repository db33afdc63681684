#include "every_header.hpp"

std::string seen_by_second(billbyagent::Date day);

std::string seen_by_second(billbyagent::Date day) { return to_string(day); }
