#include "conformance/store_suite.hpp"

namespace billbyagent::conformance {

Suite store_suite(const std::string& name, MakeStore make) {
  Suite suite{name + " store", {}};
  const auto tested = [make = std::move(make)] { return TestedStore{make()}; };
  for (const auto* part : {&store_book(), &store_free_book(), &store_units(), &store_lines(),
                           &store_closed(), &store_outbox(), &store_transactions()})
    part->append_to(suite.behaviours, tested);
  return suite;
}

}  // namespace billbyagent::conformance
