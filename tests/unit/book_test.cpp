#include "billbyagent/domain/book.hpp"

#include <doctest/doctest.h>

using namespace billbyagent;

TEST_CASE("services of two contracts are told apart by both ids") {
  const ServiceKey key{ContractId{"C-1"}, ServiceId{"S"}};
  CHECK(key != ServiceKey{ContractId{"C-2"}, ServiceId{"S"}});
  CHECK(key < ServiceKey{ContractId{"C-1"}, ServiceId{"T"}});
  CHECK(Book{}.first_units.empty());
}
