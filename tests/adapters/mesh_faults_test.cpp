// A server that fails at every step in every way: always an error of the right kind, never a count.

#include <doctest/doctest.h>

#include <set>

#include "mesh_fixture.hpp"

namespace billbyagent {
namespace {

using namespace std::chrono_literals;
using tests::MeshCollected;
using tests::MeshFixture;
using tests::MeshServer;
using Step = MeshServer::Step;
using Act = MeshServer::Act;

Result<std::size_t> scan(RmmProvider& provider, Deadline deadline = MeshFixture::in_time()) {
  MeshCollected sink;
  return provider.scan_agents({}, sink, deadline);
}

bool holds_secret(const std::string& text) {
  for (const std::string secret :
       {"thnFb4yaQRbH1ml3uQBU", "dGhuRmI0eWFRUmJIMW1sM3VRQlU", "hunter2"})
    if (text.find(secret) != std::string::npos) return true;
  return false;
}

std::string to_text(Step step) { return std::to_string(static_cast<int>(step)); }

}  // namespace

TEST_CASE("MeshCentral: a server that closes at any step is unreachable, every time it is tried") {
  for (const Step step : MeshServer::all_steps) {
    CAPTURE(to_text(step));
    MeshFixture mesh;
    mesh.options.attempts = 3;
    mesh.server.set({step, Act::closes});
    const auto answer = scan(*mesh.provider());
    REQUIRE_FALSE(answer);
    CHECK(answer.error().code == Errc::unreachable);
    CHECK(answer.error().context.find("127.0.0.1:") != std::string::npos);
    CHECK(mesh.server.connections() == 3);
  }
}

TEST_CASE("MeshCentral: a server that comes back at any step is read as if nothing had been") {
  for (const Step step : MeshServer::all_steps) {
    CAPTURE(to_text(step));
    MeshFixture mesh;
    mesh.server.set({step, Act::closes, {}, 2});
    CHECK(scan(*mesh.provider()).value() == 4);
    CHECK(mesh.server.connections() == 3);
  }
}

TEST_CASE("MeshCentral: a server that stalls at any step is timed out, by each limit") {
  for (const Step step : MeshServer::all_steps) {
    CAPTURE(to_text(step));
    MeshFixture mesh;
    mesh.server.set({step, Act::stalls});
    SUBCASE("the options' limits") {
      mesh.options.attempts = 2;
      mesh.options.connect_timeout = 150ms;
      mesh.options.answer_timeout = 150ms;
      CHECK(scan(*mesh.provider()).error().code == Errc::timed_out);
      CHECK(mesh.server.connections() == 2);
    }
    SUBCASE("the caller's deadline") {
      CHECK(scan(*mesh.provider(), Deadline::clock::now() + 200ms).error().code == Errc::timed_out);
      CHECK(mesh.server.connections() == 1);
    }
  }
}

TEST_CASE("MeshCentral: half a message is none") {
  for (const Step step : {Step::login, Step::meshes, Step::nodes, Step::lastconnects}) {
    CAPTURE(to_text(step));
    MeshFixture mesh;
    mesh.options.attempts = 1;
    mesh.server.set({step, Act::breaks_off});
    CHECK(scan(*mesh.provider()).error().code == Errc::unreachable);
  }
}

TEST_CASE("MeshCentral: what is not a WebSocket is said to be none") {
  struct Case {
    Step step;
    std::string text;
    Errc code;
    std::size_t connections;
  };
  const std::string end = "\r\nContent-Length: 0\r\n\r\n";
  for (const Case& one :
       {Case{Step::handshake, "HTTP/1.1 400 Bad Request\r\n\r\n", Errc::tls_failed, 1},
        Case{Step::upgrade, "HTTP/1.1 200 OK" + end, Errc::protocol_error, 1},
        Case{Step::upgrade, "HTTP/1.1 404 Not Found" + end, Errc::protocol_error, 1},
        Case{Step::upgrade, "HTTP/1.1 401 Unauthorized" + end, Errc::unauthorized, 1},
        Case{Step::upgrade, "HTTP/1.1 403 Forbidden" + end, Errc::forbidden, 1},
        Case{Step::upgrade, "HTTP/1.1 429 Slow down" + end, Errc::rate_limited, 2},
        Case{Step::upgrade, "HTTP/1.1 502 Bad Gateway" + end, Errc::unreachable, 2},
        Case{Step::upgrade, "HTTP/1.1 503 Starting" + end, Errc::unreachable, 2},
        Case{Step::upgrade, "SSH-2.0-OpenSSH_9.2\r\n\r\n", Errc::protocol_error, 1}}) {
    CAPTURE(one.text);
    MeshFixture mesh;
    mesh.options.attempts = 2;
    mesh.server.set({one.step, Act::says, one.text});
    const auto answer = scan(*mesh.provider());
    REQUIRE_FALSE(answer);
    CHECK(answer.error().code == one.code);
    CHECK(mesh.server.connections() == one.connections);
    CHECK_FALSE(holds_secret(to_string(answer.error())));
  }
}

TEST_CASE("MeshCentral: messages that are not what they should be are refused") {
  struct Case {
    const char* what;
    std::string text;
    const char* said;
  };
  for (const Step step : {Step::login, Step::meshes, Step::nodes, Step::lastconnects})
    for (const Case& one :
         {Case{"no JSON", "<html>", "not MeshCentral's JSON"},
          Case{"cut", R"({"action":"nodes","nodes":{)", "not MeshCentral's JSON"},
          Case{"two", "{}{}", "not MeshCentral's JSON"},
          Case{"no object", "[1,2]", "not an object"},
          Case{"a key twice", R"({"nodes":{"mesh//1":[],"mesh//1":[]}})",
               "the key mesh//1 is there twice"},
          Case{"no text", std::string{"\xff\xfe"}, "waiting for"},
          Case{"too deep", std::string(100, '[') + std::string(100, ']'), "not MeshCentral's JSON"},
          Case{"too large", std::string(70'000, ' '), "message_bytes_max"}}) {
      CAPTURE(to_text(step));
      CAPTURE(std::string{one.what});
      MeshFixture mesh;
      mesh.options.message_bytes_max = 64'000;
      mesh.server.set({step, Act::says, one.text});
      const auto answer = scan(*mesh.provider());
      REQUIRE_FALSE(answer);
      CHECK(answer.error().code == Errc::protocol_error);
      CHECK_MESSAGE(answer.error().context.find(one.said) != std::string::npos,
                    to_string(answer.error()));
      CHECK(mesh.server.connections() == 1);
    }
  MeshFixture mesh;
  mesh.server.set({Step::nodes, Act::says_binary, R"({"action":"nodes"})"});
  CHECK(scan(*mesh.provider()).error().code == Errc::protocol_error);
}

TEST_CASE("MeshCentral: lists without what is needed are refused, naming it") {
  struct Case {
    Step step;
    std::string body;  ///< besides action and tag
    std::string said;
  };
  const std::string node = R"("_id":"node//x","name":"x","mtype":2)";
  for (
      const Case& one :
      {Case{Step::meshes, R"("nothing":1)", "meshes is missing"},
       Case{Step::meshes, R"("meshes":{})", "meshes is missing or is no list"},
       Case{Step::meshes, R"("meshes":[7])", "no device group"},
       Case{Step::meshes, R"("meshes":[{"name":"x","mtype":2}])", "_id is missing"},
       Case{Step::meshes, R"("meshes":[{"_id":"mesh//x","mtype":2}])", "mesh//x: name"},
       Case{Step::meshes, R"("meshes":[{"_id":"mesh//x","name":"x"}])", "mtype is missing"},
       Case{Step::meshes, R"("meshes":[{"_id":"mesh//x","name":"x","mtype":9}])", "mtype is not"},
       Case{
           Step::meshes,
           R"("meshes":[{"_id":"mesh//x","name":"x","mtype":2},{"_id":"mesh//x","name":"y","mtype":2}])",
           "lists mesh//x twice"},
       Case{Step::nodes, R"("nothing":1)", "nodes is missing"},
       Case{Step::nodes, R"("nodes":[])", "nodes is missing or is no object"},
       Case{Step::nodes, R"("nodes":{"":[]})", "no id of a device group"},
       Case{Step::nodes, R"("nodes":{"mesh//1":{}})", "holds no list for mesh//1"},
       Case{Step::nodes, R"("nodes":{"mesh//1":["x"]})", "no device"},
       Case{Step::nodes, R"("nodes":{"mesh//1":[{"name":"x"}]})", "_id is missing"},
       Case{Step::nodes, R"("nodes":{"mesh//1":[{"_id":7,"name":"x"}]})", "_id is missing"},
       Case{Step::nodes, R"("nodes":{"mesh//1":[{"_id":"node//x"}]})", "node//x: name"},
       Case{Step::nodes, R"("nodes":{"mesh//1":[{"_id":"node//x","name":"x","mtype":7}]})",
            "mtype is not a known type"},
       Case{Step::nodes, R"("nodes":{"mesh//1":[{)" + node + R"(,"tags":[1]}]})", "tags holds"},
       Case{Step::nodes, R"("limit":"x","nodes":{"mesh//1":[{)" + node + "}]}", "limit"},
       Case{Step::lastconnects, R"("lastconnects":[])", "lastconnects is missing"}}) {
    CAPTURE(one.body);
    MeshFixture mesh;
    const std::string action = one.step == Step::meshes  ? "meshes"
                               : one.step == Step::nodes ? "nodes"
                                                         : "lastconnects";
    // The provider numbers its questions: groups, devices, times.
    const int number = one.step == Step::meshes ? 1 : one.step == Step::nodes ? 2 : 3;
    mesh.server.set({one.step, Act::says,
                     R"({"action":")" + action + R"(","tag":"billbyagent-)" +
                         std::to_string(number) + R"(",)" + one.body + "}"});
    const auto answer = scan(*mesh.provider());
    REQUIRE_FALSE(answer);
    CHECK(answer.error().code == Errc::protocol_error);
    CHECK_MESSAGE(answer.error().context.find(one.said) != std::string::npos,
                  to_string(answer.error()));
  }
}

TEST_CASE("MeshCentral: a session that the server ends says why") {
  struct Case {
    const char* message;
    Errc code;
    const char* said;
  };
  for (const Step step : {Step::login, Step::meshes, Step::nodes})
    for (const Case& one :
         {Case{R"({"action":"close","cause":"noauth","msg":"noauth-2d"})", Errc::unauthorized,
               "noauth-2d"},
          Case{R"({"action":"close","cause":"noauth","msg":"tokenrequired","email2fa":true})",
               Errc::mfa_required, "login token"},
          Case{R"({"action":"close","cause":"noauth","msg":"nokey"})", Errc::unauthorized,
               "login_key"},
          Case{R"({"action":"close","cause":"emailvalidation","msg":"emailvalidationrequired"})",
               Errc::unauthorized, "e-mail"},
          Case{R"({"action":"close","cause":"notools","msg":"notools"})", Errc::forbidden,
               "No Tools"},
          Case{R"({"action":"close","cause":"banned","msg":"banned-1"})", Errc::unauthorized,
               "blocked"},
          Case{R"({"action":"close"})", Errc::unauthorized, "no reason"},
          Case{R"({"action":"close","cause":"a\nb"})", Errc::unauthorized, "a?b"}}) {
      CAPTURE(to_text(step));
      CAPTURE(one.message);
      MeshFixture mesh;
      mesh.server.set({step, Act::says, one.message});
      const auto answer = scan(*mesh.provider());
      REQUIRE_FALSE(answer);
      CHECK(answer.error().code == one.code);
      CHECK(answer.error().context.find(one.said) != std::string::npos);
      // The same login would be refused again, and too many of them are blocked.
      CHECK(mesh.server.connections() == 1);
    }
}

TEST_CASE("MeshCentral: an answer to another question is not taken, an error is") {
  MeshFixture mesh;
  mesh.options.attempts = 1;
  mesh.options.answer_timeout = 150ms;
  SUBCASE("with a wrong mark") {
    mesh.server.set({Step::nodes, Act::says,
                     R"({"action":"nodes","tag":"billbyagent-1","responseid":"x","nodes":{}})"});
    CHECK(scan(*mesh.provider()).error().code == Errc::timed_out);
  }
  SUBCASE("with another action") {
    mesh.server.set({Step::nodes, Act::says, R"({"action":"meshes","tag":"billbyagent-2"})"});
    CHECK(scan(*mesh.provider()).error().code == Errc::timed_out);
  }
  SUBCASE("an error has no tag") {
    mesh.server.set({Step::nodes, Act::says,
                     R"({"action":"nodes","responseid":"billbyagent-2","result":"Invalid"})"});
    const auto answer = scan(*mesh.provider());
    CHECK(answer.error().code == Errc::provider_failed);
    CHECK(answer.error().context.find("\"nodes\": Invalid") != std::string::npos);
  }
}

TEST_CASE("MeshCentral: what the server says of its own accord is passed over") {
  MeshFixture mesh;
  mesh.server.chatters = true;
  CHECK(scan(*mesh.provider()).value() == 4);
}

TEST_CASE("MeshCentral: the login is sent as the server wants it and told to nobody") {
  MeshFixture mesh;
  mesh.options.url += "/customer/";
  mesh.options.login_key = Secret{"hunter2&"};
  CHECK(mesh.provider()->organizations(mesh.in_time()).has_value());
  CHECK(mesh.server.last_login() == "fnQ6cDExZ0xTczA5bHN3aFp1TQ==,dGhuRmI0eWFRUmJIMW1sM3VRQlU=");
  CHECK(mesh.server.last_target() == "/customer/control.ashx?key=hunter2%26");
  for (const Step step : MeshServer::all_steps) {
    mesh.options.attempts = 1;
    mesh.server.set({step, Act::closes});
    CHECK_FALSE(holds_secret(to_string(scan(*mesh.provider()).error())));
  }
}

TEST_CASE("MeshCentral: a certificate that does not prove the server ends every call") {
  using vsa_simulator::CertificateKind;
  for (const auto kind :
       {CertificateKind::wrong_host, CertificateKind::expired, CertificateKind::unknown_ca}) {
    CAPTURE(static_cast<int>(kind));
    MeshFixture mesh{kind};
    const auto answer = scan(*mesh.provider());
    REQUIRE_FALSE(answer);
    CHECK(answer.error().code == Errc::tls_failed);
    CHECK(answer.error().context.find("certificate") != std::string::npos);
    CHECK(mesh.server.last_login().empty());
    CHECK(mesh.server.connections() == 1);
  }
  MeshFixture mesh;
  mesh.options.ca_file.clear();
  CHECK(scan(*mesh.provider()).error().code == Errc::tls_failed);
}

TEST_CASE("MeshCentral: a call that is cancelled ends, at any step") {
  for (const Step step : MeshServer::all_steps) {
    CAPTURE(to_text(step));
    MeshFixture mesh;
    mesh.server.set({step, Act::stalls});
    mesh.options.cancelled = [&] { return mesh.server.is_stalling(); };
    CHECK(scan(*mesh.provider()).error().code == Errc::cancelled);
  }
  MeshFixture mesh;
  mesh.server.set({Step::connect, Act::closes});
  mesh.options.retry_delay = mesh.options.retry_delay_max = 60s;
  int asked = 0;
  mesh.options.cancelled = [&] { return ++asked > 8; };
  CHECK(scan(*mesh.provider(), Deadline::clock::now() + 300s).error().code == Errc::cancelled);
}

TEST_CASE("MeshCentral: nobody listens") {
  MeshFixture mesh;
  {
    const tests::MeshServer gone;
    mesh.options.url = gone.url();
  }
  mesh.options.attempts = 2;
  CHECK(scan(*mesh.provider()).error().code == Errc::unreachable);
}

}  // namespace billbyagent
