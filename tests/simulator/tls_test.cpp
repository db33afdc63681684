#include <doctest/doctest.h>

#include <boost/system/system_error.hpp>
#include <future>
#include <thread>

#include "simulator/client.hpp"
#include "simulator/service_fixture.hpp"
#include "vsa_simulator/simulator.hpp"

namespace billbyagent::vsa_simulator {
namespace {

using boost::system::system_error;

std::string token_of(Client& client) {
  const auto answer = client.send("GET", "/api/v1.0/auth", pat_header);
  return "Bearer " + text(parse(answer.body).at("Result").as_object(), "Token");
}

std::size_t fetch_all(const Simulator& simulator) {
  Client client(simulator.port(), simulator.ca_pem());
  const std::string token = token_of(client);
  std::set<std::string> ids;
  for (int skip = 0; skip < 1000; skip += 100) {
    const auto answer = client.send(
        "GET", "/api/v1.0/assetmgmt/agents?$orderby=AgentName&$skip=" + std::to_string(skip),
        token);
    const auto page = parse(answer.body);
    for (const auto& row : page.at("Result").as_array()) {
      ids.insert(text(row.as_object(), "AgentId"));
    }
  }
  return ids.size();
}

TEST_CASE("a client logs in and reads every page over one TLS connection") {
  Simulator simulator(seeded_estate({}));
  CHECK(fetch_all(simulator) == 1000);
  const RequestLog log = simulator.log();
  CHECK(log.connections == 1);
  CHECK(log.logins == 1);
  CHECK(log.records_sent == 1000);
  CHECK(log.by_path.at("/api/v1.0/assetmgmt/agents") == 10);
}

TEST_CASE("several connections are served while the estate is edited") {
  Simulator simulator(seeded_estate({}));
  std::vector<std::future<std::size_t>> clients;
  for (int i = 0; i < 4; ++i) {
    clients.push_back(std::async(std::launch::async, [&] { return fetch_all(simulator); }));
  }
  for (int i = 0; i < 20; ++i) {
    const std::string name = "extra" + std::to_string(i);
    simulator.with_estate([&](Estate& estate) {
      Agent agent;
      agent.machine = name;
      agent.group_id = "acme.root";
      estate.add_agent(agent);
    });
  }
  for (auto& client : clients) CHECK(client.get() >= 900);
  CHECK(simulator.count() == 1020);
  CHECK(simulator.log().connections == 4);
}

TEST_CASE("the estate is edited and the date moved over the admin channel") {
  EstateOptions options;
  options.agents = 10;
  Simulator simulator(seeded_estate(options));
  Client client(simulator.port(), simulator.ca_pem());
  const auto events = client.send("POST", "/admin/events", {}, R"([
    {"action":"add_agent","name":"now","group":"acme.root"},
    {"date":"2026-02-01","action":"add_agent","name":"later","group":"acme.root"}])");
  CHECK(parse(events.body).at("applied").as_int64() == 1);
  CHECK(parse(events.body).at("scheduled").as_int64() == 1);
  CHECK(simulator.count() == 11);
  CHECK(client.send("POST", "/admin/date", {}, R"({"date":"2026-02-01"})").status == 200);
  CHECK(client.send("GET", "/admin/count").body == "{\"count\":12}\n");
  CHECK(client.send("GET", "/admin/estate").body.find("later.root.acme") != std::string::npos);
  CHECK(client.send("GET", "/admin/log").status == 200);
}

TEST_CASE("connections are reset, cut, trickled and closed as asked") {
  Simulator simulator(seeded_estate({}));
  const std::string echo = "/api/v1.0/echo";
  const auto with = [&](const char* fault) {
    simulator.set_faults({fault_from_text(fault)});
    Client client(simulator.port(), simulator.ca_pem());
    return client.send("GET", echo);
  };
  CHECK_THROWS_AS(with("reset"), system_error);
  CHECK_THROWS_AS(with("close_after=10"), system_error);
  CHECK_THROWS_AS(with("close_after=120"), system_error);
  CHECK(with("trickle=1").status == 200);
  CHECK(with("delay=1").status == 200);
  const auto page = with("status=429,html,retry_after=3");
  CHECK(page.status == 429);
  CHECK(page.headers.at("retry-after") == "3");
  CHECK(page.headers.at("content-type") == "text/html");
}

TEST_CASE("a stalled request is never answered, and stopping ends it") {
  Simulator simulator(seeded_estate({}));
  simulator.set_faults({fault_from_text("stall")});
  Client client(simulator.port(), simulator.ca_pem());
  auto answer = std::async(std::launch::async, [&] {
    CHECK_THROWS_AS(client.send("GET", "/api/v1.0/echo"), system_error);
  });
  while (simulator.log().requests == 0) std::this_thread::yield();
  simulator.stop();
  answer.get();
}

TEST_CASE("wrong certificates are refused by a client that looks") {
  for (const CertificateKind kind :
       {CertificateKind::wrong_host, CertificateKind::expired, CertificateKind::unknown_ca}) {
    SimulatorOptions options;
    options.certificate = kind;
    Simulator simulator(Estate{}, options);
    CHECK_THROWS_AS(Client(simulator.port(), simulator.ca_pem()), system_error);
    CHECK(simulator.log().requests == 0);
  }
}

TEST_CASE("a port that is taken is an error") {
  Simulator first(Estate{});
  SimulatorOptions options;
  options.port = first.port();
  CHECK_THROWS_AS(Simulator(Estate{}, options), SimulatorError);
}

}  // namespace
}  // namespace billbyagent::vsa_simulator
