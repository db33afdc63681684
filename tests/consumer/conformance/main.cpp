// A store from outside, here the one in memory, held against the installed suite.
#include <billbyagent/adapters/memory.hpp>
#include <billbyagent/conformance/store.hpp>
#include <memory>

namespace conformance = billbyagent::conformance;

int main(int argc, char** argv) {
  const auto make = [] {
    return conformance::StoreUnderTest{.store = std::make_unique<billbyagent::MemoryStore>()};
  };
  return conformance::run(argc, argv, {conformance::store_suite("my", make)});
}
