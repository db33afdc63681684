#pragma once
#include <boost/json.hpp>
#include <chrono>
#include <set>
#include <string>
#include <vector>

#include "vsa_simulator/generator.hpp"
#include "vsa_simulator/service.hpp"

namespace billbyagent::vsa_simulator {

inline const std::string pat_header =
    "Basic YmlsbGJvdDo2ZjFjMmE3ZS0zYjg0LTRkMGYtOWE1NS1jMWQyZTNmNDA1MTY=";

/// A service without a network, logged in, with a clock that the test moves.
class ServiceFixture {
 public:
  explicit ServiceFixture(Estate estate = seeded_estate({}), ServiceOptions options = {});

  Reply get(const std::string& path) { return send("GET", "/api/v1.0" + path); }
  Reply send(const std::string& method, const std::string& target, const std::string& body = {});
  Reply login(const std::string& authorization = pat_header);
  /// Logs in and uses the token from then on.
  void enter();
  boost::json::object object(const std::string& path);
  /// What the clients of the documentation do: pages until $skip reaches TotalRecords.
  std::vector<std::string> all_ids(const std::string& path, const std::string& id_name,
                                   const std::string& query = "");

  TimePoint now;
  std::string bearer;
  Service service;
};

boost::json::object parse(const std::string& text);
std::string text(const boost::json::object& object, const char* name);

}  // namespace billbyagent::vsa_simulator
