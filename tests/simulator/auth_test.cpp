#include "vsa_simulator/auth.hpp"

#include <doctest/doctest.h>

#include "simulator/service_fixture.hpp"

namespace billbyagent::vsa_simulator {
namespace {

constexpr const char* pass2 = "f31f1b474530d12beb6596540c26f43128c012094cc521476d539b4a2b16621f";

std::string base64(const std::string& text) {
  const std::string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (std::size_t i = 0; i < text.size(); i += 3) {
    unsigned bits = 0;
    for (std::size_t j = 0; j < 3; ++j) {
      bits = bits << 8U | (i + j < text.size() ? static_cast<unsigned char>(text[i + j]) : 0U);
    }
    for (std::size_t j = 0; j < 4; ++j) {
      out += i + j > text.size() ? '=' : alphabet[bits >> (18 - 6 * j) & 63U];
    }
  }
  return out;
}

TEST_CASE("the hash recipe gives the published vector") {
  CHECK(covered_hash("billbot", "Pa55-w0rd!", "12345678") == pass2);
}

TEST_CASE("/auth judges the header") {
  const std::string user = "user=billbot,pass2=";
  const std::string rest = ",rpass2=0,rand2=12345678,twofapass=:undefined";
  struct Case {
    std::string name, header;
    unsigned status;
  };
  const Case cases[] = {
      {"token", pat_header, 200},
      {"hash", "Basic " + base64(user + pass2 + ",pass1=0" + rest), 200},
      {"hash, other order, spaces",
       "Basic " + base64(std::string("rand2=12345678, pass2=") + pass2 + ", user=billbot"), 200},
      {"hash of another random", "Basic " + base64(user + pass2 + ",rand2=12345679"), 401},
      {"other user", "Basic " + base64("x" + user + pass2 + rest), 401},
      {"wrong token", "Basic " + base64("billbot:00000000-0000-0000-0000-000000000000"), 401},
      {"no header", "", 401},
      {"no word", base64("billbot:x"), 400},
      {"not base64", "Basic !!!", 400},
      {"neither form", "Basic " + base64("billbot"), 400},
  };
  ServiceFixture fixture;
  for (const Case& c : cases) {
    CAPTURE(c.name);
    const Reply reply = fixture.login(c.header);
    CHECK(reply.status == c.status);
    if (c.status != 200) CHECK(parse(reply.body).at("ResponseCode").as_int64() == c.status);
  }
}

TEST_CASE("/auth answers both token names and when the session ends") {
  ServiceOptions options;
  options.sessions.idle = std::chrono::minutes{20};
  options.sessions.offset_in_minutes = -60;
  ServiceFixture fixture(Estate{}, options);
  const auto result = parse(fixture.login().body).at("Result").as_object();
  CHECK(text(result, "Token") == text(result, "ApiToken"));
  CHECK(text(result, "SessionExpiration") == "2026-06-01T09:20:00Z");
  CHECK(result.at("OffSetInMinutes").as_int64() == -60);
  CHECK(text(result, "UserName") == "billbot");
}

TEST_CASE("a session lives as long as it is used") {
  ServiceFixture fixture;
  for (int i = 0; i < 3; ++i) {
    fixture.now += std::chrono::minutes{29};
    CHECK(fixture.get("/authx").status == 200);
  }
  fixture.now += std::chrono::minutes{30};
  CHECK(fixture.get("/authx").status == 401);
  fixture.enter();
  CHECK(fixture.get("/authx").status == 200);
}

TEST_CASE("a call needs the word Bearer and a token that is known") {
  ServiceFixture fixture;
  const std::string token = fixture.bearer.substr(7);
  for (const std::string& header : {token, std::string(), "Bearer " + token + "1"}) {
    fixture.bearer = header;
    CHECK(fixture.get("/assetmgmt/agents").status == 401);
    CHECK(fixture.get("/echo").status == 200);
    CHECK(fixture.get("/echoauth").status == 401);
  }
}

TEST_CASE("a session ends early when it is closed or has had its records") {
  ServiceOptions options;
  options.sessions.record_limit = 250;
  ServiceFixture fixture(seeded_estate({}), options);
  for (const unsigned expected : {200U, 200U, 200U, 401U, 401U}) {
    CHECK(fixture.get("/assetmgmt/agents").status == expected);
  }
  fixture.enter();
  CHECK(fixture.get("/authx").status == 200);
  CHECK(fixture.send("DELETE", "/admin/sessions").body == "{\"closed\":1}\n");
  CHECK(fixture.get("/authx").status == 401);
}

TEST_CASE("login faults refuse the kinds of login that they concern") {
  const std::string hash =
      "Basic " + base64(std::string("user=billbot,rand2=12345678,pass2=") + pass2);
  struct Case {
    FaultKind kind;
    unsigned by_token, by_password;
  };
  const Case cases[] = {
      {FaultKind::mfa, 401, 401},
      {FaultKind::password_disabled, 200, 401},
      {FaultKind::pat_expired, 401, 200},
      {FaultKind::pat_revoked, 401, 200},
      {FaultKind::ip_not_allowed, 403, 403},
      {FaultKind::user_disabled, 401, 401},
      {FaultKind::api_disabled, 403, 403},
  };
  ServiceFixture fixture;
  for (const Case& c : cases) {
    CAPTURE(name_of(c.kind));
    Fault fault;
    fault.kind = c.kind;
    fixture.service.with_state([&](State& state) { state.faults.set({fault}); });
    CHECK(fixture.login().status == c.by_token);
    CHECK(fixture.login(hash).status == c.by_password);
  }
}

}  // namespace
}  // namespace billbyagent::vsa_simulator
