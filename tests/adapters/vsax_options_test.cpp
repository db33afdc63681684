#include <doctest/doctest.h>

#include <functional>
#include <string>
#include <vector>

#include "kaseya_vsax/options.hpp"

namespace billbyagent {
namespace {

using namespace std::chrono_literals;

KaseyaVsaxOptions good() {
  KaseyaVsaxOptions options;
  options.url = "https://tenant.vsax.net";
  options.token_id = "t0ken-1d";
  options.token_secret = Secret{"t0ken-s3cret"};
  return options;
}

}  // namespace

TEST_CASE("The address of VSA X gets the path of the API") {
  struct Case {
    const char* url;
    const char* base;
  };
  for (const Case& one :
       {Case{"https://tenant.vsax.net", "/api/v3"}, Case{"https://tenant.vsax.net/", "/api/v3"},
        Case{"https://tenant.vsax.net/api/v3/", "/api/v3"},
        Case{"https://rmm.example.com:8443/vsax", "/vsax/api/v3"}}) {
    auto options = good();
    options.url = one.url;
    const auto settings = kaseya_vsax::checked(options);
    REQUIRE(settings);
    CHECK(settings->base == one.base);
    CHECK(settings->authorization.reveal() == "Basic dDBrZW4tMWQ6dDBrZW4tczNjcmV0");
  }
}

TEST_CASE("Options of VSA X that will not do are refused by name, without the secret") {
  struct Case {
    std::string field;
    std::function<void(KaseyaVsaxOptions&)> change;
  };
  const std::vector<Case> cases = {
      {"url", [](auto& o) { o.url = ""; }},
      {"url", [](auto& o) { o.url = "http://tenant.vsax.net"; }},
      {"url", [](auto& o) { o.url = "https://id:t0ken-s3cret@tenant.vsax.net"; }},
      {"url", [](auto& o) { o.url = "https://tenant.vsax.net/?x=1"; }},
      {"token_id", [](auto& o) { o.token_id = ""; }},
      {"token_id", [](auto& o) { o.token_id = "a:b"; }},
      {"token_id", [](auto& o) { o.token_id = "a\r\nX: y"; }},
      {"token_secret", [](auto& o) { o.token_secret = Secret{}; }},
      {"token_secret", [](auto& o) { o.token_secret = Secret{"t0ken-s3cret\n"}; }},
      {"page_size", [](auto& o) { o.page_size = 1; }},
      {"page_size", [](auto& o) { o.page_size = 5'001; }},
      {"connections", [](auto& o) { o.connections = 0; }},
      {"connections", [](auto& o) { o.connections = 33; }},
      {"scan_attempts", [](auto& o) { o.scan_attempts = 0; }},
      {"attempts", [](auto& o) { o.attempts = 21; }},
      {"body_bytes_max", [](auto& o) { o.body_bytes_max = 1; }},
      {"connect_timeout", [](auto& o) { o.connect_timeout = 0ms; }},
      {"answer_timeout", [](auto& o) { o.answer_timeout = -1ms; }},
      {"retry_delay", [](auto& o) { o.retry_delay = -1ms; }},
      {"retry_delay_max", [](auto& o) { o.retry_delay_max = 25h; }},
      {"retry_after_max", [](auto& o) { o.retry_after_max = -1ms; }},
      {"/nowhere/ca.pem", [](auto& o) { o.ca_file = "/nowhere/ca.pem"; }},
  };
  CHECK(make_kaseya_vsax(good()));
  for (const Case& one : cases) {
    CAPTURE(one.field);
    auto options = good();
    one.change(options);
    const auto made = make_kaseya_vsax(options);
    REQUIRE_FALSE(made);
    CHECK(made.error().code == Errc::invalid_settings);
    CHECK(made.error().context.find(one.field) != std::string::npos);
    CHECK(to_string(made.error()).find("t0ken-s3cret") == std::string::npos);
  }
}

}  // namespace billbyagent
