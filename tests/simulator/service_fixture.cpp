#include "simulator/service_fixture.hpp"

#include <doctest/doctest.h>

namespace billbyagent::vsa_simulator {
namespace {

ServiceOptions with_clock(ServiceOptions options, const TimePoint& now) {
  options.clock = [&now] { return now; };
  return options;
}

}  // namespace

boost::json::object parse(const std::string& text) {
  boost::system::error_code error;
  const boost::json::value value = boost::json::parse(text, error);
  INFO(text);
  REQUIRE_FALSE(error);
  return value.as_object();
}

std::string text(const boost::json::object& object, const char* name) {
  return std::string(object.at(name).as_string());
}

ServiceFixture::ServiceFixture(Estate estate, ServiceOptions options)
    : now(parse_date("2026-06-01") + std::chrono::hours{8}),
      service(std::move(estate), with_clock(std::move(options), now)) {
  enter();
}

Reply ServiceFixture::send(const std::string& method, const std::string& target,
                           const std::string& body) {
  Request request;
  request.method = method;
  request.target = target;
  request.authorization = bearer;
  request.body = body;
  return service.answer(request);
}

Reply ServiceFixture::login(const std::string& authorization) {
  Request request;
  request.target = "/api/v1.0/auth";
  request.authorization = authorization;
  return service.answer(request);
}

void ServiceFixture::enter() {
  const auto answer = parse(login().body);
  bearer = "Bearer " + text(answer.at("Result").as_object(), "Token");
}

boost::json::object ServiceFixture::object(const std::string& path) {
  const Reply reply = get(path);
  INFO(path);
  REQUIRE(reply.status == 200);
  return parse(reply.body);
}

std::vector<std::string> ServiceFixture::all_ids(const std::string& path,
                                                 const std::string& id_name,
                                                 const std::string& query) {
  std::vector<std::string> ids;
  for (std::size_t skip = 0;; skip += 100) {
    const auto page = object(path + "?$top=100&$skip=" + std::to_string(skip) + query);
    for (const auto& row : page.at("Result").as_array()) {
      ids.push_back(text(row.as_object(), id_name.c_str()));
    }
    const auto total = page.at("TotalRecords").to_number<std::size_t>();
    if (skip + 100 >= total || page.at("Result").as_array().empty()) return ids;
  }
}

}  // namespace billbyagent::vsa_simulator
