#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "http/url.hpp"

namespace billbyagent::http {

TEST_CASE("An address is taken apart") {
  struct Case {
    const char* text;
    Scheme scheme;
    const char* host;
    std::uint16_t port;
    const char* target;
    const char* shown;
  };
  const std::vector<Case> cases = {
      {"https://vsa.example.com", Scheme::https, "vsa.example.com", 443, "", "vsa.example.com"},
      {"https://vsa.example.com/", Scheme::https, "vsa.example.com", 443, "/", "vsa.example.com"},
      {"http://localhost:8080/a/b?c=d", Scheme::http, "localhost", 8080, "/a/b?c=d",
       "localhost:8080"},
      {"https://127.0.0.1:8443?x", Scheme::https, "127.0.0.1", 8443, "/?x", "127.0.0.1:8443"},
      {"https://[::1]:8443/x", Scheme::https, "::1", 8443, "/x", "[::1]:8443"},
      {"https://[2001:db8::2]", Scheme::https, "2001:db8::2", 443, "", "[2001:db8::2]"},
      {"https://[::FFFF:10.0.0.1]", Scheme::https, "::FFFF:10.0.0.1", 443, "", "[::FFFF:10.0.0.1]"},
      {"http://h:443", Scheme::http, "h", 443, "", "h:443"},
      {"https://h:00065535", Scheme::https, "h", 65535, "", "h:65535"},
      {"https://VSA_1.example-msp.com.", Scheme::https, "VSA_1.example-msp.com.", 443, "",
       "VSA_1.example-msp.com."},
      // A name may begin like an address, and need not be one that exists.
      {"https://10.0.0.1.example.com:1/x", Scheme::https, "10.0.0.1.example.com", 1, "/x",
       "10.0.0.1.example.com:1"},
      {"https://256.1.1.1a", Scheme::https, "256.1.1.1a", 443, "", "256.1.1.1a"},
      {"https://-", Scheme::https, "-", 443, "", "-"},
      // Servers link to paths and queries that no standard allows; they get them back as they are.
      {"https://h/\xc3\xa4%zz|\"<>{}[]@:?$filter=Name%20eq%20'x'?", Scheme::https, "h", 443,
       "/\xc3\xa4%zz|\"<>{}[]@:?$filter=Name%20eq%20'x'?", "h"},
  };
  for (const Case& one : cases) {
    CAPTURE(one.text);
    const auto url = parse_url(one.text);
    REQUIRE(url);
    CHECK(url->origin == Origin{one.scheme, one.host, one.port});
    CHECK(url->target == one.target);
    CHECK(to_string(url->origin) == one.shown);
  }
}

TEST_CASE("What is no address is refused without being repeated") {
  const std::vector<const char*> cases = {
      "",
      "vsa.example.com",
      "ftp://vsa.example.com",
      "https://",
      "https:///path",
      "https://user:s3cret@vsa.example.com",
      "https://vsa.example.com:0",
      "https://vsa.example.com:65536",
      "https://vsa.example.com:44a",
      "https://vsa.example.com:",
      "https://vsa example.com",
      "https://vsa.example.com/a\r\nX: y",
      "https://vsa.example.com/#s3cret",
      "https://[::1",
      "https://[127.0.0.1]",
      "https://[::1]x",
      "https://[::1]]",
      "https://[v1.a]",
      "https://[1::2::3]",
      "https://[fe80::1%eth0]",
      "https://::1",
      "https://:443",
      "https://h:1:2",
      "https://h:+1",
      "https://h:99999999999999999999",
      "https://h%41",
      "https://h!",
      "https://\xc3\xa4.example.com",
      "https://@h",
      "HTTPS://h",
      "https://a\x01b",
  };
  for (const char* text : cases) {
    CAPTURE(text);
    const auto url = parse_url(text);
    REQUIRE_FALSE(url);
    CHECK(url.error().code == Errc::invalid_settings);
    CHECK(url.error().context.find("s3cret") == std::string::npos);
  }
}

TEST_CASE("Loopback is told from everything else") {
  CHECK(is_loopback("localhost"));
  CHECK(is_loopback("127.0.0.1"));
  CHECK(is_loopback("127.8.9.10"));
  CHECK(is_loopback("::1"));
  CHECK_FALSE(is_loopback("localhost.example.com"));
  CHECK_FALSE(is_loopback("10.0.0.1"));
  CHECK_FALSE(is_loopback("127.0.0.1.example.com"));
}

TEST_CASE("Everything but the plainest characters is percent-encoded") {
  CHECK(percent_encoded("AZaz09-._~") == "AZaz09-._~");
  CHECK(percent_encoded("a b/c?d=e&f'g") == "a%20b%2Fc%3Fd%3De%26f%27g");
  CHECK(percent_encoded("\xc3\xa9\r\n") == "%C3%A9%0D%0A");
}

}  // namespace billbyagent::http
