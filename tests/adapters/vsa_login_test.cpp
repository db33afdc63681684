#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <string>

#include "kaseya_vsa/login.hpp"
#include "vsa_fixture.hpp"
#include "vsa_simulator/auth.hpp"

namespace billbyagent {
namespace {

using tests::holds_secret;
using tests::in_time;
using tests::VsaFixture;
using vsa_simulator::Fault;
using vsa_simulator::FaultKind;

}  // namespace

TEST_CASE("A personal access token is sent as documented") {
  CHECK(kaseya_vsa::token_header("billbot", Secret{"6f1c2a7e-3b84-4d0f-9a55-c1d2e3f40516"})
            .reveal() == "Basic YmlsbGJvdDo2ZjFjMmE3ZS0zYjg0LTRkMGYtOWE1NS1jMWQyZTNmNDA1MTY=");
}

TEST_CASE("A password is sent as the documented hashes") {
  const std::string header =
      kaseya_vsa::password_header("billbot", Secret{"Pa55-w0rd!"}, "12345678").reveal();
  REQUIRE(header.starts_with("Basic "));
  const auto text = vsa_simulator::decode_base64(header.substr(6));
  REQUIRE(text);
  CHECK(*text ==
        "user=billbot"
        ",pass2=f31f1b474530d12beb6596540c26f43128c012094cc521476d539b4a2b16621f"
        ",pass1=0dad4e4dbb6b8f46b399ce5484b7b24dba7eca2f"
        ",rpass2=dd6032bf19067dc50821d0ec863ef625ed97e9beca08e254c9d45762d957b3cc"
        ",rpass1=7b4033969f651f8ced50c7bad007965c0b36ba45"
        ",rand2=12345678,twofapass=:undefined");
  CHECK(header.find('\n') == std::string::npos);
}

TEST_CASE("The random number of a login is eight digits and another one each time") {
  std::set<std::string> seen;
  for (int i = 0; i < 100; ++i) {
    const std::string digits = kaseya_vsa::random_digits();
    CHECK(digits.size() == 8);
    CHECK(digits.find_first_not_of("0123456789") == std::string::npos);
    CHECK(digits.front() != '0');
    seen.insert(digits);
  }
  CHECK(seen.size() > 90);
}

TEST_CASE("A demand for a second factor is told from other refusals") {
  for (const char* text : {"Multi-factor authentication is required", "MFA required",
                           "2FA code missing", "Passcode expected", "Two-Factor needed",
                           "A second factor is required", "twofapass is missing"})
    CHECK(kaseya_vsa::asks_for_second_factor(text));
  for (const char* text : {"User name or password is incorrect", "User is disabled", "",
                           "IP address is incorrect", "API is disabled for this tenant"})
    CHECK_FALSE(kaseya_vsa::asks_for_second_factor(text));
}

TEST_CASE("Both kinds of login are accepted") {
  VsaFixture vsa{10};
  auto options = vsa.options();
  SUBCASE("token") {}
  SUBCASE("password") {
    options.token = {};
    options.password = Secret{tests::vsa_password};
  }
  const auto provider = make_kaseya_vsa(options).value();
  CHECK(provider->organizations(in_time()));
  CHECK(vsa.server.log().logins == 1);
}

TEST_CASE("A password with letters beyond ASCII is accepted") {
  vsa_simulator::SimulatorOptions server;
  server.service.accounts = {{"j\xc3\xbcrgen", "", "gr\xc3\xbc\xc3\x9f-\xe2\x82\xac"}};
  VsaFixture vsa{10, server};
  auto options = vsa.options();
  options.user = "j\xc3\xbcrgen";
  options.token = {};
  options.password = Secret{"gr\xc3\xbc\xc3\x9f-\xe2\x82\xac"};
  CHECK(make_kaseya_vsa(options).value()->organizations(in_time()));
}

TEST_CASE("Every refused login says why and what it was, never with what") {
  struct Case {
    FaultKind kind;
    bool by_password;
    Errc code;
    std::string reason;
  };
  for (const Case& one :
       {Case{FaultKind::mfa, false, Errc::mfa_required, "personal access token"},
        Case{FaultKind::mfa, true, Errc::mfa_required, "switch multi-factor authentication off"},
        Case{FaultKind::password_disabled, true, Errc::unauthorized, "is disabled"},
        Case{FaultKind::pat_expired, false, Errc::unauthorized, "token has expired"},
        Case{FaultKind::pat_revoked, false, Errc::unauthorized, "incorrect"},
        Case{FaultKind::ip_not_allowed, false, Errc::unauthorized, "IP address"},
        Case{FaultKind::user_disabled, true, Errc::unauthorized, "User is disabled"},
        Case{FaultKind::api_disabled, false, Errc::unauthorized, "API is disabled"}}) {
    CAPTURE(one.reason);
    VsaFixture vsa{10};
    vsa.fault({one.kind});
    auto options = vsa.options();
    if (one.by_password) {
      options.token = {};
      options.password = Secret{tests::vsa_password};
    }
    const auto answer = make_kaseya_vsa(options).value()->organizations(in_time());
    REQUIRE_FALSE(answer);
    CHECK(answer.error().code == one.code);
    CHECK(answer.error().context.find(one.reason) != std::string::npos);
    CHECK_FALSE(holds_secret(to_string(answer.error())));
    // A wrong secret must not lock the account out.
    CHECK(vsa.requests_for("/auth") == 1);
  }
}

TEST_CASE("Wrong credentials are refused by the server") {
  VsaFixture vsa{10};
  auto options = vsa.options();
  SUBCASE("token") { options.token = Secret{"00000000-0000-0000-0000-000000000000"}; }
  SUBCASE("password") {
    options.token = {};
    options.password = Secret{"other"};
  }
  SUBCASE("user") { options.user = "nobody"; }
  const auto answer = make_kaseya_vsa(options).value()->views(in_time());
  REQUIRE_FALSE(answer);
  CHECK(answer.error().code == Errc::unauthorized);
  CHECK(answer.error().context.find("User name or password is incorrect") != std::string::npos);
}

TEST_CASE("A login that fails for another reason is not taken for a refusal") {
  struct Case {
    Fault fault;
    Errc code;
  };
  Fault web_page{FaultKind::status, "/auth"};
  web_page.value = 503;
  web_page.html = true;
  Fault broken{FaultKind::status, "/auth"};
  broken.value = 500;
  Fault nobody{FaultKind::status, "/auth"};
  nobody.value = 404;
  for (const Case& one : {Case{web_page, Errc::unreachable}, Case{broken, Errc::provider_failed},
                          Case{{FaultKind::truncated_json, "/auth"}, Errc::protocol_error},
                          Case{{FaultKind::html_200, "/auth"}, Errc::protocol_error},
                          Case{{FaultKind::empty_body, "/auth"}, Errc::protocol_error},
                          Case{{FaultKind::null_result, "/auth"}, Errc::protocol_error}}) {
    VsaFixture vsa{10};
    vsa.fault(one.fault);
    const auto answer = vsa.provider()->organizations(in_time());
    REQUIRE_FALSE(answer);
    CAPTURE(to_string(answer.error()));
    CHECK(answer.error().code == one.code);
    CHECK(answer.error().context.find("login") != std::string::npos);
  }
}

TEST_CASE("A server that calls the token ApiToken is understood") {
  VsaFixture vsa{10};
  Fault drop{FaultKind::drop_field, "/auth"};
  drop.text = "Token";
  vsa.fault(drop);
  CHECK(vsa.provider()->organizations(in_time()));
}

}  // namespace billbyagent
