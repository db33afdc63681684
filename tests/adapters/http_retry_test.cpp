#include <doctest/doctest.h>

#include <set>

#include "http/http_date.hpp"
#include "http/retry.hpp"
#include "http/status.hpp"

namespace billbyagent::http {
using namespace std::chrono_literals;

TEST_CASE("The moments of headers") {
  const auto read = [](std::string_view text) {
    const auto date = parse_date(text);
    return date ? to_string(*date) : std::string{"none"};
  };
  CHECK(read("Sun, 31 May 2026 10:00:59 GMT") == "2026-05-31T10:00:59.000Z");
  CHECK(read("Thu, 01 Jan 1970 00:00:00 GMT") == "1970-01-01T00:00:00.000Z");
  for (const auto* none : {"", "Sunday, 31-May-26 10:00:59 GMT", "Sun May 31 10:00:59 2026",
                           "Sun, 31 May 2026 10:00:59 CET", "Sun, 31 Mai 2026 10:00:59 GMT",
                           "Sun, 31 ayJ 2026 10:00:59 GMT", "Sun, 31 Feb 2026 10:00:59 GMT",
                           "Sun, 31 May 2026 24:00:59 GMT", "Sun, -1 May 2026 10:00:59 GMT",
                           "Sun, 31 May 2026 10:00:5x GMT"})
    CHECK(read(none) == "none");
}

TEST_CASE("Waits double up to their maximum, and differ") {
  const RetryPolicy policy{10, 1s, 8s, 30s};
  Backoff backoff{policy, 7};
  const std::chrono::milliseconds longest[] = {1s, 2s, 4s, 8s, 8s};
  std::set<std::int64_t> seen;
  for (int round = 0; round < 200; ++round)
    for (unsigned attempt = 1; attempt <= 5; ++attempt) {
      const auto wait = backoff.wait_after(attempt, {});
      CHECK(wait <= longest[attempt - 1]);
      CHECK(wait >= longest[attempt - 1] / 2);
      if (attempt == 1) seen.insert(wait.count());
    }
  CHECK(seen.size() > 50);
}

TEST_CASE("The same seed gives the same waits") {
  Backoff one{{}, 3};
  Backoff other{{}, 3};
  for (unsigned attempt = 1; attempt < 20; ++attempt)
    CHECK(one.wait_after(attempt, {}) == other.wait_after(attempt, {}));
}

TEST_CASE("Retry-After lengthens a wait, within its maximum") {
  Backoff backoff{{4, 1s, 8s, 30s}, 1};
  CHECK(backoff.wait_after(1, 12s) == 12s);
  CHECK(backoff.wait_after(1, 31s) == 30s);
  CHECK(backoff.wait_after(1, 100'000'000s) == 30s);
  CHECK(backoff.wait_after(1, 0s) >= 500ms);
}

TEST_CASE("Retry-After is read as seconds only") {
  CHECK(parse_retry_after("0") == 0s);
  CHECK(parse_retry_after("120") == 120s);
  for (const char* text : {"", "-1", "1.5", " 1", "Wed, 21 Oct 2026 07:28:00 GMT", "99999999999"})
    CHECK_FALSE(parse_retry_after(text));
}

TEST_CASE("Only what may pass is tried again") {
  for (const unsigned status : {429U, 502U, 503U, 504U}) CHECK(may_pass(status));
  for (const unsigned status : {200U, 301U, 400U, 401U, 403U, 404U, 500U, 501U})
    CHECK_FALSE(may_pass(status));
}

TEST_CASE("A policy beyond reason is refused") {
  CHECK(check(RetryPolicy{}));
  CHECK_FALSE(check(RetryPolicy{0, 1s, 1s, 1s}));
  CHECK_FALSE(check(RetryPolicy{21, 1s, 1s, 1s}));
  CHECK_FALSE(check(RetryPolicy{1, -1s, 1s, 1s}));
}

}  // namespace billbyagent::http
