// The store of the example: a host's own tables.

#include "host_store.hpp"

#include "billbyagent/conformance/store.hpp"
#include "conformance/subjects.hpp"

namespace billbyagent::tests {
namespace {

const Subject host{[] {
  return conformance::store_suite("host", [] {
    const auto database = std::make_shared<bms::Database>();
    const auto open = [raw = database.get()] { return std::make_unique<bms::HostStore>(*raw); };
    return conformance::StoreUnderTest{.keep = database, .store = open(), .reopen = open};
  });
}};

}  // namespace
}  // namespace billbyagent::tests
