#include <doctest/doctest.h>

#include <functional>
#include <string>

#include "billbyagent/adapters/kaseya_vsa.hpp"
#include "kaseya_vsa/options.hpp"

namespace billbyagent {
namespace {

using namespace std::chrono_literals;

KaseyaVsaOptions good() {
  KaseyaVsaOptions options;
  options.url = "https://vsa.example.com";
  options.user = "billbot";
  options.token = Secret{"t0ken-s3cret"};
  return options;
}

}  // namespace

TEST_CASE("The address gets the path of the API") {
  struct Case {
    const char* url;
    const char* base;
  };
  for (const Case& one :
       {Case{"https://vsa.example.com", "/api/v1.0"}, Case{"https://vsa.example.com/", "/api/v1.0"},
        Case{"https://vsa.example.com/api/v1.0", "/api/v1.0"},
        Case{"https://vsa.example.com/api/v1.0/", "/api/v1.0"},
        Case{"https://vsa.example.com/kaseya/", "/kaseya/api/v1.0"}}) {
    auto options = good();
    options.url = one.url;
    const auto settings = kaseya_vsa::checked(options);
    REQUIRE(settings);
    CHECK(settings->base == one.base);
  }
}

TEST_CASE("Options that will not do are refused by name, without the secrets") {
  struct Case {
    std::string field;
    std::function<void(KaseyaVsaOptions&)> change;
  };
  const std::vector<Case> cases = {
      {"url", [](auto& o) { o.url = ""; }},
      {"url", [](auto& o) { o.url = "http://vsa.example.com"; }},
      {"url", [](auto& o) { o.url = "https://user:p4ss-s3cret@vsa.example.com"; }},
      {"url", [](auto& o) { o.url = "https://vsa.example.com/?a=b"; }},
      {"user", [](auto& o) { o.user = ""; }},
      {"user", [](auto& o) { o.user = "a,b"; }},
      {"user", [](auto& o) { o.user = "a:b"; }},
      {"user", [](auto& o) { o.user = "a\nb"; }},
      {"token", [](auto& o) { o.token = {}; }},
      {"token", [](auto& o) { o.token = Secret{"t0ken-s3cret\n"}; }},
      {"password", [](auto& o) { o.password = Secret{"p4ss-s3cret"}; }},
      {"ca_file", [](auto& o) { o.ca_file = "/nowhere/ca.pem"; }},
      {"connections", [](auto& o) { o.connections = 0; }},
      {"connections", [](auto& o) { o.connections = 33; }},
      {"records_per_session", [](auto& o) { o.records_per_session = 99; }},
      {"scan_attempts", [](auto& o) { o.scan_attempts = 0; }},
      {"attempts", [](auto& o) { o.attempts = 0; }},
      {"body_bytes_max", [](auto& o) { o.body_bytes_max = 10; }},
      {"renew_before", [](auto& o) { o.renew_before = -1s; }},
      {"connect_timeout", [](auto& o) { o.connect_timeout = 0ms; }},
      {"answer_timeout", [](auto& o) { o.answer_timeout = 48h; }},
      {"retry_delay", [](auto& o) { o.retry_delay = -1ms; }},
      {"retry_delay_max", [](auto& o) { o.retry_delay_max = -1ms; }},
      {"retry_after_max", [](auto& o) { o.retry_after_max = -1ms; }},
  };
  CHECK(make_kaseya_vsa(good()));
  for (const Case& one : cases) {
    auto options = good();
    one.change(options);
    const auto made = make_kaseya_vsa(options);
    REQUIRE_FALSE(made);
    CAPTURE(made.error().context);
    CHECK(made.error().code == Errc::invalid_settings);
    CHECK(made.error().context.starts_with(one.field + ": "));
    CHECK(made.error().context.find("s3cret") == std::string::npos);
  }
}

TEST_CASE("A password alone will do, and the provider has a name") {
  auto options = good();
  options.token = {};
  options.password = Secret{"p4ss"};
  const auto made = make_kaseya_vsa(options);
  REQUIRE(made);
  CHECK((*made)->name() == "kaseya_vsa");
}

}  // namespace billbyagent
