#include <doctest/doctest.h>

#include <atomic>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "http/client.hpp"
#include "scripted_server.hpp"

namespace billbyagent::http {
namespace {

using namespace std::chrono_literals;
using std::chrono::steady_clock;
using tests::answer;
using tests::ScriptedServer;

Deadline soon() { return steady_clock::now() + 20s; }

ClientOptions options_for(const ScriptedServer& server) {
  ClientOptions options;
  options.origin = {Scheme::http, "127.0.0.1", server.port()};
  options.retry = {3, 1ms, 2ms, 5ms};
  return options;
}

std::unique_ptr<Client> client_for(const ScriptedServer& server) {
  return Client::make(options_for(server)).value();
}

/// Asks for `/0` to `/<count - 1>` and keeps the answers.
class Many : public Exchanges {
 public:
  explicit Many(std::size_t count) : count_(count) {}
  std::optional<Request> next() override {
    if (asked_ == count_) return std::nullopt;
    Request request;
    request.target = "/" + std::to_string(asked_++);
    return request;
  }
  Result<void> answered(std::size_t number, Response response) override {
    bodies[number] = std::move(response.body);
    return {};
  }
  std::map<std::size_t, std::string> bodies;

 private:
  std::size_t count_;
  std::size_t asked_ = 0;
};

const std::string early_hints = "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n";

std::string repeated(const std::string& text, std::size_t times) {
  std::string made;
  for (std::size_t i = 0; i < times; ++i) made += text;
  return made;
}

std::string path_of(const std::string& request) {
  const auto begin = request.find(' ') + 1;
  return request.substr(begin, request.find(' ', begin) - begin);
}

}  // namespace

TEST_CASE("A request carries its method, path, headers and body") {
  std::string seen;
  ScriptedServer server{[&](std::size_t, const std::string& request) {
    seen = request;
    return answer(201, "made", "Content-Type: text/plain\r\nRetry-After: 7\r\n");
  }};
  Request request{"POST", "/hook?a=b", {{"X-Key", "abc"}, {"Content-Type", "text/x"}}, "payload"};
  const auto response = client_for(server)->send(request, soon());
  REQUIRE(response);
  CHECK(response->status == 201);
  CHECK(response->body == "made");
  CHECK(response->content_type == "text/plain");
  CHECK(response->retry_after == 7s);
  CHECK(seen.starts_with("POST /hook?a=b HTTP/1.1\r\n"));
  CHECK(seen.find("Host: 127.0.0.1:" + std::to_string(server.port())) != std::string::npos);
  CHECK(seen.find("X-Key: abc\r\n") != std::string::npos);
  CHECK(seen.find("Content-Type: text/x\r\n") != std::string::npos);
  CHECK(seen.ends_with("\r\n\r\npayload"));
}

TEST_CASE("Connections are kept alive and never more than allowed") {
  ScriptedServer server{
      [](std::size_t, const std::string& request) { return answer(200, path_of(request)); }};
  ClientOptions options = options_for(server);
  options.connections = 3;
  const auto client = Client::make(options).value();
  Many many{200};
  REQUIRE(client->run(many, soon()));
  REQUIRE(many.bodies.size() == 200);
  for (const auto& [number, body] : many.bodies) CHECK(body == "/" + std::to_string(number));
  CHECK(server.connections() == 3);
  CHECK(server.most_at_once() == 3);
  REQUIRE(client->send({}, soon()));
  CHECK(server.connections() == 3);
}

TEST_CASE("Requests really run in parallel") {
  // The second answer is given before the first request is answered at all: only a client with two
  // requests under way gets there.
  std::atomic<int> waiting{0};
  ScriptedServer server{[&](std::size_t number, const std::string&) {
    ++waiting;
    return number == 0 ? ScriptedServer::stalls : answer(200, "second");
  }};
  class Two : public Many {
   public:
    Two() : Many(2) {}
    Result<void> answered(std::size_t number, Response) override {
      return Error{Errc::conflicts, std::to_string(number)};
    }
  } two;
  const auto done = client_for(server)->run(two, soon());
  REQUIRE_FALSE(done);
  CHECK(done.error().code == Errc::conflicts);
  CHECK(waiting == 2);
}

TEST_CASE("Statuses that may pass are tried again, others are not") {
  struct Case {
    unsigned status;
    std::size_t requests;
  };
  for (const Case one : {Case{503, 3}, Case{429, 3}, Case{502, 3}, Case{504, 3}, Case{500, 1},
                         Case{404, 1}, Case{401, 1}}) {
    CAPTURE(one.status);
    std::atomic<std::size_t> requests{0};
    ScriptedServer server{[&](std::size_t, const std::string&) {
      ++requests;
      return answer(one.status, "no", "Retry-After: 0\r\n");
    }};
    const auto response = client_for(server)->send({}, soon());
    REQUIRE(response);
    CHECK(response->status == one.status);
    CHECK(requests == one.requests);
  }
}

TEST_CASE("A second attempt may succeed") {
  for (const std::string& first : {answer(503, "busy"), ScriptedServer::closes,
                                   std::string{"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n"
                                               "Connection: close\r\n\r\nhalf"}}) {
    CAPTURE(first);
    ScriptedServer server{[&](std::size_t number, const std::string&) {
      return number == 0 ? first : answer(200, "whole");
    }};
    const auto response = client_for(server)->send({}, soon());
    REQUIRE(response);
    CHECK(response->body == "whole");
  }
}

TEST_CASE("What must not be repeated is sent once") {
  std::atomic<std::size_t> requests{0};
  ScriptedServer server{[&](std::size_t, const std::string&) {
    ++requests;
    return ScriptedServer::closes;
  }};
  Request request{"POST", "/", {}, "pay", false};
  const auto response = client_for(server)->send(request, soon());
  REQUIRE_FALSE(response);
  CHECK(response.error().code == Errc::unreachable);
  CHECK(requests == 1);
}

TEST_CASE("A connection that the server closed meanwhile costs no attempt") {
  ScriptedServer server{[](std::size_t number, const std::string&) {
    return number == 1 ? ScriptedServer::closes : answer(200, std::to_string(number));
  }};
  ClientOptions options = options_for(server);
  options.retry.attempts = 1;
  const auto client = Client::make(options).value();
  REQUIRE(client->send({}, soon()));
  const auto second = client->send({}, soon());
  REQUIRE(second);
  CHECK(second->body == "2");
  CHECK(server.connections() == 2);
}

TEST_CASE("A server that says nothing is late, not waited for") {
  ScriptedServer server{[](std::size_t, const std::string&) { return ScriptedServer::stalls; }};
  ClientOptions options = options_for(server);
  SUBCASE("at the deadline") {
    const auto begin = steady_clock::now();
    const auto response = Client::make(options).value()->send({}, begin + 100ms);
    REQUIRE_FALSE(response);
    CHECK(response.error().code == Errc::timed_out);
    CHECK(steady_clock::now() - begin < 5s);
  }
  SUBCASE("at the time allowed for an answer, once per attempt") {
    options.answer_timeout = 20ms;
    const auto response = Client::make(options).value()->send({}, soon());
    REQUIRE_FALSE(response);
    CHECK(response.error().code == Errc::timed_out);
    CHECK(response.error().context.find("waiting for the answer") != std::string::npos);
    CHECK(server.connections() == 3);
  }
  SUBCASE("with a deadline in the past") {
    const auto response = Client::make(options).value()->send({}, steady_clock::now() - 1s);
    REQUIRE_FALSE(response);
    CHECK(response.error().code == Errc::timed_out);
  }
}

TEST_CASE("No wait goes past the deadline") {
  ScriptedServer server{
      [](std::size_t, const std::string&) { return answer(503, "busy", "Retry-After: 3600\r\n"); }};
  ClientOptions options = options_for(server);
  options.retry = {5, 1ms, 1ms, 3600s};
  const auto response = Client::make(options).value()->send({}, soon());
  REQUIRE(response);
  CHECK(response->status == 503);
}

TEST_CASE("A client goes on after a conversation that failed") {
  ScriptedServer server{[](std::size_t, const std::string& request) {
    return path_of(request) == "/0" ? ScriptedServer::stalls : answer(200, "fine");
  }};
  const auto client = client_for(server);
  Many many{5};
  CHECK_FALSE(client->run(many, steady_clock::now() + 100ms));
  Request request;
  request.target = "/after";
  for (int i = 0; i < 3; ++i) {
    const auto response = client->send(request, soon());
    REQUIRE(response);
    CHECK(response->body == "fine");
  }
}

TEST_CASE("What is thrown in a conversation passes through, and the client stays usable") {
  ScriptedServer server{[](std::size_t, const std::string&) { return answer(200, "fine"); }};
  class Throws : public Many {
   public:
    Throws() : Many(3) {}
    Result<void> answered(std::size_t, Response) override { throw std::runtime_error("mine"); }
  } throws;
  const auto client = client_for(server);
  CHECK_THROWS_WITH(static_cast<void>(client->run(throws, soon())), "mine");
  CHECK(client->send({}, soon()));
}

TEST_CASE("Answers that are none are told apart") {
  const std::string chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
  struct Case {
    std::string reply;
    Errc code;
  };
  const std::vector<Case> cases = {
      {"this is not HTTP\r\n\r\n", Errc::protocol_error},
      {"HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n", Errc::protocol_error},
      {answer(200, std::string(5'000, 'a')), Errc::protocol_error},
      {"HTTP/1.1 200 OK\r\nX: " + std::string(100'000, 'a') + "\r\n\r\n", Errc::protocol_error},
      {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", Errc::protocol_error},
      {chunked + "1;" + std::string(1'000'000, 'a') + "\r\nb\r\n0\r\n\r\n", Errc::protocol_error},
      {chunked + "1;" + std::string(1'000'000, 'a'), Errc::protocol_error},
      {chunked + "0\r\nX: " + std::string(1'000'000, 'a') + "\r\n\r\n", Errc::protocol_error},
      {chunked + "0\r\n" + repeated("X: a\r\n", 200'000) + "\r\n", Errc::protocol_error},
      {repeated(early_hints, 1'000) + answer(200, "late"), Errc::protocol_error},
      {"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n", Errc::protocol_error},
      {ScriptedServer::closes, Errc::unreachable},
      {"HTTP/1.1 200 OK\r\nContent-Length: 10\r\nConnection: close\r\n\r\nhalf", Errc::unreachable},
  };
  for (const Case& one : cases) {
    CAPTURE(one.reply.substr(0, 60));
    ScriptedServer server{[&](std::size_t, const std::string&) { return one.reply; }};
    ClientOptions options = options_for(server);
    options.body_bytes_max = 4'096;
    const auto response = Client::make(options).value()->send({}, soon());
    REQUIRE_FALSE(response);
    CHECK(response.error().code == one.code);
  }
}

TEST_CASE("A body in chunks or up to the end of the connection is read whole") {
  for (const char* reply :
       {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nwh\r\n3\r\nole\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nwhole"}) {
    ScriptedServer server{[&](std::size_t, const std::string&) { return std::string{reply}; }};
    const auto response = client_for(server)->send({}, soon());
    REQUIRE(response);
    CHECK(response->body == "whole");
  }
}

TEST_CASE("A field of any length is an answer or an error") {
  const std::string ok = "HTTP/1.1 200 OK\r\n";
  const std::string chunked = ok + "Transfer-Encoding: chunked\r\n\r\n0\r\n";
  for (const std::string& before : {ok + "Content-Length: 0\r\n", chunked}) {
    CAPTURE(before);
    for (const std::size_t length : {60'000, 65'000, 65'480, 65'500, 65'510, 65'520, 65'525, 65'530,
                                     65'534, 65'535, 65'536, 66'000, 100'000, 131'000}) {
      CAPTURE(length);
      const std::string reply = before + "X:" + std::string(length, 'a') + "\r\n\r\n";
      ScriptedServer server{[&](std::size_t, const std::string&) { return reply; }};
      const auto response = client_for(server)->send({}, soon());
      if (length <= 65'000) CHECK(response);
      if (length >= 65'536) CHECK_FALSE(response);
      if (!response) CHECK(response.error().code == Errc::protocol_error);
    }
  }
}

TEST_CASE("What a server says before its answer is not the answer") {
  for (const std::string& before :
       {early_hints, std::string{"HTTP/1.1 100 Continue\r\n\r\n"}, repeated(early_hints, 3)}) {
    CAPTURE(before);
    ScriptedServer server{[&](std::size_t number, const std::string&) {
      return before + answer(200, std::to_string(number));
    }};
    const auto client = client_for(server);
    for (const char* body : {"0", "1"}) {
      const auto response = client->send({}, soon());
      REQUIRE(response);
      CHECK(response->status == 200);
      CHECK(response->body == body);
    }
    CHECK(server.connections() == 1);
  }
}

TEST_CASE("What a proxy says before its answer is not the answer") {
  struct Case {
    std::string reply;
    const char* status;
  };
  for (const Case& one : {Case{repeated(early_hints, 3) + answer(407, ""), "HTTP 407"},
                          Case{repeated(early_hints, 1'000) + answer(407, ""), "HTTP 103"}}) {
    CAPTURE(one.status);
    ScriptedServer proxy{[&](std::size_t, const std::string&) { return one.reply; }};
    ClientOptions options = options_for(proxy);
    options.proxy = Proxy{options.origin, {}};
    options.origin = {Scheme::https, "rmm.example", 443};
    const auto response = Client::make(options).value()->send({}, soon());
    REQUIRE_FALSE(response);
    CHECK(response.error().code == Errc::unreachable);
    CHECK(response.error().context.ends_with(one.status));
  }
}

TEST_CASE("Bytes beyond an answer never become the next answer") {
  ScriptedServer server{[](std::size_t number, const std::string&) {
    return number == 0 ? answer(200, "first") + answer(200, "smuggled") : answer(200, "second");
  }};
  const auto client = client_for(server);
  REQUIRE(client->send({}, soon()));
  const auto second = client->send({}, soon());
  REQUIRE(second);
  CHECK(second->body == "second");
}

TEST_CASE("Nobody listening, or no such name, is unreachable") {
  std::uint16_t free_port = 0;
  {
    ScriptedServer gone{[](std::size_t, const std::string&) { return answer(200, ""); }};
    free_port = gone.port();
  }
  ClientOptions options;
  options.origin = {Scheme::http, "127.0.0.1", free_port};
  options.retry = {2, 1ms, 1ms, 1ms};
  const auto refused = Client::make(options).value()->send({}, soon());
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == Errc::unreachable);
  CHECK(refused.error().context.find("127.0.0.1:") == 0);
}

TEST_CASE("A call is cancelled when the host says so") {
  ScriptedServer server{[](std::size_t, const std::string&) { return ScriptedServer::stalls; }};
  ClientOptions options = options_for(server);
  int asked = 0;
  options.cancelled = [&] { return ++asked > 2; };
  const auto response = Client::make(options).value()->send({}, soon());
  REQUIRE_FALSE(response);
  CHECK(response.error().code == Errc::cancelled);
}

TEST_CASE("Errors repeat neither path, headers nor body") {
  ScriptedServer server{[](std::size_t, const std::string&) { return ScriptedServer::closes; }};
  const Request request{"POST", "/s3cret", {{"Authorization", "s3cret"}}, "s3cret"};
  const auto response = client_for(server)->send(request, soon());
  REQUIRE_FALSE(response);
  CHECK(response.error().context.find("s3cret") == std::string::npos);
}

TEST_CASE("Options beyond reason are refused") {
  const auto refused = [](auto change) {
    ClientOptions options;
    options.origin.host = "localhost";
    change(options);
    const auto made = Client::make(options);
    return !made && made.error().code == Errc::invalid_settings;
  };
  CHECK_FALSE(refused([](ClientOptions&) {}));
  CHECK(refused([](ClientOptions& o) { o.origin.host.clear(); }));
  CHECK(refused([](ClientOptions& o) { o.connections = 0; }));
  CHECK(refused([](ClientOptions& o) { o.connections = 65; }));
  CHECK(refused([](ClientOptions& o) { o.body_bytes_max = 0; }));
  CHECK(refused([](ClientOptions& o) { o.header_bytes_max = 10; }));
  CHECK(refused([](ClientOptions& o) { o.header_bytes_max = 65'537; }));
  CHECK(refused([](ClientOptions& o) { o.connect_timeout = 0ms; }));
  CHECK(refused([](ClientOptions& o) { o.answer_timeout = 0ms; }));
  CHECK(refused([](ClientOptions& o) { o.retry.attempts = 0; }));
  CHECK(refused([](ClientOptions& o) { o.ca_file = "/nowhere/ca.pem"; }));
}

}  // namespace billbyagent::http
