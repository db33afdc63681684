#include "billbyagent/base/secret.hpp"

#include <doctest/doctest.h>

TEST_CASE("a secret shows itself only on demand") {
  const billbyagent::Secret secret{"s3cret"};
  CHECK(to_string(secret) == "***");
  CHECK(secret.reveal() == "s3cret");
  CHECK_FALSE(secret.empty());
  CHECK(billbyagent::Secret{}.empty());
}
