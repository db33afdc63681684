#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "kaseya_vsa/envelope.hpp"

namespace billbyagent::kaseya_vsa {
namespace {

Result<Envelope> read(unsigned status, const std::string& body,
                      const std::string& type = "application/json") {
  http::Response response;
  response.status = status;
  response.body = body;
  response.content_type = type;
  return read_answer(response, {}, [](const Row&) {});
}

const std::string web_page = "<!DOCTYPE html><html><body>Busy</body></html>";

std::string body(const std::string& code, const std::string& error) {
  return R"({"Result":[],"TotalRecords":0,"ResponseCode":)" + code + R"(,"Status":"x","Error":)" +
         error + "}";
}

}  // namespace

TEST_CASE("The HTTP status decides first, then ResponseCode, then Error") {
  struct Case {
    unsigned status;
    std::string body;
    std::optional<Errc> code;
  };
  const std::string none = R"("None")";
  const std::vector<Case> cases = {
      {200, body("0", none), {}},
      {200, body("200", none), {}},
      {200, body("204", "null"), {}},
      {200, body("0", R"("NONE")"), {}},
      {200, body("2000000", none), {}},
      {200, body("2010003", none), {}},
      {200, body("4010001", none), Errc::unauthorized},
      {200, body("4040002", none), Errc::not_found},
      {200, body("5000000", none), Errc::provider_failed},
      {200, body("1000", none), Errc::provider_failed},
      {200, R"({"Result":[],"ResponseCode":500,"ResponseCode":0})", Errc::protocol_error},
      {200, R"({"Result":[],"TotalRecords":5,"ResponseCode":0,"TotalRecords":1})",
       Errc::protocol_error},
      {200, R"({"Result":[],"ResponseCode":0,"Error":"None","Error":"Broken"})",
       Errc::protocol_error},
      {200, R"({"Result":[],"ResponseCode":0,"ResponseCode":0})", {}},
      {200, body("\"0\"", none), {}},
      {200, R"({"Result":[],"ResponseCode":0})", {}},
      {200, body("401", none), Errc::unauthorized},
      {200, body("\"401\"", none), Errc::unauthorized},
      {200, body("403", none), Errc::forbidden},
      {200, body("404", none), Errc::not_found},
      {200, body("429", none), Errc::rate_limited},
      {200, body("500", none), Errc::provider_failed},
      {200, body("503", none), Errc::unreachable},
      {200, body("1", none), Errc::protocol_error},
      {200, body("99999999999", none), Errc::provider_failed},
      {200, body("-1", none), Errc::protocol_error},
      {200, body("null", none), Errc::protocol_error},
      {200, R"({"Result":[],"Error":"None"})", Errc::protocol_error},
      {200, body("0", R"("Something broke")"), Errc::provider_failed},
      {200, "", Errc::protocol_error},
      {200, web_page, Errc::protocol_error},
      {204, "", Errc::protocol_error},
      {301, "", Errc::protocol_error},
      {400, body("400", R"("bad filter")"), Errc::provider_failed},
      {401, body("0", none), Errc::unauthorized},
      {401, web_page, Errc::unauthorized},
      {403, web_page, Errc::forbidden},
      {404, body("404", R"("View does not exist")"), Errc::not_found},
      {404, web_page, Errc::not_found},
      {429, "", Errc::rate_limited},
      {500, web_page, Errc::provider_failed},
      {502, "", Errc::unreachable},
      {503, web_page, Errc::unreachable},
      {504, "", Errc::unreachable},
  };
  for (const Case& one : cases) {
    CAPTURE(one.status);
    CAPTURE(one.body);
    const auto answer = read(one.status, one.body);
    CHECK(answer.has_value() == !one.code.has_value());
    if (!answer && one.code) CHECK(to_string(answer.error().code) == to_string(*one.code));
  }
}

TEST_CASE("A code of seven digits is shown as it is") {
  CHECK(read(200, body("4010001", R"("Session ended")")).error().context ==
        "ResponseCode 4010001: Session ended");
  CHECK(read(200, body("99999999999", R"("None")")).error().context == "ResponseCode 99999999999");
  CHECK(read(200, R"({"Result":[],"ResponseCode":500,"ResponseCode":0})").error().context ==
        "the answer is not VSA's JSON: ResponseCode is there twice and contradicts itself");
}

TEST_CASE("Null stands for no records where the total says that there are none") {
  for (const char* total : {"0", "2"}) {
    const auto answer = read(200, std::string{R"({"TotalRecords":)"} + total +
                                      R"(,"Result":null,"ResponseCode":0,"Error":"NONE"})");
    REQUIRE(answer);
    CHECK(answer->has_list(format) == (std::string{total} == "0"));
  }
}

TEST_CASE("A web page is called one") {
  const auto answer = read(200, web_page, "text/html; charset=utf-8");
  REQUIRE_FALSE(answer);
  CHECK(answer.error() == Error{Errc::protocol_error, "the answer is a web page"});
}

TEST_CASE("What the server says is passed on as one line") {
  const auto answer = read(400, body("400", R"("bad\r\nfilter\u0007!")"));
  REQUIRE_FALSE(answer);
  CHECK(answer.error().context == "HTTP 400: bad  filter !");
}

TEST_CASE("A refused session is recognized in both ways that servers say it") {
  http::Response response;
  response.status = 401;
  CHECK(is_refusal(response));
  response.status = 200;
  response.body = body("401", R"("None")");
  CHECK(is_refusal(response));
  response.body = body("4010001", R"("None")");
  CHECK(is_refusal(response));
  response.body = body("0", R"("None")");
  CHECK_FALSE(is_refusal(response));
  response.status = 403;
  response.body = body("401", R"("None")");
  CHECK_FALSE(is_refusal(response));
}

}  // namespace billbyagent::kaseya_vsa
