// The stores that are here.

#include "billbyagent/adapters/memory.hpp"
#include "billbyagent/conformance/store.hpp"
#include "conformance/store_file.hpp"
#include "conformance/subjects.hpp"

namespace billbyagent::tests {
namespace {

using conformance::store_suite;
using conformance::StoreUnderTest;

const Subject memory{[] {
  return store_suite("memory",
                     [] { return StoreUnderTest{.store = std::make_unique<MemoryStore>()}; });
}};

const Subject sqlite{[] {
  return store_suite("SQLite", [] {
    const auto file = std::make_shared<StoreFile>();
    return StoreUnderTest{
        .keep = file, .store = file->open(), .reopen = [raw = file.get()] { return raw->open(); }};
  });
}};

}  // namespace
}  // namespace billbyagent::tests
