#include <doctest/doctest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <atomic>
#include <billbyagent/adapters/notifier_jsonl.hpp>
#include <billbyagent/adapters/notifier_webhook.hpp>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <mutex>
#include <string>
#include <vector>

#include "adapters/scripted_server.hpp"

using namespace billbyagent;
using tests::answer;
using tests::ScriptedServer;

namespace {

const TenantId tenant{"msp"};
const Notice notice{.id = NoticeId{"units_changed/C-1/agents/2"},
                    .kind = NoticeKind::units_changed,
                    .contract = ContractId{"C-1"},
                    .account = AccountId{"acme"},
                    .recipients = {"a@x.example", "b@x.example"},
                    .subject = "Units \"changed\"",
                    .body = "3 -> 4\n",
                    .created = Instant{0}};
const std::string document =
    R"({"id":"units_changed/C-1/agents/2","tenant":"msp","kind":"units_changed",)"
    R"("account":"acme","contract":"C-1","recipients":["a@x.example","b@x.example"],)"
    R"("subject":"Units \"changed\"","body":"3 -> 4\n","created":"1970-01-01T00:00:00.000Z"})";
const std::string key = "a signing key of 30 characters";
// Computed apart from this library: HMAC-SHA256 of "1795446000." and the document.
const std::string signature = "7c934b6f0f789a4d1431e3ed5ec2c9258c8d5b6ad339ed93945baa3b35fdaa84";

WebhookOptions options_for(const ScriptedServer& server) {
  WebhookOptions options;
  options.url = "http://127.0.0.1:" + std::to_string(server.port()) + "/hooks/units?v=1";
  options.signing_key = Secret{key};
  options.retry_delay = std::chrono::milliseconds{1};
  options.now = [] { return Instant{1'795'446'000'250}; };
  return options;
}

/// What a server received, from its own thread.
class Requests {
 public:
  void add(const std::string& request) {
    const std::lock_guard lock{mutex_};
    requests_.push_back(request);
  }
  std::vector<std::string> all() {
    const std::lock_guard lock{mutex_};
    return requests_;
  }

 private:
  std::mutex mutex_;
  std::vector<std::string> requests_;
};

bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("A line that the disk does not take leaves nothing behind, and the file is its owner's") {
  const auto path = std::filesystem::temp_directory_path() /
                    ("billbyagent-notices-" + std::to_string(::getpid()) + "-full.jsonl");
  const auto notifier = make_jsonl_notifier(path.string());
  REQUIRE(notifier->deliver(tenant, notice));
  CHECK((std::filesystem::status(path).permissions() & std::filesystem::perms::mask) ==
        (std::filesystem::perms::owner_read | std::filesystem::perms::owner_write));
  // Room for half of a line, as on a disk that is full.
  rlimit before{};
  REQUIRE(::getrlimit(RLIMIT_FSIZE, &before) == 0);
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  rlimit full = before;
  full.rlim_cur = document.size() + 1 + document.size() / 2;
  REQUIRE(::setrlimit(RLIMIT_FSIZE, &full) == 0);
  const auto failed = notifier->deliver(tenant, notice);
  REQUIRE(::setrlimit(RLIMIT_FSIZE, &before) == 0);
  std::signal(SIGXFSZ, handler);
  REQUIRE_FALSE(failed);
  CHECK(failed.error().code == Errc::notice_failed);
  CHECK(std::filesystem::file_size(path) == document.size() + 1);
  REQUIRE(notifier->deliver(tenant, notice));
  std::ifstream file{path};
  for (std::string line; std::getline(file, line);) CHECK(line == document);
  std::filesystem::remove(path);
}

TEST_CASE("JSON lines are appended to a file, one for each notice") {
  const auto path = std::filesystem::temp_directory_path() /
                    ("billbyagent-notices-" + std::to_string(std::rand()) + ".jsonl");
  const auto notifier = make_jsonl_notifier(path.string());
  REQUIRE(notifier->deliver(tenant, notice));
  REQUIRE(notifier->deliver(tenant, notice));
  std::ifstream file{path};
  const std::string text{std::istreambuf_iterator<char>{file}, std::istreambuf_iterator<char>{}};
  CHECK(text == document + "\n" + document + "\n");
  // A line that somebody left without its end stays one by itself; what holds no notices is left.
  const auto bytes = [&] {
    std::ifstream now{path};
    return std::string{std::istreambuf_iterator<char>{now}, {}};
  };
  const auto deliver_into = [&](const std::string& begin) {
    std::ofstream{path} << begin;
    return notifier->deliver(tenant, notice);
  };
  CHECK(deliver_into("{}"));
  CHECK(bytes().starts_with("{}\n{"));
  for (const std::string other : {"SQLite format 3", R"({"kind":"ledger","version":1})", "x\n"}) {
    CAPTURE(other);
    const auto refused = deliver_into(other);
    REQUIRE(!refused);
    CHECK(refused.error().code == Errc::notice_failed);
    CHECK(bytes() == other);
  }
  std::filesystem::remove(path);
}

TEST_CASE("a file that can't be written is named") {
  const auto failed = make_jsonl_notifier("/no/such/folder/notices")->deliver(tenant, notice);
  REQUIRE_FALSE(failed);
  CHECK(failed.error().code == Errc::notice_failed);
  CHECK(holds(failed.error().context, "/no/such/folder/notices"));
}

TEST_CASE("what the host does with a line is the result") {
  std::string received;
  const auto notifier = make_jsonl_notifier([&](std::string_view line) -> Result<void> {
    received = line;
    return Error{Errc::notice_failed, "told to"};
  });
  CHECK(notifier->deliver(tenant, notice).error().context == "told to");
  CHECK(received == document);
}

TEST_CASE("a notice is posted once, signed, with its id as the key") {
  Requests requests;
  ScriptedServer server{[&](std::size_t, const std::string& request) {
    requests.add(request);
    return answer(204, "");
  }};
  const auto notifier = make_webhook_notifier(options_for(server));
  REQUIRE(notifier);
  REQUIRE((*notifier)->deliver(tenant, notice));
  const auto all = requests.all();
  REQUIRE(all.size() == 1);
  CHECK(all[0].rfind("POST /hooks/units?v=1 HTTP/1.1\r\n", 0) == 0);
  CHECK(holds(all[0], "Idempotency-Key: units_changed%2FC-1%2Fagents%2F2\r\n"));
  CHECK(holds(all[0], "Billbyagent-Timestamp: 1795446000\r\n"));
  CHECK(holds(all[0], "Billbyagent-Signature: v1=" + signature + "\r\n"));
  CHECK(holds(all[0], "\r\n\r\n" + document));
}

TEST_CASE("a busy receiver and a lost connection are tried again with the same key") {
  Requests requests;
  ScriptedServer server{[&](std::size_t number, const std::string& request) {
    requests.add(request);
    if (number == 0) return answer(503, "busy");
    if (number == 1) return ScriptedServer::closes;
    return answer(200, "ok");
  }};
  const auto notifier = make_webhook_notifier(options_for(server));
  REQUIRE(notifier);
  REQUIRE((*notifier)->deliver(tenant, notice));
  const auto all = requests.all();
  REQUIRE(all.size() == 3);
  for (const auto& request : all)
    CHECK(holds(request, "Idempotency-Key: units_changed%2FC-1%2Fagents%2F2\r\n"));
}

TEST_CASE("a refusal fails at once and names the notice, not the secret") {
  std::atomic<int> received{0};
  ScriptedServer server{[&](std::size_t, const std::string&) {
    ++received;
    return answer(400, "no");
  }};
  const auto notifier = make_webhook_notifier(options_for(server));
  REQUIRE(notifier);
  const auto failed = (*notifier)->deliver(tenant, notice);
  REQUIRE_FALSE(failed);
  CHECK(failed.error().code == Errc::notice_failed);
  CHECK(holds(failed.error().context, "HTTP 400"));
  CHECK(holds(failed.error().context, notice.id.text()));
  CHECK_FALSE(holds(failed.error().context, key));
  CHECK(received == 1);
}

TEST_CASE("a receiver that says nothing is given up at the deadline") {
  ScriptedServer server{[](std::size_t, const std::string&) { return ScriptedServer::stalls; }};
  auto options = options_for(server);
  options.timeout = std::chrono::milliseconds{150};
  const auto notifier = make_webhook_notifier(std::move(options));
  REQUIRE(notifier);
  CHECK((*notifier)->deliver(tenant, notice).error().code == Errc::timed_out);
}

TEST_CASE("webhook settings are refused by name") {
  struct Case {
    const char* url;
    const char* key;
    const char* names;
  };
  for (const auto& test : std::vector<Case>{
           {"", "a signing key of 30 characters", "webhook url"},
           {"http://example.com/x", "a signing key of 30 characters", "only https"},
           {"ftp://localhost/x", "a signing key of 30 characters", "webhook url"},
           {"https://user:secret@example.com/", "a signing key of 30 characters", "webhook url"},
           {"https://example.com/", "short", "webhook signing key"}}) {
    CAPTURE(test.url);
    WebhookOptions options;
    options.url = test.url;
    options.signing_key = Secret{test.key};
    const auto refused = make_webhook_notifier(options);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == Errc::invalid_settings);
    CHECK(holds(refused.error().context, test.names));
    CHECK_FALSE(holds(refused.error().context, "secret"));
    CHECK_FALSE(holds(refused.error().context, test.key));
  }
}
