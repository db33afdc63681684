#include "billbyagent/base/secret.hpp"

#include <doctest/doctest.h>

#include <array>
#include <new>
#include <string>
#include <string_view>
#include <utility>

TEST_CASE("a secret shows itself only on demand") {
  const billbyagent::Secret secret{"s3cret"};
  CHECK(to_string(secret) == "***");
  CHECK(secret.reveal() == "s3cret");
  CHECK_FALSE(secret.empty());
  CHECK(billbyagent::Secret{}.empty());
}

TEST_CASE("a secret is written over where it was, once it is gone") {
  using billbyagent::Secret;
  // Short enough to lie in the object itself.
  const std::string text = "k3y";
  alignas(Secret) std::array<unsigned char, sizeof(Secret)> place{};
  const auto holds = [&] {
    // Emptying a text alone writes over its first character.
    const std::string bytes{place.begin(), place.end()};
    return bytes.find(text.substr(1)) != std::string::npos;
  };
  auto* secret = new (place.data()) Secret{text};
  CHECK(holds());
  SUBCASE("with its object") {
    secret->~Secret();
    CHECK_FALSE(holds());
    return;
  }
  SUBCASE("moved away") {
    const Secret taken{std::move(*secret)};
    CHECK(taken.reveal() == text);
    CHECK_FALSE(holds());
  }
  SUBCASE("moved over another") {
    Secret other{"other"};
    other = std::move(*secret);
    CHECK(other.reveal() == text);
    CHECK_FALSE(holds());
  }
  SUBCASE("replaced") {
    *secret = Secret{""};
    CHECK_FALSE(holds());
  }
  SUBCASE("assigned to itself it stays") {
    const Secret& same = *secret;
    *secret = same;
    CHECK(secret->reveal() == text);
  }
  secret->~Secret();
}
