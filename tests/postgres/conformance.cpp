// The store's suite on PostgreSQL.

#include "billbyagent/conformance/store.hpp"
#include "conformance/subjects.hpp"
#include "postgres/database.hpp"

namespace billbyagent::tests {
namespace {

const Subject postgres{[] {
  return conformance::store_suite("PostgreSQL", [] {
    const auto schema = std::make_shared<Schema>();
    return conformance::StoreUnderTest{.keep = schema,
                                       .store = schema->open(),
                                       .reopen = [raw = schema.get()] { return raw->open(); }};
  });
}};

}  // namespace
}  // namespace billbyagent::tests
